package rules

// QuietRules are those of attributes without a flag.
var QuietRules = quietRules
