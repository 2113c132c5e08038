// The result of a translation: the files and the graph.
import { byId, make, save, visible } from "./dom.js";
import { Viewer } from "./editor.js";

const decoder = new TextDecoder();

export class Result {
  constructor(archive) {
    this.files = [];
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
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.text); // undefined if the page comes from a server without TLS
      byId("copied").textContent = "Copied.";
    } catch {
      byId("copied").textContent = "The browser does not allow it; select the text instead.";
    }
  }

  // draw shows a picture. As an image it can neither run scripts nor load anything.
  draw(svg) {
    this.svg = svg;
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    const units = ordered(this.files).filter((file) => kind(file) === "Units").map((file) => file.path);
    byId("graph").replaceChildren(make("img", { src: this.url, alt: `Services, networks and volumes of ${this.name}; units: ${units.join(", ")}` }));
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

const rank = ["Units", "Private files", "Scripts"];

const ordered = (files) => [...files].sort((a, b) => rank.indexOf(kind(a)) - rank.indexOf(kind(b)) || (a.path < b.path ? -1 : 1));

// telling returns the file to show first: the longest unit, which is that of a container.
const telling = (files) => files.filter((file) => kind(file) === "Units").sort((a, b) => b.data.length - a.data.length)[0];
