{ akkoord for Free Pascal and Delphi: akkoord.h, word for word, and a few helpers. 64 bits.

  Each function is described in akkoord.h. A result is AKKOORD_OK or an AKKOORD_ERROR_*; after an error no older answer is
  left in the out parameters: a verdict is a deny with the code in Result, a handle is nil. AkkoordCheck raises EAkkoord for an error. Instants are microseconds since 1970-01-01T00:00:00Z. A handle may be shared between threads, but for an error, an output,
  and a population while it is changed.

  Free Pascal links libakkoord.so (-Fl with the folder); Delphi loads akkoord.dll. Texts are UTF-8 (AnsiString or UTF8String).
  Handles are freed by the function of their kind. Compilers of Pascal stop at floating point faults by default, which C libraries do not
  expect: call SetExceptionMask of the unit Math once at the start, as for any of them. }
unit akkoord;

{$IFDEF FPC}{$MODE DELPHI}{$PACKRECORDS C}{$ELSE}{$ALIGN 8}{$ENDIF}

interface

uses
  SysUtils;

const
{$IFDEF MSWINDOWS}
  AKKOORD_LIBRARY = 'akkoord.dll';
{$ELSE}
  AKKOORD_LIBRARY = 'akkoord';
{$ENDIF}
  { What this unit was written for: compare with akkoord_abi_version. }
  AKKOORD_ABI = 0;

  AKKOORD_OK = 0;
  AKKOORD_ERROR_INVALID_UTF8 = 1; { The bytes are not UTF-8. }
  AKKOORD_ERROR_INVALID_JSON = 2; { The text is not JSON (RFC 8259), or something follows the document. }
  AKKOORD_ERROR_DOCUMENT_TOO_LARGE = 3; { The document is larger than 32 MiB. }
  AKKOORD_ERROR_UNKNOWN_FIELD = 4; { A field that the format does not list. }
  AKKOORD_ERROR_DUPLICATE_KEY = 5; { A key that stands twice in one object. }
  AKKOORD_ERROR_MISSING_FIELD = 6; { A field that must be there is not. }
  AKKOORD_ERROR_WRONG_TYPE = 7; { A value of another JSON type than the format says; `null` is never a value on input. }
  AKKOORD_ERROR_UNKNOWN_VALUE = 8; { A text that is none of the listed values. }
  AKKOORD_ERROR_STRING_TOO_LONG = 9; { A string of more than 1,024 bytes. }
  AKKOORD_ERROR_LIST_TOO_LONG = 10; { A list of more than 10,000 entries, or a query about more than 128 data categories. }
  AKKOORD_ERROR_EMPTY_LIST = 11; { A list that must name something and is empty. }
  AKKOORD_ERROR_EMPTY_STRING = 12; { An id without a character. }
  AKKOORD_ERROR_INVALID_INSTANT = 13; { Not an instant of RFC 3339 as the format wants it. }
  AKKOORD_ERROR_INVALID_DATE = 14; { Not a date of the calendar as the format wants it. }
  AKKOORD_ERROR_DUPLICATE_ID = 20; { Two choices with one id. }
  AKKOORD_ERROR_TOO_MANY_CHOICES = 21; { More than 10,000 choices in one profile. }
  AKKOORD_ERROR_CATALOGUE_MISMATCH = 22; { Written for another catalogue than the one loaded. }
  AKKOORD_ERROR_UNKNOWN_OPTION = 23; { An option that the catalogue does not have. }
  AKKOORD_ERROR_UNKNOWN_HOLDER_CATEGORY = 24; { A holder category that the catalogue does not have. }
  AKKOORD_ERROR_UNKNOWN_CONSULTER_TYPE = 25; { A provider type that the catalogue does not have, where a choice is bound to a consulter. }
  AKKOORD_ERROR_RECORDED_BEFORE_DECIDED = 26; { R6: a register cannot learn of a choice before it was made. }
  AKKOORD_ERROR_WITHDRAWN_BEFORE_RECORDED = 27; { A choice cannot be withdrawn before it was recorded. }
  AKKOORD_ERROR_CONFIRMED_BEFORE_RECORDED = 28; { A choice cannot be confirmed before it was recorded. }
  AKKOORD_ERROR_CHANNEL_NOT_ALLOWED = 29; { A scope that this channel cannot write. }
  AKKOORD_ERROR_CONFIRMED_BY_PATIENT = 30; { R20: the patient cannot confirm a choice of their own. }
  AKKOORD_ERROR_DUPLICATE_CODE = 40; { R1: a code or id of a catalogue that stands twice. }
  AKKOORD_ERROR_UNKNOWN_DATA_CATEGORY = 41; { A row that names a data category without a row of its own. }
  AKKOORD_ERROR_UNKNOWN_CONSULTING_CATEGORY = 42; { A row that names a consulting category without a row of its own. }
  AKKOORD_ERROR_OPTION_WITHOUT_HOLDER = 43; { R1: an option whose holder category has no row. }
  AKKOORD_ERROR_HIERARCHY_CYCLE = 44; { R3: a data category that is, in the end, its own parent. }
  AKKOORD_ERROR_TOO_MANY_OPTIONS = 45; { R1: more than 128 options. }
  AKKOORD_ERROR_TYPE_MAPPED_TWICE = 46; { R2: a provider type that is mapped twice. }
  AKKOORD_ERROR_OVERLAPPING_OPTIONS = 47; { Two options that answer the same question. }
  AKKOORD_ERROR_TOO_MANY_ROWS = 48; { More rows of one kind than a catalogue can have. }
  AKKOORD_ERROR_FOREIGN_OPTION = 49; { R36: a situation of the button that names an option of another holder category. }
  AKKOORD_ERROR_CATALOGUE_ID_TAKEN = 50; { A catalogue under the id of a built-in one, with other content. }
  AKKOORD_ERROR_UNSUPPORTED_VALUE = 60; { A parameter value that this version does not know. }
  AKKOORD_ERROR_OUT_OF_RANGE = 61; { A number outside its range. }
  AKKOORD_ERROR_RULESET_NAME_TAKEN = 62; { Other content under the name of a rule set that is part of the library. }
  AKKOORD_ERROR_POPULATION_FULL = 70; { A population with more than 4 GiB of records. }
  AKKOORD_ERROR_WRONG_RECORDER = 80; { R34, R35: not the one that this channel asks for at this age. }
  AKKOORD_ERROR_GUARDIAN_IS_PATIENT = 81; { R34, R40: the guardian must be somebody else. }
  AKKOORD_ERROR_IDENTITY_NOT_ESTABLISHED = 82; { R37: nobody established who the patient is. }
  AKKOORD_ERROR_NOT_ENROLLED = 83; { R37: the patient is not enrolled with the consulter. }
  AKKOORD_ERROR_STANDING_OBJECTION = 84; { R37: an emergency yes against an objection that stands. }
  AKKOORD_ERROR_BEFORE_2000 = 85; { R39: before there was anything to record. }
  AKKOORD_ERROR_IN_THE_FUTURE = 86; { R39: later than the register's own now. }
  AKKOORD_ERROR_EMPTY_SCOPE = 87; { R39: a scope that covers no option at all. }
  AKKOORD_ERROR_ID_IN_USE = 88; { R39: the id is taken by a choice that says something else. }
  AKKOORD_ERROR_UNKNOWN_PROVIDER_TYPE = 89; { R39: a provider type that the catalogue does not have. }
  AKKOORD_ERROR_NOT_PENDING = 90; { R40: there is nothing to confirm. }
  AKKOORD_ERROR_ALREADY_ANSWERED = 91; { R40: a guardian answers once. }
  AKKOORD_ERROR_NO_LONGER_A_MINOR = 92; { R40: the patient has turned 16. }
  AKKOORD_ERROR_MINOR_WITHDRAWS_NO = 93; { R20: nobody can confirm a withdrawal. }
  AKKOORD_ERROR_PATIENT_DECEASED = 94; { R15: the patient has died. }
  AKKOORD_ERROR_NOT_ONE_QUESTION = 100; { A line that asks nothing, or two things at once. }
  AKKOORD_ERROR_DUPLICATE_SUBSCRIPTION = 101; { A holder that stands twice among the subscriptions. }
  AKKOORD_ERROR_EMPTY_WINDOW = 102; { R29: a window that ends where it begins, or before. }
  AKKOORD_ERROR_UNKNOWN_CHOICE = 103; { A choice that the profile does not have. }
  AKKOORD_ERROR_DOES_NOT_EXPIRE = 104; { R30: a choice that does not end by itself. }
  AKKOORD_ERROR_OTHER_PATIENT = 105; { R32: two profiles of different patients. }
  AKKOORD_ERROR_TOO_MUCH_WORK = 110; { More steps than the limits of the engine allow for one call. }
  AKKOORD_ERROR_ANSWER_TOO_LARGE = 111; { An answer with more bytes or entries than the limits of the engine allow. }
  AKKOORD_ERROR_CANCELLED = 112; { The call was stopped by its caller. }
  AKKOORD_ERROR_OUT_OF_MEMORY = 113; { There was not enough memory; nothing was done. }
  AKKOORD_ERROR_NULL_POINTER = 200; { A pointer that must not be NULL is. }
  AKKOORD_ERROR_PANIC = 201; { The library met a fault of its own and stopped this call: take the answer as no, and report it. }
  AKKOORD_ERROR_BUFFER_TOO_SMALL = 202; { The buffer is smaller than the text: the needed size is given. }
  AKKOORD_ERROR_WRONG_SIZE = 203; { A struct whose `size` is not one that this version knows. }
  AKKOORD_ERROR_NOT_A_HANDLE = 204; { A handle of another kind, or one that was freed. }
  AKKOORD_ERROR_OTHER_INSTANT = 205; { A question about an instant for which the profile or population was not worked out. }
  AKKOORD_ERROR_OUTDATED = 206; { A prepared question that is older than what the population knows. }
  AKKOORD_ERROR_MISALIGNED_POINTER = 207; { A pointer to a struct or handle that no such thing can have. }
  AKKOORD_ERROR_LENGTH_OUT_OF_RANGE = 208; { A length that no memory can have. }
  AKKOORD_ERROR_UNKNOWN_PATIENT = 209; { A patient who is not in the population. }
  AKKOORD_ERROR_OUT_OF_BOUNDS = 210; { A place beyond the end of a list. }
  AKKOORD_ERROR_BROKEN = 211; { A population that a fault of the library left half changed. }

  AKKOORD_OUTCOME_DENY = 0;
  AKKOORD_OUTCOME_PERMIT = 1;
  AKKOORD_OUTCOME_NOT_APPLICABLE = 2;
  AKKOORD_OUTCOME_INDETERMINATE = 3;

  AKKOORD_REASON_NONE = 0; { No reason: nothing was decided. What zeroed memory reads as. }
  AKKOORD_REASON_INDIVIDUAL_YES = 1; { A yes for this holder (R16; permit) }
  AKKOORD_REASON_CATEGORICAL_YES = 2; { A yes for the category of this holder (R17; permit) }
  AKKOORD_REASON_BLANKET_YES = 3; { A yes for all holders (R17; permit) }
  AKKOORD_REASON_EMERGENCY_YES = 4; { A live emergency yes (R19; permit) }
  AKKOORD_REASON_INDIVIDUAL_NO = 5; { A no for this holder (R16; deny) }
  AKKOORD_REASON_CATEGORICAL_NO = 6; { A no for the category of this holder (R17; deny) }
  AKKOORD_REASON_BLANKET_NO = 7; { A no for all holders (R17; deny) }
  AKKOORD_REASON_EMERGENCY_NO = 8; { A live emergency no (R19; deny) }
  AKKOORD_REASON_NO_CHOICE = 9; { No choice is a no (R21; deny) }
  AKKOORD_REASON_NOT_IN_CATALOGUE = 10; { The catalogue has no option for this holder, these data and this consulter (R4; deny) }
  AKKOORD_REASON_NO_TREATMENT_RELATIONSHIP = 11; { The caller says that there is no treatment relationship (R13; deny) }
  AKKOORD_REASON_HOLDER_NOT_CONNECTED = 12; { The holder is not connected (R14; deny) }
  AKKOORD_REASON_PATIENT_DECEASED = 13; { The patient is known to be deceased (R15; deny) }
  AKKOORD_REASON_PRESUMED_CONSENT = 14; { The law presumes consent (`COC`) (R12; not applicable) }
  AKKOORD_REASON_UNKNOWN_HOLDER_TYPE = 15; { The catalogue does not know the type of the holder (R11; indeterminate) }
  AKKOORD_REASON_UNKNOWN_CONSULTER_TYPE = 16; { The catalogue does not know the type of the consulter (R11; indeterminate) }
  AKKOORD_REASON_UNKNOWN_DATA_CATEGORY = 17; { The catalogue does not know the data category (R11; indeterminate) }
  AKKOORD_REASON_UNKNOWN_PURPOSE = 18; { A purpose other than `TREAT` and `COC` (R12; indeterminate) }
  AKKOORD_REASON_TREATMENT_RELATIONSHIP_NOT_ASSERTED = 19; { The caller did not say whether there is a treatment relationship (R13; indeterminate) }

  AKKOORD_TREATMENT_NOT_ASSERTED = 0;
  AKKOORD_TREATMENT_ASSERTED = 1;
  AKKOORD_TREATMENT_DENIED = 2;

  AKKOORD_HOLDER_CONNECTED = 0;
  AKKOORD_HOLDER_NOT_CONNECTED = 1;

  AKKOORD_LANG_NL = 1;
  AKKOORD_LANG_EN = 2;

  AKKOORD_AUDIENCE_PATIENT = 1;
  AKKOORD_AUDIENCE_HOLDER = 2;
  AKKOORD_AUDIENCE_CONSULTER = 3;

  AKKOORD_NEVER = High(Int64);

type
  { Handles: opaque. }
  TAkkoordEngine = type Pointer;
  TAkkoordProfile = type Pointer;
  TAkkoordCompiled = type Pointer;
  TAkkoordQuestion = type Pointer;
  TAkkoordDecision = type Pointer;
  TAkkoordPopulation = type Pointer;
  TAkkoordError = type Pointer;
  TAkkoordOutput = type Pointer;
  TAkkoordCancel = type Pointer;

  { A text: bytes of UTF-8. In an answer a view, valid as long as what it was asked of. }
  TAkkoordText = record
    Data: PAnsiChar;
    Length: NativeUInt;
  end;
  PAkkoordText = ^TAkkoordText;

  { What one call may cost, at most. Zero it, set Size to SizeOf, then what you know: what is zero is as without limits of your own. }
  TAkkoordLimits = record
    Size: NativeUInt;
    Steps: UInt64;
    AnswerBytes: UInt64;
    Cancel: TAkkoordCancel;
  end;
  PAkkoordLimits = ^TAkkoordLimits;

  { A closed query. Zero it, set Size to SizeOf, then what you know. The texts must live during the call. }
  TAkkoordQuery = record
    Size: NativeUInt;
    At: Int64;
    HolderId: TAkkoordText;
    HolderType: TAkkoordText;
    ConsulterId: TAkkoordText;
    ConsulterType: TAkkoordText;
    Data: TAkkoordText;
    Purpose: TAkkoordText;
    TreatmentRelationship: Cardinal;
    HolderConnected: Cardinal;
  end;
  PAkkoordQuery = ^TAkkoordQuery;

  { What is decided. Zeroed it reads as a deny. }
  TAkkoordVerdict = record
    Outcome: Cardinal;
    Reason: Cardinal;
    Result: Cardinal;
    Choice: Cardinal;
    ValidUntil: Int64;
    Option: TAkkoordText;
    DecidedBy: TAkkoordText;
    Reserved: UInt64;
  end;
  PAkkoordVerdict = ^TAkkoordVerdict;

  { A choice that has taken part and did not decide; Rule is 18 for R18. }
  TAkkoordOutweighed = record
    Choice: TAkkoordText;
    Rule: Cardinal;
    Reserved: Cardinal;
  end;

  { As the Arrow C Data Interface gives them: https://arrow.apache.org/docs/format/CDataInterface.html }
  PArrowSchema = ^TArrowSchema;
  PPArrowSchema = ^PArrowSchema;
  TArrowSchema = record
    Format: PAnsiChar;
    Name: PAnsiChar;
    Metadata: PAnsiChar;
    Flags: Int64;
    NChildren: Int64;
    Children: PPArrowSchema;
    Dictionary: PArrowSchema;
    Release: procedure(Schema: PArrowSchema); cdecl;
    PrivateData: Pointer;
  end;

  PArrowArray = ^TArrowArray;
  PPArrowArray = ^PArrowArray;
  TArrowArray = record
    Length: Int64;
    NullCount: Int64;
    Offset: Int64;
    NBuffers: Int64;
    NChildren: Int64;
    Buffers: PPointer;
    Children: PPArrowArray;
    Dictionary: PArrowArray;
    Release: procedure(Data: PArrowArray); cdecl;
    PrivateData: Pointer;
  end;

type
  { What was wrong; take it as no. Code is one of AKKOORD_ERROR_*. Line is counted from 1, 0 for what was not read from text; Path is the
    place in the input, or the name of a parameter. Never holds a patient id or text of a document. }
  EAkkoord = class(Exception)
  private
    FCode: Cardinal;
    FLine: UInt64;
    FPath: UTF8String;
  public
    property Code: Cardinal read FCode;
    property Line: UInt64 read FLine;
    property Path: UTF8String read FPath;
  end;

function akkoord_version: Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_abi_version: Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_version_text(out Text: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_engine_new_mitz(out Engine: TAkkoordEngine): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_new_from_json(Catalogue: PAnsiChar; CatalogueLength: NativeUInt; Ruleset: PAnsiChar; RulesetLength: NativeUInt;
  Error: TAkkoordError; out Engine: TAkkoordEngine): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_with_limits(Engine: TAkkoordEngine; Limits: PAkkoordLimits;
  out Limited: TAkkoordEngine): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_cancel_new(out Cancel: TAkkoordCancel): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_cancel_set(Cancel: TAkkoordCancel; Cancelled: Cardinal): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_cancel_free(Cancel: TAkkoordCancel); cdecl; external AKKOORD_LIBRARY;
procedure akkoord_engine_free(Engine: TAkkoordEngine); cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_catalogue_id(Engine: TAkkoordEngine; out Id: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_ruleset_name(Engine: TAkkoordEngine; out Name: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_ruleset_digest(Engine: TAkkoordEngine; out Digest: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_catalogue_json(Engine: TAkkoordEngine; Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_ruleset_json(Engine: TAkkoordEngine; Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_profile_new_from_json(Engine: TAkkoordEngine; Json: PAnsiChar; Length: NativeUInt; Error: TAkkoordError;
  out Profile: TAkkoordProfile): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_profile_free(Profile: TAkkoordProfile); cdecl; external AKKOORD_LIBRARY;
function akkoord_profile_json(Profile: TAkkoordProfile; Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_profile_choice(Profile: TAkkoordProfile; Choice: Cardinal; out Id: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_compiled_new(Engine: TAkkoordEngine; Profile: TAkkoordProfile; At: Int64; Error: TAkkoordError;
  out Compiled: TAkkoordCompiled): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_compiled_free(Compiled: TAkkoordCompiled); cdecl; external AKKOORD_LIBRARY;
function akkoord_compiled_valid_until(Compiled: TAkkoordCompiled; out ValidUntil: Int64): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_compiled_decide(Compiled: TAkkoordCompiled; Question: TAkkoordQuestion;
  out Verdict: TAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_compiled_decide_query(Compiled: TAkkoordCompiled; Query: PAkkoordQuery;
  out Verdict: TAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_compiled_decide_batch(Compiled: TAkkoordCompiled; Queries: PAkkoordQuery; Count: NativeUInt;
  Verdicts: PAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_question_new(Engine: TAkkoordEngine; Query: PAkkoordQuery; Error: TAkkoordError;
  out Question: TAkkoordQuestion): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_question_free(Question: TAkkoordQuestion); cdecl; external AKKOORD_LIBRARY;

function akkoord_decision_new(Engine: TAkkoordEngine; Profile: TAkkoordProfile; Query: PAkkoordQuery; Error: TAkkoordError;
  out Decision: TAkkoordDecision): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_decision_free(Decision: TAkkoordDecision); cdecl; external AKKOORD_LIBRARY;
function akkoord_decision_verdict(Decision: TAkkoordDecision; out Verdict: TAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_decision_outweighed_count(Decision: TAkkoordDecision; out Count: NativeUInt): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_decision_outweighed(Decision: TAkkoordDecision; Index: NativeUInt;
  out Outweighed: TAkkoordOutweighed): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_decision_json(Decision: TAkkoordDecision; Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_decision_json_for_consulter(Decision: TAkkoordDecision; Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_verdict_for_consulter(Verdict: PAkkoordVerdict; out Told: TAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_decision_explain(Decision: TAkkoordDecision; Lang, Audience: Cardinal;
  Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_population_new(Engine: TAkkoordEngine; At: Int64; Patients: NativeUInt;
  out Population: TAkkoordPopulation): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_population_free(Population: TAkkoordPopulation); cdecl; external AKKOORD_LIBRARY;
function akkoord_population_put(Population: TAkkoordPopulation; Profile: TAkkoordProfile;
  Error: TAkkoordError): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_population_go_to(Population: TAkkoordPopulation; At: Int64; Error: TAkkoordError): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_population_count(Population: TAkkoordPopulation; out Count: NativeUInt): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_population_decide(Population: TAkkoordPopulation; Patient: PAnsiChar; PatientLength: NativeUInt; Query: PAkkoordQuery;
  out Verdict: TAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_population_decide_batch(Population: TAkkoordPopulation; Patients: PAkkoordText; Queries: PAkkoordQuery; Count: NativeUInt;
  Verdicts: PAkkoordVerdict): Cardinal; cdecl; external AKKOORD_LIBRARY;
{ Queries is moved: the library releases it, whatever the result is, unless a pointer was nil. Schema is borrowed. What comes out is yours to
  release. }
function akkoord_population_decide_arrow(Population: TAkkoordPopulation; Queries: PArrowArray; Schema: PArrowSchema; Error: TAkkoordError;
  Decisions: PArrowArray; DecisionsSchema: PArrowSchema): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_population_profile(Population: TAkkoordPopulation; Patient: PAnsiChar; PatientLength: NativeUInt;
  out Profile: TAkkoordProfile): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_population_decision(Population: TAkkoordPopulation; Patient: PAnsiChar; PatientLength: NativeUInt; Query: PAkkoordQuery;
  Error: TAkkoordError; out Decision: TAkkoordDecision): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_evaluate_json(Engine: TAkkoordEngine; Line: PAnsiChar; Length: NativeUInt; Number: UInt64;
  Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_answer_json(Engine: TAkkoordEngine; Line: PAnsiChar; Length: NativeUInt; Number: UInt64;
  Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_error_new(out Error: TAkkoordError): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_error_free(Error: TAkkoordError); cdecl; external AKKOORD_LIBRARY;
function akkoord_error_code(Error: TAkkoordError; out Code: Cardinal): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_error_line(Error: TAkkoordError; out Line: UInt64): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_error_path(Error: TAkkoordError; out Path: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_error_message(Error: TAkkoordError; out Message: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_result_name(Code: Cardinal; out Name: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_result_advice(Code: Cardinal; out Advice: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_outcome_name(Outcome: Cardinal; out Name: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_reason_name(Reason: Cardinal; out Name: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_output_new(out Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_output_free(Output: TAkkoordOutput); cdecl; external AKKOORD_LIBRARY;
function akkoord_output_text(Output: TAkkoordOutput; out Text: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_output_copy(Output: TAkkoordOutput; Buffer: PAnsiChar; Capacity: NativeUInt;
  out Needed: NativeUInt): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_instant_parse(Text: PAnsiChar; Length: NativeUInt; out At: Int64): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_instant_format(At: Int64; Output: TAkkoordOutput): Cardinal; cdecl; external AKKOORD_LIBRARY;

{ Raises EAkkoord unless the call went well; with what Error was told, if it was given to that call. }
procedure AkkoordCheck(Code: Cardinal; Error: TAkkoordError = nil);
{ A text of Pascal as akkoord takes it: a view, so the string must live during the call. }
function AkkoordText(const Text: UTF8String): TAkkoordText;
{ A view of akkoord, copied. }
function AkkoordString(const Text: TAkkoordText): UTF8String;
{ What was written last. }
function AkkoordWritten(Output: TAkkoordOutput): UTF8String;

implementation

function AkkoordText(const Text: UTF8String): TAkkoordText;
begin
  Result.Data := PAnsiChar(Text);
  Result.Length := Length(Text);
end;

function AkkoordString(const Text: TAkkoordText): UTF8String;
begin
  Result := '';
  if Text.Length > 0 then
    SetString(Result, Text.Data, Text.Length);
end;

function AkkoordWritten(Output: TAkkoordOutput): UTF8String;
var
  Text: TAkkoordText;
begin
  AkkoordCheck(akkoord_output_text(Output, Text));
  Result := AkkoordString(Text);
end;

procedure AkkoordCheck(Code: Cardinal; Error: TAkkoordError);
var
  Name, Message, Path: TAkkoordText;
  Told: Cardinal;
  Raised: EAkkoord;
begin
  if Code = AKKOORD_OK then
    Exit;
  if (Error = nil) or (akkoord_error_code(Error, Told) <> AKKOORD_OK) or (Told <> Code) or
    (akkoord_error_message(Error, Message) <> AKKOORD_OK) then
  begin
    Error := nil;
    if akkoord_result_advice(Code, Message) <> AKKOORD_OK then
      Message := AkkoordText('');
  end;
  if akkoord_result_name(Code, Name) <> AKKOORD_OK then
    Name := AkkoordText('');
  Raised := EAkkoord.Create(string(AkkoordString(Name)) + ': ' + string(AkkoordString(Message)));
  Raised.FCode := Code;
  if (Error <> nil) and (akkoord_error_path(Error, Path) = AKKOORD_OK) and (akkoord_error_line(Error, Raised.FLine) = AKKOORD_OK) then
    Raised.FPath := AkkoordString(Path);
  raise Raised;
end;

end.
