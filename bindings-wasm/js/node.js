// For Node: the module is read from the disk, at once.
import { readFileSync } from "node:fs";
import { Engine as Common, start } from "./engine.js";
export { AkkoordError } from "./error.js";

start(() => readFileSync(new URL("./akkoord.wasm", import.meta.url)));

export class Engine extends Common {
  static async load({ source: _, ...options } = {}) {
    return new Engine(options);
  }
}
