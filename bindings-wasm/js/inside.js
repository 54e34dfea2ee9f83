// The module, out of a script.
import base64 from "./base64.js";

export const compiled = () => WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
