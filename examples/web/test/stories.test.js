// The stories: each can be played, decides as its case says, and could have been recorded.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test, { before } from "node:test";
import { AkkoordError, Engine } from "akkoord/inline";
import { CASES, explorer, readCase } from "./page.js";

const web = explorer();
let engine;
before(async () => (engine = await Engine.load()));

const folder = new URL("../../cases/", import.meta.url);
const all = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

/** The types of the providers of a story, from its questions. */
function typesOf({ profile, steps }) {
  const providers = [...steps.flatMap(({ query }) => [query.holder, query.consulter]), ...profile.choices.map(({ scope }) => scope.consulter).filter(Boolean)];
  return new Map(providers.map(({ id, type }) => [id, { id, type }]));
}

/** What was done, one thing after another, as commands of R34 to R40. */
function historyOf(story) {
  const types = typesOf(story);
  const { born } = story.profile.patient;
  const age = (day) => new Date(day).getUTCFullYear() - Number(born?.slice(0, 4) ?? 0);
  return story.profile.choices
    .flatMap(({ id, answer, scope, channel, decided_at, recorded_at, recorded_by, confirmation, withdrawn_at }) => {
      const choice = { id, answer, decided_at };
      const guardian = born && age(decided_at) < 12 ? { guardian: recorded_by } : {};
      const { options } = scope;
      const commands = {
        mijn_mitz: () => ({ choice, scope, ...guardian }),
        samen_naar_mijn_mitz: () => ({ choice, scope, care_worker: recorded_by, ...guardian }),
        dossierhoudersknop: () => ({ choice, holder: types.get(recorded_by) }),
        raadplegersknop: () => ({ choice, consulter: types.get(recorded_by), holders: scope.holders.map((holder) => types.get(holder)), emergency: scope.level === "emergency", enrolled: true, identity: "in_person" }),
        migration: () => ({ choice, holder: types.get(recorded_by), ...(options && { options }) }),
      };
      const done = [{ now: recorded_at, command: { [channel]: commands[channel]() } }];
      if (confirmation) done.push({ now: confirmation.at, command: { confirm: { choice: id, answer: confirmation.answer, guardian: confirmation.by } } });
      if (withdrawn_at) done.push({ now: withdrawn_at, command: { withdraw: { choice: id } } });
      return done;
    })
    .sort((one, other) => new Date(one.now) - new Date(other.now));
}

for (const name of all) {
  test(`R34-R40: every choice of ${name} can be recorded, and what is recorded decides as the story says`, () => {
    const story = read(name);
    const { catalogue, patient } = story.profile;
    let profile = { ...(catalogue && { catalogue }), patient, choices: [] };
    for (const { now, command } of historyOf(story)) profile = engine.register(profile, { command, now }).profile;
    for (const { query, expected, title } of story.steps) {
      const decisions = engine.decide(profile, query);
      expected.forEach((wanted, index) => {
        const got = Object.fromEntries(Object.keys(wanted).map((key) => [key, decisions[index][key]]));
        assert.deepEqual(got, wanted, title.en);
      });
    }
  });
}

test("R37: in the second part of Liam's story the button is refused for both, and accepted for the GP alone", () => {
  const story = readCase("05-liam-bezwaar");
  const types = typesOf(story);
  const [before, press] = historyOf(story);
  const { profile } = engine.register({ patient: story.profile.patient, choices: [] }, before);
  const both = structuredClone(press);
  both.command.raadplegersknop.holders = ["ura:90000203", "ura:90000303"].map((id) => types.get(id));
  assert.throws(() => engine.register(profile, both), (error) => error instanceof AkkoordError && error.code === "standing_objection");
  assert.equal(engine.register(profile, press).effects[0].effect, "recorded");
});

for (const story of ["stolwijk", "emma", "liam", "dubois"]) {
  test(`the story of ${story} can be played to its end, and decides as its case says`, () =>
    web.open("#v=verhalen", {}, async (page) => {
      const cases = CASES.filter((name) => name.includes(story)).map(readCase);
      const steps = cases.flatMap(({ profile, steps }) => steps.flatMap(({ query, expected }) => expected.map((wanted) => ({ profile, query: { ...query, data: wanted.data }, wanted }))));
      const names = { stolwijk: /Stolwijk/, emma: /Emma/, liam: /Liam/, dubois: /Dubois/ };
      await page.getByRole("button", { name: names[story] }).click();
      for (const { profile, query, wanted } of steps) {
        await page.getByRole("button", { name: "Ja, dat mag" }).click();
        assert.equal(await page.locator(".right").textContent(), wanted.decision === "permit" ? "Dat klopt." : "Nee, het is anders.");
        // The answer is the engine's sentence.
        assert.equal(await page.locator(".verdict").textContent(), engine.explain(profile, query, { lang: "nl", audience: "patient" })[0].headline);
        await page.getByRole("button", { name: "Volgende vraag" }).click();
      }
      const permits = steps.filter(({ wanted }) => wanted.decision === "permit").length;
      assert.equal(await page.evaluate(() => document.activeElement.id), "story");
      assert.equal(await page.getByRole("status").textContent(), `Klaar. U had ${permits} van de ${steps.length} vragen goed.`);
    }));
}

test("what a story says was recorded: for whom a temporary yes is, and that it is for another provider", () =>
  web.open("#v=verhalen&verhaal=liam&antwoorden=jjjjjjjjjjjjjjjjjj", {}, async (page) => {
    const told = await page.locator(".card ul").first().locator("li").allTextContents();
    assert.equal(told.length, 2);
    assert.match(told[0], /^19 januari 2026, .*: nee, voor deze zorgaanbieder \(door de zorgaanbieder met het dossier\)$/);
    assert.match(told[1], /^7 maart 2026, .*: ja, voor een andere zorgaanbieder, voor 72 uur, bij spoed \(met de knop/);
  }));
