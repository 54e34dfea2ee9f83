import { RawEngine, error_advice, error_number, initSync } from "./glue.js";
import { AkkoordError } from "./error.js";

/** A document of more than 32 MiB is refused; a text of more UTF-16 units than that has more bytes than that. */
const MAX_DOCUMENT = 32 * 1024 * 1024;
// Browsers of before 2023 look for a lone surrogate letter by letter.
const isWellFormed = String.prototype.isWellFormed ?? function () { return !/\p{Surrogate}/u.test(this); };
const encoder = new TextEncoder();
const NOT_UTF8 = Uint8Array.of(0xff);
const LANGUAGES = ["nl", "en"];
const AUDIENCES = ["patient", "holder", "consulter"];

let isStarted = false;

/** Starts the module; `bytes` is only called if it has not been started before. */
export function start(bytes) {
  if (!isStarted) {
    initSync({ module: bytes() });
    isStarted = true;
  }
}

/** The same for a module that is still on its way. */
export async function startLater(module) {
  if (isStarted) return;
  const loaded = await module();
  start(() => loaded);
}

function failed(code, path, line = 0) {
  return new AkkoordError({ code, number: error_number(code), path, line, message: error_advice(code) });
}

/** Throws if the answer is an error line; gives it parsed if not. */
function answered(text) {
  const answer = JSON.parse(text);
  if (Array.isArray(answer) || !answer.error) return answer;
  throw new AkkoordError({ ...answer.error, number: error_number(answer.error.code) });
}

/** What the engine itself threw: the text of an error line. */
function unwrapped(call) {
  try {
    return call();
  } catch (thrown) {
    if (typeof thrown === "string") answered(thrown);
    throw thrown;
  }
}

/** A text that can cross: UTF-8 has no lone surrogates, and the encoder would silently put another letter for one. */
function crossing(text, path) {
  if (text.length > MAX_DOCUMENT) throw failed("document_too_large", path);
  if (!isWellFormed.call(text)) throw failed("invalid_utf8", path);
  return text;
}

/**
 * A document as JSON text: a text as it is, anything else by `JSON.stringify`, so that a `Date` becomes an instant. The engine
 * reads the text: a field that it does not know is an error, and so is a value that JSON does not have.
 */
function document(value, path) {
  if (typeof value === "string") return crossing(value, path);
  let text;
  try {
    text = JSON.stringify(value);
  } catch {
    throw failed("wrong_type", path); // a cycle, or a BigInt
  }
  if (text === undefined) throw failed("wrong_type", path);
  return crossing(text, path);
}

/** The same, known to be one JSON value: it will stand inside another text, and must not reach out of it. */
function part(value, path) {
  const text = document(value, path);
  if (typeof value === "string") {
    try {
      JSON.parse(text);
    } catch {
      throw failed("invalid_json", path);
    }
  }
  return text;
}

function text(profile, question, asked) {
  return crossing(`{"profile":${part(profile, "profile")},"${question}":${part(asked, question)}}`, "");
}

const line = (profile, question, asked) => encoder.encode(text(profile, question, asked));

/** The options of an explanation: a language, and nothing that is not listed. */
function known(lang, others) {
  for (const name of Object.keys(others)) throw failed("unknown_field", name);
  if (!LANGUAGES.includes(lang)) throw failed("unknown_value", "lang");
}

export class Engine {
  #raw;

  constructor(options = {}) {
    if (!isStarted) throw new Error("akkoord is not started: await Engine.load() first");
    const { catalogue, ruleSet, ...others } = options;
    for (const name of Object.keys(others)) throw failed("unknown_field", name);
    this.#raw =
      catalogue === undefined && ruleSet === undefined
        ? RawEngine.mitz()
        : unwrapped(() =>
            RawEngine.with(
              catalogue === undefined ? undefined : document(catalogue, "catalogue"),
              ruleSet === undefined ? undefined : document(ruleSet, "rule_set"),
            ),
          );
  }

  get #engine() {
    if (!this.#raw) throw new TypeError("this Engine has been freed");
    return this.#raw;
  }

  decide(profile, query) {
    return answered(this.#engine.evaluate(line(profile, "query", query)));
  }

  decideMany(profile, queries) {
    const raw = this.#engine;
    const opened = unwrapped(() => raw.open(document(profile, "profile")));
    try {
      return Array.from(queries, (query, index) => {
        try {
          return answered(opened.decide(document(query, "query")));
        } catch (thrown) {
          if (thrown instanceof AkkoordError) {
            const path = thrown.path.replace(/^query/, `queries[${index}]`);
            throw new AkkoordError({ ...thrown, path, message: thrown.advice });
          }
          throw thrown;
        }
      });
    } finally {
      opened.free();
    }
  }

  explain(profile, query, { lang = "nl", audience = "patient", ...others } = {}) {
    known(lang, others);
    if (!AUDIENCES.includes(audience)) throw failed("unknown_value", "audience");
    return answered(this.#engine.explain(text(profile, "query", query), lang, audience));
  }

  explainRefusal({ code }, { lang = "nl", ...others } = {}) {
    known(lang, others);
    return this.#engine.explain_refusal(String(code), lang) ?? null;
  }

  #ask(profile, question, asked) {
    return answered(this.#engine.answer(line(profile, question, asked)))[question];
  }

  openQuery(profile, asked) {
    return this.#ask(profile, "open_query", asked);
  }

  whyEmpty(profile, asked) {
    return this.#ask(profile, "why_empty", asked);
  }

  timeline(profile, asked) {
    return this.#ask(profile, "timeline", asked);
  }

  whatIf(profile, asked) {
    return this.#ask(profile, "what_if", asked);
  }

  smallestChange(profile, asked) {
    return this.#ask(profile, "smallest_change", asked);
  }

  matrix(profile, asked) {
    return this.#ask(profile, "matrix", asked);
  }

  notices(profile, asked) {
    return this.#ask(profile, "notices", asked);
  }

  record(profile, asked) {
    return this.#ask(profile, "record", asked);
  }

  register(profile, asked) {
    return this.#ask(profile, "register", asked);
  }

  checkProfile(profile) {
    return JSON.parse(this.#engine.check(document(profile, "profile")));
  }

  evaluateJson(text) {
    return this.#whole(text, (raw, line) => raw.evaluate(line));
  }

  answerJson(text) {
    return this.#whole(text, (raw, line) => raw.answer(line));
  }

  /** Never throws for what a text says: a fault is a line of its own, as on every surface. */
  #whole(line, ask) {
    const raw = this.#engine;
    if (typeof line !== "string" && !(line instanceof Uint8Array)) throw new TypeError("a line is a string or a Uint8Array");
    if (line.length > MAX_DOCUMENT) return raw.too_large();
    if (typeof line === "string") line = isWellFormed.call(line) ? encoder.encode(line) : NOT_UTF8;
    return ask(raw, line);
  }

  get catalogue() {
    return JSON.parse(this.#engine.catalogue());
  }

  get ruleSet() {
    return JSON.parse(this.#engine.rule_set());
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }
}

if (Symbol.dispose) Engine.prototype[Symbol.dispose] = Engine.prototype.free;
