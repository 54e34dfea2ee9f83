// The invented world: one person, seven providers, and the days on which things happen. Nothing here decides anything.

export const PATIENT = { id: "999990019", born: "1961-04-12" };

/** The providers that have a record of this person. */
export const HOLDERS = [
  { key: "huisarts", id: "ura:90000017", type: "Z3", nl: "Huisarts De Linde", en: "GP De Linde" },
  { key: "apotheek", id: "ura:90000025", type: "J8", nl: "Apotheek Het Anker", en: "Pharmacy Het Anker" },
  { key: "ziekenhuis", id: "ura:90000041", type: "V4", nl: "Ziekenhuis De Brug", en: "Hospital De Brug" },
  { key: "lab", id: "ura:90000051", type: "L1", nl: "Laboratorium Noord", en: "Laboratory Noord" },
  { key: "thuiszorg", id: "ura:90000061", type: "T2", nl: "Thuiszorg De Kade", en: "Home care De Kade" },
  { key: "ggz", id: "ura:90000071", type: "G5", nl: "GGZ De Overkant", en: "Mental health care De Overkant" },
  { key: "gezondheidscentrum", id: "ura:90000081", type: "GC", nl: "Gezondheids\u00adcentrum Oost", en: "Health centre Oost" },
];

/** Who could ask, in the order of the columns: a type of the category that the column is about. */
export const ASKERS = [
  { category: "RPZAC001", type: "N6" },
  { category: "RPZAC104", type: "V4" },
  { category: "RPZAC005", type: "J8" },
  { category: "RPZAC004", type: "T2" },
  { category: "RPZAC003", type: "G5" },
  { category: "RPZAC103", type: "GC" },
];

/** Whoever asks and is named by no choice. */
export const ANYBODY = "ura:90000990";
/** The out-of-hours GP posts of the emergency: the one that presses the button, and another. */
export const POST = { id: "ura:90000101", type: "N6" };
export const OTHER_POST = { id: "ura:90000102", type: "N6" };
/** Whom the doctor asks in the emergency. */
export const EMERGENCY_HOLDERS = ["huisarts", "apotheek"];
export const HOSPITAL = { id: "ura:90000401", type: "V4" };

const HOUR = 3_600_000;
/** In the middle of the day: what is recorded on a day in UTC, as the engine says it, is recorded on that day in the Netherlands. */
const FIRST = Date.UTC(2026, 2, 2, 9);

/** The day of a step: the first on 2 March 2026, each next one a day later. No clock is read. */
export const dayOf = (step) => new Date(FIRST + step * 24 * HOUR);
export const hoursAfter = (instant, hours) => new Date(instant.getTime() + hours * HOUR);
export const hoursBetween = (from, until) => (new Date(until) - new Date(from)) / HOUR;

export const holder = (key) => HOLDERS.find((one) => one.key === key);
export const asProvider = ({ id, type }) => ({ id, type });
export const subscriptions = HOLDERS.map((one) => ({ holder: asProvider(one) }));
