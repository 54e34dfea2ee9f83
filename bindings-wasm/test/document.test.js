// What JSON.stringify would leave out, or turn into something else, is an error with a path: a withdrawal that is lost makes a permit.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";
import { AkkoordError, Engine } from "akkoord";
import { document } from "../dist/document.js";
import { CATALOGUE, PROFILE, QUESTIONS, RULE_SET } from "../dist/fields.js";
import { dice, native, profile, query, root, subscriptions } from "./help.js";

const engine = new Engine();
const AT = "profile.choices[0].withdrawn_at";
const [choice] = profile.choices;
const withdrawn = { ...choice, withdrawn_at: "2026-01-03T10:00:00Z" };
const having = (choice) => ({ ...profile, choices: [choice] });

/** Throws an error of ours, with this code at this path, and nothing of the document in it. */
function refused(call, code, path) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof AkkoordError, `no AkkoordError but ${error}`);
    assert.deepEqual([error.code, error.path], [code, path]);
    assert.ok(error.number > 0 && error.advice.length > 10);
    assert.doesNotMatch(`${error.message}${JSON.stringify(error)}${error.cause}`, /999990019|Jansen/);
    return true;
  });
  assert.equal(engine.decide(profile, query)[0].decision, "permit");
}

test("a withdrawal that JSON cannot say is an error, never a permit", () => {
  const lost = [() => "2026-01-03T10:00:00Z", class {}, undefined, Symbol("x"), 1n, NaN, Infinity, new Date(NaN)];
  for (const value of lost) refused(() => engine.decide(having({ ...choice, withdrawn_at: value }), query), "wrong_type", AT);
});

test("undefined is told apart from a field that is left out", () => {
  assert.equal(engine.decide(having({ ...choice }), query)[0].decision, "permit");
  assert.throws(() => engine.decide(having({ ...choice, withdrawn_at: undefined }), query), /leave the field out/);
  refused(() => engine.decide(profile, { ...query, purpose: undefined }), "wrong_type", "query.purpose");
  refused(() => engine.decide({ ...profile, catalogue: undefined }, query), "wrong_type", "profile.catalogue");
});

test("a field on a prototype is an error, with its path", () => {
  class Row {
    get withdrawn_at() {
      return "2026-01-03T10:00:00Z";
    }
  }
  refused(() => engine.decide(having(Object.assign(new Row(), choice)), query), "wrong_type", AT);
  refused(() => engine.decide(having(Object.assign(Object.create({ withdrawn_at: query.at }), choice)), query), "wrong_type", AT);
  class Other {
    #withdrawnAt = "2026-01-03T10:00:00Z";
    get withdrawnAt() {
      return this.#withdrawnAt;
    }
  }
  refused(() => engine.decide(having(Object.assign(new Other(), choice)), query), "wrong_type", "profile.choices[0]");
  refused(() => engine.decide(Object.assign(new (class extends Object {})(), profile), query), "wrong_type", "profile");
});

test("a hidden field is an error: not enumerable, or named by a symbol", () => {
  const hidden = Object.defineProperty({ ...choice }, "withdrawn_at", { value: withdrawn.withdrawn_at, enumerable: false });
  refused(() => engine.decide(having(hidden), query), "wrong_type", AT);
  const other = Object.defineProperty({ ...choice }, "withdrawnAt", { value: withdrawn.withdrawn_at, enumerable: false });
  refused(() => engine.decide(having(other), query), "unknown_field", "profile.choices[0].{6}");
  refused(() => engine.decide(having({ ...choice, [Symbol("withdrawn_at")]: query.at }), query), "unknown_field", "profile.choices[0]");
});

test("containers, boxes and classes of the platform are errors", () => {
  const text = "999990019";
  const boxes = [new String(text), new Number(1), new Boolean(true), Object(Symbol()), Object(1n), new Map([["id", text]]), new Set([text])];
  for (const value of [...boxes, /x/, new Error(text), new Uint8Array(3), new URL("https://x.invalid"), Promise.resolve(text)]) {
    refused(() => engine.decide({ ...profile, patient: { id: value } }, query), "wrong_type", "profile.patient.id");
    refused(() => engine.decide({ ...profile, patient: value }, query), "wrong_type", "profile.patient");
    refused(() => engine.decide({ ...profile, choices: value }, query), "wrong_type", "profile.choices");
    refused(() => engine.decide(value, query), "wrong_type", "profile");
  }
});

test("lists have every item, and nothing else", () => {
  // eslint-disable-next-line no-sparse-arrays
  refused(() => engine.decide({ ...profile, choices: [choice, , choice] }, query), "wrong_type", "profile.choices[1]");
  refused(() => engine.decide({ ...profile, choices: new Array(2 ** 32 - 1) }, query), "wrong_type", "profile.choices[0]");
  refused(() => engine.decide({ ...profile, choices: Object.assign([choice], { withdrawn: [0] }) }, query), "wrong_type", "profile.choices");
  refused(() => engine.decide({ ...profile, choices: Object.assign([choice], { [Symbol()]: 0 }) }, query), "wrong_type", "profile.choices");
  refused(() => engine.decide({ ...profile, choices: { 0: choice, length: 1 } }, query), "wrong_type", "profile.choices");
  class More extends Array {}
  refused(() => engine.decide({ ...profile, choices: More.of(choice) }, query), "wrong_type", "profile.choices");
});

test("a proxy cannot hide a field", () => {
  const trapped = (traps) => having(new Proxy({ ...choice }, traps));
  assert.equal(engine.decide(trapped({}), query)[0].decision, "permit");
  assert.equal(engine.decide(having(new Proxy({ ...withdrawn }, {})), query)[0].decision, "deny");
  const get = (target, name) => (name === "withdrawn_at" ? query.at : target[name]);
  refused(() => engine.decide(trapped({ get }), query), "wrong_type", AT);
  const unlisted = { ownKeys: (target) => Reflect.ownKeys(target).filter((name) => name !== "withdrawn_at") };
  refused(() => engine.decide(having(new Proxy({ ...withdrawn }, unlisted)), query), "wrong_type", AT);
  const { proxy, revoke } = Proxy.revocable([choice], {});
  revoke();
  refused(() => engine.decide({ ...profile, choices: proxy }, query), "wrong_type", "profile.choices");
  const thrower = { get() { throw new Error("Jansen 999990019"); } };
  refused(() => engine.decide(trapped(thrower), query), "wrong_type", "profile.choices[0].id");
});

test("every field is read once", () => {
  for (const second of [undefined, "2099-01-01T00:00:00Z"]) {
    let reads = 0;
    const turning = { ...choice, get withdrawn_at() { return reads++ === 0 ? withdrawn.withdrawn_at : second; } };
    assert.equal(engine.decide(having(turning), query)[0].decision, "deny");
    assert.equal(reads, 1);
  }
});

test("`toJSON` is a field like another", () => {
  refused(() => engine.decide(having({ ...withdrawn, toJSON: () => choice }), query), "unknown_field", "profile.choices[0].{7}");
  const at = Object.assign(new Date(query.at), { toJSON: () => "2026-01-02T12:00:00Z", toISOString: () => "2026-01-02T12:00:00Z" });
  assert.equal(engine.decide(having(withdrawn), { ...query, at })[0].decision, "deny");
});

test("what a page adds to all objects has no part in a document", () => {
  const added = [
    [Object.prototype, "toJSON", { value: () => ({}) }, "profile"],
    [Array.prototype, "toJSON", { value: () => [] }, "profile"],
    [Object.prototype, "withdrawn_at", { value: "2026-01-03T10:00:00Z" }, AT],
  ];
  for (const [where, name, what, path] of added) {
    Object.defineProperty(where, name, { ...what, configurable: true });
    try {
      assert.throws(() => engine.decide(profile, query), ({ code, path: at }) => code === "wrong_type" && at === path);
    } finally {
      delete where[name];
    }
  }
  // A setter would swallow what is written to a plain object.
  Object.defineProperty(Object.prototype, "withdrawn_at", { set() {}, configurable: true });
  try {
    assert.equal(engine.decide(having(withdrawn), query)[0].decision, "deny");
  } finally {
    delete Object.prototype.withdrawn_at;
  }
});

test("Dates are instants, and only where an instant is due", () => {
  refused(() => engine.decide({ ...profile, patient: { id: new Date(0) } }, query), "wrong_type", "profile.patient.id");
  refused(() => engine.decide({ ...profile, patient: { id: "1", born: new Date(0) } }, query), "wrong_type", "profile.patient.born");
  const foreign = runInNewContext("new Date(0)");
  assert.equal(engine.decide(having({ ...withdrawn, decided_at: foreign }), query)[0].decision, "deny");
  assert.equal(engine.matrix(profile, { subscriptions: [{ ...subscriptions[0], since: new Date(0) }], at: new Date(query.at) }).cells.length, 18);
});

test("plain, frozen, null-prototype and other-realm objects are read as JSON.stringify writes them", () => {
  const deep = (value, make) =>
    Array.isArray(value) ? make(value.map((item) => deep(item, make)))
    : typeof value === "object" ? make(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, deep(item, make)])))
    : value;
  const bare = (value) => (Array.isArray(value) ? value : Object.assign(Object.create(null), value));
  const expected = engine.decide(having(withdrawn), query);
  for (const make of [Object.freeze, Object.seal, bare, (value) => new Proxy(value, {})]) {
    assert.deepEqual(engine.decide(deep(having(withdrawn), make), deep(query, make)), expected);
  }
  const foreign = runInNewContext(`(${JSON.stringify(having(withdrawn))})`);
  assert.notEqual(Object.getPrototypeOf(foreign), Object.prototype);
  assert.deepEqual(engine.decide(foreign, query), expected);
});

test("cycles and endless documents end in an error", () => {
  const circle = having({ ...choice });
  circle.choices[0].scope = circle;
  refused(() => engine.decide(circle, query), "unknown_field", "profile.choices[0].scope.patient");
  const endless = new Proxy([], {
    get: (target, name) => (name === "length" ? 2 ** 40 : typeof name === "string" && /^\d+$/.test(name) ? choice : target[name]),
  });
  assert.throws(() => engine.decide({ ...profile, choices: endless }, query), ({ code }) => code === "document_too_large");
  const much = "x".repeat(1 << 20);
  const holders = Array.from({ length: 33 }, () => much);
  refused(() => engine.decide(having({ ...choice, scope: { level: "individual", holders } }), query), "document_too_large", "profile.choices[0].scope.holders[31]");
});

/** The documents of a line by their fields. */
const documents = (line) => Object.entries(JSON.parse(line)).map(([name, value]) => [name, value, name === "profile" ? PROFILE : QUESTIONS[name]]);

test("the bytes are those of JSON.stringify", () => {
  let count = 0;
  for (const { line, answer } of native()) {
    if (JSON.parse(answer).error) continue;
    for (const [name, value, fields] of documents(line)) {
      assert.equal(document(value, fields, name), JSON.stringify(value), line);
      count += 1;
    }
  }
  assert.ok(count > 500, `${count} documents`);
  const odd = having({ ...choice, id: 'é"\\\n\u2028\ud83d\ude00\u0007' });
  assert.equal(document(odd, PROFILE, "profile"), JSON.stringify(odd));
  assert.equal(document(engine.catalogue, CATALOGUE, "catalogue"), JSON.stringify(engine.catalogue));
  const rules = JSON.parse(readFileSync(`${root}core/data/ruleset-mitz-2026-11.json`, "utf8"));
  assert.equal(document(rules, RULE_SET, "rule_set"), JSON.stringify(rules));
  rules.parameters.emergency_hours = -0;
  assert.equal(document(rules, RULE_SET, "rule_set"), JSON.stringify(rules));
});

test("no list of queries is an error, never an empty answer", () => {
  const none = (function* () {})();
  for (const queries of [query, 5, "", "[]", undefined, null, true, {}, { length: 0 }, new Map(), new Uint8Array(0), () => [], Promise.resolve([])]) {
    refused(() => engine.decideMany(profile, queries), "wrong_type", "queries");
  }
  refused(() => engine.decideMany(profile, none), "empty_list", "queries");
  refused(() => engine.decideMany(profile, [query, , query]), "wrong_type", "queries[1]");
  refused(() => engine.decideMany(profile, [[query]]), "wrong_type", "queries[0]");
  refused(() => engine.decideMany(profile, [{ ...query, at: undefined }]), "wrong_type", "queries[0].at");
  const once = (function* () { yield query; })();
  assert.equal(engine.decideMany(profile, once)[0][0].decision, "permit");
  refused(() => engine.decideMany(profile, once), "empty_list", "queries");
});

test("options that say nothing are errors, never a default that tells more", () => {
  refused(() => engine.explain(profile, query, { audience: undefined }), "wrong_type", "audience");
  refused(() => engine.explain(profile, query, { lang: undefined }), "wrong_type", "lang");
  for (const options of [null, "consulter", 5, [], new Map(), new (class { get audience() { return "consulter"; } })()]) {
    refused(() => engine.explain(profile, query, options), "wrong_type", "options");
  }
  refused(() => engine.explain(profile, query, { [Symbol("audience")]: "consulter" }), "unknown_field", "options");
  const hidden = new Proxy({}, { get: (_, name) => (name === "audience" ? "consulter" : undefined) });
  refused(() => engine.explain(profile, query, hidden), "wrong_type", "audience");
  // An engine with the embedded rules, where others were meant, would decide by those.
  refused(() => new Engine({ ruleSet: undefined }), "wrong_type", "ruleSet");
  refused(() => new Engine({ catalogue: undefined }), "wrong_type", "catalogue");
  for (const options of [null, "x", 5, []]) refused(() => new Engine(options), "wrong_type", "options");
  for (const refusal of [undefined, null, "standing_objection", 71]) refused(() => engine.explainRefusal(refusal), "wrong_type", "refusal");
  for (const value of [undefined, () => {}, Symbol(), new Map()]) refused(() => engine.checkProfile(value), "wrong_type", "profile");
});

test("every question refuses what it cannot read", () => {
  for (const method of ["decide", "openQuery", "whyEmpty", "timeline", "whatIf", "smallestChange", "matrix", "notices", "record", "register", "explain"]) {
    for (const value of [undefined, null, 5, true, () => query, Symbol(), [], new Map()]) {
      for (const call of [() => engine[method](profile, value), () => engine[method](value, query)]) {
        assert.throws(call, (error) => error instanceof AkkoordError && error.code === "wrong_type", `${method}`);
      }
    }
  }
});

const DOCUMENTS = 10_000;
const lose = (object, name) => Object.defineProperty(object, name, { enumerable: false });
/** Ways to lose a field, or to put something odd in its place. */
const HARM = [
  (object, name) => { object[name] = undefined; },
  (object, name) => { const value = object[name]; object[name] = () => value; },
  (object, name) => { object[name] = Symbol(name); },
  (object, name) => { object[name] = NaN; },
  (object, name) => { object[name] = new Map([[name, object[name]]]); },
  (object, name) => { object[name] = Object(object[name] instanceof Object ? String(object[name]) : object[name]); },
  (object, name) => { object[name] = new Date(NaN); },
  (object, name) => { object[name] = 10n; },
  (object, name) => { if (!Array.isArray(object)) lose(object, name); else delete object[name]; },
  (object, name) => { const value = object[name]; delete object[name]; if (Array.isArray(object)) return; Object.setPrototypeOf(object, { get [name]() { return value; } }); },
  (object, name) => { if (Array.isArray(object)) { object[name] = undefined; return; } const value = object[name]; delete object[name]; object[Symbol(name)] = value; },
];

test("of 10,000 documents with something lost, none is answered", () => {
  const roll = dice(0x15a1e13);
  const seeds = native().filter(({ answer }) => !JSON.parse(answer).error).map(({ line }) => JSON.parse(line));
  let permits = 0;
  for (let count = 0; count < DOCUMENTS; count += 1) {
    const line = structuredClone(seeds[roll(seeds.length)]);
    const question = Object.keys(line).find((name) => name !== "profile");
    const places = [];
    const walk = (value) => {
      if (typeof value !== "object" || value === null) return;
      for (const name of Object.keys(value)) {
        places.push([value, name]);
        walk(value[name]);
      }
    };
    walk(line.profile);
    walk(line[question]);
    const ask = () => engine[question === "query" ? "decide" : question.replace(/_./g, (two) => two[1].toUpperCase())](line.profile, line[question]);
    // The document as it was is answered, or the harm proves nothing.
    if (JSON.stringify(ask()).includes('"permit"')) permits += 1;
    const [object, name] = places[roll(places.length)];
    HARM[roll(HARM.length)](object, Array.isArray(object) ? Number(name) : name);
    assert.throws(ask, (error) => error instanceof AkkoordError, `${question}: ${name}`);
  }
  assert.ok(permits > DOCUMENTS / 4, `${permits} permits`);
});
