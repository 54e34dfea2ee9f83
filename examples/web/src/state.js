// What a person did, as the part of the address after the #: it can be kept and shared, and no server ever sees it.
import { HOLDERS } from "./world.js";

export const VIEWS = ["keuzes", "spoed", "verhalen"];
const GROUPS = ["huisartsen", "apotheken", "ziekenhuizen", "laboratoria", "verpleging_verzorging", "ggz", "overige"];
const MOST = 60;

const ACT = /^(?:([jn])\.(alle|g\.([a-z_]+)|p\.([a-z]+)(?::(\d\.\d))?)|w\.(\d{1,2}))$/;

/** `j.alle`, `n.g.ggz`, `j.p.huisarts`, `j.p.huisarts:1.3` (one option), `w.2` (withdraw the second). */
export function readAct(text) {
  const found = ACT.exec(text);
  if (!found) return null;
  const [, answer, about, group, provider, option, withdrawn] = found;
  if (withdrawn !== undefined) return { withdraw: Number(withdrawn) };
  if (group !== undefined && !GROUPS.includes(group)) return null;
  if (provider !== undefined && !HOLDERS.some(({ key }) => key === provider)) return null;
  const scope = about === "alle" ? { level: "blanket" } : group ? { level: "categorical", group } : { level: "individual", provider, option };
  return { answer: answer === "j" ? "yes" : "no", ...scope };
}

export function writeAct(act) {
  if (act.withdraw !== undefined) return `w.${act.withdraw}`;
  const answer = act.answer === "yes" ? "j" : "n";
  if (act.level === "blanket") return `${answer}.alle`;
  if (act.level === "categorical") return `${answer}.g.${act.group}`;
  return `${answer}.p.${act.provider}${act.option ? `:${act.option}` : ""}`;
}

const whole = (text, most) => (/^\d{1,3}$/.test(text ?? "") && Number(text) <= most ? Number(text) : null);

export function readState(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const acts = (given.get("k") ?? "").split("_").map(readAct).filter(Boolean).slice(0, MOST);
  const [holder, category] = (given.get("waarom") ?? "").split("-");
  return {
    view: VIEWS.includes(given.get("v")) ? given.get("v") : VIEWS[0],
    lang: given.get("taal") === "en" ? "en" : "nl",
    acts,
    /** Only trying: what is clicked is a what-if. */
    isTrying: given.has("probeer"),
    tried: readAct(given.get("probeer") ?? ""),
    why: HOLDERS.some(({ key }) => key === holder) && category ? { holder, category } : null,
    /** Hours since the emergency button; null: not pressed. */
    hours: whole(given.get("uur"), 80),
    story: /^[a-z]+$/.test(given.get("verhaal") ?? "") ? given.get("verhaal") : null,
    /** The answers that were guessed in the story, one letter each. */
    guesses: /^[jn]{0,40}$/.test(given.get("antwoorden") ?? "") ? (given.get("antwoorden") ?? "") : "",
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
