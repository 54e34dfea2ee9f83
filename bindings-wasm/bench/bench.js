// Node and Chromium beside Cedar's own WebAssembly and the native engine, in one run. AKKOORD_NATIVE is the native bench program.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { Engine } from "akkoord";
import { browser, package_, serve } from "../test/help.js";
import { lineOf, measure, queries } from "./contenders.js";

const require = createRequire(import.meta.url);
const native = () =>
  Number(execFileSync(process.env.AKKOORD_NATIVE, { input: lineOf(queries[0]), encoding: "utf8" }));

async function inChromium() {
  const server = await serve(package_);
  const chromium = await browser();
  try {
    const page = await chromium.newPage();
    await page.goto(`${server.url}test/empty.html`);
    return await page.evaluate(async () => {
      const { Engine } = await import("/dist/web.js");
      const cedar = await import("/node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm.js");
      await cedar.default();
      const { measure } = await import("/bench/contenders.js");
      return measure(await Engine.load(), cedar);
    });
  } finally {
    await chromium.close();
    await server.close();
  }
}

const before = native();
const inNode = measure(new Engine(), require("@cedar-policy/cedar-wasm/nodejs"));
const inBrowser = await inChromium();
const base = (before + native()) / 2;
const told = (nanoseconds) => `${(nanoseconds / 1000).toFixed(1)} µs`.padStart(11);
const times = (nanoseconds) => `${(nanoseconds / base).toFixed(2)} x`.padStart(9);
console.log(`| ${"profile JSON (20 choices) and query → decision".padEnd(46)} | ${"median".padStart(11)} | ${"x native".padStart(9)} |`);
console.log(`| ${"-".repeat(46)} | ${"-".repeat(10)}: | ${"-".repeat(8)}: |`);
console.log(`| ${"native evaluate_json".padEnd(46)} | ${told(base)} | ${times(base)} |`);
for (const [where, medians] of [["Node", inNode], ["Chromium", inBrowser]]) {
  for (const [name, median] of Object.entries(medians)) console.log(`| ${`${where}: ${name}`.padEnd(46)} | ${told(median)} | ${times(median)} |`);
}
for (const [where, medians] of [["Node", inNode], ["Chromium", inBrowser]]) {
  const ratio = medians["akkoord.evaluateJson, bytes only"] / base;
  const cedar = medians["cedar.statefulIsAuthorized"] / medians["akkoord.decide"];
  console.log(`${where}: ${ratio.toFixed(2)} x native (budget 2: ${ratio <= 2 ? "met" : "NOT met"}); Cedar takes ${cedar.toFixed(1)} x as long`);
}
