// What a caller meets: answers, errors, and an engine that stays usable.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { AkkoordError, Engine } from "akkoord";
import { profile, query, root, subscriptions } from "./help.js";

const engine = await Engine.load();

/** The error of a call; afterwards the engine still decides. */
function refused(call, code, path) {
  let error;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof AkkoordError, `no AkkoordError but ${error}`);
  assert.deepEqual([error.code, error.path], [code, path]);
  assert.ok(error.number > 0 && error.message.includes(code) && error.advice.length > 10);
  assert.equal(engine.decide(profile, query)[0].decision, "permit");
}

test("a decision carries its grounds", () => {
  assert.deepEqual(engine.decide(profile, query), [
    {
      data: "GGC002",
      decision: "permit",
      reason: "blanket_yes",
      option: "1.1",
      decided_by: "c1",
      outweighed: [],
      valid_until: null,
      rules: ["R16", "R17"],
      ruleset: "mitz-2026-11",
      catalogue: "mitz-3960100",
    },
  ]);
});

test("documents may be JSON texts, and instants dates", () => {
  const dated = { ...query, at: new Date("2026-01-05T12:00:00Z") };
  const expected = engine.decide(profile, query);
  assert.deepEqual(engine.decide(JSON.stringify(profile), JSON.stringify(query)), expected);
  assert.deepEqual(engine.decide(profile, dated), expected);
  refused(() => engine.decide(profile, { ...query, at: new Date(NaN) }), "wrong_type", "query.at");
  refused(() => engine.decide(profile, { ...query, at: new Date(8.64e15) }), "invalid_instant", "query.at");
});

test("a misspelt field is an error, never a permit", () => {
  const emergency = {
    ...profile.choices[0],
    scope: { level: "individual", holders: ["ura:90000017"], optoins: ["1.2"] },
  };
  const narrowed = { ...profile, choices: [emergency] };
  refused(() => engine.decide(narrowed, query), "unknown_field", "profile.choices[0].scope.optoins");
  const withdrawn = { ...profile, choices: [{ ...profile.choices[0], withdrawnAt: "2026-01-03T10:00:00Z" }] };
  refused(() => engine.decide(withdrawn, query), "unknown_field", "profile.choices[0].{6}");
  refused(() => engine.decide({ ...profile, choises: [] }, query), "unknown_field", "profile.choises");
  refused(() => engine.decide(profile, { ...query, treatment_relationsip: true }), "unknown_field", "query.treatment_relationsip");
  refused(() => engine.matrix(profile, { subscriptions, at: query.at, lang: "nl" }), "unknown_field", "matrix.{2}");
  refused(() => engine.explain(profile, query, { language: "nl" }), "unknown_field", "language");
  refused(() => new Engine({ rules: {} }), "unknown_field", "rules");
});

test("what is no document is an error of the caller's, and the engine goes on", () => {
  const circle = { ...profile };
  circle.choices = [circle];
  refused(() => engine.decide(circle, query), "unknown_field", "profile.choices[0].patient");
  refused(() => engine.decide(profile, { ...query, data: 1n }), "wrong_type", "query.data");
  refused(() => engine.decide(undefined, query), "wrong_type", "profile");
  refused(() => engine.decide(profile), "wrong_type", "query");
  refused(() => engine.decide(() => profile, query), "wrong_type", "profile");
  refused(() => engine.decide(null, query), "wrong_type", "profile");
  refused(() => engine.decide(profile, { ...query, at: null }), "wrong_type", "query.at");
  refused(() => engine.decide("{", query), "invalid_json", "profile");
  refused(() => engine.decide(profile, '{"at": '), "invalid_json", "query");
  refused(() => engine.matrix(profile, "x"), "invalid_json", "matrix");
  refused(() => engine.decide(profile, `"${"x".repeat(33 << 20)}"`), "document_too_large", "query");
  refused(() => engine.explain(profile, query, { lang: "fr" }), "unknown_value", "lang");
  refused(() => engine.explain(profile, query, { audience: "nobody" }), "unknown_value", "audience");
  for (const wrong of [undefined, null, 1, {}, [], Symbol("x")]) {
    assert.throws(() => engine.evaluateJson(wrong), TypeError);
    assert.throws(() => engine.answerJson(wrong), TypeError);
  }
  assert.equal(engine.decide(profile, query)[0].decision, "permit");
});

test("a text cannot reach out of its place", () => {
  const no = JSON.stringify({ patient: { id: "999990019" }, choices: [] });
  const yes = JSON.stringify(query);
  refused(() => engine.decide(`${no},"query":${yes}`, query), "invalid_json", "profile");
  refused(() => engine.decide(profile, `${yes},"profile":${no}`), "invalid_json", "query");
  refused(() => engine.decide(profile, yes.replace("}}", '}},"at":"2026-01-01T00:00:00Z"}').slice(0, -1)), "invalid_json", "query");
  refused(() => engine.decide(profile, yes.replace(/}$/, ',"at":"2026-01-01T00:00:00Z"}')), "duplicate_key", "query.at");
});

test("a lone surrogate is refused: it would become another letter on its way", () => {
  const lone = "ura:\ud800";
  refused(() => engine.decide(profile, JSON.stringify(query).replace("ura:90000017", lone)), "invalid_utf8", "query");
  refused(() => engine.decide(profile, { ...query, holder: { id: lone, type: "Z3" } }), "invalid_utf8", "query.holder.id");
  assert.match(engine.evaluateJson(`{"${lone}"}`), /"code":"invalid_utf8"/);
  assert.match(engine.evaluateJson(new Uint8Array([0x7b, 0xff, 0x7d])), /"code":"invalid_utf8"/);
  assert.match(engine.answerJson("x".repeat((32 << 20) + 1)), /"code":"document_too_large"/);
});

test("many queries of one patient: the same as one at a time, and an error says which", () => {
  const queries = ["GGC002", "GGC013", ["GGC012", "GGC002"]].map((data) => ({ ...query, data }));
  const one = queries.map((query) => engine.decide(profile, query));
  assert.deepEqual(engine.decideMany(profile, queries), one);
  assert.deepEqual(engine.decideMany(profile, new Set(queries)), one);
  assert.deepEqual(engine.decideMany(profile, []), []);
  const { holder: _, ...without } = query;
  refused(() => engine.decideMany(profile, [query, without]), "missing_field", "queries[1].holder");
  refused(() => engine.decideMany({ ...profile, x: 1 }, queries), "unknown_field", "profile.{2}");
});

test("many queries are answered in the form that each asks for", () => {
  const asked = [];
  for (const audience of ["patient", "holder", "consulter"]) {
    asked.push({ ...query, audience }, { ...query, audience, explain: "en" }, { ...query, audience, explain: "nl", data: ["GGC013", "GGC002"] });
  }
  const none = { ...profile, choices: [] };
  for (const profile_ of [profile, none]) {
    const expected = asked.map((query) => engine.decide(profile_, query));
    assert.equal(JSON.stringify(engine.decideMany(profile_, asked)), JSON.stringify(expected));
    assert.deepEqual(engine.decideMany(profile_, asked.map((query) => JSON.stringify(query))), expected);
  }
  const queryReachingOut = `${JSON.stringify(query)},"profile":{}`;
  refused(() => engine.decideMany(profile, [queryReachingOut]), "invalid_json", "queries[0]");
});

test("a consulter is told the outcome and nothing else", () => {
  const none = { ...profile, choices: [] };
  const no = { ...profile, choices: [{ ...profile.choices[0], answer: "no" }] };
  const { at, ...asked } = { ...query, audience: "consulter" };
  for (const profile of [none, no]) {
    assert.deepEqual(engine.decide(profile, { ...asked, at }), [{ data: "GGC002", decision: "deny" }]);
    assert.deepEqual(engine.decideMany(profile, [{ ...asked, at }]), [[{ data: "GGC002", decision: "deny" }]]);
    const { holder: _, ...open } = asked;
    assert.deepEqual(engine.openQuery(profile, { ...open, subscriptions, at }), { holders: [], reason: null });
    assert.deepEqual(engine.whyEmpty(profile, { ...asked, subscriptions, at }).answers, [{ data: "GGC002", decision: "deny" }]);
    const timeline = engine.timeline(profile, { ...asked, from: at, until: "2026-03-01T00:00:00Z" });
    assert.deepEqual(timeline.timelines, [{ data: "GGC002", decision: "deny" }]);
  }
  refused(() => engine.decide(profile, { ...query, audience: undefined }), "wrong_type", "query.audience");
  refused(() => engine.decide(profile, { ...query, audience: "nobody" }), "unknown_value", "query.audience");
});

test("limits are whole numbers, and a rule set has a digest", () => {
  assert.equal(new Engine({ limits: { steps: 1e6, answerBytes: 65_536 } }).decide(profile, query)[0].decision, "permit");
  const tight = new Engine({ limits: { steps: 1 } });
  assert.throws(() => tight.decide(profile, query), ({ code, number }) => code === "too_much_work" && number === 110);
  for (const value of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) refused(() => new Engine({ limits: { steps: value } }), "out_of_range", "limits.steps");
  refused(() => new Engine({ limits: { answerBytes: 2 ** 32 } }), "out_of_range", "limits.answerBytes");
  for (const value of ["1", 1n, null, {}]) refused(() => new Engine({ limits: { answerBytes: value } }), "wrong_type", "limits.answerBytes");
  refused(() => new Engine({ limits: { steps: undefined } }), "wrong_type", "limits.steps");
  refused(() => new Engine({ limits: { step: 1 } }), "unknown_field", "limits.step");
  for (const value of [null, 5, []]) refused(() => new Engine({ limits: value }), "wrong_type", "limits");
  assert.match(engine.ruleSet.digest, /^[0-9a-f]{8,}$/);
});

test("explanations: two languages, three audiences", () => {
  const [dutch] = engine.explain(profile, query);
  assert.match(dutch.headline, /^Ja, deze zorgaanbieder \(huisartsenpraktijk\) mag uw behandelgegevens delen/);
  assert.match(dutch.sentences[0], /^U hebt op 2 januari 2026 ‘ja’ gezegd voor alle zorgaanbieders/);
  const [english] = engine.explain(profile, query, { lang: "en", audience: "consulter" });
  assert.match(english.headline, /^Yes/);
  assert.equal(english.data, "GGC002");
  // R24: a consulter does not learn why not.
  const none = { ...profile, choices: [] };
  const no = { ...profile, choices: [{ ...profile.choices[0], answer: "no" }] };
  const told = (profile) => engine.explain(profile, query, { audience: "consulter" });
  assert.deepEqual(told(none), told(no));
  assert.notDeepEqual(engine.explain(none, query), engine.explain(no, query));
});

test("the other questions answer under their own names", () => {
  const at = query.at;
  assert.equal(engine.openQuery(profile, { subscriptions, consulter: query.consulter, treatment_relationship: true, at }).holders[0].data, "GGC002");
  assert.deepEqual(engine.whyEmpty(profile, { ...query, subscriptions: [] }).answers[0].causes[0].cause, "no_subscription");
  const { at: _, ...window } = query;
  const timeline = engine.timeline(profile, { ...window, from: new Date("2026-01-01T00:00:00Z"), until: at });
  assert.deepEqual(timeline.timelines[0].intervals.map(({ from, decision }) => [from, decision]), [
    ["2026-01-01T00:00:00Z", "deny"],
    ["2026-01-02T10:00:00Z", "permit"],
  ]);
  assert.equal(engine.whatIf(profile, { subscriptions, change: { withdraw: "c1" }, at }).changes.length, 18);
  const none = { ...profile, choices: [] };
  assert.ok(engine.smallestChange(none, { ...query, subscriptions }).answers[0].change);
  assert.equal(engine.matrix(profile, { subscriptions, at }).cells.length, 18);
  assert.equal(engine.notices(none, { after: profile, subscriptions, at }).holders[0].changed, true);
  assert.deepEqual(engine.record(profile, { query }).records[0].outcomes, ["permit"]);
  const choice = { id: "c9", answer: "no", decided_at: at };
  const registered = engine.register(profile, { command: { mijn_mitz: { choice, scope: { level: "blanket" } } }, now: at });
  assert.deepEqual(registered.effects, [{ effect: "recorded", choice: "c9" }]);
  assert.equal(engine.decide(registered.profile, query)[0].reason, "blanket_no");
  refused(() => engine.register(profile, { command: { withdraw: { choice: "c7" } }, now: at }), "unknown_choice", "register.command.withdraw.choice");
});

test("a refusal is told in plain sentences, and what is no refusal is not", () => {
  const no = { ...profile, choices: [{ ...profile.choices[0], answer: "no" }] };
  const command = {
    raadplegersknop: {
      choice: { id: "c9", answer: "yes", decided_at: query.at },
      consulter: query.consulter,
      holders: [query.holder],
      emergency: true,
      enrolled: true,
      identity: "in_person",
    },
  };
  let refusal;
  try {
    engine.register(no, { command, now: query.at });
  } catch (error) {
    refusal = error;
  }
  assert.equal(refusal.code, "standing_objection");
  assert.match(engine.explainRefusal(refusal), /‘nee’ gezegd/);
  assert.match(engine.explainRefusal(refusal, { lang: "en" }), /“no”/);
  assert.equal(engine.explainRefusal({ code: "wrong_type" }), null);
  assert.equal(engine.explainRefusal({ code: "no such code" }), null);
  assert.equal(engine.explainRefusal({}), null);
  refused(() => engine.explainRefusal(refusal, { lang: "fr" }), "unknown_value", "lang");
  refused(() => engine.explainRefusal(refusal, { language: "nl" }), "unknown_field", "language");
});

test("every fault of a profile at once", () => {
  assert.deepEqual(engine.checkProfile(profile), []);
  const faults = engine.checkProfile({ patient: { id: "" }, choices: [{}], more: 1 });
  assert.ok(faults.length > 3);
  assert.ok(faults.every(({ path }) => path.startsWith("profile")));
  assert.ok(faults.some(({ code, path }) => code === "unknown_field" && path === "profile.{2}"));
});

test("a catalogue and a rule set of one's own", () => {
  const rules = JSON.parse(readFileSync(`${root}core/data/ruleset-mitz-2026-11.json`, "utf8"));
  rules.name = "shorter";
  rules.parameters.emergency_hours = 24;
  const own = new Engine({ ruleSet: rules, catalogue: engine.catalogue });
  assert.equal(own.ruleSet.emergency_hours, 24);
  assert.equal(own.decide(profile, query)[0].ruleset, "shorter");
  assert.equal(engine.ruleSet.emergency_hours, 72);
  refused(() => new Engine({ ruleSet: { ...rules, paramaters: {} } }), "unknown_field", "rule_set.paramaters");
  refused(() => new Engine({ catalogue: "{}" }), "missing_field", "catalogue.id");
  assert.equal(engine.catalogue.options.length, 34);
});

test("an engine is freed once, and says so afterwards", () => {
  const one = new Engine();
  one.free();
  one.free();
  assert.throws(() => one.decide(profile, query), TypeError);
  const other = new Engine();
  if (Symbol.dispose) {
    other[Symbol.dispose]();
    assert.throws(() => other.catalogue, TypeError);
  }
  assert.equal(engine.decide(profile, query)[0].decision, "permit");
});

test("no error has text of a document", () => {
  try {
    engine.decide({ patient: { id: "999990019", name: "Jansen" }, choices: [] }, query);
    assert.fail("a field that is unknown");
  } catch (error) {
    assert.doesNotMatch(JSON.stringify(error) + error.message, /999990019|Jansen/);
  }
});
