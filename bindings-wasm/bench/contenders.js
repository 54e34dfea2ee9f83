// The same question for akkoord and for Cedar, in Node and in a browser. Cedar is given its best form: policies parsed beforehand, and the
// twenty choices worked out by hand, since its policies cannot say that the last choice wins.
const ROUNDS = 15;
const CALLS = 400;
const HOLDERS = Array.from({ length: 9 }, (_, index) => `ura:9000${String(100 + index)}`);
const OPTIONS = { huisartsen: "1.1", ggz: "6.1" };

const recorded = (day) => `2026-01-${String(day).padStart(2, "0")}T10:00:00Z`;

/** Twenty choices: a headline, a group, and eighteen for single holders, each of them twice. */
export const profile = {
  patient: { id: "999990019" },
  choices: [
    { scope: { level: "blanket" }, answer: "yes" },
    { scope: { level: "categorical", holder_category: "ggz" }, answer: "no" },
    ...Array.from({ length: 18 }, (_, index) => ({
      scope: { level: "individual", holders: [HOLDERS[index % 9]] },
      answer: index % 3 === 0 ? "no" : "yes",
    })),
  ].map((choice, index) => ({
    id: `c${index + 1}`,
    channel: "mijn_mitz",
    decided_at: recorded(index + 1),
    recorded_at: recorded(index + 1),
    ...choice,
  })),
};

export const queries = [...HOLDERS, "ura:90000990"].flatMap((id) =>
  [["Z3", "GGC002"], ["G5", "GGC002"]].map(([type, data]) => ({
    holder: { id, type },
    consulter: { id: "ura:90000033", type: "N6" },
    data,
    treatment_relationship: true,
    at: "2026-02-05T12:00:00Z",
  })),
);

export const lineOf = (query) => JSON.stringify({ profile, query });

const POLICIES = `
permit (principal, action == Action::"disclose", resource)
when { resource has yes && resource.yes.contains(context.option) };
permit (principal, action == Action::"disclose", resource)
when {
    context.patient.yes.contains(context.option) &&
    !(resource has yes && (resource.yes.contains(context.option) || resource.no.contains(context.option)))
};`;

const optionOf = (query) => (query.holder.type === "Z3" ? OPTIONS.huisartsen : OPTIONS.ggz);
const all = Object.values(OPTIONS);

/** The choices at an instant, by hand: per level the last one. */
function entities() {
  const last = new Map();
  for (const { scope, answer } of profile.choices) if (scope.level === "individual") last.set(scope.holders[0], answer);
  const sets = (answer) => ({ yes: answer === "yes" ? all : [], no: answer === "no" ? all : [] });
  return [
    { uid: { type: "Patient", id: "p" }, attrs: { yes: [OPTIONS.huisartsen], no: [OPTIONS.ggz] }, parents: [] },
    ...[...last].map(([id, answer]) => ({ uid: { type: "Record", id }, attrs: sets(answer), parents: [] })),
  ];
}

export function contenders(engine, cedar) {
  const parsed = cedar.preparsePolicySet("consent", { staticPolicies: POLICIES });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
  const resolved = entities();
  const call = (query) => ({
    principal: { type: "Provider", id: query.consulter.id },
    action: { type: "Action", id: "disclose" },
    resource: { type: "Record", id: query.holder.id },
    context: { option: optionOf(query), patient: { __entity: { type: "Patient", id: "p" } } },
    preparsedPolicySetId: "consent",
    validateRequest: false,
    entities: resolved,
  });
  return {
    "akkoord.evaluateJson": { prepare: lineOf, ask: (line) => JSON.parse(engine.evaluateJson(line))[0].decision === "permit" },
    "akkoord.decide": { prepare: (query) => query, ask: (query) => engine.decide(profile, query)[0].decision === "permit" },
    "cedar.statefulIsAuthorized": {
      prepare: call,
      ask(call) {
        const answer = cedar.statefulIsAuthorized(call);
        if (answer.type !== "success") throw new Error(JSON.stringify(answer));
        return answer.response.decision === "allow";
      },
    },
    "akkoord.evaluateJson, bytes only": { prepare: lineOf, ask: (line) => engine.evaluateJson(line).includes('"decision":"permit"') },
  };
}

/** Nanoseconds for each, the median of rounds; all of them must agree first. */
export function measure(engine, cedar) {
  const asked = Object.entries(contenders(engine, cedar)).map(([name, { prepare, ask }]) => [name, queries.map(prepare), ask]);
  const [[, lines, truth]] = asked;
  const expected = lines.map(truth);
  if (!expected.includes(true) || !expected.includes(false)) throw new Error("the questions have one answer only");
  for (const [name, inputs, ask] of asked) {
    inputs.forEach((input, index) => {
      if (ask(input) !== expected[index]) throw new Error(`${name} disagrees on question ${index}`);
    });
  }
  const medians = {};
  for (const [name, [input], ask] of asked) {
    for (let call = 0; call < CALLS; call += 1) ask(input);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now();
      for (let call = 0; call < CALLS; call += 1) ask(input);
      rounds.push(((performance.now() - start) * 1e6) / CALLS);
    }
    medians[name] = rounds.sort((one, other) => one - other)[ROUNDS >> 1];
  }
  return medians;
}
