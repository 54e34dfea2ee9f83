// akkoord for C#: P/Invoke over akkoord.h, for .NET and Mono. Copy this file into your project; `akkoord.dll` or `libakkoord.so` must be
// where the loader looks (beside the program, or LD_LIBRARY_PATH).
//
// Handles are SafeHandles: they are freed with `using`, or by the collector at the latest. Objects may be shared between threads, but for
// a Population while it is changed.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Akkoord
{
    /// R22. Whoever enforces treats all but Permit as no. A fresh one is a deny.
    public enum Outcome : uint { Deny = 0, Permit = 1, NotApplicable = 2, Indeterminate = 3 }

    public enum Lang : uint { Nl = 1, En = 2 }

    /// R24: who reads an explanation.
    public enum Audience : uint { Patient = 1, Holder = 2, Consulter = 3 }

    /// R13.
    public enum Treatment : uint { NotAsserted = 0, Asserted = 1, Denied = 2 }

    /// What was wrong: code, where, and what to do. Never holds a patient id or text of a document.
    public sealed class AkkoordException : Exception
    {
        public uint Code { get; }
        public string Name { get; }
        public string Path { get; }
        public ulong Line { get; }

        internal AkkoordException(uint code, string path, ulong line, string message) : base(message)
        {
            Code = code;
            Name = Native.NameOfCode(code);
            Path = path;
            Line = line;
        }
    }

    /// A closed query.
    public sealed class Query
    {
        public string HolderId = "";
        public string HolderType = "";
        public string ConsulterId = "";
        public string ConsulterType = "";
        public string Data = "";
        /// Empty: TREAT.
        public string Purpose = "";
        public Treatment Treatment = Treatment.NotAsserted;
        public bool Connected = true;
        /// Microseconds since 1970-01-01T00:00:00Z.
        public long At;
    }

    /// What is decided.
    public struct Verdict
    {
        public Outcome Outcome;
        /// One of AKKOORD_REASON_*.
        public uint Reason;
        /// In a batch: the result code of this query; not 0: the verdict is a deny.
        public uint Result;
        /// The place of the deciding choice in its profile, counted from 1; 0 if no choice decided.
        public uint Choice;
        /// Instants.Never if no later instant changes it.
        public long ValidUntil;
        public string Option;
        public string DecidedBy;

        /// The one question that matters (R22).
        public bool Permits => Result == 0 && Outcome == Outcome.Permit;
        public string OutcomeName => Native.NameOf(Native.akkoord_outcome_name, (uint)Outcome);
        public string ReasonName => Native.NameOf(Native.akkoord_reason_name, Reason);

        internal static Verdict Of(Native.VerdictStruct verdict) => new Verdict
        {
            Outcome = (Outcome)verdict.Outcome,
            Reason = verdict.Reason,
            Result = verdict.Result,
            Choice = verdict.Choice,
            ValidUntil = verdict.ValidUntil,
            Option = verdict.Option.Read(),
            DecidedBy = verdict.DecidedBy.Read(),
        };
    }

    public static class Instants
    {
        public const long Never = long.MaxValue;

        public static long Parse(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Native.Must(Native.akkoord_instant_parse(bytes, (UIntPtr)bytes.Length, out long at));
            return at;
        }

        public static string Format(long at) => Native.Written(output => Native.akkoord_instant_format(at, output));
    }

    /// The rules engine. Make one for the process and share it.
    public sealed class Engine : IDisposable
    {
        internal readonly EngineHandle Handle;
        private Engine(EngineHandle handle) { Handle = handle; }
        public void Dispose() => Handle.Dispose();

        public static string Version
        {
            get
            {
                Native.Must(Native.akkoord_version_text(out Native.Text text));
                return text.Read();
            }
        }

        /// With the catalogue and the rule set of Mitz.
        public static Engine Mitz()
        {
            if (Native.akkoord_abi_version() != Native.Abi)
            {
                throw new InvalidOperationException("this library is not the one that this file was written for");
            }
            Native.Must(Native.akkoord_engine_new_mitz(out EngineHandle handle));
            return new Engine(handle);
        }

        /// With a catalogue and a rule set of your own.
        public static Engine FromJson(string catalogue, string ruleset)
        {
            byte[] first = Encoding.UTF8.GetBytes(catalogue);
            byte[] second = Encoding.UTF8.GetBytes(ruleset);
            EngineHandle handle = null;
            Native.Told(error => Native.akkoord_engine_new_from_json(first, (UIntPtr)first.Length, second, (UIntPtr)second.Length, error, out handle));
            return new Engine(handle);
        }

        public string CatalogueId
        {
            get
            {
                Native.Must(Native.akkoord_engine_catalogue_id(Handle, out Native.Text text));
                return text.Read();
            }
        }

        public string RulesetName
        {
            get
            {
                Native.Must(Native.akkoord_engine_ruleset_name(Handle, out Native.Text text));
                return text.Read();
            }
        }

        public Profile ReadProfile(string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            ProfileHandle handle = null;
            Native.Told(error => Native.akkoord_profile_new_from_json(Handle, bytes, (UIntPtr)bytes.Length, error, out handle));
            return new Profile(handle);
        }

        public Compiled Compile(Profile profile, long at)
        {
            CompiledHandle handle = null;
            Native.Told(error => Native.akkoord_compiled_new(Handle, profile.Handle, at, error, out handle));
            return new Compiled(handle);
        }

        /// Prepares a query, once for any number of patients.
        public Question Prepare(Query query)
        {
            using (var pinned = new Pinned(query))
            {
                QuestionHandle handle = null;
                Native.Told(error => Native.akkoord_question_new(Handle, pinned.Structs, error, out handle));
                return new Question(handle);
            }
        }

        /// With the grounds.
        public Decision Decide(Profile profile, Query query)
        {
            using (var pinned = new Pinned(query))
            {
                DecisionHandle handle = null;
                Native.Told(error => Native.akkoord_decision_new(Handle, profile.Handle, pinned.Structs, error, out handle));
                return new Decision(handle);
            }
        }

        /// One line in, one line out: the same bytes as the program `akkoord evaluate`.
        public byte[] EvaluateJson(byte[] line, ulong number) =>
            Native.WrittenBytes(output => Native.akkoord_evaluate_json(Handle, line, (UIntPtr)line.Length, number, output));

        /// The same for every question that can be asked of a profile (R27-R40).
        public byte[] AnswerJson(byte[] line, ulong number) =>
            Native.WrittenBytes(output => Native.akkoord_answer_json(Handle, line, (UIntPtr)line.Length, number, output));

        public Population Population(long at, int patients)
        {
            Native.Must(Native.akkoord_population_new(Handle, at, (UIntPtr)patients, out PopulationHandle handle));
            return new Population(handle);
        }
    }

    /// The choices of one patient.
    public sealed class Profile : IDisposable
    {
        internal readonly ProfileHandle Handle;
        internal Profile(ProfileHandle handle) { Handle = handle; }
        public void Dispose() => Handle.Dispose();

        /// The id of a choice by its place, counted from 1.
        public string Choice(uint place)
        {
            Native.Must(Native.akkoord_profile_choice(Handle, place, out Native.Text text));
            return text.Read();
        }

        /// The canonical form. Holds the patient id: do not log it.
        public string Json => Native.Written(output => Native.akkoord_profile_json(Handle, output));
    }

    /// A query that was prepared.
    public sealed class Question : IDisposable
    {
        internal readonly QuestionHandle Handle;
        internal Question(QuestionHandle handle) { Handle = handle; }
        public void Dispose() => Handle.Dispose();
    }

    /// A profile at an instant, ready to decide.
    public sealed class Compiled : IDisposable
    {
        private readonly CompiledHandle handle;
        internal Compiled(CompiledHandle handle) { this.handle = handle; }
        public void Dispose() => handle.Dispose();

        public Verdict Decide(Question question)
        {
            Native.Must(Native.akkoord_compiled_decide(handle, question.Handle, out Native.VerdictStruct verdict));
            return Verdict.Of(verdict);
        }

        public Verdict Decide(Query query)
        {
            using (var pinned = new Pinned(query))
            {
                Native.Must(Native.akkoord_compiled_decide_query(handle, pinned.Structs, out Native.VerdictStruct verdict));
                return Verdict.Of(verdict);
            }
        }

        /// Each with its own Result.
        public Verdict[] Decide(params Query[] queries)
        {
            var verdicts = new Native.VerdictStruct[queries.Length];
            using (var pinned = new Pinned(queries))
            {
                Native.Must(Native.akkoord_compiled_decide_batch(handle, pinned.Structs, (UIntPtr)queries.Length, verdicts));
                return Array.ConvertAll(verdicts, Verdict.Of);
            }
        }

        /// From then on, compile anew.
        public long ValidUntil
        {
            get
            {
                Native.Must(Native.akkoord_compiled_valid_until(handle, out long until));
                return until;
            }
        }
    }

    /// A decision with its grounds.
    public sealed class Decision : IDisposable
    {
        private readonly DecisionHandle handle;
        internal Decision(DecisionHandle handle) { this.handle = handle; }
        public void Dispose() => handle.Dispose();

        public Verdict Verdict
        {
            get
            {
                Native.Must(Native.akkoord_decision_verdict(handle, out Native.VerdictStruct verdict));
                return Akkoord.Verdict.Of(verdict);
            }
        }

        public string Explain(Lang lang, Audience audience) =>
            Native.Written(output => Native.akkoord_decision_explain(handle, (uint)lang, (uint)audience, output));

        public string Json => Native.Written(output => Native.akkoord_decision_json(handle, output));
    }

    /// Many patients at an instant.
    public sealed class Population : IDisposable
    {
        private readonly PopulationHandle handle;
        internal Population(PopulationHandle handle) { this.handle = handle; }
        public void Dispose() => handle.Dispose();

        /// Puts a patient in, or replaces the profile. Nobody may ask meanwhile.
        public void Put(Profile profile) => Native.Told(error => Native.akkoord_population_put(handle, profile.Handle, error));

        public Verdict Decide(string patient, Query query)
        {
            byte[] id = Encoding.UTF8.GetBytes(patient);
            using (var pinned = new Pinned(query))
            {
                Native.Must(Native.akkoord_population_decide(handle, id, (UIntPtr)id.Length, pinned.Structs, out Native.VerdictStruct verdict));
                return Verdict.Of(verdict);
            }
        }
    }

    public sealed class EngineHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_engine_free(handle); return true; } }
    public sealed class ProfileHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_profile_free(handle); return true; } }
    public sealed class CompiledHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_compiled_free(handle); return true; } }
    public sealed class QuestionHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_question_free(handle); return true; } }
    public sealed class DecisionHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_decision_free(handle); return true; } }
    public sealed class PopulationHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_population_free(handle); return true; } }
    public sealed class ErrorHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_error_free(handle); return true; } }
    public sealed class OutputHandle : Owned { protected override bool ReleaseHandle() { Native.akkoord_output_free(handle); return true; } }

    /// A handle of akkoord, freed once.
    public abstract class Owned : SafeHandle
    {
        protected Owned() : base(IntPtr.Zero, true) { }
        public override bool IsInvalid => handle == IntPtr.Zero;
    }

    /// Queries as C takes them, with their texts held still.
    internal sealed class Pinned : IDisposable
    {
        private readonly List<GCHandle> held = new List<GCHandle>();
        internal readonly Native.QueryStruct[] Structs;

        internal Pinned(params Query[] queries)
        {
            Structs = Array.ConvertAll(queries, query => new Native.QueryStruct
            {
                Size = (UIntPtr)Marshal.SizeOf(typeof(Native.QueryStruct)),
                At = query.At,
                HolderId = Hold(query.HolderId),
                HolderType = Hold(query.HolderType),
                ConsulterId = Hold(query.ConsulterId),
                ConsulterType = Hold(query.ConsulterType),
                Data = Hold(query.Data),
                Purpose = Hold(query.Purpose),
                TreatmentRelationship = (uint)query.Treatment,
                HolderConnected = query.Connected ? 0u : 1u,
            });
        }

        private Native.Text Hold(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            GCHandle pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            held.Add(pin);
            return new Native.Text { Data = bytes.Length == 0 ? IntPtr.Zero : pin.AddrOfPinnedObject(), Length = (UIntPtr)bytes.Length };
        }

        public void Dispose()
        {
            foreach (GCHandle pin in held)
            {
                pin.Free();
            }
            held.Clear();
        }
    }

    /// akkoord.h, word for word.
    internal static class Native
    {
        private const string Library = "akkoord";
        internal const uint Abi = 0;

        [StructLayout(LayoutKind.Sequential)]
        internal struct Text
        {
            internal IntPtr Data;
            internal UIntPtr Length;

            internal byte[] ReadBytes()
            {
                var bytes = new byte[(int)Length];
                if (bytes.Length > 0)
                {
                    Marshal.Copy(Data, bytes, 0, bytes.Length);
                }
                return bytes;
            }

            internal string Read() => Encoding.UTF8.GetString(ReadBytes());
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct QueryStruct
        {
            internal UIntPtr Size;
            internal long At;
            internal Text HolderId;
            internal Text HolderType;
            internal Text ConsulterId;
            internal Text ConsulterType;
            internal Text Data;
            internal Text Purpose;
            internal uint TreatmentRelationship;
            internal uint HolderConnected;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct VerdictStruct
        {
            internal uint Outcome;
            internal uint Reason;
            internal uint Result;
            internal uint Choice;
            internal long ValidUntil;
            internal Text Option;
            internal Text DecidedBy;
            internal ulong Reserved;
        }

        internal delegate uint Names(uint number, out Text name);

        internal static string NameOf(Names names, uint number) => names(number, out Text name) == 0 ? name.Read() : "";
        internal static string NameOfCode(uint code) => NameOf(akkoord_result_name, code);

        internal static void Must(uint code)
        {
            if (code != 0)
            {
                akkoord_result_advice(code, out Text advice);
                throw new AkkoordException(code, "", 0, advice.Read());
            }
        }

        /// A call that tells what was wrong.
        internal static void Told(Func<ErrorHandle, uint> call)
        {
            Must(akkoord_error_new(out ErrorHandle error));
            using (error)
            {
                uint code = call(error);
                if (code == 0)
                {
                    return;
                }
                Must(akkoord_error_path(error, out Text path));
                Must(akkoord_error_message(error, out Text message));
                Must(akkoord_error_line(error, out ulong line));
                throw new AkkoordException(code, path.Read(), line, message.Read());
            }
        }

        internal static byte[] WrittenBytes(Func<OutputHandle, uint> call)
        {
            Must(akkoord_output_new(out OutputHandle output));
            using (output)
            {
                Must(call(output));
                Must(akkoord_output_text(output, out Text text));
                return text.ReadBytes();
            }
        }

        internal static string Written(Func<OutputHandle, uint> call) => Encoding.UTF8.GetString(WrittenBytes(call));

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_abi_version();
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_version_text(out Text text);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_engine_new_mitz(out EngineHandle engine);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_engine_new_from_json(byte[] catalogue, UIntPtr catalogueLength, byte[] ruleset, UIntPtr rulesetLength, ErrorHandle error, out EngineHandle engine);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_engine_free(IntPtr engine);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_engine_catalogue_id(EngineHandle engine, out Text id);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_engine_ruleset_name(EngineHandle engine, out Text name);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_profile_new_from_json(EngineHandle engine, byte[] json, UIntPtr length, ErrorHandle error, out ProfileHandle profile);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_profile_free(IntPtr profile);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_profile_choice(ProfileHandle profile, uint choice, out Text id);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_profile_json(ProfileHandle profile, OutputHandle output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_compiled_new(EngineHandle engine, ProfileHandle profile, long at, ErrorHandle error, out CompiledHandle compiled);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_compiled_free(IntPtr compiled);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_compiled_valid_until(CompiledHandle compiled, out long until);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_compiled_decide(CompiledHandle compiled, QuestionHandle question, out VerdictStruct verdict);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_compiled_decide_query(CompiledHandle compiled, QueryStruct[] query, out VerdictStruct verdict);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_compiled_decide_batch(CompiledHandle compiled, QueryStruct[] queries, UIntPtr count, [Out] VerdictStruct[] verdicts);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_question_new(EngineHandle engine, QueryStruct[] query, ErrorHandle error, out QuestionHandle question);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_question_free(IntPtr question);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_decision_new(EngineHandle engine, ProfileHandle profile, QueryStruct[] query, ErrorHandle error, out DecisionHandle decision);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_decision_free(IntPtr decision);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_decision_verdict(DecisionHandle decision, out VerdictStruct verdict);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_decision_json(DecisionHandle decision, OutputHandle output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_decision_explain(DecisionHandle decision, uint lang, uint audience, OutputHandle output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_population_new(EngineHandle engine, long at, UIntPtr patients, out PopulationHandle population);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_population_free(IntPtr population);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_population_put(PopulationHandle population, ProfileHandle profile, ErrorHandle error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_population_decide(PopulationHandle population, byte[] patient, UIntPtr patientLength, QueryStruct[] query, out VerdictStruct verdict);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_evaluate_json(EngineHandle engine, byte[] line, UIntPtr length, ulong number, OutputHandle output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_answer_json(EngineHandle engine, byte[] line, UIntPtr length, ulong number, OutputHandle output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_error_new(out ErrorHandle error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_error_free(IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_error_line(ErrorHandle error, out ulong line);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_error_path(ErrorHandle error, out Text path);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_error_message(ErrorHandle error, out Text message);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_result_name(uint code, out Text name);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_result_advice(uint code, out Text advice);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_outcome_name(uint outcome, out Text name);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_reason_name(uint reason, out Text name);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_output_new(out OutputHandle output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void akkoord_output_free(IntPtr output);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_output_text(OutputHandle output, out Text text);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_instant_parse(byte[] text, UIntPtr length, out long at);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint akkoord_instant_format(long at, OutputHandle output);
    }
}
