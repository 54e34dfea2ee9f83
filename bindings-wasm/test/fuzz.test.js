// 10,000 mutated documents: every answer is one JSON line, nothing traps, and the engine decides as before.
import assert from "node:assert/strict";
import test from "node:test";
import { Engine } from "akkoord";
import { dice, native, profile, query } from "./help.js";

const DOCUMENTS = 10_000;
const SCRAPS = [
  "", "{", "}", "[", "]", '"', ",", ":", "null", "true", "-0", "1e999", "99999999999999999999", "\\u0000", "\\ud83d",
  "\u0000", "\ud83d\ude00", "é", '"__proto__":{},', '"query":{},', "[".repeat(200), '{"a":'.repeat(200), "9999-12-31T23:59:59.999999Z",
  "2026-02-30", "emergency", "x".repeat(2000),
];

/** What a document stays a document with. */
const WORDS = [["yes", "no"], ["GGC002", "GGC013"], ["blanket", "individual"], ["N6", "V4"], ["Z3", "J8"], ["true", "false"], ["2026-01", "2026-02"], ["c1", "c2"], ["90000017", "90000025"]];

const swap = (text, pair, way) => text.replaceAll(pair[way], pair[1 - way]);

test("no mutated document traps the engine or changes it", async () => {
  const seeds = native().map(({ line }) => line);
  const roll = dice(0xa22002d);
  const engine = await Engine.load();
  const before = JSON.stringify(engine.decide(profile, query));
  let errors = 0;
  for (let count = 0; count < DOCUMENTS; count += 1) {
    let text = seeds[roll(seeds.length)];
    for (let change = roll(2) * roll(4); change >= 0; change -= 1) {
      const at = roll(text.length + 1);
      const length = roll(12);
      const other = seeds[roll(seeds.length)];
      const from = roll(other.length + 1);
      text = [
        () => text.slice(0, at) + text.slice(at + length),
        () => text.slice(0, at) + SCRAPS[roll(SCRAPS.length)] + text.slice(at),
        () => text.slice(0, at) + String.fromCharCode(roll(0x10000)) + text.slice(at + 1),
        () => text.slice(0, at) + other.slice(from, from + 1 + roll(60)) + text.slice(at),
        () => text.slice(0, at),
        () => text.replace(/[0-9](?=[^0-9]*$)/, String(roll(10))),
        () => swap(text, WORDS[roll(WORDS.length)], roll(2)),
        () => swap(text, WORDS[roll(WORDS.length)], roll(2)),
      ][roll(8)]();
    }
    for (const answer of [engine.evaluateJson(text), engine.answerJson(text)]) {
      const parsed = JSON.parse(answer);
      assert.ok(!answer.includes("\n"));
      if (parsed.error) {
        errors += 1;
        assert.deepEqual(Object.keys(parsed.error), ["line", "code", "message", "path"]);
      }
    }
    if (count % 500 === 0) assert.equal(JSON.stringify(engine.decide(profile, query)), before);
  }
  assert.equal(JSON.stringify(engine.decide(profile, query)), before);
  // Both kinds must have been met, or the mutations are too wild or too tame.
  assert.ok(errors > DOCUMENTS / 2 && errors < 2 * DOCUMENTS - 1000, `${errors} errors`);
});
