// What the page says of a consent is what the engine answers, to the word and to the number.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { before } from "node:test";
import { Engine } from "akkoord/inline";
import { dice } from "../../../bindings-wasm/test/help.js";
import * as consent from "../src/consent.js";
import { GROUPS, lastHour, readState, writeAct } from "../src/state.js";
import { TEXT } from "../src/text.js";
import { ASKERS, EMERGENCY_HOLDERS, HOLDERS, POST, asProvider, dayOf, holder, hoursAfter } from "../src/world.js";
import { cell, explorer, summary } from "./page.js";

const web = explorer();
let engine;
before(async () => (engine = await Engine.load()));

const acts = (text) => readState(`#k=${text}`, engine).acts;
const plain = (text) => text.replaceAll("\u00ad", "");

test("the number of cells that a change opens is the same in the dialog, in the what-if and in the table", () =>
  web.open("#v=keuzes&k=n.alle&waarom=huisarts-RPZAC104", {}, async (page) => {
    assert.match(await page.getByRole("dialog").textContent(), /Dat opent 1 vakje\./);
    await page.getByRole("button", { name: "Probeer dit" }).click();
    assert.match(await page.locator(".whatif").textContent(), /Dan verandert 1 vakje: 1 gaat open, 0 gaan dicht\./);
    assert.equal(await page.locator("td.moves").count(), 1);
    await page.getByRole("button", { name: "Doe dit echt" }).click();
    assert.equal(await summary(page), "1 van de 42 vakjes staat open.");
  }));

test("for every closed cell: what the dialog says opens, opens, and the cell is among it", () => {
  let opened = 0;
  for (const text of ["", "n.alle", "j.alle_n.alle", "j.alle_n.g.verpleging_verzorging", "n.p.lab_n.p.gezondheidscentrum", "n.g.huisartsen_j.alle_n.p.thuiszorg", "j.alle_n.p.ggz_n.p.ggz:6.3"]) {
    const profile = consent.recorded(engine, acts(text));
    const at = hoursAfter(dayOf(Math.max(acts(text).length - 1, 0)), 1);
    const later = dayOf(acts(text).length);
    const id = `k${acts(text).length + 1}`;
    const permitted = (one, when) => consent.matrix(engine, one, when).flatMap(({ cells }) => cells).filter(({ decision }) => decision === "permit");
    for (const { holder: of, cells } of consent.matrix(engine, profile, at)) {
      for (const { decision, consulting_category: category } of cells) {
        const { smallest, opens } = consent.why(engine, profile, { holder: of.key, category }, { at, later, id }, "nl");
        if (decision === "permit") {
          assert.equal(smallest, null);
          continue;
        }
        if (!smallest) continue;
        const after = consent.recorded(engine, acts([text, writeAct(smallest)].filter(Boolean).join("_")));
        const now = permitted(after, hoursAfter(later, 1));
        assert.equal(now.length - permitted(profile, at).length, opens, `${text} ${of.key} ${category}`);
        assert.ok(now.some((one) => one.holder.id === of.id && one.consulting_category === category));
        opened += 1;
      }
    }
  }
  assert.ok(opened > 100, opened);
});

test("who is allowed without the button, and who needed it, are told apart", () =>
  web.open("#v=spoed&k=j.p.huisarts&uur=75", {}, async (page) => {
    const told = await page.locator(".countdown").textContent();
    assert.match(told, /Huisarts De Linde: dit mag ook zonder de spoedknop\./);
    assert.match(told, /Apotheek Het Anker: de 72 uur zijn voorbij\. Het mag nu niet meer\./);
    await page.locator("#hours").fill("10");
    assert.match(await page.locator(".countdown").textContent(), /Huisarts De Linde: dit mag ook zonder de spoedknop\. Apotheek Het Anker: nog 62 uur/);
    assert.match(await page.locator("#hours").getAttribute("aria-valuetext"), /Apotheek Het Anker: nog 62 uur/);
  }));

test("where one of the two objects, the button is refused for that one alone, and works for the other", async () => {
  for (const [key, other, name, otherName] of [["apotheek", "huisarts", "Apotheek Het Anker", "Huisarts De Linde"], ["huisarts", "apotheek", "Huisarts De Linde", "Apotheek Het Anker"]]) {
    await web.open(`#v=spoed&k=n.p.${key}&uur=0`, {}, async (page) => {
      const told = await page.locator(".refused").textContent();
      assert.match(told, new RegExp(`^De knop werkt niet voor ${name}\\.`));
      assert.match(told, new RegExp(`De knop werkt wel voor ${otherName}\\.$`));
      assert.equal(await page.locator(".refused blockquote").textContent(), engine.explainRefusal({ code: "standing_objection" }));
      assert.match(await page.locator(".countdown").textContent(), new RegExp(`${otherName}: nog 72 uur`));
      assert.equal(await page.locator(".strip").count(), 1);
      const outcomes = (await page.locator(".few .outcome").allTextContents()).map((text) => text.trim());
      const expected = EMERGENCY_HOLDERS.flatMap((one) => [one === other ? "mag" : "mag niet", "mag niet", "mag niet"]);
      assert.deepEqual(outcomes, expected);
    });
  }
  await web.open("#v=spoed&k=n.alle&uur=0", {}, async (page) => {
    assert.match(await page.locator(".refused").textContent(), /^De knop werkt hier niet\./);
    assert.doesNotMatch(await page.locator(".refused").textContent(), /werkt wel/);
  });
});

test("what the emergency page says of the button is what `register` and `decide` say, whatever was chosen and whenever", () => {
  const roll = dice(19);
  const seen = {};
  for (let round = 0; round < 300; round += 1) {
    const said = Array.from({ length: roll(5) }, () => `${roll(2) ? "j" : "n"}.${["alle", "p.huisarts", "p.apotheek", "g.huisartsen", "g.apotheken", "p.huisarts:1.1", "p.huisarts:1.3"][roll(7)]}`);
    const without = consent.recorded(engine, acts(said.join("_")));
    const button = hoursAfter(dayOf(said.length), 10);
    const at = hoursAfter(button, roll(lastHour(engine) + 1));
    const { profile, accepted, refused } = consent.pressed(engine, without, button, "nl");
    assert.deepEqual([...accepted, ...refused.map(({ key }) => key)].sort(), [...EMERGENCY_HOLDERS].sort());
    for (const key of EMERGENCY_HOLDERS) {
      const command = {
        raadplegersknop: { choice: { id: "alleen", answer: "yes", decided_at: button }, consulter: POST, holders: [asProvider(holder(key))], emergency: true, enrolled: true, identity: "in_person" },
      };
      const answer = JSON.parse(engine.answerJson(JSON.stringify({ profile: without, register: { command, now: button } })));
      assert.equal(answer.error === undefined, accepted.includes(key), `${said} ${key}`);
      const [mayNow, mayWithout, mayAtOnce] = [[profile, at], [without, at], [profile, button]].map(([of, when]) => consent.ask(engine, of, key, POST, when, "nl").decision.decision === "permit");
      if (!accepted.includes(key)) {
        assert.ok(!mayNow && !mayWithout);
        continue;
      }
      const { kind, left } = consent.effectOf(engine, { without, profile, key, button, at });
      seen[kind] = (seen[kind] ?? 0) + 1;
      assert.equal(kind, mayWithout ? "not_needed" : mayNow ? "helps" : mayAtOnce ? "over" : "nothing", `${said} ${key}`);
      if (kind === "helps") {
        assert.equal(consent.ask(engine, profile, key, POST, hoursAfter(at, left), "nl").decision.decision, "deny");
        assert.equal(consent.ask(engine, profile, key, POST, hoursAfter(at, left - 1), "nl").decision.decision, "permit");
      }
    }
  }
  assert.deepEqual(Object.keys(seen).sort(), ["helps", "not_needed", "over"]);
});

test("the hours of an emergency are those of the rule set", async () => {
  const rules = JSON.parse(readFileSync(new URL("../../../core/data/ruleset-mitz-2026-11.json", import.meta.url), "utf8"));
  assert.equal(engine.ruleSet.emergency_hours, rules.parameters.emergency_hours);
  for (const text of Object.values(TEXT)) {
    const told = [text.emergencyStory(5), text.effects.over({ lasts: 5 }), text.levels.emergency(5)].join(" ");
    assert.match(told, /5.*5.*5/);
    assert.doesNotMatch(JSON.stringify({ ...text, told }), /\b72\b/);
  }
});

test("the groups have the names of the catalogue: GP posts ask in the column of the GPs, and are named there", async () => {
  const { consulting_categories, holder_categories } = engine.catalogue;
  assert.deepEqual(holder_categories.map(({ id }) => id).sort(), [...GROUPS].sort());
  for (const lang of ["nl", "en"]) {
    const { askers, columns, groupsShort } = TEXT[lang];
    assert.equal(askers.RPZAC001, consulting_categories.find(({ code }) => code === "RPZAC001")[lang]);
    assert.equal(groupsShort.huisartsen, holder_categories.find(({ id }) => id === "huisartsen")[lang]);
    for (const { category } of ASKERS) assert.equal(plain(columns[category]), askers[category]);
    // A short name leaves out words of the catalogue, and has none of its own but an abbreviation.
    const words = (text) => text.replace(/ \([A-Z]+\)/, "").replace(/,/g, "").split(" ");
    for (const { code, [lang]: name } of consulting_categories.filter((one) => askers[one.code])) assert.deepEqual(words(askers[code]).filter((word) => !words(name).includes(word)), [], code);
    for (const { id, [lang]: name } of holder_categories) assert.deepEqual(words(groupsShort[id]).filter((word) => !words(name).includes(word)), [], id);
  }
  await web.open("#v=keuzes&waarom=huisarts-RPZAC104", {}, async (page) => {
    assert.equal(plain(await page.getByRole("columnheader").nth(2).textContent()), "huisartsen en huisartsenposten");
    assert.match(plain(await page.locator("dialog .between").textContent()), /aan: ziekenhuizen, medische centra, klinieken, laboratoria en diagnostische centra$/);
  });
});

test("‘Ik kies per groep’ withdraws a yes to all only when it is told what that does, and asked", () =>
  web.open("#v=keuzes&k=j.alle", {}, async (page) => {
    const own = page.getByRole("button", { name: /^Ik kies per groep/ });
    await own.click();
    assert.match(await summary(page), /alle 42/);
    const asked = page.locator(".leaving");
    assert.match(await asked.textContent(), /^U koos: ‘Ja, voor alle zorgaanbieders’\. Wilt u dat intrekken\?Dan veranderen 42 vakjes: 0 gaan open, 42 gaan dicht\./);
    assert.equal(await page.evaluate(() => document.activeElement.id), "leaving");
    await page.getByRole("button", { name: "Laat staan en kies erbij" }).click();
    assert.match(await summary(page), /alle 42/);
    assert.equal(await asked.count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Voor een groep zorgaanbieders");
    await own.click();
    await page.getByRole("button", { name: "Trek in en kies zelf" }).click();
    assert.match(await summary(page), /^Niemand/);
    assert.equal(await asked.count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Voor een groep zorgaanbieders");
    assert.equal(await page.evaluate(() => location.hash), "#v=keuzes&k=j.alle_w.1");
    // With nothing to withdraw there is nothing to ask.
    await own.click();
    assert.equal(await asked.count(), 0);
  }));

test("only trying, ‘Ik kies per groep’ says what it would do and does nothing", () =>
  web.open("#v=keuzes&k=j.alle&probeer=", {}, async (page) => {
    await page.getByRole("button", { name: /^Ik kies per groep/ }).click();
    assert.match(await page.locator(".whatif").textContent(), /Dan veranderen 42 vakjes: 0 gaan open, 42 gaan dicht/);
    assert.match(await summary(page), /alle 42/);
  }));

test("an answer that was overwritten does not look chosen when the newer one is withdrawn: nothing comes back", () =>
  web.open("#v=keuzes&k=j.alle_n.alle_w.2_j.g.ggz_n.g.ggz_w.5", {}, async (page) => {
    assert.match(await summary(page), /^Niemand/);
    assert.equal(await page.locator(".headline[aria-pressed=true]", { hasText: "Ja, al mijn" }).count(), 0);
    const group = page.getByRole("group", { name: /geestelijke/ });
    assert.equal(await group.locator("[aria-pressed=true]").count(), 0);
  }));

test("a choice that decides no cell of the table is not said to count nowhere: it counts for other providers", () =>
  web.open("#v=keuzes&k=j.g.ggz_n.p.ggz", {}, async (page) => {
    assert.deepEqual(await page.locator(".history em").allTextContents(), [" – beslist nu geen vakje", " – beslist nu 6 vakjes"]);
  }));

test("a choice for one option is told in words, also when it is withdrawn", () =>
  web.open("#v=keuzes&k=j.p.huisarts:1.3_w.1", {}, async (page) => {
    const name = "Ja, voor Huisarts De Linde (alleen als er gevraagd wordt door: ziekenhuizen, medische centra, klinieken, laboratoria en diagnostische centra)";
    const told = await page.locator(".history li").allTextContents();
    assert.ok(told[0].includes(name) && told[1].includes(`Intrekken: ${name}`), told.join("\n"));
  }));

test("what holds for who does not treat is said in the engine's words", () =>
  web.open("#v=keuzes&k=j.alle", {}, async (page) => {
    const query = { holder: asProvider(HOLDERS[0]), consulter: POST, data: "GGC002", treatment_relationship: false, at: dayOf(1) };
    const [{ sentences }] = engine.explain(consent.recorded(engine, acts("j.alle")), query, { lang: "nl", audience: "patient" });
    assert.ok((await page.locator(".picture").textContent()).includes(`Vraagt iemand anders erom? Dan is het antwoord: ‘${sentences.join(" ")}’`));
  }));
