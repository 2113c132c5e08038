// The files of the project: a list of {name, data, text}. The program reads data; the editor shows text, which is null for a
// binary file.

const MAX_FILES = 500, MAX_BYTES = 32 << 20; // limits of the page; the program has its own
const encoder = new TextEncoder();

// problem describes what is wrong with a name. It returns "" for a valid one.
export function problem(name, others = []) {
  if (name === "" || name.endsWith("/")) return "A file needs a name.";
  if (name.startsWith("/") || name.split("/").some((part) => part === "" || part === "." || part === "..")) {
    return "The name is a path below the project's directory, such as compose.override.yaml or web/app.env.";
  }
  if (/[\u0000-\u001f\u007f]/.test(name)) return "The name has a control character.";
  if (name === "out" || name.startsWith("out/")) return "The directory out is where the units are written.";
  const clash = others.find((other) => other === name || other.startsWith(name + "/") || name.startsWith(other + "/"));
  return clash ? `There is ${clash} already.` : "";
}

export function ofText(name, text) {
  return { name, text, data: encoder.encode(text) };
}

// ofBytes returns a file that was opened or dropped. Its bytes are kept as they are until it is edited.
export function ofBytes(name, data) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    return { name, text, data };
  } catch {
    return { name, text: null, data };
  }
}

// add adds a file to the list, or replaces the one of the same name. It returns what is wrong, or "".
export function add(files, file) {
  const at = files.findIndex((other) => other.name === file.name);
  const wrong = problem(file.name, files.filter((_, i) => i !== at).map((other) => other.name));
  if (wrong) return `${file.name}: ${wrong}`;
  const bytes = files.reduce((sum, other) => sum + other.data.length, file.data.length);
  if (files.length >= MAX_FILES || bytes > MAX_BYTES) return `${file.name}: The page takes ${MAX_FILES} files and ${MAX_BYTES >> 20} MiB.`;
  if (at >= 0) files[at] = file;
  else files.push(file);
  return "";
}

// dropped returns the files of a drop, including those in directories, and whether they are a whole project: the content of a
// single directory.
export async function dropped(transfer) {
  const plain = [...transfer.files].map((file) => ({ name: file.name, file }));
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return { files: plain, whole: false };
  const files = [];
  for (const entry of entries) await collect(entry, "", files);
  const whole = entries.length === 1 && entries[0].isDirectory;
  const prefix = whole ? entries[0].name.length + 1 : 0;
  return { files: files.map(({ name, file }) => ({ name: name.slice(prefix), file })), whole };
}

async function collect(entry, prefix, files) {
  if (files.length >= MAX_FILES) return;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    files.push({ name: prefix + entry.name, file });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const inner of some) await collect(inner, prefix + entry.name + "/", files);
  }
}
