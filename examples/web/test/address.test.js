// The address keeps the state, and anybody can write one: none leaves a dead page, and none loses a choice without a word.
import assert from "node:assert/strict";
import test, { before } from "node:test";
import { Engine } from "akkoord/inline";
import { dice } from "../../../bindings-wasm/test/help.js";
import * as consent from "../src/consent.js";
import { GROUPS, MOST_ACTS, STORY_NAMES, VIEWS, lastHour, readState, writeState } from "../src/state.js";
import { ASKERS, HOLDERS, dayOf, hoursAfter } from "../src/world.js";
import { becomes, cell, explorer, summary } from "./page.js";

const web = explorer();
let engine;
before(async () => (engine = await Engine.load()));

const read = (hash) => readState(hash, engine);
/** So many choices that a person can make one after another. */
const choices = (count) => Array.from({ length: count }, (_, index) => ["j.alle", "n.g.ggz", "j.p.ggz", "n.p.lab"][index % 4]).join("_");

const ODD = ["", "constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "XYZ", "0", "-1", "1e3", "NaN", "null", "%", "%00", "&", "=", "_", ".", "ë", "\u{1f600}", "\ud800", "9".repeat(40)];

/** An address that looks like one of ours, or hardly: of every part sometimes what is known, sometimes what is not. */
function randomHash(roll) {
  const one = (list) => list[roll(list.length)];
  const odd = () => (roll(3) ? one(ODD) : String.fromCodePoint(...Array.from({ length: roll(12) }, () => 32 + roll(600))));
  const or = (usual) => (roll(8) ? usual() : odd());
  const holder = () => or(() => one(HOLDERS).key);
  const act = () =>
    or(() =>
      one([
        () => `${one(["j", "n"])}.alle`,
        () => `${one(["j", "n"])}.g.${or(() => one(["huisartsen", "apotheken", "ziekenhuizen", "laboratoria", "verpleging_verzorging", "ggz", "overige"]))}`,
        () => `${one(["j", "n"])}.p.${holder()}`,
        () => `${one(["j", "n"])}.p.${holder()}:${roll(10)}.${roll(10)}`,
        () => `w.${roll(9)}`,
      ])(),
    );
  const acts = () => Array.from({ length: roll(roll(20) ? 6 : 250) }, act).join(roll(30) ? "_" : odd());
  const parts = {
    v: () => one(VIEWS),
    taal: () => one(["nl", "en"]),
    k: acts,
    probeer: () => (roll(4) ? act() : ""),
    waarom: () => `${holder()}-${or(() => one(ASKERS).category)}`,
    uur: () => String(roll(100)),
    verhaal: () => one(STORY_NAMES),
    antwoorden: () => Array.from({ length: roll(40) }, () => one(["j", "n"])).join(""),
  };
  const names = Object.keys(parts).filter(() => roll(3));
  const pairs = names.map((name) => [name, or(parts[name])]);
  if (!roll(20)) pairs.push([one(Object.keys(parts)), odd()], [odd(), odd()]);
  if (!roll(50)) return `#${odd()}`;
  return `#${roll(2) ? new URLSearchParams(pairs) : pairs.map((pair) => pair.join("=")).join("&")}`;
}

/** All that the page asks of the engine for a state: no error comes of it. */
function everythingAsked({ acts, tried, why, hours, lang }) {
  const profile = consent.recorded(engine, acts);
  const now = hoursAfter(dayOf(Math.max(acts.length - 1, 0)), 1);
  const later = dayOf(acts.length);
  const id = `k${acts.length + 1}`;
  assert.equal(profile.choices.length, acts.filter(({ withdraw }) => withdraw === undefined).length);
  assert.equal(consent.matrix(engine, profile, now).flatMap(({ cells }) => cells).filter(Boolean).length, 42);
  if (tried) consent.whatIf(engine, profile, tried, later, id);
  if (why) consent.why(engine, profile, why, { at: now, later, id }, lang);
  const button = hoursAfter(later, 10);
  const pressed = consent.pressed(engine, profile, button, lang);
  assert.equal(pressed.accepted.length + pressed.refused.length, 2);
  for (const key of pressed.accepted) {
    consent.effectOf(engine, { without: profile, profile: pressed.profile, key, button, at: hoursAfter(button, hours ?? 0) });
  }
}

test("of 10,000 addresses at random each gives a state that is known, keeps itself, and can be asked about", () => {
  const roll = dice(13);
  const seen = { acts: 0, tried: 0, why: 0, story: 0, unread: 0, whole: 0 };
  for (let round = 0; round < 10_000; round += 1) {
    const hash = randomHash(roll);
    const state = read(hash);
    const { unread, ...kept } = state;
    const { unread: none, ...again } = read(writeState(state));
    assert.deepEqual([again, none], [kept, []], hash);
    assert.ok(VIEWS.includes(state.view) && ["nl", "en"].includes(state.lang), hash);
    assert.ok(state.story === null || STORY_NAMES.includes(state.story), hash);
    assert.ok(state.hours === null || (Number.isInteger(state.hours) && state.hours >= 0 && state.hours <= lastHour(engine)), hash);
    seen.acts += state.acts.length > 0;
    seen.tried += state.tried !== null;
    seen.why += state.why !== null;
    seen.story += state.story !== null;
    seen.unread += unread.length > 0;
    seen.whole += unread.length === 0;
    if (round % 16 === 0) everythingAsked(state);
  }
  // The addresses reach what they are meant to reach.
  for (const [name, count] of Object.entries(seen)) assert.ok(count > 300, `${name}: ${count}`);
});

test("choices are read whole or not at all: one that is lost may be a no", () => {
  assert.equal(read("#k=j.alle_n.g.ggz").acts.length, 2);
  for (const acts of ["j.alle_n.g.gg", "j.alle_q.q_n.alle", "j.alle_", "j.alle_w.2", "j.alle_w.1_w.1", "w.1", "w.0_j.alle", "j.p.huisarts:9.9", "j.p.huisarts:2.1", "j.p.constructor", "j.g.toString"]) {
    const { acts: kept, unread } = read(`#k=${acts}`);
    assert.deepEqual([kept, unread], [[], ["k"]], acts);
  }
  assert.deepEqual(read("#k=j.alle&k=n.alle").unread, ["k"]);
});

test("every choice that the page offers is kept by its address, alone and among others", () => {
  const { options, provider_types } = engine.catalogue;
  const optionsOf = ({ type }) => options.filter(({ holder_category }) => holder_category === provider_types.find(({ code }) => code === type).holder_category);
  for (const answer of ["yes", "no"]) {
    const offered = [
      { answer, level: "blanket" },
      ...GROUPS.map((group) => ({ answer, level: "categorical", group })),
      ...HOLDERS.flatMap((one) => [{}, ...optionsOf(one).map(({ id }) => ({ option: id }))].map((option) => ({ answer, level: "individual", provider: one.key, ...option }))),
    ];
    const empty = read("");
    for (const act of offered) {
      const acts = [offered[0], act, { withdraw: 2 }, act];
      assert.deepEqual(read(writeState({ ...empty, acts, isTrying: true, tried: act })), { ...empty, acts, isTrying: true, tried: act });
    }
    assert.equal(read(writeState({ ...empty, acts: offered })).acts.length, offered.length);
  }
});

test("as many choices are read as the page lets a person make, and never a part of more", () => {
  assert.equal(read(`#k=${choices(61)}`).acts.length, 61);
  assert.equal(read(`#k=${choices(MOST_ACTS)}`).acts.length, MOST_ACTS);
  assert.deepEqual(read(`#k=${choices(MOST_ACTS + 1)}`).unread, ["k"]);
});

test("what is said of an option is of the row of that provider", () => {
  for (const { key } of HOLDERS) {
    const known = Array.from({ length: 100 }, (_, index) => `${Math.floor(index / 10)}.${index % 10}`).filter((option) => read(`#k=j.p.${key}:${option}`).acts.length);
    assert.ok(known.length >= 3 && new Set(known.map((option) => option[0])).size === 1, `${key}: ${known}`);
  }
});

const LEFT_OUT = "Een deel van dit adres kunnen we niet lezen. Dat deel hebben we overgeslagen.";

for (const hash of ["#v=verhalen&verhaal=constructor", "#waarom=huisarts-XYZ", "#probeer=w.7", "#probeer=j.p.huisarts:9.9"]) {
  test(`a link leaves no dead page, and says that it was not read: ${hash}`, () =>
    web.open(hash, {}, async (page) => {
      assert.equal(await page.locator("h1").count(), 1);
      assert.equal(await page.locator(".unread").textContent(), LEFT_OUT);
      await page.getByRole("link", { name: "Uw keuzes" }).click();
      assert.equal(await page.locator(".unread").count(), 0);
      await page.getByRole("button", { name: /^Ja, al mijn/ }).click();
      assert.match(await summary(page), /alle 42/);
    }));
}

test("nor does any other part that is not known", () =>
  web.open("", {}, async (page) => {
    for (const hash of ["#v=verhalen&verhaal=__proto__", "#waarom=constructor-RPZAC001", "#waarom=huisarts-toString", "#k=j.alle&probeer=w.1_", "#k=j.alle_w.1&probeer=w.1", "#v=constructor", "#taal=toString", "#uur=81&v=spoed", "#v=keuzes&v=spoed"]) {
      await page.evaluate((address) => (location.hash = address), hash);
      await page.locator(".unread").waitFor();
      assert.deepEqual([await page.locator("h1").count(), await page.locator(".unread").textContent()], [1, LEFT_OUT], hash);
      await page.evaluate(() => (location.hash = "#v=keuzes"));
      await page.waitForFunction(() => !document.querySelector(".unread"));
    }
  }));

test("choices that cannot be read are told, in both languages, and a button begins again", async () => {
  await web.open("#v=keuzes&k=j.alle_q.q_w.99", {}, async (page) => {
    assert.match(await summary(page), /^Niemand .*0 van de 42/);
    assert.match(await page.locator(".unread").textContent(), /^De keuzes in dit adres kunnen we niet lezen\. Daarom staat er nu geen enkele keuze\./);
    await page.getByRole("button", { name: "English" }).click();
    assert.match(await page.locator(".unread").textContent(), /^We cannot read the choices in this address\./);
    await page.getByRole("button", { name: "Start again" }).click();
    assert.equal(await page.locator(".unread").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    assert.match(await page.evaluate(() => location.hash), /^#v=keuzes&taal=en$/);
  });
});

for (const [lang, restart, told] of [["nl", "Begin opnieuw", /^Er ging iets mis/], ["en", "Start again", /^Something went wrong/]]) {
  test(`if the page fails all the same, it says so and a button begins again: ${lang}`, () =>
    web.open(`#v=keuzes&taal=${lang}&k=j.alle`, {}, async (page, problems) => {
      // The clock of the page fails as long as there is a choice: every picture of it does then.
      await page.addInitScript(() => {
        const { formatToParts } = Intl.DateTimeFormat.prototype;
        Intl.DateTimeFormat.prototype.formatToParts = function (...given) {
          if (location.hash.includes("k=")) throw new Error("no clock");
          return formatToParts.apply(this, given);
        };
      });
      await page.reload();
      await page.waitForSelector(".broken");
      assert.match(await page.getByRole("alert").textContent(), told);
      await page.getByRole("button", { name: restart }).click();
      await page.waitForSelector("h1");
      assert.match(await summary(page), /0/);
      // Back is what failed, and another address mends it too.
      await page.goBack();
      await page.waitForSelector(".broken");
      await page.evaluate(() => (location.hash = "#v=keuzes"));
      await page.waitForSelector("h1");
      assert.ok(problems.splice(0).some((problem) => problem.includes("no clock")));
    }));
}

test("some hundreds of addresses at random each show a page", () =>
  web.open("", {}, async (page) => {
    const roll = dice(17);
    const hashes = Array.from({ length: 300 }, () => randomHash(roll));
    const dead = await page.evaluate(async (all) => {
      const failed = [];
      for (const hash of all) {
        location.hash = hash;
        await new Promise((done) => setTimeout(done, 4));
        await new Promise((done) => requestAnimationFrame(done));
        if (document.querySelectorAll("h1").length !== 1 || document.querySelector(".broken")) failed.push(hash);
      }
      return failed;
    }, hashes);
    assert.deepEqual(dead, []);
  }));

test("after 61 choices a reload shows the same", () =>
  web.open(`#v=keuzes&k=${Array(60).fill("n.g.verpleging_verzorging").join("_")}`, {}, async (page) => {
    await page.getByRole("button", { name: /^Nee, geen enkele/ }).click();
    await page.getByRole("button", { name: /^Ja, al mijn/ }).click();
    assert.match(await summary(page), /alle 42/);
    await page.reload();
    await page.waitForSelector("h1");
    assert.match(await summary(page), /alle 42/);
    assert.equal(await page.locator(".history li").count(), 62);
  }));

test("when an address is full, the page says so and does nothing that a reload would lose", () =>
  web.open(`#v=keuzes&k=${choices(MOST_ACTS - 1)}`, {}, async (page) => {
    await page.getByRole("button", { name: /^Ja, al mijn/ }).click();
    const told = await summary(page);
    assert.match(await page.locator(".full").textContent(), /^U hebt hier 200 keer iets gekozen\. Meer past er niet/);
    assert.equal(await page.getByRole("button", { name: /^Nee, geen enkele/ }).isDisabled(), true);
    assert.equal(await page.getByRole("button", { name: /^Trek in/ }).first().isDisabled(), true);
    await page.getByRole("switch").check();
    await page.getByRole("button", { name: /^Nee, geen enkele/ }).click();
    assert.equal(await page.getByRole("button", { name: "Doe dit echt" }).isDisabled(), true);
    await page.reload();
    await page.waitForSelector("h1");
    assert.equal(await summary(page), told);
  }));

test("back never opens a closed dialog again: by Escape, by its button, or by trying", () =>
  web.open("#v=keuzes", {}, async (page) => {
    await page.getByRole("button", { name: /^Nee, geen enkele/ }).click();
    const isOpen = () => page.getByRole("dialog").count();
    for (const close of [() => page.keyboard.press("Escape"), () => page.getByRole("button", { name: "Sluiten" }).click()]) {
      await cell(page, /^Huisarts De Linde, apotheken/).click();
      assert.equal(await isOpen(), 1);
      await close();
      assert.equal(await isOpen(), 0);
    }
    await page.goBack();
    await page.getByText("Nog niets.").waitFor();
    assert.equal(await isOpen(), 0);
    await page.goForward();
    await page.locator(".history li").waitFor();
    await cell(page, /^Huisarts De Linde, apotheken/).click();
    await page.getByRole("button", { name: "Probeer dit" }).click();
    assert.equal(await page.locator("td.moves").count(), 1);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector(".whatif"));
    assert.equal(await isOpen(), 0);
    assert.match(await summary(page), /^Niemand/);
  }));

test("back closes an open dialog, and what is clicked at once after closing is done once", () =>
  web.open("#v=keuzes&k=j.alle", {}, async (page) => {
    await cell(page, /^Huisarts De Linde, apotheken/).click();
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector("dialog"));
    await becomes(page, /alle 42/);
    await cell(page, /^Huisarts De Linde, apotheken/).click();
    await page.evaluate(() => {
      [...document.querySelectorAll("dialog button")].find(({ textContent }) => textContent === "Sluiten").click();
      [...document.querySelectorAll(".headline")].at(-1).click();
    });
    await becomes(page, /^Niemand/);
    assert.equal(await page.evaluate(() => location.hash), "#v=keuzes&k=j.alle_n.alle");
    await page.goBack();
    await becomes(page, /alle 42/);
    assert.equal(await page.getByRole("dialog").count(), 0);
  }));

test("the focus goes to the cell when its dialog closes, also if a link opened it", async () => {
  await web.open("#v=keuzes&k=j.alle&waarom=ggz-RPZAC001", {}, async (page) => {
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("dialog"));
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^GGZ De Overkant, huisartsen/);
    assert.equal(await page.evaluate(() => location.hash), "#v=keuzes&k=j.alle");
  });
  await web.open("#v=keuzes&k=j.alle", {}, async (page) => {
    await page.evaluate(() => (location.hash = "#v=keuzes&k=j.alle&waarom=lab-RPZAC005"));
    await page.getByRole("dialog").waitFor();
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector("dialog"));
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Laboratorium Noord, apotheken/);
  });
});
