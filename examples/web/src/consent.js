// Every answer of the page comes from here, and here from the engine.
import { AkkoordError } from "akkoord/inline";
import { ANYBODY, ASKERS, HOLDERS, PATIENT, POST, asProvider, dayOf, holder, subscriptions } from "./world.js";

const scopeOf = (act) =>
  act.level === "blanket"
    ? { level: "blanket" }
    : act.level === "categorical"
      ? { level: "categorical", holder_category: act.group }
      : { level: "individual", holders: [holder(act.provider).id], ...(act.option ? { options: [act.option] } : {}) };

/** The choices of a person, recorded one after another as MijnMitz would. */
export function recorded(engine, acts) {
  let profile = { patient: PATIENT, choices: [] };
  acts.forEach((act, index) => {
    const now = dayOf(index);
    const command =
      act.withdraw !== undefined
        ? { withdraw: { choice: `k${act.withdraw}` } }
        : { mijn_mitz: { choice: { id: `k${index + 1}`, answer: act.answer, decided_at: now }, scope: scopeOf(act) } };
    try {
      profile = engine.register(profile, { command, now }).profile;
    } catch (error) {
      // An address that somebody changed by hand: what cannot be recorded is left out.
      if (!(error instanceof AkkoordError)) throw error;
    }
  });
  return profile;
}

/** The data that each holder has, by the options of the catalogue. */
export function dataOf(engine) {
  const { options, provider_types } = engine.catalogue;
  return new Map(
    HOLDERS.map(({ id, type }) => {
      const category = provider_types.find(({ code }) => code === type).holder_category;
      return [id, options.find(({ holder_category }) => holder_category === category).data];
    }),
  );
}

const place = ({ holder, consulting_category, data }) => `${holder.id} ${consulting_category} ${data}`;

/** Who may see what: by holder and by who asks. */
export function matrix(engine, profile, at) {
  const data = dataOf(engine);
  const { cells } = engine.matrix(profile, { subscriptions, at });
  const byPlace = new Map(cells.map((cell) => [place(cell), cell]));
  return HOLDERS.map((one) => ({
    holder: one,
    data: data.get(one.id),
    cells: ASKERS.map(({ category }) =>
      byPlace.get(place({ holder: one, consulting_category: category, data: data.get(one.id) })),
    ),
  }));
}

/** What would change if this were done: the rows of afterwards, with what each cell was before. */
export function whatIf(engine, profile, act, at, id) {
  const change =
    act.withdraw !== undefined
      ? { withdraw: `k${act.withdraw}` }
      : {
          add: {
            id,
            answer: act.answer,
            scope: scopeOf(act),
            channel: "mijn_mitz",
            decided_at: at,
            recorded_at: at,
            recorded_by: "patient",
          },
        };
  const data = dataOf(engine);
  const { changes } = engine.whatIf(profile, { subscriptions, change, at });
  return changes.filter((one) => one.data === data.get(one.holder.id));
}

export const questionOf = (engine, key, category, at) => ({
  holder: asProvider(holder(key)),
  consulter: { id: ANYBODY, type: ASKERS.find((asker) => asker.category === category).type },
  data: dataOf(engine).get(holder(key).id),
  treatment_relationship: true,
  at,
});

/** Why a cell is as it is. */
export function why(engine, profile, key, category, at, lang) {
  const query = questionOf(engine, key, category, at);
  const [decision] = engine.decide(profile, query);
  const [text] = engine.explain(profile, query, { lang, audience: "patient" });
  const [smallest] = engine.smallestChange(profile, { ...query, subscriptions }).answers;
  return { decision, text, smallest: smallest.change && actOf(smallest.change), opens: smallest.opens };
}

/** A change that the engine proposes, as something a person can do here. */
function actOf(change) {
  if (change.withdraw) return { withdraw: Number(change.withdraw.slice(1)) };
  if (!change.add || change.add.scope.level !== "individual") return null;
  const { answer, scope } = change.add;
  const provider = HOLDERS.find(({ id }) => id === scope.holders[0])?.key;
  return { answer, level: "individual", provider, option: scope.options?.[0] };
}

/** The emergency button: the doctor of the out-of-hours post records a yes of 72 hours, or is refused and told why. */
export function pressed(engine, profile, now, lang) {
  const command = {
    raadplegersknop: {
      choice: { id: "spoed", answer: "yes", decided_at: now },
      consulter: POST,
      holders: [holder("huisarts"), holder("apotheek")].map(asProvider),
      emergency: true,
      enrolled: true,
      identity: "in_person",
    },
  };
  try {
    return { profile: engine.register(profile, { command, now }).profile };
  } catch (error) {
    if (error instanceof AkkoordError && error.code === "standing_objection") return { refused: engine.explainRefusal(error, { lang }) };
    throw error;
  }
}

/** What one holder may tell one consulter at an instant. */
export function ask(engine, profile, key, consulter, at, lang) {
  const query = {
    holder: asProvider(holder(key)),
    consulter,
    data: dataOf(engine).get(holder(key).id),
    treatment_relationship: true,
    at,
  };
  const [decision] = engine.decide(profile, query);
  const [text] = engine.explain(profile, query, { lang, audience: "patient" });
  return { decision, text };
}

/** What holds when, for one holder and the post. */
export function timeline(engine, profile, key, from, until) {
  const asked = {
    holder: asProvider(holder(key)),
    consulter: POST,
    data: dataOf(engine).get(holder(key).id),
    treatment_relationship: true,
    from,
    until,
  };
  return engine.timeline(profile, asked).timelines[0].intervals;
}
