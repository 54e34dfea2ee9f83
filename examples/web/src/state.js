// What a person did, as the part of the address after the #: it can be kept and shared, and no server ever sees it.
// Anybody can write an address: only what is known here is taken from one, and what was not read is told.
import { catalogueOf } from "./catalogue.js";
import { ASKERS, HOLDERS } from "./world.js";

export const VIEWS = ["keuzes", "spoed", "verhalen"];
export const STORY_NAMES = ["stolwijk", "emma", "liam", "dubois"];
export const GROUPS = ["huisartsen", "apotheken", "ziekenhuizen", "laboratoria", "verpleging_verzorging", "ggz", "overige"];
/** As many choices as an address keeps; the page takes no more. */
export const MOST_ACTS = 200;
/** How many hours after the end of an emergency choice the page shows. */
const HOURS_AFTER_THE_END = 8;
/** Two letters a question: enough for the longest story. */
const MOST_GUESSES = 100;

const ACT = /^(?:([jn])\.(alle|g\.([a-z_]+)|p\.([a-z]+)(?::(\d\.\d))?)|w\.([1-9]\d{0,2}))$/;

/** The options that a choice for one provider can be about: those of its row of the catalogue. */
const optionsByEngine = new WeakMap();
function optionsOf(engine) {
  if (!optionsByEngine.has(engine)) {
    const { options, provider_types } = catalogueOf(engine);
    const row = ({ type }) => provider_types.find(({ code }) => code === type).holder_category;
    const ids = (category) => options.filter(({ holder_category }) => holder_category === category).map(({ id }) => id);
    optionsByEngine.set(engine, new Map(HOLDERS.map((one) => [one.key, new Set(ids(row(one)))])));
  }
  return optionsByEngine.get(engine);
}

/** `j.alle`, `n.g.ggz`, `j.p.huisarts`, `j.p.huisarts:1.3` (one option), `w.2` (withdraw the second); null for anything else. */
export function readAct(text, engine) {
  const found = ACT.exec(text);
  if (!found) return null;
  const [, answer, about, group, provider, option, withdrawn] = found;
  if (withdrawn !== undefined) return { withdraw: Number(withdrawn) };
  if (group !== undefined && !GROUPS.includes(group)) return null;
  if (provider !== undefined && !optionsOf(engine).has(provider)) return null;
  if (option !== undefined && !optionsOf(engine).get(provider).has(option)) return null;
  const said = { answer: answer === "j" ? "yes" : "no" };
  if (about === "alle") return { ...said, level: "blanket" };
  if (group) return { ...said, level: "categorical", group };
  return { ...said, level: "individual", provider, ...(option && { option }) };
}

export function writeAct(act) {
  if (act.withdraw !== undefined) return `w.${act.withdraw}`;
  const answer = act.answer === "yes" ? "j" : "n";
  if (act.level === "blanket") return `${answer}.alle`;
  if (act.level === "categorical") return `${answer}.g.${act.group}`;
  return `${answer}.p.${act.provider}${act.option ? `:${act.option}` : ""}`;
}

/** Whether an act can follow these: who withdraws, withdraws a choice that is there and was not withdrawn. */
function canFollow(acts, act) {
  if (act.withdraw === undefined) return true;
  const about = acts[act.withdraw - 1];
  return about !== undefined && about.withdraw === undefined && !acts.some(({ withdraw }) => withdraw === act.withdraw);
}

/** All of them, or null: choices with a gap are not the choices that a person made, and one that is lost may be a no. */
function readActs(text, engine) {
  if (text === "") return [];
  const acts = [];
  // The name of a group may have an underscore too: an act begins after it.
  for (const one of text.split(/_(?=[jnw]\.)/)) {
    const act = readAct(one, engine);
    if (!act || acts.length === MOST_ACTS || !canFollow(acts, act)) return null;
    acts.push(act);
  }
  return acts;
}

function readWhy(text) {
  const [holder, category, ...more] = text.split("-");
  const isKnown = HOLDERS.some(({ key }) => key === holder) && ASKERS.some((asker) => asker.category === category);
  return isKnown && more.length === 0 ? { holder, category } : null;
}

/** The last hour after the emergency button that the page shows. */
export const lastHour = (engine) => engine.ruleSet.emergency_hours + HOURS_AFTER_THE_END;

const oneOf = (names) => (text) => (names.includes(text) ? text : null);

export const readLang = (hash) => (new URLSearchParams(hash.replace(/^#/, "")).get("taal") === "en" ? "en" : "nl");

/** The state that an address keeps. `unread` names the parts of it that are not known here: those were left out. */
export function readState(hash, engine) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const unread = [];
  /** One part of the address; null if it is not there, or cannot be read. */
  const part = (name, read) => {
    const [text, ...more] = given.getAll(name);
    if (text === undefined) return null;
    const value = more.length === 0 ? read(text) : null;
    if (value === null) unread.push(name);
    return value;
  };
  const view = part("v", oneOf(VIEWS)) ?? VIEWS[0];
  const lang = part("taal", oneOf(["nl", "en"])) ?? "nl";
  const acts = part("k", (text) => readActs(text, engine)) ?? [];
  const trying = part("probeer", (text) => {
    if (text === "") return { tried: null };
    const tried = readAct(text, engine);
    return tried && canFollow(acts, tried) ? { tried } : null;
  });
  const why = part("waarom", readWhy);
  const hours = part("uur", (text) => (/^\d{1,3}$/.test(text) && Number(text) <= lastHour(engine) ? Number(text) : null));
  const story = part("verhaal", oneOf(STORY_NAMES));
  const guesses = part("antwoorden", (text) => (/^[jn]*$/.test(text) && text.length <= MOST_GUESSES ? text : null));
  return {
    view,
    lang,
    acts,
    /** Only trying: what is clicked is a what-if. */
    isTrying: trying !== null,
    tried: trying?.tried ?? null,
    why: view === "keuzes" ? why : null,
    /** Hours since the emergency button; null: not pressed. */
    hours,
    story,
    /** The answers that were guessed in the story, two letters a question. */
    guesses: story ? (guesses ?? "") : "",
    unread,
  };
}

export function writeState(state) {
  const told = new URLSearchParams();
  told.set("v", state.view);
  if (state.lang !== "nl") told.set("taal", state.lang);
  if (state.acts.length) told.set("k", state.acts.map(writeAct).join("_"));
  if (state.isTrying) told.set("probeer", state.tried ? writeAct(state.tried) : "");
  if (state.why) told.set("waarom", `${state.why.holder}-${state.why.category}`);
  if (state.hours !== null) told.set("uur", String(state.hours));
  if (state.story) told.set("verhaal", state.story);
  if (state.guesses) told.set("antwoorden", state.guesses);
  return `#${told}`;
}

/** The start: nothing chosen, in the language of the reader. */
export const emptyAddress = (lang) => `#v=${VIEWS[0]}${lang === "nl" ? "" : `&taal=${lang}`}`;
