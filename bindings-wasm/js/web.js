// For browsers and bundlers: the module is a file beside this one. It is fetched by `Engine.load()`, once.
import { Engine as Common, startLater } from "./engine.js";
export { AkkoordError } from "./error.js";

async function compiled(source) {
  const from = source ?? new URL("./akkoord.wasm", import.meta.url);
  if (from instanceof WebAssembly.Module) return from;
  if (from instanceof ArrayBuffer || ArrayBuffer.isView(from)) return WebAssembly.compile(from);
  const response = from instanceof Response ? from : await fetch(from);
  if (!response.ok) throw new Error(`akkoord.wasm could not be loaded: HTTP ${response.status}`);
  // A server that gives the module another type than application/wasm is slower, not wrong.
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

let loading;

export class Engine extends Common {
  static async load({ source, ...options } = {}) {
    loading ??= startLater(() => compiled(source));
    try {
      await loading;
    } catch (problem) {
      loading = undefined; // the next call may have more luck
      throw problem;
    }
    return new Engine(options);
  }
}
