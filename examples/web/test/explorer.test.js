// A person's paths through the explorer, in Debian's Chromium: what is seen, what axe-core says, what leaves the page (nothing).
import assert from "node:assert/strict";
import test from "node:test";
import { Engine } from "akkoord/inline";
import { TEXT, spoken } from "../src/text.js";
import { dayOf, hoursAfter } from "../src/world.js";
import { CASES, becomes, cell, explorer, readCase, summary } from "./page.js";

const web = explorer();
const open = web.open;

test("a person who knows nothing yet: no choice is a no; then yes to all; then no to one group", () =>
  open("", {}, async (page) => {
    assert.equal(await summary(page), "Niemand in deze tabel mag iets zien: 0 van de 42 vakjes staan open.");
    await page.getByRole("button", { name: /^Ja, al mijn zorgaanbieders/ }).click();
    assert.match(await summary(page), /alle 42 vakjes staan open/);
    await page.getByText("Voor een groep zorgaanbieders").click();
    await page.getByRole("group", { name: "geestelijke gezondheidszorg (GGZ)" }).getByRole("button", { name: "Nee" }).click();
    assert.equal(await summary(page), "36 van de 42 vakjes staan open.");
    assert.deepEqual(await page.locator(".history em").allTextContents(), [" – beslist nu 36 vakjes", " – beslist nu 6 vakjes"]);
    await cell(page, "GGZ De Overkant, huisartsen en huisartsenposten: mag niet. Waarom?").click();
    const dialog = page.getByRole("dialog");
    assert.match(await dialog.textContent(), /U hebt op 3 maart 2026 ‘nee’ gezegd voor de groep ‘geestelijke gezondheidszorg’/);
    assert.match(await dialog.textContent(), /Uw ‘ja’ voor alle zorgaanbieders van 2 maart 2026 \(via MijnMitz\) telt hier niet meer/);
    await page.keyboard.press("Escape");
    assert.equal(await dialog.count(), 0);
  }));

test("for one provider, withdrawn again: nothing comes back", () =>
  open("#v=keuzes&k=n.alle", {}, async (page) => {
    await page.getByText("Voor één zorgaanbieder", { exact: true }).click();
    await page.getByRole("group", { name: "Huisarts De Linde" }).getByRole("button", { name: "Ja" }).click();
    assert.equal(await summary(page), "6 van de 42 vakjes staan open.");
    await page.getByRole("button", { name: /^Trek in ?: Ja, voor Huisarts De Linde/ }).click();
    assert.match(await summary(page), /^Niemand in deze tabel mag iets zien/);
    await page.getByRole("button", { name: "Begin opnieuw" }).click();
    assert.equal(await page.getByText("Nog niets.").count(), 1);
  }));

test("what if: differences are marked with words, and nothing is recorded until it is done", () =>
  open("#v=keuzes&k=j.alle_n.g.ggz", {}, async (page) => {
    await page.getByRole("switch").check();
    await page.getByRole("button", { name: /^Nee, geen enkele/ }).click();
    assert.match(await page.locator(".whatif").textContent(), /Dan veranderen 36 vakjes: 0 gaan open, 36 gaan dicht/);
    assert.equal(await page.locator("td.moves").count(), 36);
    assert.equal(await cell(page, "Huisarts De Linde, apotheken: was mag wordt mag niet. Waarom?").count(), 1);
    assert.equal(await summary(page), "36 van de 42 vakjes staan open.");
    await page.getByRole("button", { name: "Doe dit echt" }).click();
    assert.match(await summary(page), /^Niemand in deze tabel mag iets zien/);
    assert.equal(await page.locator("td.moves").count(), 0);
  }));

test("what would make it allowed: the smallest change can be tried", () =>
  open("#v=keuzes&k=n.alle&waarom=huisarts-RPZAC104", {}, async (page) => {
    await page.getByRole("button", { name: "Probeer dit" }).click();
    assert.match(await page.locator(".whatif").textContent(), /gaat open|gaan open/);
    assert.ok((await page.locator("td.moves").count()) >= 1);
  }));

test("an emergency: 72 hours run out on the slider, by keyboard too", () =>
  open("#v=spoed", {}, async (page) => {
    const outcomes = () => page.locator(".few .outcome").allTextContents().then((all) => all.map((text) => text.trim()));
    assert.deepEqual(await outcomes(), Array(6).fill("mag niet"));
    await page.getByRole("button", { name: "Druk op de spoedknop" }).click();
    assert.deepEqual(await outcomes(), ["mag", "mag niet", "mag niet", "mag", "mag niet", "mag niet"]);
    assert.match(await page.locator(".countdown").textContent(), /0 uur na de knop nog 72 uur/);
    // The button is gone; who pressed it by keyboard stands at the slider.
    assert.equal(await page.evaluate(() => document.activeElement.id), "hours");
    for (let press = 0; press < 71; press += 1) await page.keyboard.press("ArrowRight");
    assert.match(await page.locator(".countdown").textContent(), /71 uur na de knop nog 1 uur/);
    assert.equal((await outcomes())[0], "mag");
    await page.keyboard.press("ArrowRight");
    assert.match(await page.locator(".countdown").textContent(), /72 uur na de knop De 72 uur zijn voorbij\. Het mag nu niet meer\./);
    assert.deepEqual(await outcomes(), Array(6).fill("mag niet"));
  }));

test("time runs by itself, and stops", () =>
  open("#v=spoed&uur=0", { reducedMotion: "no-preference" }, async (page) => {
    await page.getByRole("button", { name: "Laat de tijd lopen" }).click();
    await page.waitForFunction(() => Number(document.querySelector("#hours").value) >= 3);
    await page.getByRole("button", { name: "Stop de tijd" }).click();
    assert.equal(await page.getByRole("button", { name: "Laat de tijd lopen" }).count(), 1);
  }));

test("an emergency never goes before a no, and is not needed after a yes", async () => {
  await open("#v=spoed&k=n.alle&uur=0", {}, async (page) => {
    // What the engine says of the refusal, and not the page.
    assert.equal(await page.locator(".refused blockquote").textContent(), (await Engine.load()).explainRefusal({ code: "standing_objection" }));
    assert.match(await page.locator(".refused").textContent(), /Een ‘ja’ bij spoed gaat nooit boven een ‘nee’/);
    assert.equal(await page.getByRole("slider").count(), 0);
  });
  await open("#v=spoed&k=j.alle&uur=10", {}, async (page) => {
    assert.match(await page.locator(".countdown").textContent(), /^10 uur na de knop Dit mag ook zonder de spoedknop\. $/);
  });
});

/** So many choices that say nothing of the GP and the pharmacy: each is a day of the world. */
const days = (count) => `&k=${Array(count).fill("n.g.ggz").join("_")}`;

for (const [season, acts, pressed, ended] of [
  ["in winter", 0, "2 maart 2026, 20.00 uur", "5 maart 2026, 20.00 uur"],
  ["over the night in which the clock goes forward", 25, "27 maart 2026, 20.00 uur", "30 maart 2026, 21.00 uur"],
  ["in summer", 40, "11 april 2026, 21.00 uur", "14 april 2026, 21.00 uur"],
]) {
  test(`times are those of a clock in the Netherlands, wherever the browser is: ${season}`, async () => {
    for (const timezoneId of ["America/Los_Angeles", "UTC", "Pacific/Auckland"]) {
      await open(`#v=spoed&uur=0${acts ? days(acts) : ""}`, { timezoneId }, async (page) => {
        const told = await page.locator("main").textContent();
        assert.ok(told.includes(`De dokter drukte op de knop op ${pressed}.`), told);
        assert.ok(told.includes(`Het is ${pressed}.`), told);
        assert.ok(told.includes(`Van ${pressed} tot ${ended}: mag`), told);
        assert.ok(told.includes(`Dit antwoord geldt tot ${ended}.`), told);
        await page.locator("#hours").fill("72");
        assert.match(await page.locator(".countdown").textContent(), /De 72 uur zijn voorbij/);
        assert.ok((await page.locator("main").textContent()).includes(`Het is ${ended}.`));
      });
    }
  });
}

test("after midnight in the Netherlands it is the next day, while UTC is not there yet; no sentence names the other date", () =>
  open("#v=spoed&uur=4", { timezoneId: "UTC" }, async (page) => {
    const told = await page.locator("main").textContent();
    assert.ok(told.includes("Het is 3 maart 2026, 00.00 uur."), told);
    const dates = told.match(/\d+ maart 2026, \d\d\.\d\d uur/g);
    assert.deepEqual([...new Set(dates)].sort(), ["2 maart 2026, 14.00 uur", "2 maart 2026, 20.00 uur", "3 maart 2026, 00.00 uur", "5 maart 2026, 20.00 uur", "6 maart 2026, 08.00 uur"]);
  }));

test("the page says the same in every time zone, and names no other clock than that of the Netherlands", async () => {
  for (const view of ["#v=keuzes&k=j.alle_n.g.ggz&waarom=ggz-RPZAC001", "#v=spoed&uur=30&taal=en", "#v=verhalen&verhaal=dubois&antwoorden=j", "#v=verhalen&verhaal=liam&antwoorden=jjj"]) {
    const told = [];
    for (const timezoneId of ["America/Los_Angeles", "Europe/Amsterdam", "Pacific/Auckland"]) {
      await open(view, { timezoneId }, async (page) => told.push(await page.locator("main").textContent()));
    }
    assert.equal(new Set(told).size, 1, told.join("\n"));
    assert.doesNotMatch(told[0], /UTC/);
  }
});

test("no date of the page contradicts a sentence of the engine, which names dates in UTC", async () => {
  const engine = await Engine.load();
  const instants = Array.from({ length: 61 }, (_, step) => [dayOf(step), hoursAfter(dayOf(step), 10)]).flat().map((date) => date.toISOString());
  for (const name of CASES) {
    const { profile, steps } = readCase(name);
    const ends = steps.flatMap(({ query }) => engine.decide(profile, query)).map(({ valid_until }) => valid_until);
    instants.push(...JSON.stringify({ profile, steps, ends }).match(/\d{4}-\d\d-\d\dT[^"]*/g));
  }
  assert.ok(instants.length > 200, instants.length);
  for (const instant of instants) {
    const date = new Date(instant);
    assert.equal(spoken(TEXT.nl, instant, false), `${date.getUTCDate()} ${TEXT.nl.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`, instant);
  }
});

test("the state is in the address: back, forward and a fresh load show the same", () =>
  open("#v=keuzes&k=j.alle", {}, async (page) => {
    await page.getByRole("button", { name: /^Nee, geen enkele/ }).click();
    await page.getByRole("link", { name: "Bij spoed" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    await page.goBack();
    await page.goBack();
    await becomes(page, /alle 42/);
    await page.goForward();
    await becomes(page, /^Niemand/);
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await page.waitForSelector("h1");
    assert.match(await summary(page), /^Niemand/);
  }));

test("nothing leaves the page: its policy stops it, and the server is asked for its own files only", () =>
  open("#v=keuzes&k=j.alle_n.g.ggz", {}, async (page, problems) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    web.server.requests.length = 0;
    await page.reload();
    await page.waitForSelector("h1");
    await page.getByRole("button", { name: /^Nee, geen enkele/ }).click();
    await page.getByRole("link", { name: "Verhalen" }).click();
    assert.ok(asked.length > 0 && asked.every((address) => address.startsWith(web.server.url)));
    assert.ok(web.server.requests.every((address) => !address.includes("?") && !address.includes("alle")));
    const escapes = await page.evaluate(async (home) => {
      const outcomes = [];
      await fetch(home).then(() => outcomes.push("fetch"), () => {});
      await new Promise((done) => {
        const image = new Image();
        image.onload = () => (outcomes.push("image"), done());
        image.onerror = done;
        image.src = "https://example.invalid/x.png";
      });
      if (navigator.sendBeacon(home, "x")) {
        await new Promise((done) => setTimeout(done, 200));
      }
      return outcomes;
    }, web.server.url);
    assert.deepEqual(escapes, []);
    const refused = problems.splice(0);
    assert.ok(refused.some((text) => text.includes("Content Security Policy")), refused.join("\n"));
  }));

test("it works without a network after the first load", () =>
  open("", {}, async (page, problems, context) => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await caches.keys()).length === 1);
    await page.reload();
    await context.setOffline(true);
    await page.reload();
    await page.waitForSelector("h1");
    await page.getByRole("button", { name: /^Ja, al mijn zorgaanbieders/ }).click();
    assert.match(await summary(page), /alle 42/);
    problems.length = 0;
  }));

test("a keyboard reaches everything: choose, ask why, close", () =>
  open("", {}, async (page) => {
    const press = async (name) => {
      for (let count = 0; count < 80; count += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
        if (name.test(at)) return page.keyboard.press("Enter");
      }
      assert.fail(`no way to ${name}`);
    };
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Ga naar de inhoud");
    await page.keyboard.press("Enter");
    await press(/^Ja, al mijn zorgaanbieders/);
    await press(/^Apotheek Het Anker, huisartsen en huisartsenposten: mag\./);
    assert.equal(await page.getByRole("dialog").count(), 1);
    await page.keyboard.press("Enter");
    assert.equal(await page.getByRole("dialog").count(), 0);
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Apotheek Het Anker, huisartsen/);
  }));

test("English, all of it", () =>
  open("#v=keuzes&k=j.alle_n.g.ggz", {}, async (page) => {
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    assert.equal(await summary(page), "36 of the 42 cells are open.");
    await cell(page, /^Mental health care De Overkant, GPs and out-of-hours GP posts: may not/).click();
    assert.match(await page.getByRole("dialog").textContent(), /On 3 March 2026 you said “no” for the group “mental health care”/);
    await page.keyboard.press("Escape");
    for (const link of ["In an emergency", "Stories"]) {
      await page.getByRole("link", { name: link }).click();
      assert.doesNotMatch(await page.locator("main").textContent(), /\b(niet|zorgaanbieder|huisartsenpost)\b/);
    }
  }));
