import { RawEngine, error_number, initSync } from "./glue.js";
import { AkkoordError } from "./error.js";
import { MAX_DOCUMENT, crossing, document, failed, isWellFormed, options, part } from "./document.js";
import { CATALOGUE, PROFILE, QUERY, QUESTIONS, RULE_SET } from "./fields.js";

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

function text(profile, question, asked) {
  return crossing(
    `{"profile":${part(profile, PROFILE, "profile")},"${question}":${part(asked, QUESTIONS[question], question)}}`,
    "",
  );
}

const line = (profile, question, asked) => encoder.encode(text(profile, question, asked));

function mustBeOneOf(values, value, name) {
  if (!values.includes(value)) throw failed("unknown_value", name);
}

/** A number that is whole, and from 1 to the most. */
function whole(value, most, path) {
  if (typeof value !== "number") throw failed("wrong_type", path);
  if (!Number.isSafeInteger(value) || value < 1 || value > most) throw failed("out_of_range", path);
  return value;
}

/** For hashing ids, so that nobody can choose ids that collide; no answer depends on it. */
function seed() {
  try {
    return crypto.getRandomValues(new BigUint64Array(1))[0];
  } catch {
    return 0n; // workerd gives no random numbers before the first request
  }
}

const WHAT_QUERIES = "give a list of queries, or another iterable of them; one query is asked with `decide`";
const READ_BEFORE = "the iterator gives nothing, as if it had been read before: give a list";

/** The queries of `decideMany`. What is no list of queries must not look like an empty one: every query of none is a permit. */
function listed(queries) {
  const isIterable = typeof queries === "object" && typeof queries?.[Symbol.iterator] === "function";
  if (!isIterable || queries instanceof Map || ArrayBuffer.isView(queries)) throw failed("wrong_type", "queries", WHAT_QUERIES);
  if (Array.isArray(queries)) return queries;
  const iterator = queries[Symbol.iterator]();
  const list = [...{ [Symbol.iterator]: () => iterator }];
  if (list.length === 0 && iterator === queries) throw failed("empty_list", "queries", READ_BEFORE);
  return list;
}

export class Engine {
  #raw;

  constructor(given) {
    if (!isStarted) throw new Error("akkoord is not started: await Engine.load() first");
    const { catalogue, ruleSet, limits } = options(given, ["catalogue", "ruleSet", "limits", "source"]);
    const { steps, answerBytes } = options(limits, ["steps", "answerBytes"], "limits");
    this.#raw = unwrapped(() =>
      RawEngine.with(
        catalogue === undefined ? undefined : document(catalogue, CATALOGUE, "catalogue"),
        ruleSet === undefined ? undefined : document(ruleSet, RULE_SET, "rule_set"),
        steps === undefined ? undefined : BigInt(whole(steps, Number.MAX_SAFE_INTEGER, "limits.steps")),
        answerBytes === undefined ? undefined : whole(answerBytes, 2 ** 32 - 1, "limits.answerBytes"),
        seed(),
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
    const list = listed(queries);
    const opened = unwrapped(() => raw.open(document(profile, PROFILE, "profile")));
    try {
      return Array.from(list, (query, index) => {
        try {
          return answered(opened.decide(part(query, QUERY, "query")));
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

  explain(profile, query, given) {
    const { lang = "nl", audience = "patient" } = options(given, ["lang", "audience"]);
    mustBeOneOf(LANGUAGES, lang, "lang");
    mustBeOneOf(AUDIENCES, audience, "audience");
    return answered(this.#engine.explain(text(profile, "query", query), lang, audience));
  }

  explainRefusal(refusal, given) {
    const { lang = "nl" } = options(given, ["lang"]);
    mustBeOneOf(LANGUAGES, lang, "lang");
    if (typeof refusal !== "object" || refusal === null) throw failed("wrong_type", "refusal");
    return this.#engine.explain_refusal(String(refusal.code), lang) ?? null;
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
    return JSON.parse(this.#engine.check(document(profile, PROFILE, "profile")));
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
    if (typeof line === "string") line = isWellFormed(line) ? encoder.encode(line) : NOT_UTF8;
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
