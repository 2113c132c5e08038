// The page: connects files, flags, program and result.
import { byId } from "./dom.js";
import { Editor } from "./editor.js";
import { explained } from "./explain.js";
import { Files } from "./files.js";
import { counts, inFile, records, show } from "./findings.js";
import { Flags } from "./flags.js";
import { debounced, latest } from "./latest.js";
import { close, program } from "./network.js";
import { ofText } from "./project.js";
import { Result } from "./result.js";
import { folder, sample } from "./sample.js";
import { tabs } from "./tabs.js";
import { Translator } from "./translator.js";

const DEBOUNCE = 200; // milliseconds after the last key
const run = latest();
let translator, flags, drawn;

const later = debounced(() => run(translate), DEBOUNCE);
const editor = new Editor(byId("editor"), (name, text) => files.edited(name, text));
const files = new Files(sample.map(({ name, text }) => ofText(name, text)), editor, later);
const result = new Result({
  archive: (list) => translator.ask("archive", { files: list }),
  units: () => byId("tab-units").click(),
});

const view = tabs(byId("views"), (tab) => {
  for (const panel of document.querySelectorAll("#result [role=tabpanel]")) panel.hidden = panel.id !== tab.getAttribute("aria-controls");
  if (tab.id === "tab-graph") run(graph);
});
view(byId("tab-units"));

// request returns the current project and flags.
const request = () => ({ folder, args: flags.args(), files: files.list.map(({ name, data }) => ({ name, data })) });

async function translate() {
  if (!translator) return;
  const now = request();
  byId("command").textContent = ["compose2unit", ...now.args].join(" ");
  const began = performance.now();
  const answer = await asked("translate", now);
  if (!answer) return;
  report(records(answer.stderr));
  document.documentElement.dataset.milliseconds = Math.round(performance.now() - began); // for the benchmark
  document.documentElement.dataset.runs = Number(document.documentElement.dataset.runs ?? 0) + 1;
  drawn = null;
  if (answer.code !== 0) return result.old(true);
  result.show(answer);
  drawn = { request: now };
  if (!byId("view-graph").hidden) await graph();
}

// graph draws the project of the last translation, once.
async function graph() {
  if (!drawn || drawn.done) return;
  const of = drawn;
  const answer = await asked("graph", of.request);
  of.done = true;
  if (answer && answer.code === 0 && of === drawn) result.draw(answer.stdout);
}

// asked asks the translator. A crash or a timeout is reported like a finding.
async function asked(call, request) {
  try {
    return await translator.ask(call, request);
  } catch (error) {
    report([{ severity: "error", text: error.message }]);
    result.old(true);
    return null;
  }
}

function report(found) {
  byId("count").textContent = counts(found);
  show(byId("findings"), found, {
    folder, files: files.list.map((file) => file.name), explain,
    go: (file, line, column) => {
      files.show(file);
      editor.go(line, column);
    },
  });
  files.mark((name) => found.filter((record) => inFile(record, folder) === name));
}

// explain explains the code of a finding, for the runtime of the form: a format other than plain units is a runtime of its own.
async function explain({ code, path }) {
  const said = async (word) => (await asked("explain", { word }))?.stdout.trim() ?? "";
  return explained(code, await said(code), path ? await said(path) : "", [byId("flag-format").value, byId("flag-runtime").value]);
}

async function begin() {
  const module = await program("compose2unit.wasm.gz");
  close();
  translator = new Translator(module);
  flags = new Flags(await translator.ask("flags", {}), { main: byId("flags-main"), more: byId("flags-more"), changed: later });
  byId("version").textContent = (await translator.ask("version", {})).stdout;
  await run(translate);
  // The tests use the same translator.
  globalThis.playground = { translator, files, result, explain };
  document.documentElement.dataset.ready = "true";
}

begin().catch((error) => report([{ severity: "error", text: "The playground cannot start: " + error.message }]));
