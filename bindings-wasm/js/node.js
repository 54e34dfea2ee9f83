// For Node and bundles for it: the module is inside, so that nothing has to be found on a disk, and starts at once.
import base64 from "./base64.js";
import { Engine as Common, start } from "./engine.js";
export { AkkoordError } from "./error.js";

const bytes = () => Buffer.from(base64, "base64");

export class Engine extends Common {
  constructor(options) {
    start(bytes);
    super(options);
  }

  static async load(options) {
    return new Engine(options);
  }
}
