// What a person gets who installs the package: into an empty Vite app, into webpack, and without any bundler.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { formatMessage } from "publint/utils";
import { publint } from "publint";
import { ANSWER, PAGE, fiveLines, package_, serve, shown } from "./help.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

const modules = join(package_, "node_modules");
let folder;
let packed;

function npm(folder, ...words) {
  return execFileSync("npm", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), "akkoord-"));
  const [told] = JSON.parse(npm(package_, "pack", "--json", "--pack-destination", folder));
  packed = { ...told, file: join(folder, told.filename) };
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** An app with the package installed from the tarball, and the tools of this one. */
function app(name, files) {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{"private": true, "type": "module"}');
  npm(home, "install", "--no-audit", "--no-fund", "--offline", packed.file);
  for (const tool of ["vite", "webpack", "webpack-cli"]) symlinkSync(join(modules, tool), join(home, "node_modules", tool), "dir");
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, file), text);
  return home;
}

test("publint finds nothing but the field for Parcel", async () => {
  const { messages, pkg } = await publint({ pkgDir: package_, strict: true });
  // Parcel does not read `exports` unless it is told to.
  const others = messages.filter(({ code }) => code !== "USE_EXPORTS_OR_IMPORTS_BROWSER");
  assert.deepEqual(others.map((message) => formatMessage(message, pkg)), []);
});

test("the tarball has what it needs and nothing else", () => {
  const files = packed.files.map(({ path }) => path).sort();
  assert.deepEqual(files, [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    ...["akkoord.wasm", "base64.js", "document.js", "engine.js", "error.js", "fields.js", "glue.js", "index.d.ts", "inline.js", "inside.js", "node.js", "web.js", "workerd.js"].map((file) => `dist/${file}`),
    "package.json",
  ]);
});

test("an empty Vite app, built: five lines of the README decide in the page", async () => {
  const home = app("vite-build", { "index.html": PAGE, "main.js": fiveLines() });
  execFileSync(process.execPath, [join(modules, "vite/bin/vite.js"), "build"], { cwd: home, stdio: "pipe" });
  const server = await serve(join(home, "dist"));
  try {
    assert.match(await shown(server.url), ANSWER);
    assert.ok(server.requests.some((path) => path.endsWith(".wasm")));
  } finally {
    await server.close();
  }
});

test("the same under Vite's development server", async () => {
  const home = app("vite-dev", { "index.html": PAGE, "main.js": fiveLines() });
  const { createServer } = await import("vite");
  const server = await createServer({ root: home, logLevel: "error", server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  try {
    assert.match(await shown(server.resolvedUrls.local[0]), ANSWER);
  } finally {
    await server.close();
  }
});

test("the same through webpack", async () => {
  const home = app("webpack", { "index.html": PAGE.replace("./main.js", "./dist/main.js"), "main.js": fiveLines() });
  const words = [join(modules, "webpack/bin/webpack.js"), "--mode", "production", "--entry", "./main.js", "--output-path", "dist"];
  execFileSync(process.execPath, words, { cwd: home, stdio: "pipe" });
  const server = await serve(home);
  try {
    assert.match(await shown(server.url), ANSWER);
  } finally {
    await server.close();
  }
});

for (const entry of ["akkoord", "akkoord/inline"]) {
  test(`the same without a bundler: ${entry}`, async () => {
    const name = entry.replace("/", "-");
    const file = entry === "akkoord" ? "web.js" : "inline.js";
    const map = JSON.stringify({ imports: { [entry]: `./node_modules/akkoord/dist/${file}` } });
    const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-x'; connect-src ${file === "web.js" ? "'self'" : "'none'"}`;
    const head = `<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="importmap" nonce="x">${map}</script>`;
    const home = app(name, {
      "index.html": PAGE.replace("<title>", `${head}<title>`),
      "main.js": fiveLines().replace('"akkoord"', `"${entry}"`),
    });
    const server = await serve(home);
    try {
      assert.match(await shown(server.url), ANSWER);
    } finally {
      await server.close();
    }
  });
}

test("the same in Node", () => {
  const code = `globalThis.document = { body: { set textContent(text) { console.log(text); } } };\n${fiveLines().split("\n").slice(1).join("\n")}`;
  const home = app("node", { "main.js": `${fiveLines().split("\n")[0]}\n${code}` });
  assert.match(execFileSync(process.execPath, ["main.js"], { cwd: home, encoding: "utf8" }), ANSWER);
});
