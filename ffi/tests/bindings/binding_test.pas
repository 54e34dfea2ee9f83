{ What the story of gp_system.pas leaves out: batches over Arrow, and what is refused. }
program binding_test;

{$MODE DELPHI}

uses
  Math, SysUtils, akkoord;

procedure batch_make(Misspelt: Integer); cdecl; external 'bindingtest';
function batch_address(Which: Integer): Pointer; cdecl; external 'bindingtest';
procedure batch_tell; cdecl; external 'bindingtest';

const
  PROFILE_JSON: UTF8String = '{"patient":{"id":"999990019"},"choices":[{"id":"c1","answer":"no",' +
    '"scope":{"level":"individual","holders":["ura:90000017"]},"channel":"dossierhoudersknop",' +
    '"decided_at":"2026-05-03T09:00:00Z","recorded_at":"2026-05-03T09:00:00Z"},' +
    '{"id":"c2","answer":"yes","scope":{"level":"blanket"},"channel":"mijn_mitz",' +
    '"decided_at":"2026-01-02T10:00:00Z","recorded_at":"2026-01-02T10:00:00Z"}]}';
  EMPTY: UTF8String = '{'#10'}';
  HIM: UTF8String = '999990019';
  STRANGER: UTF8String = '999990020';
  HOLDER: UTF8String = 'ura:90000017';
  OTHER_HOLDER: UTF8String = 'ura:90000018';
  HOLDER_TYPE: UTF8String = 'J8';
  CONSULTER: UTF8String = 'ura:90000033';
  CONSULTER_TYPE: UTF8String = 'N6';
  DATA_CATEGORY: UTF8String = 'GGC013';
  INSTANT: UTF8String = '2026-06-01T12:00:00Z';

var
  Engine, None: TAkkoordEngine;
  Profile: TAkkoordProfile;
  Population: TAkkoordPopulation;
  Error: TAkkoordError;
  Output: TAkkoordOutput;
  Patients: array[0..2] of TAkkoordText;
  Queries: array[0..2] of TAkkoordQuery;
  Verdicts: array[0..2] of TAkkoordVerdict;
  At: Int64;
  Line: UInt64;
  Place: Integer;
  Ruleset: UTF8String;
  Needed: NativeUInt;
  Code: Cardinal;

procedure Say(const Text: UTF8String);
begin
  Write(Text, #10);
  Flush(System.Output);
end;

procedure Must(Code: Cardinal);
begin
  if Code <> AKKOORD_OK then
    Say('a call failed: ' + UTF8String(IntToStr(Int64(Code))));
end;

function NameOf(Code: Cardinal): UTF8String;
var
  Name: TAkkoordText;
begin
  Must(akkoord_result_name(Code, Name));
  Result := AkkoordString(Name);
end;

procedure Decide(Schema: PArrowSchema);
var
  Code: Cardinal;
  Path: TAkkoordText;
begin
  Code := akkoord_population_decide_arrow(Population, batch_address(0), Schema, Error, batch_address(2), batch_address(3));
  if Code <> AKKOORD_OK then
  begin
    Must(akkoord_error_path(Error, Path));
    Say(NameOf(Code) + ' (' + AkkoordString(Path) + ')');
  end;
end;

function OutcomeOf(const Verdict: TAkkoordVerdict): UTF8String;
var
  Name: TAkkoordText;
begin
  Must(akkoord_outcome_name(Verdict.Outcome, Name));
  Result := AkkoordString(Name) + ' (';
  if akkoord_reason_name(Verdict.Reason, Name) = AKKOORD_OK then
    Result := Result + AkkoordString(Name);
  Result := Result + ')';
end;

procedure Tell(const Verdict: TAkkoordVerdict);
begin
  Say(NameOf(Verdict.Result) + ': ' + OutcomeOf(Verdict) + AkkoordString(Verdict.DecidedBy));
end;

{ An error leaves no older answer in the memory that was given. }
procedure AfterAPermit;
var
  Compiled: TAkkoordCompiled;
  Query: TAkkoordQuery;
  Verdict: TAkkoordVerdict;
begin
  Must(akkoord_compiled_new(Engine, Profile, At, Error, Compiled));
  Query := Queries[0];
  Query.HolderId := AkkoordText(OTHER_HOLDER);
  Must(akkoord_compiled_decide_query(Compiled, @Query, Verdict));
  Tell(Verdict);
  FillChar(Query.HolderId, SizeOf(Query.HolderId), 0);
  try
    AkkoordCheck(akkoord_compiled_decide_query(Compiled, @Query, Verdict));
    Say('not refused');
  except
    on Raised: EAkkoord do
      if Raised.Code <> Verdict.Result then
        Say('another code is raised');
  end;
  Tell(Verdict);
  if Verdict.Outcome = AKKOORD_OUTCOME_PERMIT then
    Say(NameOf(Verdict.Result) + ': no deny True')
  else
    Say(NameOf(Verdict.Result) + ': deny False');
  akkoord_compiled_free(Compiled);
end;

procedure LimitsAndConsulters;
var
  Limits: TAkkoordLimits;
  Limited: TAkkoordEngine;
  Cancel: TAkkoordCancel;
  Decision: TAkkoordDecision;
  Verdict: TAkkoordVerdict;
begin
  FillChar(Limits, SizeOf(Limits), 0);
  Limits.Size := SizeOf(Limits);
  Limits.Steps := 1;
  Must(akkoord_engine_with_limits(Engine, @Limits, Limited));
  try
    AkkoordCheck(akkoord_decision_new(Limited, Profile, @Queries[0], Error, Decision), Error);
    Say('not refused');
  except
    on Raised: EAkkoord do
      Say(NameOf(Raised.Code) + ' (' + Raised.Path + ')');
  end;
  akkoord_engine_free(Limited);
  Must(akkoord_cancel_new(Cancel));
  Limits.Steps := 0;
  Limits.Cancel := Cancel;
  Must(akkoord_engine_with_limits(Engine, @Limits, Limited));
  Must(akkoord_cancel_set(Cancel, 1));
  Must(akkoord_cancel_set(Cancel, 0));
  Must(akkoord_decision_new(Limited, Profile, @Queries[0], Error, Decision));
  Must(akkoord_decision_verdict(Decision, Verdict));
  Must(akkoord_verdict_for_consulter(@Verdict, Verdict));
  Must(akkoord_decision_json_for_consulter(Decision, Output));
  Say(NameOf(Verdict.Result) + ': ' + OutcomeOf(Verdict) + ' ' + AkkoordWritten(Output));
  akkoord_decision_free(Decision);
  akkoord_cancel_free(Cancel);
  akkoord_engine_free(Limited);
end;

begin
  SetExceptionMask([exInvalidOp, exDenormalized, exZeroDivide, exOverflow, exUnderflow, exPrecision]);
  Must(akkoord_output_new(Output));
  Must(akkoord_error_new(Error));
  Must(akkoord_engine_new_mitz(Engine));
  Must(akkoord_instant_parse(PAnsiChar(INSTANT), Length(INSTANT), At));
  Must(akkoord_profile_new_from_json(Engine, PAnsiChar(PROFILE_JSON), Length(PROFILE_JSON), Error, Profile));
  Must(akkoord_population_new(Engine, At, 1, Population));
  Must(akkoord_population_put(Population, Profile, Error));
  akkoord_profile_free(Profile);

  batch_make(0);
  Decide(batch_address(1));
  batch_tell;
  batch_make(1);
  Decide(batch_address(1));
  batch_tell;
  batch_make(0);
  Decide(nil);
  batch_tell;

  Say(NameOf(akkoord_population_profile(Population, PAnsiChar(STRANGER), Length(STRANGER), Profile)) + ' ()');
  Must(akkoord_engine_ruleset_json(Engine, Output));
  Ruleset := AkkoordWritten(Output);
  Code := akkoord_engine_new_from_json(PAnsiChar(EMPTY), Length(EMPTY), PAnsiChar(Ruleset), Length(Ruleset), Error, None);
  Must(akkoord_error_line(Error, Line));
  Say('broken off at line ' + UTF8String(IntToStr(Int64(Line))) + ': ' + NameOf(Code));

  for Place := 0 to 2 do
  begin
    Patients[Place] := AkkoordText(HIM);
    FillChar(Queries[Place], SizeOf(Queries[Place]), 0);
    Queries[Place].Size := SizeOf(Queries[Place]);
    Queries[Place].At := At;
    Queries[Place].HolderId := AkkoordText(HOLDER);
    Queries[Place].HolderType := AkkoordText(HOLDER_TYPE);
    Queries[Place].ConsulterId := AkkoordText(CONSULTER);
    Queries[Place].ConsulterType := AkkoordText(CONSULTER_TYPE);
    Queries[Place].Data := AkkoordText(DATA_CATEGORY);
    Queries[Place].TreatmentRelationship := AKKOORD_TREATMENT_ASSERTED;
  end;
  Patients[2] := AkkoordText(STRANGER);
  FillChar(Queries[1].HolderId, SizeOf(Queries[1].HolderId), 0);
  Must(akkoord_population_decide_batch(Population, @Patients[0], @Queries[0], 3, @Verdicts[0]));
  for Place := 0 to 2 do
    Say(NameOf(Verdicts[Place].Result) + ': ' + OutcomeOf(Verdicts[Place]));
  Must(akkoord_population_decide_batch(Population, nil, nil, 0, nil));
  Say('verdicts of nothing: 0');

  { What the bindings of other languages leave out. }
  if akkoord_output_copy(Output, nil, 0, Needed) <> AKKOORD_ERROR_BUFFER_TOO_SMALL then
    Say('a buffer of nothing was large enough');
  if Needed <> NativeUInt(Length(Ruleset)) then
    Say('akkoord_output_copy tells another length');
  Must(akkoord_error_code(Error, Code));
  if Code <> AKKOORD_ERROR_MISSING_FIELD then
    Say('akkoord_error_code tells another code');
  Must(akkoord_profile_new_from_json(Engine, PAnsiChar(PROFILE_JSON), Length(PROFILE_JSON), Error, Profile));
  AfterAPermit;
  LimitsAndConsulters;
  akkoord_profile_free(Profile);
  akkoord_population_free(Population);
  akkoord_engine_free(Engine);
  akkoord_error_free(Error);
  akkoord_output_free(Output);
end.
