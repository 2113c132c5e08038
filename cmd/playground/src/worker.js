// The worker runs one instance of the program, which waits between runs. Messages are {id, call, request}, answers {id, answer}
// or {id, error}.
import { memory } from "./globals.js";
import "wasm_exec";

const OUT = "out";
let said = "";
memory.said = (bytes) => { said += new TextDecoder().decode(bytes); };

const call = (name, request) => new Promise((done) => globalThis.compose2unit[name](request, done));

// lay replaces the content of the file system with the project's files.
function lay({ folder, files }) {
  memory.reset();
  memory.makeFolders(folder);
  for (const { name, data } of files) memory.put(folder + "/" + name, data);
}

const calls = {
  async translate({ folder, files, args }) {
    lay({ folder, files });
    const ran = await call("run", { dir: folder, args: [...args, "-diagnostics", "json", "-output", OUT] });
    return { ...ran, files: memory.files(folder + "/" + OUT) };
  },
  // For graph, -format selects the format of the picture.
  async graph({ folder, files, args }) {
    lay({ folder, files });
    return call("run", { dir: folder, args: ["graph", ...args.filter((word, i) => word !== "-format" && args[i - 1] !== "-format"), "-diagnostics", "json"] });
  },
  // archive packs the files of an earlier answer: those that the page shows.
  async archive({ files }) {
    memory.reset();
    for (const file of files) memory.put("/" + OUT + "/" + file.path, file.data, file.mode, file.folder);
    return call("archive", { dir: "/" + OUT, name: OUT });
  },
  explain: ({ word }) => call("run", { dir: "/", args: ["explain", word] }),
  version: () => call("run", { dir: "/", args: ["-version"] }),
  flags: () => call("flags", {}),
  crash: () => call("run", null), // for the test: it makes the program panic
};

let queue = Promise.resolve();

onmessage = ({ data }) => {
  if (data.module) {
    queue = start(data.module);
    return;
  }
  queue = queue.then(async () => postMessage({ id: data.id, answer: await calls[data.call](data.request) }))
    .catch((error) => postMessage({ id: data.id, error: String(error) }));
};

async function start(module) {
  const go = new Go();
  go.exit = () => {};
  const instance = await WebAssembly.instantiate(module, go.importObject);
  go.run(instance).then(() => postMessage({ ended: said })); // only a panic ends it
  postMessage({ ready: true });
}
