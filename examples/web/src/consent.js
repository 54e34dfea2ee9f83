// Every answer of the page comes from here, and here from the engine.
import { AkkoordError } from "akkoord/inline";
import { catalogueOf } from "./catalogue.js";
import { writeAct } from "./state.js";
import { ANYBODY, ASKERS, EMERGENCY_HOLDERS, HOLDERS, PATIENT, POST, asProvider, dayOf, holder, hoursAfter, hoursBetween, subscriptions } from "./world.js";

const scopeOf = (act) =>
  act.level === "blanket"
    ? { level: "blanket" }
    : act.level === "categorical"
      ? { level: "categorical", holder_category: act.group }
      : { level: "individual", holders: [holder(act.provider).id], ...(act.option ? { options: [act.option] } : {}) };

const NOTHING = { patient: PATIENT, choices: [] };
/** What was recorded last, for each engine: who chooses once more does not record all choices again. */
const lastRecorded = new WeakMap();

/** The choices of a person, recorded one after another as MijnMitz would. A refusal is an error: what counts is never fewer choices than are shown. */
export function recorded(engine, acts) {
  const last = lastRecorded.get(engine);
  const goesOn = last && last.acts.length <= acts.length && last.acts.every((act, index) => writeAct(act) === writeAct(acts[index]));
  let profile = goesOn ? last.profile : NOTHING;
  for (let index = goesOn ? last.acts.length : 0; index < acts.length; index += 1) {
    const act = acts[index];
    const now = dayOf(index);
    const command =
      act.withdraw !== undefined
        ? { withdraw: { choice: `k${act.withdraw}` } }
        : { mijn_mitz: { choice: { id: `k${index + 1}`, answer: act.answer, decided_at: now }, scope: scopeOf(act) } };
    profile = engine.register(profile, { command, now }).profile;
  }
  lastRecorded.set(engine, { acts, profile });
  return profile;
}

/** The data that each holder has, by the options of the catalogue. */
export function dataOf(engine) {
  const { options, provider_types } = catalogueOf(engine);
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

/** How many cells a what-if would open, and how many it would close. */
export function moved(changes) {
  const to = (outcome) =>
    changes.filter(({ before, after }) => isPermit(after) === outcome && isPermit(before) !== outcome).length;
  return [to(true), to(false)];
}

const isPermit = ({ decision }) => decision === "permit";

const questionOf = (engine, key, consulter, at) => ({
  holder: asProvider(holder(key)),
  consulter,
  data: dataOf(engine).get(holder(key).id),
  treatment_relationship: true,
  at,
});

const answerTo = (engine, profile, query, lang) => {
  const [decision] = engine.decide(profile, query);
  const [text] = engine.explain(profile, query, { lang, audience: "patient" });
  return { decision, text };
};

/** Why a cell is as it is, and what would change if the smallest change were made at `later`: the same as the what-if then says. */
export function why(engine, profile, { holder: key, category }, { at, later, id }, lang) {
  const consulter = { id: ANYBODY, type: ASKERS.find((asker) => asker.category === category).type };
  const query = questionOf(engine, key, consulter, at);
  const [{ change }] = engine.smallestChange(profile, { ...query, subscriptions }).answers;
  const smallest = change && actOf(change);
  const opens = smallest ? moved(whatIf(engine, profile, smallest, later, id))[0] : 0;
  return { ...answerTo(engine, profile, query, lang), smallest, opens };
}

/** A change that the engine proposes, as something a person can do here; null if they cannot. */
function actOf({ withdraw, add }) {
  if (withdraw !== undefined) return { withdraw: Number(withdraw.slice(1)) };
  if (add?.scope.level !== "individual") return null;
  const [id, ...otherHolders] = add.scope.holders;
  const [option, ...otherOptions] = add.scope.options ?? [];
  const provider = HOLDERS.find((one) => one.id === id)?.key;
  if (!provider || otherHolders.length || otherOptions.length) return null;
  return { answer: add.answer, level: "individual", provider, ...(option && { option }) };
}

/** What the engine says about a provider that does not treat the patient. */
export function aboutNotTreating(engine, profile, at, lang) {
  const query = { ...questionOf(engine, HOLDERS[0].key, POST, at), treatment_relationship: false };
  return answerTo(engine, profile, query, lang).text.sentences.join(" ");
}

/**
 * The emergency button: the doctor of the out-of-hours post records a yes for the GP and the pharmacy. If that is refused because of an objection,
 * the doctor asks for each of them: who is accepted is in `accepted`, who is refused in `refused`, with what the doctor reads.
 */
export function pressed(engine, profile, now, lang) {
  const together = press(engine, profile, EMERGENCY_HOLDERS, "spoed", now, lang);
  if (!together.refusal) return { profile: together.profile, accepted: EMERGENCY_HOLDERS, refused: [] };
  const result = { profile, accepted: [], refused: [] };
  for (const key of EMERGENCY_HOLDERS) {
    const alone = press(engine, result.profile, [key], `spoed-${key}`, now, lang);
    if (alone.refusal) {
      result.refused.push({ key, refusal: alone.refusal });
    } else {
      result.profile = alone.profile;
      result.accepted.push(key);
    }
  }
  return result;
}

function press(engine, profile, keys, id, now, lang) {
  const command = {
    raadplegersknop: {
      choice: { id, answer: "yes", decided_at: now },
      consulter: POST,
      holders: keys.map((key) => asProvider(holder(key))),
      emergency: true,
      enrolled: true,
      identity: "in_person",
    },
  };
  try {
    return { profile: engine.register(profile, { command, now }).profile };
  } catch (error) {
    if (error instanceof AkkoordError && error.code === "standing_objection") return { refusal: engine.explainRefusal(error, { lang }) };
    throw error;
  }
}

/** What one holder may tell one consulter at an instant. */
export const ask = (engine, profile, key, consulter, at, lang) => answerTo(engine, profile, questionOf(engine, key, consulter, at), lang);

/** What holds when, for one holder and the post. */
export function timeline(engine, profile, key, from, until) {
  const { at, ...question } = questionOf(engine, key, POST, from);
  return engine.timeline(profile, { ...question, from: at, until }).timelines[0].intervals;
}

/**
 * What the button does for one holder at an instant, from the answers of the engine with it and without it: `helps` with the hours `left`, `not_needed`
 * (allowed without it too), `over`, or `nothing`.
 */
export function effectOf(engine, { without, profile, key, button, at }) {
  const answer = (of) => engine.decide(of, questionOf(engine, key, POST, at))[0];
  const decision = answer(profile);
  if (isPermit(decision)) {
    if (isPermit(answer(without))) return { kind: "not_needed" };
    return { kind: "helps", left: Math.ceil(hoursBetween(at, decision.valid_until)) };
  }
  const helped = timeline(engine, profile, key, button, hoursAfter(at, 1)).some((span) => isPermit(span));
  return { kind: helped ? "over" : "nothing" };
}

/** A group of those who ask, in the words of the catalogue. */
export const askerName = (engine, category, lang) => catalogueOf(engine).consulting_categories.find(({ code }) => code === category)[lang];

/** Who would ask, for a choice about one option. */
export const optionNames = (engine, option, lang) =>
  catalogueOf(engine).options.find(({ id }) => id === option).consulting_categories.map((category) => askerName(engine, category, lang));
