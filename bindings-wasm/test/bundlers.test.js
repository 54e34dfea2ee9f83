// The package without configuration in every bundler: each builds a small project that asks the question of the README, and what it
// built is run. The bundlers are those of test/bundlers/package-lock.json; vite and webpack are in package.test.js.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import test, { after, before } from "node:test";
import { promisify } from "node:util";
import { ANSWER, PAGE, browser, fiveLines, package_, serve, shown } from "./help.js";

const bundlers = join(package_, "test", "bundlers");
const projects = join(bundlers, "projects");
const from = createRequire(join(bundlers, "package.json"));
const run = promisify(execFile);
let tarball;

/** The lines of the README as a module: `answer()` gives what they would show. */
function asking() {
  const [head, ...lines] = fiveLines().split("\n");
  const last = lines.pop().replace("document.body.textContent =", "return");
  return `${head}\nexport async function answer() {\n${[...lines, last].join("\n")}\n}\n`;
}

const SHOW = 'import { answer } from "./ask.js";\nanswer().then((text) => { document.body.textContent = text; });\n';
const TELL = 'import { answer } from "./ask.js";\nanswer().then((text) => console.log(text));\n';

before(async () => {
  rmSync(projects, { recursive: true, force: true });
  mkdirSync(projects);
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", projects], { cwd: package_ });
  tarball = join(projects, JSON.parse(stdout)[0].filename);
});

after(() => rmSync(projects, { recursive: true, force: true }));

/** A project with the package unpacked into it, below the bundlers, so that it finds them. */
async function project(name, files, settings = {}) {
  const home = join(projects, name);
  const modules = join(home, "node_modules", "akkoord");
  mkdirSync(modules, { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", modules]);
  const all = { "package.json": JSON.stringify({ private: true, ...settings }), "ask.js": asking(), ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), text);
  }
  return home;
}

const QUIET = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", CI: "1" };

/** The program of a package, in a project. */
async function tool(home, name, ...words) {
  try {
    return await run(join(bundlers, "node_modules", ".bin", name), words, { cwd: home, env: QUIET, maxBuffer: 1 << 26 });
  } catch (error) {
    // What went wrong stands at the end.
    const said = `${error.stdout}\n${error.stderr}`.trim();
    assert.fail(`${name} ${words.join(" ")} (${error.code ?? error.signal}): ${said.slice(-1_500)}`);
  }
}

async function page(folder) {
  const server = await serve(folder);
  try {
    assert.match(await shown(server.url), ANSWER);
  } finally {
    await server.close();
  }
}

async function program(home, file) {
  // From elsewhere: nothing is looked for in the working directory.
  const { stdout } = await run(process.execPath, [join(home, file)], { cwd: "/" });
  assert.match(stdout, ANSWER);
}

test("esbuild, for a browser", async () => {
  const home = await project("esbuild-browser", { "main.js": SHOW, "a/index.html": PAGE, "b/index.html": PAGE });
  await tool(home, "esbuild", "main.js", "--bundle", "--outfile=a/main.js");
  await page(join(home, "a"));
  await tool(home, "esbuild", "main.js", "--bundle", "--format=esm", "--splitting", "--outdir=b");
  await page(join(home, "b"));
});

test("esbuild, for Node", async () => {
  const home = await project("esbuild-node", { "main.js": TELL });
  await tool(home, "esbuild", "main.js", "--bundle", "--platform=node", "--outfile=out.cjs");
  await program(home, "out.cjs");
  await tool(home, "esbuild", "main.js", "--bundle", "--platform=node", "--format=esm", "--outfile=out.mjs");
  await program(home, "out.mjs");
});

test("Rollup, for a browser and for Node", async () => {
  const { rollup } = await import(from.resolve("rollup"));
  const { nodeResolve } = await import(from.resolve("@rollup/plugin-node-resolve"));
  const home = await project("rollup", { "show.js": SHOW, "tell.js": TELL, "browser/index.html": PAGE });
  const built = async (input, resolve, dir) => {
    const warnings = [];
    const bundle = await rollup({ input: join(home, input), plugins: [nodeResolve(resolve)], onwarn: ({ message }) => warnings.push(message) });
    await bundle.write({ dir: join(home, dir), entryFileNames: "main.js" });
    await bundle.close();
    assert.deepEqual(warnings, []);
  };
  await built("show.js", { browser: true }, "browser");
  await page(join(home, "browser"));
  await built("tell.js", { exportConditions: ["node"] }, "node");
  writeFileSync(join(home, "node", "package.json"), '{"type": "module"}');
  await program(home, "node/main.js");
});

test("Parcel", async () => {
  const home = await project("parcel", { "main.js": SHOW, "index.html": PAGE });
  await tool(home, "parcel", "build", "index.html", "--no-cache", "--cache-dir", "cache", "--dist-dir", "out");
  await page(join(home, "out"));
});

const WORKER = `import { answer } from "./ask.js";
export default { fetch: async () => new Response(await answer()) };
`;

test("Cloudflare's workerd, through wrangler", async () => {
  const home = await project("workerd", { "main.js": WORKER });
  await tool(home, "wrangler", "deploy", "main.js", "--name=x", "--compatibility-date=2026-01-01", "--dry-run", "--outdir=out");
  const { Miniflare } = from("miniflare");
  const files = ["main.js", ...readdirSync(join(home, "out")).filter((file) => file.endsWith(".wasm"))];
  const modules = files.map((file) => ({ type: file.endsWith(".js") ? "ESModule" : "CompiledWasm", path: join(home, "out", file) }));
  const worker = new Miniflare({ modules, modulesRoot: join(home, "out"), compatibilityDate: "2026-01-01" });
  try {
    const response = await worker.dispatchFetch("http://localhost/");
    assert.match(await response.text(), ANSWER);
  } finally {
    await worker.dispose();
  }
});

const NEXT = {
  "app/layout.js": 'export default function Layout({ children }) { return <html lang="nl"><body>{children}</body></html>; }\n',
  "app/page.js": `import { answer } from "../ask.js";
import { Client } from "./client.js";
export default async function Page() { return <main><p id="server">{await answer()}</p><Client /></main>; }
`,
  "app/client.js": `"use client";
import { useEffect, useState } from "react";
import { answer } from "../ask.js";
export function Client() {
  const [text, setText] = useState("");
  useEffect(() => { answer().then(setText); }, []);
  return <p id="client">{text}</p>;
}
`,
  // What runs in the server that was built, and not while it was being built.
  "app/api/route.js": `import { answer } from "../../ask.js";
export const dynamic = "force-dynamic";
export async function GET() { return new Response(await answer()); }
`,
};

/** The address of a server, once it says so. */
function listening(server) {
  return new Promise((found, lost) => {
    let said = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (data) => {
        const [address] = (said += data).match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
        if (address && said.includes("Ready")) found(address);
      });
    }
    server.on("exit", () => lost(new Error(said)));
  });
}

for (const bundler of ["webpack", "turbopack"]) {
  test(`Next.js with ${bundler}: a server component, a client component, a route`, async () => {
    const home = await project(`next-${bundler}`, NEXT);
    await tool(home, "next", "build", `--${bundler}`);
    const words = [from.resolve("next/dist/bin/next"), "start", "--hostname", "127.0.0.1", "--port", "0"];
    const server = spawn(process.execPath, words, { cwd: home, env: QUIET });
    const chromium = await browser();
    try {
      const url = await listening(server);
      assert.match(await (await fetch(`${url}/api`)).text(), ANSWER);
      const page = await chromium.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      await page.goto(url);
      assert.match(await page.textContent("#server"), ANSWER);
      await page.waitForFunction(() => document.querySelector("#client").textContent !== "", null, { timeout: 20_000 }).catch(() => {});
      assert.deepEqual(problems, []);
      assert.match(await page.textContent("#client"), ANSWER);
    } finally {
      await chromium.close();
      server.kill();
    }
  });
}
