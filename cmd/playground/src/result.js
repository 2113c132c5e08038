// The result of a translation: the files and the graph.
import { byId, make, save, visible } from "./dom.js";
import { Viewer } from "./editor.js";
import { Picture } from "./picture.js";

const decoder = new TextDecoder();

export class Result {
  // archive packs files; units switches to the view of the units.
  constructor({ archive, units }) {
    this.files = [];
    this.picture = new Picture({
      fileOf: (unit) => fileOf(this.files, unit),
      open: (path) => {
        units();
        this.choose(path);
        byId("unit").focus();
      },
    });
    this.viewer = new Viewer(byId("viewer"));
    byId("unit").addEventListener("change", () => this.choose(byId("unit").value));
    byId("copy").addEventListener("click", () => this.copy());
    byId("download").addEventListener("click", async () => {
      const data = await archive(this.files).catch(() => null);
      if (data) save(`${this.name || "units"}.tar.gz`, "application/gzip", data);
    });
    byId("download-graph").addEventListener("click", () => save(`${this.name || "graph"}.svg`, "image/svg+xml", this.svg));
    this.enable(false);
  }

  // show shows the files and the output of a run.
  show({ files, stdout }) {
    this.files = files;
    this.name = /^(\S+) for /.exec(stdout)?.[1] ?? "";
    const groups = new Map();
    for (const file of ordered(files)) {
      const group = kind(file);
      if (!groups.has(group)) groups.set(group, make("optgroup", { label: group }));
      groups.get(group).append(make("option", { value: file.path }, visible(file.path)));
    }
    byId("unit").replaceChildren(...groups.values());
    byId("summary").textContent = visible(stdout);
    this.choose(files.some((file) => file.path === this.shown) ? this.shown : telling(files)?.path);
    this.old(false);
  }

  choose(path) {
    const file = this.files.find((one) => one.path === path);
    if (!file) return;
    const text = decoder.decode(file.data);
    const same = this.shown === path && this.text === text;
    this.shown = path;
    this.text = text;
    byId("unit").value = path;
    byId("mode").textContent = file.mode.toString(8).padStart(4, "0");
    byId("copied").textContent = "";
    if (!same) this.viewer.show(path, text);
    this.picture.mark(path);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text); // undefined if the page comes from a server without TLS
      byId("copied").textContent = "Copied.";
    } catch {
      byId("copied").textContent = "The browser does not allow it; select the text instead.";
    }
  }

  // draw shows a graph. The download is what the program wrote.
  draw(svg) {
    this.svg = svg;
    try {
      this.picture.draw(svg);
      byId("graph-problem").textContent = "";
    } catch (error) {
      byId("graph-problem").textContent = error.message;
    }
    this.picture.mark(this.shown);
  }

  // old marks the result as that of an earlier version of the project.
  old(is) {
    byId("result").classList.toggle("old", is && this.files.length > 0);
    byId("stale").hidden = !(is && this.files.length > 0);
    this.enable(!is && this.files.length > 0);
  }

  enable(is) {
    for (const id of ["download", "copy", "download-graph"]) byId(id).disabled = !is;
  }
}

// kind returns the heading that a file is listed under.
function kind(file) {
  if (!file.path.includes("/")) return "Units";
  return /^(#!.*\n)?# Made by compose2unit: .*the same for every project/.test(decoder.decode(file.data.subarray(0, 400))) ? "Scripts" : "Private files";
}

// fileOf returns the path of a unit's file. podman generates units from Quadlet's files, under other names
// (podman-systemd.unit(5)).
function fileOf(files, unit) {
  const stem = unit.replace(/\.service$/, "");
  const names = [unit, `${stem}.container`, ...["network", "volume", "build"].map((type) => stem.replace(new RegExp(`-${type}$`), `.${type}`))];
  return names.find((name) => files.some((file) => file.path === name));
}

const rank = ["Units", "Private files", "Scripts"];

const ordered = (files) => [...files].sort((a, b) => rank.indexOf(kind(a)) - rank.indexOf(kind(b)) || (a.path < b.path ? -1 : 1));

// telling returns the file to show first: the longest unit, which is that of a container.
const telling = (files) => files.filter((file) => kind(file) === "Units").sort((a, b) => b.data.length - a.data.length)[0];
