// For Cloudflare's workerd, which compiles no module while it runs: the bundler puts it beside the script, compiled.
import module from "./akkoord.wasm";
import { Engine as Common, start } from "./engine.js";
export { AkkoordError } from "./error.js";

export class Engine extends Common {
  constructor(options) {
    start(() => module);
    super(options);
  }

  static async load(options) {
    return new Engine(options);
  }
}
