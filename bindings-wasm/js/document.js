// Documents on their way to the engine. `JSON.stringify` leaves out what JSON cannot say, and a withdrawal that was left out
// makes a permit: what cannot be written as it is, is an error here.
import { error_advice, error_number } from "./glue.js";
import { AkkoordError } from "./error.js";
import { Fields, INSTANT, List } from "./fields.js";

/** A document of more than 32 MiB is refused; a text of more UTF-16 units than that has more bytes than that. */
export const MAX_DOCUMENT = 32 * 1024 * 1024;
// Browsers of before 2023 look for a lone surrogate letter by letter.
const wellFormed = String.prototype.isWellFormed ?? function () { return !/\p{Surrogate}/u.test(this); };
export const isWellFormed = (text) => wellFormed.call(text);

const NO_VALUE = "there is no value (undefined): give one, or leave the field out";
const ADVICE = {
  undefined: NO_VALUE,
  function: "the value is a function: call it, or leave the field out",
  symbol: "JSON has no symbols",
  bigint: "JSON has no BigInt: give a number or a text",
  number: "JSON has no NaN and no infinite numbers",
};
const HIDDEN = "the field is inherited, hidden or not enumerable: copy it into a plain object";
const UNPLAIN = "only plain objects, lists and (for an instant) Dates are read: of anything else a field could be lost";
const UNREADABLE = "reading the value threw an error";
const NO_INSTANT = "this Date is no instant, or no instant is due here";
const MORE = "a list has items only, no other properties";
const TO_JSON = "`toJSON` was added to all lists or objects, and would replace what is written";
const SYMBOL = "a field is named by a symbol";

export function failed(code, path, advice = error_advice(code)) {
  return new AkkoordError({ code, number: error_number(code), path, line: 0, message: advice });
}

const ofObject = new Set(Reflect.ownKeys(Object.prototype));

/** Whether this is a literal, the result of `JSON.parse`, or made with a null prototype; of any realm (frames, Node's `vm`). */
function isPlain(value) {
  const above = Object.getPrototypeOf(value);
  if (above === null || above === Object.prototype) return true;
  return Object.getPrototypeOf(above) === null && Reflect.ownKeys(above).every((name) => ofObject.has(name));
}

/** The instant of a `Date`, whatever its class or realm says of itself; undefined for what is none. */
function instant(value) {
  try {
    return Date.prototype.toISOString.call(value);
  } catch {
    return undefined;
  }
}

/** What is written inherits nothing: whatever a page has added to `Object.prototype` has no part in it. */
function Copy() {}
Copy.prototype = Object.freeze(Object.create(null));

/** Writes one document. Every property is read once, and what is refused is named by its path. */
class Writer {
  #trail;
  #size = 0;
  #fault;

  constructor(root) {
    this.#trail = [root];
  }

  write(value, holds) {
    try {
      const copy = this.#value(value, holds);
      // Lists have it too, if a page has given it to all objects.
      if ("toJSON" in []) throw this.#failed("wrong_type", TO_JSON);
      return JSON.stringify(copy);
    } catch (thrown) {
      throw thrown === this.#fault ? thrown : this.#failed("wrong_type", UNREADABLE);
    }
  }

  #failed(code, advice) {
    const [root, ...below] = this.#trail;
    const path = below.reduce((path, step) => (typeof step === "number" ? `${path}[${step}]` : `${path}.${step}`), root);
    return (this.#fault = failed(code, path, advice));
  }

  #spend(size) {
    this.#size += size;
    if (this.#size > MAX_DOCUMENT) throw this.#failed("document_too_large");
  }

  #value(value, holds) {
    const type = typeof value;
    if (type === "string") return this.#text(value);
    this.#spend(1);
    if (type === "boolean" || value === null || (type === "number" && Number.isFinite(value))) return value;
    if (type !== "object") throw this.#failed("wrong_type", ADVICE[type]);
    return Array.isArray(value) ? this.#list(value, holds) : this.#object(value, holds);
  }

  #text(text) {
    this.#spend(text.length);
    if (!isWellFormed(text)) throw this.#failed("invalid_utf8");
    return text;
  }

  #list(list, holds) {
    if (!Array.isArray(Object.getPrototypeOf(list))) throw this.#failed("wrong_type", UNPLAIN);
    const copy = [];
    // The engine refuses a list where none is due, whatever is in it.
    if (!(holds instanceof List)) return copy;
    const { length } = list;
    for (let index = 0; index < length; index += 1) {
      this.#trail.push(index);
      copy.push(this.#value(list[index], holds.holds));
      this.#trail.pop();
    }
    // Besides its items a list has its length.
    const more = Object.getOwnPropertyNames(list).length - length - 1 + Object.getOwnPropertySymbols(list).length;
    if (more !== 0) throw this.#failed("wrong_type", MORE);
    return copy;
  }

  #object(object, holds) {
    if (!(holds instanceof Fields)) return this.#other(object, holds);
    const names = Object.getOwnPropertyNames(object);
    const hasHidden = Object.keys(object).length !== names.length;
    const copy = new Copy();
    let met = 0;
    for (const name of names) {
      const field = holds.byName.get(name);
      if (field === undefined) {
        // The engine refuses the field, whatever it holds, and knows how to name it.
        Object.defineProperty(copy, this.#text(name), { value: null, enumerable: true });
        continue;
      }
      met |= field.bit;
      this.#trail.push(name);
      if (hasHidden && !Object.prototype.propertyIsEnumerable.call(object, name)) throw this.#failed("wrong_type", HIDDEN);
      copy[name] = this.#value(object[name], field.holds);
      this.#trail.pop();
    }
    if (met !== holds.all) this.#missing(object, holds, met);
    if (!isPlain(object)) throw this.#failed("wrong_type", UNPLAIN);
    if (Object.getOwnPropertySymbols(object).length > 0) throw this.#failed("unknown_field", SYMBOL);
    return copy;
  }

  /** A field that is not an object's own may still be there: on a prototype, or behind a proxy. */
  #missing(object, { byName }, met) {
    for (const { name, bit } of byName.values()) {
      if ((met & bit) === 0 && object[name] !== undefined) {
        this.#trail.push(name);
        throw this.#failed("wrong_type", HIDDEN);
      }
    }
  }

  /** What is no list, and stands where no object is due. */
  #other(object, holds) {
    const text = instant(object);
    if (text !== undefined && holds === INSTANT) return text;
    if (text !== undefined || object instanceof Date) throw this.#failed("wrong_type", NO_INSTANT);
    if (!isPlain(object)) throw this.#failed("wrong_type", UNPLAIN);
    return {};
  }
}

/** A text that can cross: UTF-8 has no lone surrogates, and the encoder would silently put another letter for one. */
export function crossing(text, path) {
  if (text.length > MAX_DOCUMENT) throw failed("document_too_large", path);
  if (!isWellFormed(text)) throw failed("invalid_utf8", path);
  return text;
}

/** A document as JSON text: a text as it is, an object by its fields. The engine reads the text, strictly. */
export function document(value, holds, path) {
  return crossing(typeof value === "string" ? value : new Writer(path).write(value, holds), path);
}

/** The same, known to be one JSON value: it will stand inside another text, and must not reach out of it. */
export function part(value, holds, path) {
  const text = document(value, holds, path);
  if (typeof value === "string") {
    try {
      JSON.parse(text);
    } catch {
      throw failed("invalid_json", path);
    }
  }
  return text;
}

/** The options of a call, each read once: a plain object with these names and no others, or nothing. */
export function options(given, names, root) {
  const values = {};
  const at = (name) => (root ? `${root}.${name}` : name);
  const whole = root ?? "options";
  if (given === undefined) return values;
  if (typeof given !== "object" || given === null || !isPlain(given)) throw failed("wrong_type", whole, UNPLAIN);
  for (const name of Reflect.ownKeys(given)) {
    if (!names.includes(name)) throw failed("unknown_field", typeof name === "symbol" ? whole : at(name));
    values[name] = given[name];
    if (values[name] === undefined) throw failed("wrong_type", at(name), NO_VALUE);
  }
  for (const name of names) {
    if (!Object.hasOwn(values, name) && given[name] !== undefined) throw failed("wrong_type", at(name), HIDDEN);
  }
  return values;
}
