// Languages and colors of the editors. The colors are CSS variables of style.css, which shadow roots inherit.
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { properties } from "@codemirror/legacy-modes/mode/properties";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const settings = StreamLanguage.define(properties), script = StreamLanguage.define(shell);

// language returns the language of a file, by its name and first line.
export function language(name, text) {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (/\.ya?ml$/.test(base)) return yaml();
  if (text.startsWith("#!") || base.endsWith(".sh")) return script;
  if (/(^|\.)env$|\.(service|target|timer|container|network|volume|build|conf|ini)$/.test(base)) return settings;
  return [];
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.definition(tags.variableName), tags.keyword], color: "var(--key)" },
  { tag: [tags.string, tags.quote, tags.special(tags.string)], color: "var(--string)" },
  { tag: [tags.comment, tags.lineComment, tags.meta], color: "var(--comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.atom, tags.attributeName], color: "var(--number)" },
  { tag: [tags.heading, tags.standard(tags.variableName), tags.labelName, tags.typeName], color: "var(--heading)" },
]);

const underline = (colour) => ({ background: "none", textDecoration: `underline wavy ${colour}`, paddingBottom: "0" });

const frame = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--back)", fontSize: "13px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  "&.cm-focused": { outline: "none" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-line.found": { backgroundColor: "var(--mark)" },
  ".cm-lintRange-error": underline("var(--error)"),
  ".cm-lintRange-warning": underline("var(--warning)"),
  ".cm-lintRange-info": underline("var(--note)"),
  ".cm-lintPoint::after": { borderBottomColor: "var(--error)" },
  ".cm-lint-marker": { content: "none", width: ".7em", height: ".7em", borderRadius: "50%", margin: ".4em .1em" },
  ".cm-lint-marker-error": { content: "''", backgroundColor: "var(--error)" },
  ".cm-lint-marker-warning": { content: "''", backgroundColor: "var(--warning)", borderRadius: "2px" },
  ".cm-lint-marker-info": { content: "''", backgroundColor: "var(--note)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--control)", maxWidth: "min(520px, 90vw)" },
  ".cm-diagnostic": { font: "13px/1.4 system-ui, sans-serif", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--note)" },
});

export const look = [frame, syntaxHighlighting(colours)];
