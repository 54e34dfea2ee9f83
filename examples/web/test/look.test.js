// How the page looks: to a screen reader, on a phone, on paper, in forced colours; axe-core on every view.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test, { before } from "node:test";
import { explorer, shots } from "./page.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { open } = explorer();
before(() => shots && mkdirSync(shots, { recursive: true }));

test("a screen reader meets a real table: rows and columns have heads, also on a narrow screen", async () => {
  for (const width of [320, 1280]) {
    await open("", { width }, async (page) => {
      const table = page.getByRole("table").first();
      // Who has the data, who asks, and the six groups of those who ask.
      assert.equal(await table.getByRole("columnheader").count(), 8);
      assert.equal(await table.getByRole("rowheader").count(), 7);
      assert.equal(await table.getByRole("cell").count(), 42);
    });
  }
});

test("on paper: the table is a table, the controls are gone", () =>
  open("#v=keuzes&k=j.alle_n.g.ggz", { width: 700 }, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".controls").isVisible(), false);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".matrix td")).display), "table-cell");
    assert.equal(await page.locator(".matrix td .outcome").first().isVisible(), true);
    if (shots) await page.pdf({ path: `${shots}/print.pdf` });
  }));

test("the caption says where things are: beside and above in a table, on cards on a phone; who asks is shown in both", async () => {
  for (const [width, media, isCards] of [[1280, "screen", false], [320, "screen", true], [320, "print", false]]) {
    for (const [hash, count] of [["#v=keuzes", 7], ["#v=spoed", 2]]) {
      await open(hash, { width }, async (page) => {
        await page.emulateMedia({ media });
        const visible = (told) => page.locator("main").getByText(told).filter({ visible: true }).count();
        assert.equal(await visible(/^Links staat wie uw gegevens heeft\./), count === 7 && !isCards ? 1 : 0);
        assert.equal(await visible(/^Op elke kaart staat eerst wie uw gegevens heeft\./), count === 7 && isCards ? 1 : 0);
        assert.equal(await visible("Klik op een vakje om te zien waarom."), count === 7 && media === "screen" ? 1 : 0);
        assert.equal(await visible(/^Wie erom vraagt:$/), isCards ? count : 0);
        if (!isCards) {
          const { height } = await page.getByRole("columnheader", { name: "Wie erom vraagt" }).boundingBox();
          assert.ok(height > 10);
        }
      });
    }
  }
});

test("in forced colours only the tab of this page is underlined", () =>
  open("#v=spoed", { forcedColors: "active" }, async (page) => {
    const colours = await page.evaluate(() => {
      const of = (element, name) => getComputedStyle(element)[name];
      return [...document.querySelectorAll("nav a")].map((link) => ({
        here: link.hasAttribute("aria-current"),
        isSeen: of(link, "borderBottomColor") !== of(document.body, "backgroundColor"),
      }));
    });
    assert.deepEqual(colours, [{ here: false, isSeen: false }, { here: true, isSeen: true }, { here: false, isSeen: false }]);
  }));

test("on paper with a dialog open: the page, and after it the grounds; afterwards the dialog is there again", () =>
  open("#v=keuzes&k=j.alle_n.g.ggz&waarom=ggz-RPZAC001", { width: 700 }, async (page) => {
    await page.evaluate(() => {
      // After the listeners of the page: what is printed is what is seen here.
      addEventListener("beforeprint", () => {
        const dialog = document.querySelector("dialog");
        const top = document.querySelector(".matrix").getBoundingClientRect().bottom;
        window.printed = { isModal: dialog.matches(":modal"), isOpen: dialog.open, position: getComputedStyle(dialog).position, isBelow: dialog.getBoundingClientRect().top >= top };
      });
    });
    await page.emulateMedia({ media: "print" });
    await page.pdf(shots ? { path: `${shots}/print-dialog.pdf` } : {});
    assert.deepEqual(await page.evaluate(() => window.printed), { isModal: false, isOpen: true, position: "static", isBelow: true });
    await page.emulateMedia({ media: "screen" });
    assert.equal(await page.evaluate(() => document.querySelector("dialog").matches(":modal")), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("dialog").count(), 0);
  }));

const VIEWS = {
  empty: "",
  choices: "#v=keuzes&k=j.alle_n.g.ggz_j.p.ggz",
  whatif: "#v=keuzes&k=j.alle_n.g.ggz&probeer=n.alle",
  trying: "#v=keuzes&probeer=",
  unread: "#v=keuzes&k=j.alle_q.q",
  why: "#v=keuzes&k=j.alle_n.g.ggz&waarom=ggz-RPZAC001",
  "emergency-before": "#v=spoed",
  emergency: "#v=spoed&uur=30",
  "emergency-over": "#v=spoed&uur=73",
  "emergency-refused": "#v=spoed&uur=3&k=n.alle",
  "emergency-one-refused": "#v=spoed&uur=3&k=n.p.apotheek",
  "emergency-one-needed": "#v=spoed&uur=75&k=j.p.huisarts",
  stories: "#v=verhalen",
  "story-question": "#v=verhalen&verhaal=liam&antwoorden=jj",
  "story-answer": "#v=verhalen&verhaal=liam&antwoorden=jjj",
  "story-done": `#v=verhalen&verhaal=stolwijk&antwoorden=${"jj".repeat(8)}`,
  english: "#v=keuzes&taal=en&k=j.alle_n.g.ggz",
};

const WINDOWS = [[320, "light"], [1280, "dark"]];
const MORE_WINDOWS = [...WINDOWS, [768, "dark"], [1280, "light"], [2200, "light"]];

for (const [name, hash] of Object.entries(VIEWS)) {
  for (const [width, colorScheme] of ["choices", "emergency", "story-answer"].includes(name) ? MORE_WINDOWS : WINDOWS) {
    test(`axe-core finds nothing and nothing sticks out: ${name}, ${width}, ${colorScheme}`, () =>
      open(hash, { width, colorScheme }, async (page) => {
        // The policy of the page stops scripts that are put into it; this one comes from the browser's own side.
        await page.evaluate(`(() => { const module = undefined; ${axe} })()`);
        const { violations } = await page.evaluate(() =>
          axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
        );
        const told = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target).join("; ")})`);
        assert.deepEqual(told, []);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `wider than the window by ${over}`);
        if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: name !== "why" });
      }));
  }
}
