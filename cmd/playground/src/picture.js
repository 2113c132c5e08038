// The graph as a part of the page: its text can be selected, and the names of units are links to their files. It is in a shadow
// root, so that its ids and styles are its own. Its style sheet is set by script, so the content security policy need not allow
// inline styles.
import { byId } from "./dom.js";
import { Roving } from "./roving.js";
import { parse } from "./svg.js";

const own = new CSSStyleSheet();
own.replaceSync(`svg { display: block; }
a { -webkit-user-drag: none; }
a text { -webkit-user-select: text; user-select: text; }
a[href] { cursor: pointer; }
a[href] text { text-decoration: underline 1px; text-underline-offset: 2px; text-decoration-color: var(--control); }
a[href]:hover text { text-decoration-color: currentColor; text-decoration-thickness: 2px; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
.shown > rect { stroke: var(--accent); stroke-width: 2.5; }
::selection { background: var(--selection); }`);

const STEP = 1.25, LEAST = 0.1, MOST = 4;

export class Picture {
  // fileOf returns the file of a unit, or undefined; open shows one.
  constructor({ fileOf, open }) {
    this.fileOf = fileOf;
    this.open = open;
    this.host = byId("graph");
    this.root = this.host.attachShadow({ mode: "open" });
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.links = new Roving(this.root, () => [...this.root.querySelectorAll("a[href]")]);
    this.zoom = 1;
    for (const [id, to] of [["zoom-out", () => this.zoom / STEP], ["zoom-in", () => this.zoom * STEP], ["zoom-fit", () => this.fitting()]]) {
      byId(id).addEventListener("click", () => this.scale(to()));
    }
  }

  // draw shows a picture that the program wrote. A link to a unit without a file is none.
  draw(text) {
    const at = this.root.querySelector('a[tabindex="0"]')?.getAttribute("href");
    this.svg = undefined;
    this.root.replaceChildren();
    const { picture, css } = parse(text);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet, own];
    for (const link of picture.querySelectorAll("a")) {
      if (!this.fileOf(unitOf(link))) link.removeAttribute("href");
    }
    const other = this.title !== picture.querySelector("title").textContent;
    this.title = picture.querySelector("title").textContent;
    this.svg = picture;
    this.width = Number(picture.getAttribute("width"));
    this.height = Number(picture.getAttribute("height"));
    this.root.append(picture);
    const links = this.links.all();
    this.links.stop(links.find((link) => link.getAttribute("href") === at) ?? links[0]);
    this.scale(this.zoom);
    if (other) this.begin();
  }

  // begin scrolls to the uppermost service, which in a wide picture can be far to the right.
  begin() {
    const left = (card) => card.getBoundingClientRect().left, top = (card) => card.getBoundingClientRect().top;
    const first = [...this.root.querySelectorAll(".card")].sort((a, b) => top(a) - top(b) || left(a) - left(b))[0];
    if (!first) return;
    this.host.scrollTop = 0;
    const { width } = first.getBoundingClientRect();
    this.host.scrollLeft += left(first) - this.host.getBoundingClientRect().left - (this.host.clientWidth - width) / 2;
  }

  clicked(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    if (event.detail > 0 && selected(this.root)) return; // the end of a selection
    this.open(this.fileOf(unitOf(link)));
  }

  // mark marks the unit whose file is shown.
  mark(path) {
    for (const group of this.root.querySelectorAll("g[id]")) group.classList.toggle("shown", this.fileOf(group.id) === path);
  }

  scale(zoom) {
    this.zoom = Math.min(MOST, Math.max(LEAST, zoom));
    if (!this.svg) return;
    this.svg.setAttribute("width", Math.round(this.width * this.zoom));
    this.svg.setAttribute("height", Math.round(this.height * this.zoom));
    byId("zoom").textContent = `${Math.round(100 * this.zoom)} %`;
  }

  // fitting returns the zoom at which the picture is as wide as the page allows.
  fitting() {
    return this.svg ? this.host.clientWidth / this.width : 1;
  }
}

const unitOf = (link) => decodeURIComponent(link.getAttribute("href").slice(1));

// selected reports whether text is selected in the picture. A selection in a shadow root is its own in some browsers.
const selected = (root) => (root.getSelection?.() ?? document.getSelection()).toString() !== "";
