// What is given is never changed: every document of the vectors, frozen to its last list, is answered as it was before.
import assert from "node:assert/strict";
import test from "node:test";
import { Engine } from "akkoord";
import { native } from "./help.js";

const engine = new Engine();

/** Freezes it and all that is in it: in a module, whoever writes to it throws. */
function frozen(value) {
  if (typeof value === "object" && value !== null) {
    for (const one of Object.values(value)) frozen(one);
    Object.freeze(value);
  }
  return value;
}

const ASKED = {
  query: (profile, asked) => [engine.decide(profile, asked), engine.decideMany(profile, Object.freeze([asked])), engine.explain(profile, asked)],
  open_query: (profile, asked) => engine.openQuery(profile, asked),
  why_empty: (profile, asked) => engine.whyEmpty(profile, asked),
  timeline: (profile, asked) => engine.timeline(profile, asked),
  what_if: (profile, asked) => engine.whatIf(profile, asked),
  smallest_change: (profile, asked) => engine.smallestChange(profile, asked),
  matrix: (profile, asked) => engine.matrix(profile, asked),
  notices: (profile, asked) => engine.notices(profile, asked),
  record: (profile, asked) => engine.record(profile, asked),
  register: (profile, asked) => engine.register(profile, asked),
};

test("deeply frozen documents are answered as others are, and stay as they are", () => {
  const compared = {};
  for (const { id, line, answer } of native()) {
    if (JSON.parse(answer).error) continue;
    const document = JSON.parse(line);
    const [kind] = Object.keys(document).filter((name) => name !== "profile");
    const { profile, [kind]: asked } = frozen(JSON.parse(line));
    assert.deepEqual(ASKED[kind](profile, asked), ASKED[kind](document.profile, document[kind]), id);
    assert.deepEqual(engine.checkProfile(profile), [], id);
    assert.deepEqual({ profile, [kind]: asked }, JSON.parse(line), id);
    compared[kind] = (compared[kind] ?? 0) + 1;
  }
  assert.deepEqual(Object.keys(compared).sort(), Object.keys(ASKED).sort());
});

test("so are instants that are Dates, and what an engine is made of", () => {
  const at = Object.freeze(new Date("2026-01-05T12:00:00Z"));
  const asked = frozen({ holder: { id: "ura:90000017", type: "Z3" }, consulter: { id: "ura:90000033", type: "N6" }, data: ["GGC002"], treatment_relationship: true });
  const profile = frozen({ patient: { id: "999990019" }, choices: [] });
  const [decision] = engine.decide(profile, Object.freeze({ ...asked, at }));
  assert.equal(decision.reason, "no_choice");
  const ruleSet = frozen({ name: "trial", version: "1", date: "2026-11-22", parameters: { emergency_hours: 96 } });
  const catalogue = frozen({ ...engine.catalogue, id: "another" });
  const other = new Engine(frozen({ catalogue, ruleSet, limits: { steps: 1_000_000, answerBytes: 1_000_000 } }));
  assert.deepEqual([other.catalogue.id, other.ruleSet.emergency_hours], ["another", 96]);
  other.free();
});
