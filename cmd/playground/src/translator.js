// The page's side of the worker: starts it, sends requests, and restarts it after a crash or a timeout.
import source from "worker.js?text";

export const LIMIT = 20000; // milliseconds for one request

export class Translator {
  // module is the compiled program.
  constructor(module, limit = LIMIT) {
    this.module = module;
    this.limit = limit;
    this.url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.next = 0;
    this.start();
  }

  start() {
    this.worker?.terminate();
    this.waiting = new Map();
    const worker = new Worker(this.url);
    this.worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.ended !== undefined) this.restart(new Error("The program crashed and was restarted.\n" + firstLines(data.ended)));
        else this.answer(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        const error = new Error("The program could not be run: " + event.message);
        reject(error);
        this.fail(error);
      };
    });
    this.ready.catch(() => {});
    worker.postMessage({ module: this.module });
  }

  // ask returns a promise of the answer. It is rejected with an Error that describes the crash or the timeout.
  async ask(call, request) {
    await this.ready;
    return new Promise((resolve, reject) => {
      const id = ++this.next;
      const timer = setTimeout(() => this.restart(new Error(`The translation took more than ${this.limit / 1000} seconds and was stopped.`)), this.limit);
      this.waiting.set(id, { resolve, reject, timer });
      this.worker.postMessage({ id, call, request });
    });
  }

  answer({ id, answer, error }) {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error) waiting.reject(new Error(error));
    else waiting.resolve(answer);
  }

  restart(error) {
    const { waiting } = this;
    this.start();
    reject(waiting, error);
  }

  fail(error) {
    reject(this.waiting, error);
    this.waiting.clear();
  }
}

function reject(waiting, error) {
  for (const { reject, timer } of waiting.values()) {
    clearTimeout(timer);
    reject(error);
  }
}

const firstLines = (text) => text.split("\n").slice(0, 3).join("\n");
