// The form of flags. Names, values and texts come from the program's help.
import { make } from "./dom.js";

const MAIN = ["runtime", "format", "systemd-version", "podman-version", "user", "strict"];

// Flags calls changed when a value changes.
export class Flags {
  constructor(list, { main, more, changed }) {
    this.controls = [];
    const sections = new Map();
    for (const flag of list) {
      const first = MAIN.includes(flag.name);
      if (!first && !sections.has(flag.section)) sections.set(flag.section, make("fieldset", {}, make("legend", {}, flag.section)));
      (first ? main : sections.get(flag.section)).append(this.row(flag, first));
    }
    more.append(...sections.values());
    for (const on of [main, more]) {
      on.addEventListener("input", changed);
      on.addEventListener("submit", (event) => event.preventDefault());
    }
  }

  row(flag, short) {
    const id = "flag-" + flag.name;
    const { control, value } = controlOf(flag, id);
    this.controls.push(value);
    const label = make("label", { for: id }, short ? flag.name.replace("-", " ") : spelled(flag));
    const row = make("div", { class: "flag" }, ...(control.type === "checkbox" ? [control, label] : [label, control]));
    if (short) {
      control.title = flag.text;
    } else {
      const text = make("small", { id: id + "-text" }, flag.text);
      control.setAttribute("aria-describedby", text.id);
      row.append(text);
    }
    return row;
  }

  // args returns the arguments for all flags that differ from their defaults.
  args() {
    return this.controls.flatMap((value) => value());
  }
}

// spelled returns a flag as the help spells it: -auto-start=false for a switch that is on by default.
const spelled = (flag) => `-${flag.name}${flag.off ? "=false" : ""}`;

const standard = (flag) => /\(default ([^\s;):]+)/.exec(flag.text)?.[1] ?? "";

// controlOf returns an element for a flag, and a function that returns its arguments.
function controlOf(flag, id) {
  if (flag.choices.length > 0) {
    const control = make("select", { id }, ...flag.choices.map((word) => make("option", { selected: word === standard(flag) }, word)));
    return { control, value: () => (control.value === standard(flag) ? [] : ["-" + flag.name, control.value]) };
  }
  if (flag.arg === "") {
    const control = make("input", { id, type: "checkbox" });
    return { control, value: () => (control.checked ? [spelled(flag)] : []) };
  }
  const versions = range(flag);
  if (versions) return versions(id);
  const control = make("input", { id, type: "text", placeholder: flag.arg, spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  return { control, value: () => (control.value.trim() === "" ? [] : ["-" + flag.name, control.value.trim()]) };
}

// range returns a control for a flag whose help gives a range of versions, such as "252 to 262 (default 252)".
function range(flag) {
  const [, first, last] = /(\d[\d.]*) to (\d[\d.]*)/.exec(flag.text) ?? [];
  if (!first) return null;
  return (id) => {
    const whole = !first.includes(".");
    const control = whole
      ? make("select", { id }, ...Array.from({ length: last - first + 1 }, (_, i) => make("option", { selected: String(+first + i) === standard(flag) }, String(+first + i))))
      : make("input", { id, type: "text", value: standard(flag), size: 4, spellcheck: "false", autocomplete: "off" });
    return { control, value: () => (control.value === standard(flag) || control.value === "" ? [] : ["-" + flag.name, control.value]) };
  };
}
