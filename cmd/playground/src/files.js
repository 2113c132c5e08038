// The tabs of files above the editor, and the controls to add, rename, remove and open files.
import { byId, make, visible } from "./dom.js";
import { add, dropped, ofBytes, ofText, problem } from "./project.js";
import { tabs } from "./tabs.js";

export class Files {
  // list is the project; editor shows one file of it; changed is called when the list does.
  constructor(list, editor, changed) {
    this.list = list;
    this.editor = editor;
    this.changed = changed;
    this.current = list[0].name;
    this.sample = true; // until something is changed
    this.select = tabs(byId("files"), (tab) => this.show(tab.dataset.name));
    byId("file-add").addEventListener("click", () => this.create());
    byId("file-remove").addEventListener("click", () => this.remove());
    byId("file-name").addEventListener("change", () => this.rename(byId("file-name").value));
    byId("file-open").addEventListener("change", (event) => {
      this.take([...event.target.files].map((file) => ({ name: file.name, file })));
      event.target.value = "";
    });
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", async (event) => {
      event.preventDefault();
      const { files, whole } = await dropped(event.dataTransfer);
      this.take(files, whole);
    });
    this.draw();
  }

  file(name) {
    return this.list.find((file) => file.name === name);
  }

  // edited stores the new text of a file.
  edited(name, text) {
    this.sample = false;
    const at = this.list.findIndex((file) => file.name === name);
    if (at >= 0) this.list[at] = ofText(name, text);
    this.changed();
  }

  draw() {
    byId("files").replaceChildren(...this.list.map(({ name }) => make("button", {
      type: "button", role: "tab", "data-name": name, "aria-controls": "editor",
    }, visible(name))));
    this.show(this.file(this.current) ? this.current : this.list[0].name);
  }

  show(name) {
    this.current = name;
    byId("file-name").value = name;
    byId("file-remove").disabled = this.list.length === 1;
    this.complain("");
    this.editor.show(name, this.file(name).text);
    this.editor.mark(this.records?.(name) ?? []);
    this.select([...byId("files").children].find((tab) => tab.dataset.name === name));
  }

  // mark shows findings: records returns those of a file.
  mark(records) {
    this.records = records;
    for (const tab of byId("files").children) {
      const bad = records(tab.dataset.name).some((record) => record.severity === "error");
      tab.classList.toggle("error", bad);
      if (bad) tab.setAttribute("aria-label", `${tab.dataset.name}, has errors`);
      else tab.removeAttribute("aria-label");
    }
    this.editor.mark(records(this.current));
  }

  create() {
    let n = 1;
    while (problem(`file-${n}.env`, this.list.map((file) => file.name))) n++;
    this.put([ofText(`file-${n}.env`, "")]);
    byId("file-name").focus();
    byId("file-name").select();
  }

  remove() {
    if (this.list.length === 1) return;
    this.sample = false;
    this.editor.forget(this.current);
    this.list.splice(this.list.findIndex((file) => file.name === this.current), 1);
    this.draw();
    this.changed();
  }

  rename(name) {
    const wrong = problem(name, this.list.map((file) => file.name).filter((other) => other !== this.current));
    if (wrong) return this.complain(wrong);
    const at = this.list.findIndex((file) => file.name === this.current);
    this.sample = false;
    this.editor.forget(this.current);
    this.list[at] = { ...this.list[at], name };
    this.current = name;
    this.draw();
    this.changed();
  }

  // take adds opened or dropped files. They replace the sample, and a directory replaces the whole project.
  async take(opened, whole = false) {
    const files = [];
    for (const { name, file } of opened) files.push(ofBytes(name, new Uint8Array(await file.arrayBuffer())));
    if (files.length > 0 && (whole || this.sample)) this.clear();
    this.put(files);
  }

  clear() {
    for (const { name } of this.list) this.editor.forget(name);
    this.list.length = 0;
  }

  put(files) {
    this.sample = false;
    const wrong = files.map((file) => {
      this.editor.forget(file.name);
      return add(this.list, file);
    }).filter(Boolean);
    if (this.list.length === 0) this.list.push(ofText("compose.yaml", ""));
    this.current = (files.find(({ name }) => /compose.*\.ya?ml$/.test(name)) ?? files.at(-1))?.name;
    this.draw();
    this.complain(wrong.join(" "));
    this.changed();
  }

  // replace replaces the whole project.
  replace(files) {
    this.clear();
    this.sample = false;
    this.list.push(...files);
    this.current = files[0].name;
    this.draw();
    this.changed();
  }

  complain(text) {
    byId("file-problem").textContent = text;
  }
}
