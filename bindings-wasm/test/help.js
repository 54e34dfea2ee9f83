// What the tests share. Servers bind to loopback and are closed by who opened them.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const package_ = fileURLToPath(new URL("..", import.meta.url));
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every snippet of the README, each a module of its own, with what the README says that it prints. */
export function snippets() {
  const readme = readFileSync(join(package_, "README.md"), "utf8");
  const found = [...readme.matchAll(/```(?:js|ts)\n([\s\S]*?)```(?:\n+```text\n([\s\S]*?)```)?/g)];
  assert.ok(found.length >= 3, `${found.length} snippets`);
  return found.map(([, code, prints]) => ({ code, prints }));
}

/** What the native engine answered to every vector; `cargo xtask test` writes it. */
export function native() {
  const file = process.env.AKKOORD_ANSWERS;
  if (!file) throw new Error("AKKOORD_ANSWERS names no file: run `cargo xtask test-wasm`");
  return ndjson(file);
}

export function ndjson(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
};

/** Serves a folder on loopback; `requests` is what was asked for. */
export async function serve(folder, types = TYPES) {
  const requests = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    requests.push(request.url);
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep) || !isFile(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export const withoutWasmType = { ...TYPES, ".wasm": undefined };

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Debian's Chromium, without a screen and without any connection of its own. */
export async function browser(options = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    ...options,
  });
}

/** What a page shows, once it shows something. */
export async function shown(url) {
  const chromium = await browser();
  try {
    const page = await chromium.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(url);
    await page.waitForFunction(() => document.body.textContent.trim() !== "", null, { timeout: 20_000 }).catch(() => {});
    assert.deepEqual(problems, []);
    return (await page.textContent("body")).trim();
  } finally {
    await chromium.close();
  }
}

export const PAGE = '<!doctype html><html lang="nl"><meta charset="utf-8"><title>x</title><body><script type="module" src="./main.js"></script></body></html>';
export const ANSWER = /^Ja, deze zorgaanbieder \(huisartsenpraktijk\) mag uw behandelgegevens delen/;

/** The five lines of the README, in a page that shows what they say. */
export function fiveLines() {
  const readme = readFileSync(join(package_, "README.md"), "utf8");
  const code = readme.match(/```js\n(import[\s\S]*?)```/)[1].trimEnd();
  assert.equal(code.split("\n").length, 5, "the README promises five lines");
  return code;
}

/** A folder of its own, gone when the work is done. */
export async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "akkoord-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Numbers that look random and are the same every time (mulberry32). */
export function dice(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const profile = {
  patient: { id: "999990019" },
  choices: [
    {
      id: "c1",
      answer: "yes",
      scope: { level: "blanket" },
      channel: "mijn_mitz",
      decided_at: "2026-01-02T10:00:00Z",
      recorded_at: "2026-01-02T10:00:00Z",
    },
  ],
};

export const query = {
  holder: { id: "ura:90000017", type: "Z3" },
  consulter: { id: "ura:90000033", type: "N6" },
  data: "GGC002",
  treatment_relationship: true,
  at: "2026-01-05T12:00:00Z",
};

export const subscriptions = [{ holder: { id: "ura:90000017", type: "Z3" } }];
