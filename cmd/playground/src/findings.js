// The program's findings, which it prints as JSON Lines (docs/findings.schema.json), as a list below the editor.
import { make, visible } from "./dom.js";

// records parses standard error. A line that is not JSON becomes an error.
export function records(stderr) {
  return stderr.split("\n").filter(Boolean).map((line) => {
    try {
      return JSON.parse(line);
    } catch {
      return { severity: "error", text: line };
    }
  });
}

// counts returns "2 errors, 1 warning", or "No findings".
export function counts(list) {
  const words = ["error", "warning", "note"].map((severity) => {
    const n = list.filter((record) => record.severity === severity).length;
    return n && `${n} ${severity}${n === 1 ? "" : "s"}`;
  }).filter(Boolean);
  return words.join(", ") || "No findings";
}

// inFile returns the name of the project file that a record refers to.
export function inFile(record, folder) {
  const file = record.file ?? "";
  return file.startsWith(folder + "/") ? file.slice(folder.length + 1) : file;
}

// show lists records. go is called with a file, a line and a column; explain returns a promise of the explanation of a record.
export function show(list, found, { folder, files, go, explain }) {
  list.replaceChildren(...found.map((record, i) => item(record, `finding-${i}`, { folder, files, go, explain })));
}

function item(record, id, { folder, files, go, explain }) {
  const out = make("li");
  const file = inFile(record, folder);
  const place = [file, record.line, record.column].filter(Boolean).join(":");
  if (place && files.includes(file) && record.line) {
    const button = make("button", { type: "button", class: "place", "aria-describedby": id }, visible(place));
    button.addEventListener("click", () => go(file, record.line, record.column));
    out.append(button);
  } else if (place) {
    out.append(make("code", {}, visible(place)), " ");
  }
  out.append(make("span", { id }, make("span", { class: `severity ${record.severity}` }, record.severity + ": "),
    visible((record.path ? record.path + ": " : "") + record.text)));
  if (record.hint) out.append(make("p", { class: "hint" }, "hint: " + visible(record.hint)));
  if (record.code) out.append(explanation(record, explain));
  return out;
}

function explanation(record, explain) {
  const text = make("pre", { tabindex: "0" });
  const details = make("details", {}, make("summary", {}, "What ", make("code", {}, record.code), " means"), text);
  details.addEventListener("toggle", async () => {
    if (details.open && !text.textContent) text.textContent = await explain(record);
  });
  return details;
}
