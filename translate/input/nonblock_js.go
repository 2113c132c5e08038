package input

// NonBlock has no effect in a browser, which has no pipes.
const NonBlock = 0
