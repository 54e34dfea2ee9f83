// The fields of every document, as in the wire format. tests/fields.rs compares the names with those that the engine reads.

/** A value without fields: text, a number, true or false. */
export const PLAIN = undefined;
/** Text of RFC 3339, or a `Date`. */
export const INSTANT = Symbol();

/** The fields of an object: what each may hold, how it is written as a key, and a bit to tick it off with. */
export class Fields {
  constructor(fields) {
    this.byName = new Map(
      Object.entries(fields).map(([name, holds], index) => [name, { name, key: `"${name}":`, holds, bit: 1 << index }]),
    );
    this.all = 2 ** this.byName.size - 1;
  }
}

/** A list, by what its items are. */
export class List {
  constructor(holds) {
    this.holds = holds;
  }
}

const object = (fields) => new Fields(fields);
const list = (holds) => new List(holds);
const plain = (names) => Object.fromEntries(names.split(" ").map((name) => [name, PLAIN]));
const PLAINS = list(PLAIN);

const PROVIDER = object(plain("id type"));
const HOLDER = object(plain("id type connected"));
const SCOPE = object({ ...plain("level holder_category"), holders: PLAINS, options: PLAINS, consulter: PROVIDER });
const CHOICE = object({
  ...plain("id answer channel recorded_by"),
  scope: SCOPE,
  decided_at: INSTANT,
  recorded_at: INSTANT,
  confirmation: object({ ...plain("answer by"), at: INSTANT }),
  withdrawn_at: INSTANT,
});
export const PROFILE = object({
  catalogue: PLAIN,
  patient: object(plain("id born deceased")),
  choices: list(CHOICE),
});

const EXPLAIN = plain("explain");
const ASKED = { ...plain("purpose treatment_relationship explain audience"), consulter: PROVIDER, data: PLAINS };
const SUBSCRIPTIONS = { subscriptions: list(object({ holder: HOLDER, since: INSTANT })) };
export const QUERY = object({ ...ASKED, holder: HOLDER, at: INSTANT });
const OPEN_QUERY = object({ ...ASKED, ...SUBSCRIPTIONS, at: INSTANT });
const SUBSCRIBED = object({ ...ASKED, ...SUBSCRIPTIONS, holder: HOLDER, at: INSTANT });

const NEW_CHOICE = object({ ...plain("id answer"), decided_at: INSTANT });
const COMMAND = object({
  mijn_mitz: object({ choice: NEW_CHOICE, scope: SCOPE, guardian: PLAIN }),
  samen_naar_mijn_mitz: object({ choice: NEW_CHOICE, scope: SCOPE, ...plain("care_worker guardian") }),
  dossierhoudersknop: object({ choice: NEW_CHOICE, holder: PROVIDER }),
  raadplegersknop: object({
    choice: NEW_CHOICE,
    consulter: PROVIDER,
    holders: list(PROVIDER),
    ...plain("emergency enrolled identity"),
  }),
  migration: object({ choice: NEW_CHOICE, holder: PROVIDER, options: PLAINS }),
  confirm: object(plain("choice answer guardian")),
  withdraw: object(plain("choice guardian")),
});

/** What can be asked of a profile, by its name. */
export const QUESTIONS = {
  query: QUERY,
  open_query: OPEN_QUERY,
  why_empty: SUBSCRIBED,
  timeline: object({ ...ASKED, holder: HOLDER, from: INSTANT, until: INSTANT }),
  what_if: object({
    ...EXPLAIN,
    ...SUBSCRIPTIONS,
    change: object({ add: CHOICE, ...plain("withdraw expire") }),
    at: INSTANT,
  }),
  smallest_change: SUBSCRIBED,
  matrix: object({ ...EXPLAIN, ...SUBSCRIPTIONS, at: INSTANT }),
  notices: object({
    ...EXPLAIN,
    ...SUBSCRIPTIONS,
    ...plain("in_app email"),
    after: PROFILE,
    at: INSTANT,
    last_seen: INSTANT,
  }),
  record: object({ query: QUERY, open_query: OPEN_QUERY, show_patient: PLAIN }),
  register: object({ ...EXPLAIN, command: COMMAND, now: INSTANT }),
};

const WORDS = plain("nl en source remark");
const OF_HOLDERS = { ...plain("id holder_category source remark") };
export const CATALOGUE = object({
  ...plain("id name version date source"),
  data_categories: list(object({ ...WORDS, ...plain("code parent") })),
  holder_categories: list(object({ ...WORDS, id: PLAIN })),
  consulting_categories: list(object({ ...WORDS, code: PLAIN })),
  provider_types: list(object({ ...WORDS, ...plain("code holder_category consulting_category") })),
  options: list(object({ ...OF_HOLDERS, data: PLAIN, consulting_categories: PLAINS, since: INSTANT })),
  situations: list(object({ ...OF_HOLDERS, options: PLAINS })),
});

export const RULE_SET = object({
  ...plain("name version date"),
  parameters: object({
    ...plain("emergency_hours emergency_overrides_objection emergency_yes_binds no_choice_means deceased_means"),
    ...plain("blanket_yes_lifts_individual_no blanket_no_silences_individual_yes"),
    ...plain("guardian_until_age guardian_records_until_age"),
  }),
});
