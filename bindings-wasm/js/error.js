/** What is wrong with an input: `code` and `number` are stable, `path` says where. */
export class AkkoordError extends Error {
  constructor({ code, number, path, line, message }) {
    super(`${code} at \`${path}\`: ${message}`);
    this.name = "AkkoordError";
    this.code = code;
    this.number = number;
    this.path = path;
    this.line = line;
    this.advice = message;
  }
}
