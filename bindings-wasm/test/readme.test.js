// Every snippet of the README that needs no page runs in Node, and prints what the README says; that it compiles: types.test.js.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { inFolder, package_, snippets } from "./help.js";

const run = snippets().filter(({ code }) => !code.includes("document.body"));

test("the README has snippets that run in Node, and one says what it prints", () => {
  assert.ok(run.length >= 2);
  assert.ok(run.some(({ prints }) => prints));
});

for (const [index, { code, prints }] of run.entries()) {
  test(`snippet ${index + 1} of the README that needs no page runs in Node`, () =>
    inFolder((folder) => {
      mkdirSync(join(folder, "node_modules"));
      symlinkSync(package_, join(folder, "node_modules", "akkoord"), "dir");
      writeFileSync(join(folder, "package.json"), '{"type": "module"}');
      writeFileSync(join(folder, "snippet.ts"), code);
      const compilerOptions = { target: "es2022", module: "nodenext", moduleResolution: "nodenext", lib: ["es2022", "dom"], types: [], strict: true, outDir: "out" };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["snippet.ts"] }));
      const tsc = join(package_, "node_modules/typescript/bin/tsc");
      try {
        execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
      } catch (error) {
        assert.fail(String(error.stdout).slice(0, 4000));
      }
      const told = execFileSync(process.execPath, [join(folder, "out", "snippet.js")], { cwd: folder, encoding: "utf8" });
      if (prints !== undefined) assert.equal(told, prints);
    }));
}
