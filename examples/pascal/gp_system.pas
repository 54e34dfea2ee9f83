{ A GP system in Pascal, over the unit akkoord.

    gp_system story           a request from the out-of-hours post, from beginning to end
    gp_system evaluate FILE   one line in, one line out, as `akkoord evaluate`
    gp_system answer FILE     the same for every question that can be asked of a profile

  Build: fpc -Fl<folder of libakkoord.so> gp_system.pas }
program gp_system;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}
{$IFDEF MSWINDOWS}{$APPTYPE CONSOLE}{$ENDIF}

uses
  Classes, Math, SysUtils, akkoord;

var
  Printer: THandleStream;

procedure Print(const Text: UTF8String);
begin
  if Length(Text) > 0 then
    Printer.WriteBuffer(Text[1], Length(Text));
end;

{ A call that must not fail here: an EAkkoord ends the program. A real system would go on with "no". }
procedure Must(Code: Cardinal);
begin
  AkkoordCheck(Code);
end;

function OrDash(const Text: TAkkoordText): UTF8String;
begin
  Result := AkkoordString(Text);
  if Result = '' then
    Result := '-';
end;

{ "permit (individual_yes), option 1.1, by st-1, for good" }
function Told(const Verdict: TAkkoordVerdict; Output: TAkkoordOutput): UTF8String;
var
  Outcome, Reason: TAkkoordText;
begin
  Must(akkoord_outcome_name(Verdict.Outcome, Outcome));
  Must(akkoord_reason_name(Verdict.Reason, Reason));
  Result := AkkoordString(Outcome) + ' (' + AkkoordString(Reason) + '), option ' + OrDash(Verdict.Option) + ', by ' +
    OrDash(Verdict.DecidedBy);
  if Verdict.ValidUntil = AKKOORD_NEVER then
    Result := Result + ', for good'
  else
  begin
    Must(akkoord_instant_format(Verdict.ValidUntil, Output));
    Result := Result + ', until ' + AkkoordWritten(Output);
  end;
end;

const
  { Mrs Stolwijk (invented), as the register gave her: she said yes at the out-of-hours post, for this GP and this pharmacy. }
  PROFILE_JSON: UTF8String = '{"patient":{"id":"999901424","born":"1963-09-14"},"choices":[{"id":"st-1","answer":"yes",' +
    '"scope":{"level":"individual","holders":["ura:90000201","ura:90000301"],"options":["1.1","2.1"]},' +
    '"channel":"raadplegersknop","decided_at":"2026-02-20T18:47:12Z","recorded_at":"2026-02-20T18:47:39Z",' +
    '"recorded_by":"ura:90000101"}]}';
  { Mr Veldman (invented): yes to all GPs, and a no to this one later. }
  VELDMAN: UTF8String = '{"patient":{"id":"999990160","born":"1948-02-11"},"choices":[{"id":"ve-1","answer":"yes",' +
    '"scope":{"level":"categorical","holder_category":"huisartsen"},"channel":"mijn_mitz",' +
    '"decided_at":"2026-01-12T09:20:00Z","recorded_at":"2026-01-12T09:20:00Z","recorded_by":"patient"},' +
    '{"id":"ve-2","answer":"no","scope":{"level":"individual","holders":["ura:90000201"]},' +
    '"channel":"dossierhoudersknop","decided_at":"2026-03-03T10:05:00Z","recorded_at":"2026-03-03T10:05:20Z",' +
    '"recorded_by":"ura:90000201"}]}';
  MISSPELT: UTF8String = '{"patient":{"id":"999901424"},'#10'"chooses":[]}';
  GP: UTF8String = 'ura:90000201';
  GP_TYPE: UTF8String = 'Z3';
  POST: UTF8String = 'ura:90000101';
  POST_TYPE: UTF8String = 'N6';
  HOSPITAL: UTF8String = 'ura:90000401';
  HOSPITAL_TYPE: UTF8String = 'V4';
  SUMMARY: UTF8String = 'GGC002';
  PATIENT: UTF8String = '999901424';
  HIM: UTF8String = '999990160';
  STRANGER: UTF8String = '999990019';

{ The request of the post: may this GP disclose the summary to it? }
function Request(At: Int64): TAkkoordQuery;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.Size := SizeOf(Result);
  Result.At := At;
  Result.HolderId := AkkoordText(GP);
  Result.HolderType := AkkoordText(GP_TYPE);
  Result.ConsulterId := AkkoordText(POST);
  Result.ConsulterType := AkkoordText(POST_TYPE);
  Result.Data := AkkoordText(SUMMARY);
  Result.TreatmentRelationship := AKKOORD_TREATMENT_ASSERTED;
end;

function Instant(const Text: UTF8String): Int64;
begin
  Must(akkoord_instant_parse(PAnsiChar(Text), Length(Text), Result));
end;

procedure Story;
var
  Engine, Second: TAkkoordEngine;
  Profile, Other, Refused: TAkkoordProfile;
  Compiled: TAkkoordCompiled;
  Prepared: TAkkoordPreparedQuery;
  Decision: TAkkoordDecision;
  Practice: TAkkoordPopulation;
  Error: TAkkoordError;
  Output: TAkkoordOutput;
  Version, Catalogue, Rules, View: TAkkoordText;
  CatalogueJson, RulesetJson: UTF8String;
  Outweighed: TAkkoordOutweighed;
  Patients: array[0..2] of TAkkoordText;
  Query: TAkkoordQuery;
  Queries: array[0..2] of TAkkoordQuery;
  Verdicts: array[0..2] of TAkkoordVerdict;
  Verdict: TAkkoordVerdict;
  Before, After, Later, Till: Int64;
  Count: NativeUInt;
  Line: UInt64;
  Code: Cardinal;
  Place: Integer;
begin
  Must(akkoord_output_new(Output));
  Must(akkoord_error_new(Error));
  Must(akkoord_engine_new_mitz(Engine)); { once, for the whole process and all its threads }
  Must(akkoord_version_text(Version));
  Must(akkoord_engine_catalogue_id(Engine, Catalogue));
  Must(akkoord_engine_ruleset_name(Engine, Rules));
  Print('akkoord ' + AkkoordString(Version) + ', catalogue ' + AkkoordString(Catalogue) + ', rules ' + AkkoordString(Rules) + #10);
  Must(akkoord_profile_new_from_json(Engine, PAnsiChar(PROFILE_JSON), Length(PROFILE_JSON), Error, Profile));
  Before := Instant('2026-02-20T18:41:05Z');
  After := Instant('2026-02-20T18:48:03Z');

  Print('1. The post asks the GP for the summary, before anything was recorded'#10);
  Query := Request(Before);
  Must(akkoord_compiled_new(Engine, Profile, Before, Error, Compiled));
  Must(akkoord_compiled_decide_query(Compiled, @Query, Verdict)); { a deny is AKKOORD_OK too }
  Print('   ' + Told(Verdict, Output) + #10);
  Must(akkoord_decision_new(Engine, Profile, @Query, Error, Decision));
  Must(akkoord_decision_explain(Decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_CONSULTER, Output));
  Print('   ' + AkkoordWritten(Output) + #10);
  akkoord_decision_free(Decision);

  Print('2. She says yes at the post; what was compiled before does not answer for now'#10);
  Query := Request(After);
  Must(akkoord_compiled_valid_until(Compiled, Till));
  Must(akkoord_instant_format(Till, Output));
  Code := akkoord_compiled_decide_query(Compiled, @Query, Verdict);
  Must(akkoord_result_name(Code, View));
  Print('   compiled until ' + AkkoordWritten(Output) + ', now: ' + AkkoordString(View) + #10);
  akkoord_compiled_free(Compiled);

  Print('3. Compiled anew, the post asks again'#10);
  Must(akkoord_compiled_new(Engine, Profile, After, Error, Compiled));
  Must(akkoord_prepared_query_new(Engine, @Query, Error, Prepared)); { prepared once, for any patient }
  Must(akkoord_compiled_decide(Compiled, Prepared, Verdict));
  Print('   ' + Told(Verdict, Output) + #10);
  Must(akkoord_decision_new(Engine, Profile, @Query, Error, Decision));
  Must(akkoord_decision_explain(Decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_PATIENT, Output));
  Print('   ' + AkkoordWritten(Output) + #10);
  Must(akkoord_decision_json(Decision, Output));
  Print('   for the access record: ' + AkkoordWritten(Output) + #10);
  akkoord_decision_free(Decision);

  Print('4. Three requests of that night in one call'#10);
  for Place := 0 to 2 do
    Queries[Place] := Request(After);
  Queries[1].ConsulterId := AkkoordText(HOSPITAL); { she said nothing of it }
  Queries[1].ConsulterType := AkkoordText(HOSPITAL_TYPE);
  Queries[2].TreatmentRelationship := AKKOORD_TREATMENT_NOT_ASSERTED;
  Must(akkoord_compiled_decide_batch(Compiled, @Queries[0], 3, @Verdicts[0]));
  for Place := 0 to 2 do
  begin
    Must(Verdicts[Place].Result);
    Print('   ' + Told(Verdicts[Place], Output) + #10);
  end;

  Print('5. The whole practice: many patients at an instant'#10);
  Must(akkoord_population_new(Engine, After, 2500, Practice));
  Must(akkoord_population_put(Practice, Profile, Error));
  Must(akkoord_profile_new_from_json(Engine, PAnsiChar(VELDMAN), Length(VELDMAN), Error, Other));
  Must(akkoord_population_put(Practice, Other, Error));
  akkoord_profile_free(Other); { the population has what it needs }
  Must(akkoord_population_count(Practice, Count));
  Print('   ' + UTF8String(IntToStr(Int64(Count))) + ' patients'#10);
  Must(akkoord_population_decide(Practice, PAnsiChar(PATIENT), Length(PATIENT), @Query, Verdict));
  Print('   ' + Told(Verdict, Output) + #10);
  Must(akkoord_profile_choice(Profile, Verdict.DecidedByPlace, View));
  Print('   decided by choice ' + AkkoordString(View) + #10);
  Must(akkoord_population_decide(Practice, PAnsiChar(STRANGER), Length(STRANGER), @Query, Verdict));
  Print('   who is not known here: ' + Told(Verdict, Output) + #10);

  Print('6. Mr Veldman said no to this GP on 3 March; a week later three patients are asked about in one call'#10);
  Later := Instant('2026-03-10T09:00:00Z');
  Must(akkoord_population_go_to(Practice, Later, Error));
  Patients[0] := AkkoordText(PATIENT);
  Patients[1] := AkkoordText(HIM);
  Patients[2] := AkkoordText(STRANGER);
  for Place := 0 to 2 do
    Queries[Place] := Request(Later);
  Must(akkoord_population_decide_batch(Practice, @Patients[0], @Queries[0], 3, @Verdicts[0]));
  for Place := 0 to 2 do
  begin
    Must(Verdicts[Place].Result);
    Print('   ' + Told(Verdicts[Place], Output) + #10);
  end;

  Print('7. Why not for Mr Veldman'#10);
  Must(akkoord_population_decision(Practice, PAnsiChar(HIM), Length(HIM), @Queries[1], Error, Decision));
  Must(akkoord_decision_explain(Decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_HOLDER, Output));
  Print('   ' + AkkoordWritten(Output) + #10);
  Must(akkoord_decision_outweighed_count(Decision, Count));
  for Place := 0 to Integer(Count) - 1 do
  begin
    Must(akkoord_decision_outweighed(Decision, Place, Outweighed));
    Print('   outweighed: ' + AkkoordString(Outweighed.Choice) + ', by R' + UTF8String(IntToStr(Int64(Outweighed.Rule))) + #10);
  end;
  akkoord_decision_free(Decision);
  { any instant can be asked about with the grounds; Query is about February still }
  Must(akkoord_population_decision(Practice, PAnsiChar(HIM), Length(HIM), @Query, Error, Decision));
  Must(akkoord_decision_verdict(Decision, Verdict));
  Print('   in February: ' + Told(Verdict, Output) + #10);
  akkoord_decision_free(Decision);
  Must(akkoord_population_profile(Practice, PAnsiChar(HIM), Length(HIM), Other));
  Must(akkoord_profile_json(Other, Output));
  Print('   his choices, for the file and never for a log: ' + AkkoordWritten(Output) + #10);
  akkoord_profile_free(Other);

  Print('8. An engine from documents, as for a newer catalogue'#10);
  Must(akkoord_engine_catalogue_json(Engine, Output)); { here those of the library }
  CatalogueJson := AkkoordWritten(Output);
  Must(akkoord_engine_ruleset_json(Engine, Output));
  RulesetJson := AkkoordWritten(Output);
  Must(akkoord_engine_new_from_json(PAnsiChar(CatalogueJson), Length(CatalogueJson), PAnsiChar(RulesetJson), Length(RulesetJson), Error,
    Second));
  Must(akkoord_engine_catalogue_id(Second, Catalogue));
  Must(akkoord_engine_ruleset_name(Second, Rules));
  Print('   catalogue ' + AkkoordString(Catalogue) + ', rules ' + AkkoordString(Rules) + #10);
  akkoord_engine_free(Second);

  Print('9. A profile with a misspelt field is refused'#10);
  Code := akkoord_profile_new_from_json(Engine, PAnsiChar(MISSPELT), Length(MISSPELT), Error, Refused);
  Must(akkoord_result_name(Code, View));
  Print('   ' + AkkoordString(View));
  Must(akkoord_error_path(Error, View));
  Must(akkoord_error_line(Error, Line));
  Print(' at ' + AkkoordString(View) + ', line ' + UTF8String(IntToStr(Int64(Line))) + ': ');
  Must(akkoord_error_message(Error, View));
  Print(AkkoordString(View) + #10);

  akkoord_population_free(Practice);
  akkoord_prepared_query_free(Prepared);
  akkoord_compiled_free(Compiled);
  akkoord_profile_free(Profile);
  akkoord_engine_free(Engine);
  akkoord_error_free(Error);
  akkoord_output_free(Output);
end;

{ Answers each line of a file. A line ends at a line feed. }
procedure Lines(const Path: string; IsClosed: Boolean);
var
  Engine: TAkkoordEngine;
  Output: TAkkoordOutput;
  Text: TMemoryStream;
  Bytes: PAnsiChar;
  Start, Finish: Int64;
  Number: UInt64;
begin
  Must(akkoord_engine_new_mitz(Engine));
  Must(akkoord_output_new(Output));
  Text := TMemoryStream.Create;
  try
    Text.LoadFromFile(Path);
    Bytes := Text.Memory;
    Number := 0;
    Start := 0;
    while Start < Text.Size do
    begin
      Finish := Start;
      while (Finish < Text.Size) and (Bytes[Finish] <> #10) do
        Inc(Finish);
      Inc(Number);
      if IsClosed then
        Must(akkoord_evaluate_json(Engine, Bytes + Start, Finish - Start, Number, Output))
      else
        Must(akkoord_answer_json(Engine, Bytes + Start, Finish - Start, Number, Output));
      Print(AkkoordWritten(Output) + #10);
      Start := Finish + 1;
    end;
  finally
    Text.Free;
  end;
  akkoord_output_free(Output);
  akkoord_engine_free(Engine);
end;

begin
  { A C library expects that floating point faults are left alone. }
  SetExceptionMask([exInvalidOp, exDenormalized, exZeroDivide, exOverflow, exUnderflow, exPrecision]);
  if akkoord_abi_version <> AKKOORD_ABI then
  begin
    WriteLn(ErrOutput, 'this library is not the one that this unit was written for');
    Halt(2);
  end;
{$IFDEF MSWINDOWS}
  Printer := THandleStream.Create(TTextRec(Output).Handle);
{$ELSE}
  Printer := THandleStream.Create(1);
{$ENDIF}
  try
    if (ParamCount = 1) and (ParamStr(1) = 'story') then
      Story
    else if (ParamCount = 2) and ((ParamStr(1) = 'evaluate') or (ParamStr(1) = 'answer')) then
      Lines(ParamStr(2), ParamStr(1) = 'evaluate')
    else
    begin
      WriteLn(ErrOutput, 'usage: gp_system story | evaluate FILE | answer FILE');
      ExitCode := 2;
    end;
  except
    on Raised: EAkkoord do
    begin
      WriteLn(ErrOutput, 'akkoord: ', Raised.Message);
      ExitCode := 2;
    end;
  end;
  Printer.Free;
end.
