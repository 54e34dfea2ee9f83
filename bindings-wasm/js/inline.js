// For hosts that serve no .wasm file, or pages that may fetch nothing: the module is inside.
import base64 from "./base64.js";
import { Engine as Common, startLater } from "./engine.js";
export { AkkoordError } from "./error.js";

const bytes = () => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
let loading;

export class Engine extends Common {
  // Browsers do not compile a module of this size on the main thread at once: also here it is awaited.
  static async load({ source: _, ...options } = {}) {
    await (loading ??= startLater(() => WebAssembly.compile(bytes())));
    return new Engine(options);
  }
}
