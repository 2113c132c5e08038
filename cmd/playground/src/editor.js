// The two editors. Each is in a shadow root, where CodeMirror sets its style sheet by script (adoptedStyleSheets), so the content
// security policy need not allow inline styles.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorSelection, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { language, look } from "./highlight.js";

const both = [lineNumbers(), highlightSpecialChars(), drawSelection(), bracketMatching(), look];

function mount(host, extensions) {
  const root = host.attachShadow({ mode: "open" });
  const holder = document.createElement("div");
  holder.style.height = "100%";
  root.append(holder);
  return new EditorView({ parent: holder, root, extensions });
}

// Editor edits the files of the project. Each file has its own state, including the undo history.
export class Editor {
  constructor(host, changed) {
    this.changed = changed;
    this.states = new Map();
    this.view = mount(host, []);
  }

  extensions(name, text) {
    return [
      both, history(), indentOnInput(), lintGutter(), language(name, text),
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": `Content of ${name}`, tabindex: "0", spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
      // Dropped files become files of the project (files.js); by default, CodeMirror would insert their text as well.
      EditorView.domEventHandlers({ drop: (event) => event.dataTransfer?.files.length > 0 }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.changed(name, update.state.doc.toString());
      }),
    ];
  }

  // show switches to a file.
  show(name, text) {
    if (this.name !== undefined) this.states.set(this.name, this.view.state);
    this.name = name;
    this.view.setState(this.states.get(name) ?? this.fresh(name, text));
  }

  fresh(name, text) {
    if (text === null) {
      return EditorState.create({ doc: "(This is a binary file. It is kept unchanged.)", extensions: [both, EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": `Content of ${name}`, tabindex: "0" })] });
    }
    return EditorState.create({ doc: text, extensions: this.extensions(name, text) });
  }

  // forget drops the state of a file that was removed, renamed or replaced.
  forget(name) {
    this.states.delete(name);
    if (this.name === name) this.name = undefined;
  }

  // mark shows the findings of the current file.
  mark(records) {
    const { doc } = this.view.state;
    const marks = records.filter((record) => record.line >= 1 && record.line <= doc.lines).map((record) => ({
      ...range(doc.line(record.line), record.column),
      severity: { error: "error", warning: "warning" }[record.severity] ?? "info",
      message: record.text + (record.hint ? "\nhint: " + record.hint : "") + (record.code ? ` [${record.code}]` : ""),
    }));
    this.view.dispatch(setDiagnostics(this.view.state, marks.sort((a, b) => a.from - b.from)));
  }

  // go moves the cursor.
  go(line, column) {
    const { doc } = this.view.state;
    if (line < 1 || line > doc.lines) return;
    const { from } = range(doc.line(line), column);
    this.view.dispatch({ selection: EditorSelection.cursor(from), effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.view.focus();
  }
}

// range returns the word at a column (in characters, from 1), or the whole line if there is no column.
function range(line, column) {
  if (!column) return { from: line.from, to: line.to };
  const before = [...line.text].slice(0, column - 1).join("").length;
  const from = Math.min(line.from + before, line.to);
  const word = /^("[^"]*"|'[^']*'|[^\s,:\]}]+)/.exec(line.text.slice(before));
  return { from, to: word ? from + word[0].length : line.to };
}

// Viewer shows a file read-only.
export class Viewer {
  constructor(host) {
    this.view = mount(host, []);
  }

  show(name, text) {
    this.view.setState(EditorState.create({ doc: text, extensions: [
      both, language(name, text), EditorState.readOnly.of(true), keymap.of(defaultKeymap),
      EditorView.contentAttributes.of({ "aria-label": `Content of ${name}`, "aria-readonly": "true", tabindex: "0" }),
    ] }));
  }
}
