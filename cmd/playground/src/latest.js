// latest returns a function that runs one asynchronous job at a time. Of the jobs that are submitted meanwhile, only the newest
// is run.
export function latest() {
  let running = false, next = null;
  return async function run(job) {
    next = job;
    if (running) return;
    running = true;
    while (next) {
      const now = next;
      next = null;
      await now();
    }
    running = false;
  };
}

// debounced returns a function that calls f once it has not been called for a time.
export function debounced(f, milliseconds) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(f, milliseconds);
  };
}
