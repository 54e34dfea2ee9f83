// The types say what the JSON says: every vector that the engine answers, and its answer, fit them; misspelt fields do not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { inFolder, native, package_, snippets } from "./help.js";

const WAYS = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

const CONSUMER = `import { AkkoordError, Engine, type ConsulterDecision, type Choice, type Command, type Decision, type Holder, type Profile, type Query, type RuleSet, type Scope, type Subscription } from "akkoord";
import { Engine as Inline } from "akkoord/inline";

const profile: Profile = { patient: { id: "999990019" }, choices: [] };
const query: Query = {
  holder: { id: "ura:90000017", type: "Z3" },
  consulter: { id: "ura:90000033", type: "N6" },
  data: ["GGC002", "GGC013"],
  treatment_relationship: true,
  at: new Date(0),
};
const trial: RuleSet = { name: "trial", version: "1", date: "2026-11-22", parameters: { emergency_hours: 96 } };
const engine: Engine = await Engine.load();
const decisions: Decision[] = engine.decide(profile, query);
export const first: "permit" | "deny" | "not_applicable" | "indeterminate" | undefined = decisions[0]?.decision;
export const until: string | null | undefined = decisions[0]?.valid_until;
engine.decideMany(profile, new Set([query]));
const fixed = { patient: { id: "999990019" }, choices: [{ id: "c1", answer: "yes", scope: { level: "individual", holders: ["ura:90000017"], options: ["1.1"] }, channel: "mijn_mitz", decided_at: "2026-01-02T10:00:00Z", recorded_at: "2026-01-02T10:00:00Z" }] } as const;
const frozen: Readonly<Query> = Object.freeze({ ...query, data: Object.freeze(["GGC002"]) as string[] });
engine.decide(fixed, frozen);
// What one has as a readonly list goes into the documents as it is.
const holder: Readonly<Holder> = Object.freeze({ id: "ura:90000017", type: "Z3" });
const lists: { readonly choices: readonly Choice[]; readonly ids: readonly string[]; readonly holders: ReadonlyArray<Holder>; readonly subscriptions: readonly Subscription[] } = { choices: fixed.choices, ids: [holder.id], holders: [holder], subscriptions: [{ holder }] };
const made: Profile = { patient: { id: "999990019" }, choices: lists.choices };
const scopes: Scope[] = [
  { level: "blanket", options: lists.ids },
  { level: "categorical", holder_category: "apotheken", options: lists.ids },
  { level: "individual", holders: lists.ids, options: lists.ids },
  { level: "emergency", holders: lists.ids, consulter: holder },
];
const choice = { id: "c9", answer: "yes", decided_at: query.at } as const;
const commands: readonly Command[] = [
  ...scopes.map((scope): Command => ({ mijn_mitz: { choice, scope } })),
  { raadplegersknop: { choice, consulter: holder, holders: lists.holders } },
  { migration: { choice, holder, options: lists.ids } },
];
for (const command of commands) engine.register(made, { command, now: query.at });
engine.openQuery(made, { subscriptions: lists.subscriptions, consulter: holder, data: lists.ids, at: query.at });
engine.whyEmpty(made, { ...query, subscriptions: lists.subscriptions, data: lists.ids });
engine.smallestChange(made, { holder, consulter: holder, data: lists.ids, at: query.at, subscriptions: lists.subscriptions });
engine.whatIf(made, { subscriptions: lists.subscriptions, change: { add: lists.choices[0]! }, at: query.at } as const);
engine.notices(made, { after: fixed, subscriptions: lists.subscriptions, at: query.at } as const);
engine.record(made, { open_query: { subscriptions: lists.subscriptions, consulter: holder, at: query.at } } as const);
engine.timeline(made, { holder, consulter: holder, data: lists.ids, from: query.at, until: new Date(1) } as const);
engine.checkProfile(Object.freeze(made));
new Engine({ catalogue: Object.freeze(engine.catalogue), ruleSet: Object.freeze(trial), limits: Object.freeze({ steps: 1 }) } as const);
engine.decideMany(fixed, [frozen, query] as readonly Query[]);
engine.matrix(fixed, { subscriptions: [{ holder: query.holder }] as const, at: query.at } as const);
const told: ConsulterDecision[] = engine.decide(profile, { ...query, audience: "consulter" });
// @ts-expect-error a consulter learns no reason
told[0]?.reason;
new Engine({ limits: { steps: 1_000_000, answerBytes: 65_536 } }).free();
engine.ruleSet.digest.toUpperCase();
engine.explain(JSON.stringify(profile), query, { lang: "en", audience: "holder" })[0]?.sentences.join(" ");
const inline: Engine = await Inline.load({ ruleSet: trial });
// @ts-expect-error a misspelt parameter
new Engine({ ruleSet: { ...trial, parameters: { emergency_hour: 96 } } });
{
  using short = new Engine();
  short.catalogue.options.length.toFixed();
}
try {
  inline.free();
} catch (error) {
  if (error instanceof AkkoordError && error.code === "unknown_field") console.log(error.path, error.number.toFixed());
  if (error instanceof AkkoordError) console.log(engine.explainRefusal(error, { lang: "en" })?.length);
}
// @ts-expect-error a misspelt field
engine.decide(profile, { ...query, treatment_relationsip: true, at: "" } satisfies Query);
// @ts-expect-error another misspelt field
const misspelt: Profile = { patient: { id: "1" }, choices: [], catalog: "mitz" };
// @ts-expect-error a field that must be there
const without: Query = { holder: query.holder, data: "GGC002", at: "2026-01-05T12:00:00Z" };
// @ts-expect-error an unknown language
engine.explain(profile, query, { lang: "fr" });
// @ts-expect-error an error has a code
engine.explainRefusal({});
// @ts-expect-error no reason
if (decisions[0]?.reason === "because") console.log(misspelt, without);
`;

/** A consumer of a platform without the types of a browser or of Node. */
const BARE = `import { Engine } from "akkoord";
export const engine: Promise<Engine> = Engine.load({ source: new Uint8Array(8) });
export const other: Promise<Engine> = Engine.load({ source: "./akkoord.wasm" });
`;

const SOURCES = `import { Engine } from "akkoord";
export const engines: Promise<Engine>[] = [
  Engine.load({ source: new URL("https://example.invalid/akkoord.wasm") }),
  Engine.load({ source: new Response() }),
  Engine.load({ source: new WebAssembly.Module(new Uint8Array(8)) }),
];
// @ts-expect-error no source
Engine.load({ source: null });
`;

function vectors() {
  const lines = ['import type { AnswerLine, Line } from "akkoord";'];
  let count = 0;
  for (const { id, line, answer } of native()) {
    if (JSON.parse(answer).error) continue;
    const name = id.replaceAll("-", "_");
    // A literal: an extra field is an error of the compiler.
    lines.push(`export const in_${name}: Line = ${line};`, `export const out_${name}: AnswerLine = ${answer};`);
    count += 1;
  }
  assert.ok(count > 250, `${count} vectors with answers`);
  return lines.join("\n");
}

function compile(folder, config) {
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  try {
    execFileSync(process.execPath, [join(package_, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
  } catch (error) {
    assert.fail(String(error.stdout).slice(0, 4000));
  }
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`a strict consumer compiles: ${name}`, () =>
    inFolder((folder) => {
      mkdirSync(join(folder, "node_modules"));
      symlinkSync(package_, join(folder, "node_modules", "akkoord"), "dir");
      writeFileSync(join(folder, "package.json"), '{"type": "module"}');
      writeFileSync(join(folder, "consumer.ts"), CONSUMER);
      writeFileSync(join(folder, "vectors.ts"), vectors());
      writeFileSync(join(folder, "sources.ts"), SOURCES);
      writeFileSync(join(folder, "bare.ts"), BARE);
      const compilerOptions = {
        ...way,
        target: "es2022",
        lib: ["es2022", "dom"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        skipLibCheck: false,
      };
      const readme = snippets().map(({ code }, index) => [`readme${index}.ts`, code]);
      for (const [file, code] of readme) writeFileSync(join(folder, file), code);
      compile(folder, { compilerOptions, files: ["consumer.ts", "vectors.ts", "sources.ts", ...readme.map(([file]) => file)] });
      compile(folder, { compilerOptions: { ...compilerOptions, lib: ["es2022"] }, files: ["bare.ts"] });
    }));
}
