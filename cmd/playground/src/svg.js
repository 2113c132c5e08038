// The program's SVG, checked and rebuilt. Only what package runtime/graph/svg writes is accepted; anything else is an error, and
// nothing of that picture is shown. No element is taken over: each is created here, and gets the attributes that were checked.

const SVG = "http://www.w3.org/2000/svg";

const any = /^/;
const whole = /^-?\d{1,6}$/;
const number = /^-?\d{1,6}(\.\d)?$/;
const line = /^[MLHVQCSlhvqcsaz\d. -]+$/;
const move = /^translate\(-?\d{1,6} -?\d{1,6}\)$/;
const names = /^[a-z0-9 ]*$/;
const inside = /^#[\w.~%-]+$/;

// elements are the elements with their attributes. The text of those in texts is shown; in all others there is only white space.
const elements = {
  svg: { width: whole, height: whole, viewBox: /^0 0 \d{1,6} \d{1,6}$/, role: /^graphics-document document$/, "aria-labelledby": /^graph-title graph-desc$/ },
  title: { id: /^graph-title$/ },
  desc: { id: /^graph-desc$/ },
  g: { class: names, id: any, role: /^group$/, "aria-label": any, transform: move },
  rect: { class: names, x: whole, y: whole, width: /^(\d{1,6}|100%)$/, height: /^(\d{1,6}|100%)$/, rx: whole },
  path: { class: names, transform: move, d: line },
  circle: { class: names, cx: whole, cy: whole, r: number },
  text: { class: names, x: whole, y: number },
  a: { href: inside },
};
const texts = new Set(["title", "desc", "text"]);

// The style sheet: rules with these properties, and the same in a media query for the dark color scheme. There is no escape and
// no parenthesis, so no url(), and no other at-rule.
const declaration = String.raw`(?:fill|stroke(?:-width|-linejoin|-linecap|-dasharray)?|font-(?:family|size|weight)|text-(?:anchor|decoration)|white-space):(?:[\w#., -]|"[\w ]+")+`;
const rules = String.raw`(?:[a-z0-9.,:> ]+\{${declaration}(?:;${declaration})*\}\n)*`;
const sheet = new RegExp(String.raw`^\n${rules}@media \(prefers-color-scheme:dark\)\{\n${rules}\}\n$`);

// parse returns the picture as a new element, without its style element, and the text of its style sheet. The style element is cut
// out first: a browser that reads one takes it for an inline style, although its document is never shown.
export function parse(text) {
  const [, before, css, after] = /^([^]*?)<style>([^<]*)<\/style>([^]*)$/.exec(text) ?? [];
  if (!sheet.test(css ?? "")) throw refused("style");
  const read = new DOMParser().parseFromString(before + after, "image/svg+xml");
  if (read.childNodes.length !== 1 || read.documentElement.localName !== "svg") throw refused(read.firstChild.nodeName);
  return { picture: copy(read.documentElement), css };
}

// copy returns a new element that has the attributes and the children of one that was read.
function copy(from) {
  const allowed = Object.hasOwn(elements, from.localName) && elements[from.localName];
  if (!allowed || from.namespaceURI !== SVG || from.prefix !== null) throw refused(from.nodeName);
  const to = document.createElementNS(SVG, from.localName);
  for (const { name, value } of from.attributes) {
    if (name === "xmlns" && value === SVG) continue;
    if (!Object.hasOwn(allowed, name) || !allowed[name].test(value)) throw refused(`${from.nodeName} with ${name}`);
    to.setAttribute(name, value);
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && child.localName !== "svg") to.append(copy(child));
    else if (child.nodeType !== Node.TEXT_NODE) throw refused(child.nodeName);
    else if (texts.has(from.localName)) to.append(child.data);
    else if (child.data.trim() !== "") throw refused(child.nodeName);
  }
  return to;
}

function refused(what) {
  return new Error(`The graph is not shown, because it contains ${what} as compose2unit does not write it.`);
}
