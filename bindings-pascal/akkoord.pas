{ akkoord for Free Pascal and Delphi: akkoord.h, word for word (akkoord_h.inc), and a few helpers. 64 bits.

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

type
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

{ Numbers, handles, structs and functions, made from akkoord.h. }
{$I akkoord_h.inc}

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
