/// <reference lib="esnext.disposable" />
/**
 * akkoord: may this holder disclose this patient's data to this consulter, now, and on what ground?
 *
 * The types are those of the wire format: what the JSON says, they say. Where a document is asked for, its JSON text will do
 * too. They are read strictly: a field that is unknown, `undefined` or not the object's own is an error, never a permit. The rule numbers
 * (R1 to R40) are those of the rulebook. Whoever enforces treats every decision but `permit` as no (R22).
 */

/** An instant of RFC 3339 with an offset, such as `2026-01-05T12:00:00Z`; years 1900 to 9999, at most six fractional digits. */
export type Instant = string;
/** An instant that is given: a text, or a `Date`. Every answer has texts, in UTC. */
export type InstantInput = Instant | Date;
/** A day: `2013-05-05`. */
export type Day = string;
/** A language of explanations: Dutch at B1 level, or English. */
export type Lang = "nl" | "en";
/** Who reads an explanation (R24). A consulter does not learn whether a deny is a "no" or "no choice". */
export type Audience = "patient" | "holder" | "consulter";

/** What is decided (R22). */
export type Outcome = "permit" | "deny" | "not_applicable" | "indeterminate";

/** Why (R23). */
export type Reason =
  | "individual_yes"
  | "categorical_yes"
  | "blanket_yes"
  | "emergency_yes"
  | "individual_no"
  | "categorical_no"
  | "blanket_no"
  | "emergency_no"
  | "no_choice"
  | "not_in_catalogue"
  | "no_treatment_relationship"
  | "holder_not_connected"
  | "patient_deceased"
  | "presumed_consent"
  | "unknown_holder_type"
  | "unknown_consulter_type"
  | "unknown_data_category"
  | "unknown_purpose"
  | "treatment_relationship_not_asserted";

/** What is wrong with an input. Codes are added, never changed or used again. */
export type ErrorCode =
  | "invalid_utf8"
  | "invalid_json"
  | "document_too_large"
  | "unknown_field"
  | "duplicate_key"
  | "missing_field"
  | "wrong_type"
  | "unknown_value"
  | "string_too_long"
  | "list_too_long"
  | "empty_list"
  | "empty_string"
  | "invalid_instant"
  | "invalid_date"
  | "duplicate_id"
  | "too_many_choices"
  | "catalogue_mismatch"
  | "unknown_option"
  | "unknown_holder_category"
  | "unknown_consulter_type"
  | "recorded_before_decided"
  | "withdrawn_before_recorded"
  | "confirmed_before_recorded"
  | "channel_not_allowed"
  | "confirmed_by_patient"
  | "duplicate_code"
  | "unknown_data_category"
  | "unknown_consulting_category"
  | "option_without_holder"
  | "hierarchy_cycle"
  | "too_many_options"
  | "type_mapped_twice"
  | "overlapping_options"
  | "too_many_rows"
  | "foreign_option"
  | "catalogue_id_taken"
  | "unsupported_value"
  | "out_of_range"
  | "ruleset_name_taken"
  | "population_full"
  | "wrong_recorder"
  | "guardian_is_patient"
  | "identity_not_established"
  | "not_enrolled"
  | "standing_objection"
  | "before_2000"
  | "in_the_future"
  | "empty_scope"
  | "id_in_use"
  | "unknown_provider_type"
  | "not_pending"
  | "already_answered"
  | "no_longer_a_minor"
  | "minor_withdraws_no"
  | "patient_deceased"
  | "not_one_question"
  | "duplicate_subscription"
  | "empty_window"
  | "unknown_choice"
  | "does_not_expire"
  | "other_patient"
  | "too_much_work"
  | "answer_too_large"
  | "cancelled"
  | "out_of_memory";

/** A yes or a no. */
export type Answer = "yes" | "no";
/** How a choice came in (R34-R38). */
export type Channel = "mijn_mitz" | "samen_naar_mijn_mitz" | "dossierhoudersknop" | "raadplegersknop" | "migration";

/** What a choice is about (R7). Without `options` it covers all options of its holders. */
export type Scope = BlanketScope | CategoricalScope | IndividualScope | EmergencyScope;
/** Every holder. */
export interface BlanketScope {
  level: "blanket";
  options?: readonly string[];
}
/** One holder category, such as `apotheken`. */
export interface CategoricalScope {
  level: "categorical";
  holder_category: string;
  options?: readonly string[];
}
/** One or more holders, by their ids. */
export interface IndividualScope {
  level: "individual";
  holders: readonly string[];
  options?: readonly string[];
}
/** One or more holders, for one consulter, during 72 hours (R10). */
export interface EmergencyScope {
  level: "emergency";
  holders: readonly string[];
  consulter: Provider;
}

/** A provider: its id, and its type by the national codes (`Z3` is a GP practice, `V4` a hospital). */
export interface Provider {
  id: string;
  type: string;
}
/** The provider that keeps the record; `connected` is true unless it is said not to be (R14). */
export interface Holder extends Provider {
  connected?: boolean;
}

/** A guardian's answer to a proposal of a minor (R20, R40). */
export interface Confirmation<I = InstantInput> {
  answer: "approved" | "rejected";
  at: I;
  by: string;
}
/** One recorded answer of the patient (R6). */
export interface Choice<I = InstantInput> {
  id: string;
  answer: Answer;
  scope: Scope;
  channel: Channel;
  /** When the patient decided. */
  decided_at: I;
  /** When the register learnt of it: never before `decided_at`. */
  recorded_at: I;
  recorded_by?: string;
  confirmation?: Confirmation<I>;
  withdrawn_at?: I;
}
/** The patient, by an opaque id. Without `born` the patient counts as an adult (R20). */
export interface Patient {
  id: string;
  born?: Day;
  deceased?: Day;
}
/** All choices of one patient, with their history. At most 10,000. */
export interface Profile<I = InstantInput> {
  /** Another catalogue than the one loaded is an error. */
  catalogue?: string;
  patient: Patient;
  choices: readonly Choice<I>[];
}

/** In what form an answer is told. */
interface Told {
  /** Adds an `explanation` to the answer; to a closed query, to every decision. */
  explain?: Lang;
  /** For whom it is: the holder, if it is left out. For the consulter see {@link ForConsulter}. */
  audience?: "patient" | "holder";
}
/** The fields of a closed query but its instant. */
interface Asked {
  holder: Holder;
  consulter: Provider;
  /** One data category, or up to 128: one decision each, in this order (R25). */
  data: string | readonly string[];
  /** `TREAT` if it is left out; `COC` is presumed consent (R12). */
  purpose?: string;
  /** Left out: indeterminate (R13). */
  treatment_relationship?: boolean;
}
/** The closed query: may this holder disclose to this consulter? */
export interface Query extends Asked, Told {
  at: InstantInput;
}
/** A question of a consulter's: it is told the outcome and nothing else (R24). */
export type ForConsulter<Q> = Q extends unknown ? Omit<Q, "audience"> & { audience: "consulter" } : never;
/** A choice that did not decide, and the rule by which it was outweighed. */
export interface Outweighed {
  choice: string;
  rule: string;
}
/** The answer for one data category (R23). */
export interface Decision {
  data: string;
  decision: Outcome;
  reason: Reason;
  /** The option of the catalogue that the answer is about; null before R4. */
  option: string | null;
  /** The id of the choice that decided. */
  decided_by: string | null;
  /** From highest rank to lowest. */
  outweighed: Outweighed[];
  /** The first instant after `at` at which the answer would differ; null: never. */
  valid_until: Instant | null;
  rules: string[];
  ruleset: string;
  catalogue: string;
  explanation?: string;
}
/** The same, as the consulter may know it (R24): nothing tells "no" from "no choice". */
export interface ConsulterDecision extends Explained {
  data: string;
  decision: Outcome;
}
/** A decision in plain sentences (R24). */
export interface Explanation {
  data: string;
  /** The answer itself, in one sentence. */
  headline: string;
  /** Why: the ground, then each choice that was outweighed, then until when. */
  sentences: string[];
}

/** A holder says: this patient has a record here. */
export interface Subscription {
  holder: Holder;
  /** Always, if it is left out. */
  since?: InstantInput;
}
/** A question may ask for an explanation; its answer then has one. */
interface Explainable {
  explain?: Lang;
}
interface Explained {
  explanation?: string;
}

/** R27: which of the patient's holders may disclose? */
export interface OpenQuery extends Told {
  subscriptions: readonly Subscription[];
  consulter: Provider;
  /** Left out: of each holder what its options are about. */
  data?: string | readonly string[];
  purpose?: string;
  treatment_relationship?: boolean;
  at: InstantInput;
}
export interface OpenAnswer extends Explained {
  /** In byte order of ids; nothing is said of the others. */
  holders: { holder: Provider; data: string; valid_until: Instant | null }[];
  /** What is wrong with the question itself. */
  reason: Reason | null;
  ruleset: string;
  catalogue: string;
}

/** The answer for a consulter (R24). */
export interface ConsulterOpenAnswer extends Explained {
  holders: { holder: Provider; data: string }[];
  /** What is wrong with the question itself. */
  reason: Reason | null;
}

/** R30: a closed query, with the subscriptions. */
export interface SubscribedQuery extends Asked, Explainable {
  subscriptions: readonly Subscription[];
  at: InstantInput;
}
/** R28: the same. */
export interface WhyEmptyQuery extends SubscribedQuery, Told {}
/** R28: what stands in the way. */
export type Cause = "question" | "not_connected" | "no_subscription" | "objection" | "no_choice" | "outside_catalogue";
export interface WhyEmptyAnswer extends Explained {
  /** All causes that hold; none: consent is not in the way. */
  answers: { data: string; causes: { cause: Cause; reason: Reason | null; decided_by: string | null }[] }[];
}

/** The answer for a consulter: the closed query, without causes (R24). */
export interface ConsulterWhyEmptyAnswer extends Explained {
  answers: ConsulterDecision[];
}

/** R29: what holds when. */
export interface TimelineQuery extends Asked, Told {
  from: InstantInput;
  /** Not included. */
  until: InstantInput;
}
/** What R23 counts as the decision. */
export interface ShortDecision {
  decision: Outcome;
  reason: Reason;
  option: string | null;
  decided_by: string | null;
}
export interface TimelineAnswer extends Explained {
  /** Half-open intervals, without gaps. */
  timelines: { data: string; intervals: ({ from: Instant; until: Instant } & ShortDecision)[] }[];
}

/** The answer for a consulter: what is decided at `from`, and not for how long (R24). */
export interface ConsulterTimelineAnswer extends Explained {
  timelines: ConsulterDecision[];
}

/** R30: a single change of a profile. */
export type Change<I = InstantInput> = { add: Choice<I> } | { withdraw: string } | { expire: string };
export interface WhatIfQuery extends Explainable {
  subscriptions: readonly Subscription[];
  change: Change;
  at: InstantInput;
}
/** A cell of the matrix: who holds, who asks, what. */
export interface Place {
  holder: Provider;
  consulting_category: string;
  /** A consulter by name: the one that a live emergency yes is for. Null: any other of the category. */
  consulter: string | null;
  data: string;
}
export interface WhatIfAnswer extends Explained {
  at: Instant;
  changes: (Place & { before: ShortDecision; after: ShortDecision })[];
}
export interface SmallestChangeAnswer extends Explained {
  answers: {
    data: string;
    decision: Outcome;
    reason: Reason;
    /** Null: the decision is permit already, or no single change would do. */
    change: Change<Instant> | null;
    /** How many cells of the matrix it would open. */
    opens: number;
  }[];
}

/** R31: who can see me? */
export interface MatrixQuery extends Explainable {
  subscriptions: readonly Subscription[];
  at: InstantInput;
}
export interface MatrixAnswer extends Explained {
  at: Instant;
  cells: (Place & ShortDecision & { valid_until: Instant | null })[];
}

/** R32: whom to tell of the change from the profile to `after`. */
export interface NoticesQuery extends Explainable {
  after: Profile;
  subscriptions: readonly Subscription[];
  at: InstantInput;
  /** True if it is left out. */
  in_app?: boolean;
  /** False if it is left out. */
  email?: boolean;
  last_seen?: InstantInput;
}
export interface NoticesAnswer extends Explained {
  holders: { holder: Provider; changed: boolean; groups: { data: string; permit: string[]; non_permit: string[] }[] }[];
  in_app: {
    told: "recorded" | "approved" | "rejected" | "withdrawn";
    choice: string;
    answer: Answer;
    channel: Channel;
    by: string | null;
    at: Instant;
  }[];
  new_options: string[];
  email: { nl: string; en: string } | null;
}

/** R33: for the patient's own log. The patient is named only if `show_patient` is true. */
export type RecordQuery = ({ query: Omit<Query, "audience"> } | { open_query: Omit<OpenQuery, "audience"> }) & { show_patient?: boolean };
export interface RecordAnswer extends Explained {
  patient?: string;
  records: { at: Instant; consulter: Provider; holder: Provider; outcomes: Outcome[] }[];
}

/** What a person decided: a choice before a channel has recorded it. */
export interface NewChoice {
  id: string;
  answer: Answer;
  decided_at: InstantInput;
}
/** R34-R40: a choice through a channel. Without a `guardian` the patient is at the account. */
export type Command =
  | { mijn_mitz: { choice: NewChoice; scope: Scope; guardian?: string } }
  | { samen_naar_mijn_mitz: { choice: NewChoice; scope: Scope; care_worker: string; guardian?: string } }
  | { dossierhoudersknop: { choice: NewChoice; holder: Provider } }
  | {
      raadplegersknop: {
        choice: NewChoice;
        consulter: Provider;
        holders: readonly Provider[];
        emergency?: boolean;
        enrolled?: boolean;
        identity?: "in_person" | "telephone";
      };
    }
  | { migration: { choice: NewChoice; holder: Provider; options?: readonly string[] } }
  | { confirm: { choice: string; answer: "approved" | "rejected"; guardian: string } }
  | { withdraw: { choice: string; guardian?: string } };
export interface RegisterQuery extends Explainable {
  command: Command;
  /** The register's own clock. */
  now: InstantInput;
}
export interface RegisterAnswer extends Explained {
  effects: {
    effect: "recorded" | "proposed" | "approved" | "rejected" | "withdrawn" | "repeated" | "patient_is_told";
    choice: string;
  }[];
  profile: Profile<Instant>;
}

/** One line of `evaluateJson`, and of `answerJson` with exactly one of the questions. */
export type Line = { profile: Profile } & (
  | { query: Query | ForConsulter<Query> }
  | { open_query: OpenQuery | ForConsulter<OpenQuery> }
  | { why_empty: WhyEmptyQuery | ForConsulter<WhyEmptyQuery> }
  | { timeline: TimelineQuery | ForConsulter<TimelineQuery> }
  | { what_if: WhatIfQuery }
  | { smallest_change: SubscribedQuery }
  | { matrix: MatrixQuery }
  | { notices: NoticesQuery }
  | { record: RecordQuery }
  | { register: RegisterQuery }
);
/** What comes back: the decisions of a closed query, the answer under the name of its question, or an error. */
export type AnswerLine =
  | Decision[]
  | ConsulterDecision[]
  | { open_query: OpenAnswer | ConsulterOpenAnswer }
  | { why_empty: WhyEmptyAnswer | ConsulterWhyEmptyAnswer }
  | { timeline: TimelineAnswer | ConsulterTimelineAnswer }
  | { what_if: WhatIfAnswer }
  | { smallest_change: SmallestChangeAnswer }
  | { matrix: MatrixAnswer }
  | { notices: NoticesAnswer }
  | { record: RecordAnswer }
  | { register: RegisterAnswer }
  | { error: Fault };
/** A fault of a document: its code, where it is, and what to do. Never has text of the document. */
export interface Fault {
  /** Counted from 1; 0 for what was not read from text. */
  line: number;
  code: ErrorCode;
  message: string;
  path: string;
}

/** A category of a catalogue. */
export interface Category {
  nl: string;
  en: string;
  source: string;
  remark?: string;
}
/** A catalogue (R1): what can be answered. */
export interface Catalogue {
  id: string;
  name: string;
  version: string;
  date: Day;
  source: string;
  data_categories: readonly (Category & { code: string; parent?: string })[];
  holder_categories: readonly (Category & { id: string })[];
  consulting_categories: readonly (Category & { code: string })[];
  provider_types: readonly (Category & { code: string; holder_category: string; consulting_category: string })[];
  options: readonly {
    id: string;
    holder_category: string;
    data: string;
    consulting_categories: readonly string[];
    since?: Instant;
    source: string;
    remark?: string;
  }[];
  situations?: readonly { id: string; holder_category: string; options: readonly string[]; source: string; remark?: string }[];
}
/** A rule set: the parameters of the rules (chapter 9 of the rulebook). A parameter that is left out has its default. */
export interface RuleSet {
  name: string;
  version: string;
  date: Day;
  parameters: {
    /** How long an emergency choice lives (R10). */
    emergency_hours?: number;
    emergency_overrides_objection?: boolean;
    emergency_yes_binds?: "consulter" | "consulting_category";
    blanket_yes_lifts_individual_no?: boolean;
    blanket_no_silences_individual_yes?: boolean;
    guardian_until_age?: number;
    guardian_records_until_age?: number;
    /** Another is not supported yet. */
    no_choice_means?: "deny";
    deceased_means?: "deny" | "evaluate";
  };
}
/** What a page may want to tell of the rule set. */
export interface RuleSetFacts {
  name: string;
  version: string;
  date: Day;
  emergency_hours: number;
  guardian_until_age: number;
  guardian_records_until_age: number;
  /** A short digest of its content: equal digests, equal rules. */
  digest: string;
}

/** What an engine may be made of; what is left out is the embedded Mitz catalogue and rule set. */
export interface EngineOptions {
  catalogue?: Json<Catalogue>;
  ruleSet?: Json<RuleSet>;
  /** What one call may cost, at most; a call that would cost more ends with an error. */
  limits?: Readonly<Limits>;
}
/** Limits of a call: whole numbers from 1. */
export interface Limits {
  /** A step is one look at one choice, holder or cell; beyond: `too_much_work`. 100,000,000 if it is left out. */
  steps?: number;
  /** Bytes of one answer as JSON, up to 4,294,967,295; beyond: `answer_too_large`. 67,108,864 (64 MiB) if it is left out. */
  answerBytes?: number;
}
export interface LoadOptions extends EngineOptions {
  /** Where the module is, if not beside the script: an address, a response, its bytes, or the compiled module. Browsers only. */
  source?: string | Global<"URL"> | Global<"Response"> | ArrayBuffer | ArrayBufferView | CompiledModule;
}
/** A class of the platform; without its types (no DOM, no Node) there is none to give. */
type Global<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Value }> ? Value : never;
type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Value } } } ? Value : never;

/** Any document: as an object, or as its JSON text. What is given is never changed: frozen objects, readonly lists and `as const` will do. */
export type Json<T> = Readonly<T> | string;

/** An input that cannot be answered. Its message has no text of the document. */
export declare class AkkoordError extends Error {
  readonly name: "AkkoordError";
  /** The stable name of what is wrong. */
  readonly code: ErrorCode;
  /** Its stable number, the same on every surface. */
  readonly number: number;
  /** Where: `profile.choices[3].scope.options[0]`; empty for the whole line. */
  readonly path: string;
  /** The line of the text, from 1; 0 for what was not read from text. */
  readonly line: number;
  /** What to do about it, in English. */
  readonly advice: string;
}

/**
 * The rules engine, with its catalogue and rule set read once: keep it. A pure function of its arguments: no clock, no network.
 * Whatever is asked of it, it can be asked again: a bad argument throws an {@link AkkoordError} and changes nothing.
 */
export declare class Engine {
  /**
   * Starts the module, once, and makes an engine. In a browser this fetches `akkoord.wasm` (with `akkoord/inline`: nothing).
   * @throws AkkoordError for a catalogue or rule set that cannot be read
   */
  static load(options?: LoadOptions): Promise<Engine>;
  /** Makes an engine at once: in Node always, elsewhere after `Engine.load()`. */
  constructor(options?: EngineOptions);

  /** One decision for each data category, in the order asked (R25). @throws AkkoordError */
  decide(profile: Json<Profile>, query: Json<Query>): Decision[];
  decide(profile: Json<Profile>, query: Readonly<ForConsulter<Query>>): ConsulterDecision[];
  /** Many queries of one patient, whose profile is read once. @throws AkkoordError for the first that cannot be read */
  decideMany(profile: Json<Profile>, queries: Iterable<Json<Query>>): Decision[][];
  decideMany(profile: Json<Profile>, queries: Iterable<Readonly<ForConsulter<Query>>>): ConsulterDecision[][];
  /** The decisions in plain sentences: in Dutch and for the patient, unless you say otherwise (R24). @throws AkkoordError */
  explain(profile: Json<Profile>, query: Json<Query> | Readonly<ForConsulter<Query>>, options?: { readonly lang?: Lang; readonly audience?: Audience }): Explanation[];
  /** Why `register` refused, in plain sentences for who records, in Dutch unless you say otherwise (R34-R40); null for an error that is no refusal. */
  explainRefusal(refusal: Pick<AkkoordError, "code">, options?: { readonly lang?: Lang }): string | null;

  /** R27: which holders may disclose? @throws AkkoordError */
  openQuery(profile: Json<Profile>, asked: Json<OpenQuery>): OpenAnswer;
  openQuery(profile: Json<Profile>, asked: Readonly<ForConsulter<OpenQuery>>): ConsulterOpenAnswer;
  /** R28: why does this holder give no data? @throws AkkoordError */
  whyEmpty(profile: Json<Profile>, asked: Json<WhyEmptyQuery>): WhyEmptyAnswer;
  whyEmpty(profile: Json<Profile>, asked: Readonly<ForConsulter<WhyEmptyQuery>>): ConsulterWhyEmptyAnswer;
  /** R29: what holds when? @throws AkkoordError */
  timeline(profile: Json<Profile>, asked: Json<TimelineQuery>): TimelineAnswer;
  timeline(profile: Json<Profile>, asked: Readonly<ForConsulter<TimelineQuery>>): ConsulterTimelineAnswer;
  /** R30: what would change? @throws AkkoordError */
  whatIf(profile: Json<Profile>, asked: Json<WhatIfQuery>): WhatIfAnswer;
  /** R30: the smallest change that would turn a deny into a permit. @throws AkkoordError */
  smallestChange(profile: Json<Profile>, asked: Json<SubscribedQuery>): SmallestChangeAnswer;
  /** R31: who can see me? @throws AkkoordError */
  matrix(profile: Json<Profile>, asked: Json<MatrixQuery>): MatrixAnswer;
  /** R32: whom to tell? @throws AkkoordError */
  notices(profile: Json<Profile>, asked: Json<NoticesQuery>): NoticesAnswer;
  /** R33: who asked? @throws AkkoordError */
  record(profile: Json<Profile>, asked: Json<RecordQuery>): RecordAnswer;
  /** R34-R40: a choice through a channel: its effects and the new profile. @throws AkkoordError also for a refusal */
  register(profile: Json<Profile>, asked: Json<RegisterQuery>): RegisterAnswer;

  /** Every fault of a profile, at most 100; none for a good one. */
  checkProfile(profile: Json<Profile>): Fault[];
  /** One line of the batch format in, one line out: the same bytes as on every surface (R26). A fault is a line too. */
  evaluateJson(line: string | Uint8Array): string;
  /** The same for every question. */
  answerJson(line: string | Uint8Array): string;

  /** The catalogue that is loaded. */
  readonly catalogue: Catalogue;
  /** Of the rule set that is loaded. */
  readonly ruleSet: RuleSetFacts;

  /** Gives its memory back. An engine that is forgotten is freed too, some time later. */
  free(): void;
  /** `using engine = await Engine.load()`. */
  [Symbol.dispose](): void;
}
