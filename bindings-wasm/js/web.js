// For browsers and bundlers: the module is a file beside this one. It is fetched by `Engine.load()`, once.
import { Engine as Common, startLater } from "./engine.js";
export { AkkoordError } from "./error.js";

async function compiledFrom(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) throw new Error(`akkoord.wasm could not be loaded: HTTP ${response.status}`);
  // A server that gives the module another type than application/wasm is slower, not wrong.
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

async function compiled(source) {
  if (source !== undefined) return compiledFrom(source);
  try {
    return await compiledFrom(new URL("./akkoord.wasm", import.meta.url));
  } catch (problem) {
    // Not every bundler brings the file along (esbuild and Rollup do not); all of them bring scripts.
    const inside = await import("./inside.js").catch(() => undefined);
    if (!inside) throw problem;
    return inside.compiled();
  }
}

let loading;

export class Engine extends Common {
  static async load(options) {
    loading ??= startLater(() => compiled(options?.source));
    try {
      await loading;
    } catch (problem) {
      loading = undefined; // the next call may have more luck
      throw problem;
    }
    return new Engine(options);
  }
}
