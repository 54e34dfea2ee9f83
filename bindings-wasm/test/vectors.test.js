// The same bytes as everywhere (R26): in Node, from the inline module, and in a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Engine } from "akkoord";
import { Engine as Inline } from "akkoord/inline";
import { browser, native, package_, serve, withoutWasmType } from "./help.js";

const vectors = native();
const ask = (engine, { entry, line }) => (entry === "answer" ? engine.answerJson(line) : engine.evaluateJson(line));

test("there are vectors of both entries", () => {
  assert.ok(vectors.filter(({ entry }) => entry === "evaluate").length >= 200);
  assert.ok(vectors.filter(({ entry }) => entry === "answer").length >= 150);
});

test("node gives the bytes of the native engine", async () => {
  const engine = await Engine.load();
  for (const vector of vectors) assert.equal(ask(engine, vector), vector.answer, vector.id);
});

test("bytes are taken as texts are", () => {
  const engine = new Engine();
  for (const vector of vectors) {
    const bytes = { ...vector, line: new TextEncoder().encode(vector.line) };
    assert.equal(ask(engine, bytes), vector.answer, vector.id);
  }
});

test("the inline module gives the same bytes", async () => {
  const engine = await Inline.load();
  for (const vector of vectors) assert.equal(ask(engine, vector), vector.answer, vector.id);
});

test("the program `akkoord evaluate` wrote the same lines", () => {
  const closed = vectors.filter(({ entry, line }) => entry === "evaluate" && line !== "");
  const lines = readFileSync(process.env.AKKOORD_PROGRAM_ANSWERS, "utf8").split("\n").slice(0, -1);
  assert.equal(lines.length, closed.length);
  const engine = new Engine();
  closed.forEach((vector, index) => {
    // The program numbers its lines; a single line is the first.
    const line = lines[index].replace(`{"error":{"line":${index + 1},`, '{"error":{"line":1,');
    assert.equal(engine.evaluateJson(vector.line), line, vector.id);
  });
});

for (const [entry, types] of [
  ["web.js", undefined],
  ["web.js", withoutWasmType],
  ["inline.js", undefined],
]) {
  test(`a browser gives the same bytes: ${entry}${types ? ", from a server that does not know wasm" : ""}`, async () => {
    const server = await serve(package_, types);
    const chromium = await browser();
    try {
      const page = await chromium.newPage();
      await page.goto(`${server.url}test/empty.html`);
      const answers = await page.evaluate(
        async ([address, vectors]) => {
          const { Engine } = await import(address);
          const engine = await Engine.load();
          return vectors.map(({ entry, line }) =>
            entry === "answer" ? engine.answerJson(line) : engine.evaluateJson(line),
          );
        },
        [`${server.url}dist/${entry}`, vectors],
      );
      assert.equal(answers.length, vectors.length);
      vectors.forEach((vector, index) => assert.equal(answers[index], vector.answer, vector.id));
    } finally {
      await chromium.close();
      await server.close();
    }
  });
}
