// What the tests of the explorer share: the built page, served on loopback, in Debian's Chromium.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { browser, serve } from "../../../bindings-wasm/test/help.js";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
/** Where pictures go, if they are wanted. */
export const shots = process.env.AKKOORD_SHOTS;

/** Starts a browser for the tests of a file; `open` opens the page at a state, and fails on any error that the page tells. */
export function explorer() {
  const running = {};
  before(async () => {
    running.server = await serve(dist);
    running.chromium = await browser();
  });
  after(async () => {
    await running.chromium.close();
    await running.server.close();
  });
  return {
    get server() {
      return running.server;
    },
    async open(hash, { width = 1280, height = 900, ...options }, work) {
      const context = await running.chromium.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...options });
      const page = await context.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      try {
        await page.goto(running.server.url + hash);
        await page.waitForSelector("h1, .broken");
        const result = await work(page, problems, context);
        assert.deepEqual(problems, []);
        return result;
      } finally {
        await context.close();
      }
    },
  };
}

export const summary = (page) => page.locator(".summary").textContent();
/** What the browser does in a turn of its own, such as going back, is waited for. */
export const becomes = (page, told) => page.locator(".summary", { hasText: told }).waitFor();
export const cell = (page, name) => page.getByRole("button", { name });
export const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.id);

export const CASES = ["01-stolwijk", "02-emma", "03-emma-zonder-digid", "04-liam", "05-liam-bezwaar", "06-dubois"];
export const readCase = (name) => JSON.parse(readFileSync(new URL(`../../cases/${name}.json`, import.meta.url), "utf8"));
