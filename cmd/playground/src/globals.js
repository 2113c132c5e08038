// Go's port reads these globals when it is loaded, so this module is imported before wasm_exec.js.
import { Memory, processOf } from "./memory.js";

export const memory = new Memory();
globalThis.fs = memory;
globalThis.process = processOf(memory);
globalThis.path = { resolve: (...parts) => memory.resolve(parts.join("/")) };
