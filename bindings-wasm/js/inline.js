// For hosts that serve no .wasm file, or pages that may fetch nothing: the module is inside.
import { Engine as Common, startLater } from "./engine.js";
import { compiled } from "./inside.js";
export { AkkoordError } from "./error.js";

let loading;

export class Engine extends Common {
  // Browsers do not compile a module of this size on the main thread at once: also here it is awaited.
  static async load(options) {
    await (loading ??= startLater(compiled));
    return new Engine(options);
  }
}
