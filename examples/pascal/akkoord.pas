{ akkoord for Free Pascal and Delphi: akkoord.h, word for word, and a few helpers. 64 bits.

  Free Pascal links libakkoord.so (-Fl with the folder); Delphi loads akkoord.dll. Texts are UTF-8 (AnsiString or UTF8String).
  Handles are freed by the function of their kind. Compilers of Pascal stop at floating point faults by default, which C libraries do not
  expect: call SetExceptionMask of the unit Math once at the start, as for any of them. }
unit akkoord;

{$IFDEF FPC}{$MODE DELPHI}{$PACKRECORDS C}{$ELSE}{$ALIGN 8}{$ENDIF}

interface

const
{$IFDEF MSWINDOWS}
  AKKOORD_LIBRARY = 'akkoord.dll';
{$ELSE}
  AKKOORD_LIBRARY = 'akkoord';
{$ENDIF}
  { What this unit was written for: compare with akkoord_abi_version. }
  AKKOORD_ABI = 0;

  AKKOORD_OK = 0;

  AKKOORD_OUTCOME_DENY = 0;
  AKKOORD_OUTCOME_PERMIT = 1;
  AKKOORD_OUTCOME_NOT_APPLICABLE = 2;
  AKKOORD_OUTCOME_INDETERMINATE = 3;

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

  { A text: bytes of UTF-8. In an answer a view, valid as long as what it was asked of. }
  TAkkoordText = record
    Data: PAnsiChar;
    Length: NativeUInt;
  end;
  PAkkoordText = ^TAkkoordText;

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

  TAkkoordOutweighed = record
    Choice: TAkkoordText;
    Rule: Cardinal;
    Reserved: Cardinal;
  end;

function akkoord_version: Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_abi_version: Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_version_text(out Text: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;

function akkoord_engine_new_mitz(out Engine: TAkkoordEngine): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_new_from_json(Catalogue: PAnsiChar; CatalogueLength: NativeUInt; Ruleset: PAnsiChar; RulesetLength: NativeUInt;
  Error: TAkkoordError; out Engine: TAkkoordEngine): Cardinal; cdecl; external AKKOORD_LIBRARY;
procedure akkoord_engine_free(Engine: TAkkoordEngine); cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_catalogue_id(Engine: TAkkoordEngine; out Id: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
function akkoord_engine_ruleset_name(Engine: TAkkoordEngine; out Name: TAkkoordText): Cardinal; cdecl; external AKKOORD_LIBRARY;
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
  Result := '';
  if akkoord_output_text(Output, Text) = AKKOORD_OK then
    Result := AkkoordString(Text);
end;

end.
