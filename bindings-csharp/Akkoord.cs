// akkoord for C#: P/Invoke over akkoord.h, for .NET and Mono. Copy this file and Native.cs into your project; `akkoord.dll` or
// `libakkoord.so` must be where the loader looks (beside the program, or LD_LIBRARY_PATH).
//
// Handles are SafeHandles: they are freed with `using`, or by the collector at the latest. Objects may be shared between threads, but for
// a Population while it is changed.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Akkoord
{
    /// What was wrong: code, where, and what to do. Take it as no. Never holds a patient id or text of a document.
    public sealed class AkkoordException : Exception
    {
        public ResultCode Code { get; }
        /// The stable name of the code: "unknown_field".
        public string Name { get; }
        /// Where in the input: "choices[3].scope.options[0]", or the name of a parameter; may be empty.
        public string Path { get; }
        /// The line of the document, counted from 1; 0 for what was not read from text.
        public ulong Line { get; }

        /// What the call that failed decided: a deny that carries the code.
        public Verdict Verdict => new Verdict { Result = Code, Option = "", DecidedBy = "" };

        internal AkkoordException(uint code, string path, ulong line, string message) : base(message)
        {
            Code = (ResultCode)code;
            Name = Native.NameOf(Native.akkoord_result_name, code);
            Path = path;
            Line = line;
        }
    }

    /// A closed query: may this holder disclose these data to this consulter, at this instant (R11-R15)? Texts are at most 1,024 bytes of UTF-8.
    /// What is not known is an answer, not an error: an unknown type, data category or purpose gives Indeterminate.
    public sealed class Query
    {
        /// The provider that keeps the record; not empty: "ura:90000017" by custom.
        public string HolderId = "";
        /// A provider type of the catalogue: "Z3".
        public string HolderType = "";
        /// The provider that asks; not empty.
        public string ConsulterId = "";
        public string ConsulterType = "";
        /// The data category: "GGC002". For several, ask for each (R25).
        public string Data = "";
        /// R12: "TREAT", "COC"; empty stands for TREAT.
        public string Purpose = "";
        public Treatment Treatment = Treatment.NotAsserted;
        /// R14: whether the holder is connected to the exchange.
        public bool Connected = true;
        /// The instant that the answer is for. Microseconds since 1970-01-01T00:00:00Z.
        public long At;
    }

    /// What is decided (R22, R23). A fresh one is a deny. Its texts are copies: it outlives what decided.
    public struct Verdict
    {
        public Outcome Outcome;
        public Reason Reason;
        /// What became of the call, in a batch of this query; where it is not Ok, the verdict is a deny without a reason.
        public ResultCode Result;
        /// The place of the deciding choice in its profile, counted from 1; 0 if no choice decided.
        public uint DecidedByPlace;
        /// The first later instant with another decision, in microseconds since 1970-01-01T00:00:00Z; Instants.Never if none.
        public long ValidUntil;
        /// The id of the option of the catalogue; empty before R4.
        public string Option;
        /// The id of the deciding choice; empty if no choice decided, and where a population decided (ask Profile.Choice with DecidedByPlace).
        public string DecidedBy;

        /// The one question that matters (R22).
        public bool Permits => Result == ResultCode.Ok && Outcome == Outcome.Permit;
        public string OutcomeName => Native.NameOf(Native.akkoord_outcome_name, (uint)Outcome);
        public string ReasonName => Native.NameOf(Native.akkoord_reason_name, (uint)Reason);
        public string ResultName => Native.NameOf(Native.akkoord_result_name, (uint)Result);
        /// What Result means and what to do, in one English sentence.
        public string ResultAdvice => Native.NameOf(Native.akkoord_result_advice, (uint)Result);

        /// R24: what a consulter may know of it: the outcome and the result, and nothing else.
        public Verdict ForConsulter() => new Verdict { Outcome = Outcome, Result = Result, Option = "", DecidedBy = "" };

        internal static Verdict Of(Native.VerdictStruct verdict) => new Verdict
        {
            Outcome = (Outcome)verdict.Outcome,
            Reason = (Reason)verdict.Reason,
            Result = (ResultCode)verdict.Result,
            DecidedByPlace = verdict.DecidedByPlace,
            ValidUntil = verdict.ValidUntil,
            Option = verdict.Option.Read(),
            DecidedBy = verdict.DecidedBy.Read(),
        };
    }

    /// A choice that has taken part and did not decide (R23).
    public struct Outweighed
    {
        /// The id of the choice.
        public string Choice;
        /// The number of the rule by which it was outweighed: 18 for R18.
        public uint Rule;
    }

    /// Instants are microseconds since 1970-01-01T00:00:00Z, years 1900 to 9999.
    public static class Instants
    {
        /// An instant that never comes.
        public const long Never = Native.Never;

        /// Reads RFC 3339 with an offset, at most six fractional digits: "2026-01-05T13:00:00+01:00".
        public static long Parse(string text)
        {
            byte[] bytes = Native.Utf8.GetBytes(text);
            Native.Must(Native.akkoord_instant_parse(bytes, (UIntPtr)bytes.Length, out long at));
            return at;
        }

        /// Writes RFC 3339 in UTC: "2026-01-05T12:00:00Z". Never has no such text.
        public static string Format(long at) => Native.Written(output => Native.akkoord_instant_format(at, output));
    }

    /// The rules engine. Make one for the process and share it.
    public sealed class Engine : IDisposable
    {
        internal readonly EngineHandle Handle;
        private Engine(EngineHandle handle) { Handle = handle; }
        public void Dispose() => Handle.Dispose();

        /// Of the library that runs: "0.1.0".
        public static string Version
        {
            get
            {
                Native.Must(Native.akkoord_version_text(out Native.TextStruct text));
                return text.Read();
            }
        }

        /// With the catalogue and the rule set of Mitz.
        public static Engine Mitz()
        {
            Native.CheckAbi();
            Native.Must(Native.akkoord_engine_new_mitz(out EngineHandle handle));
            return new Engine(handle);
        }

        /// With a catalogue and a rule set of your own; CatalogueJson and RulesetJson of the Mitz engine give what to begin with.
        public static Engine FromJson(string catalogue, string ruleset)
        {
            Native.CheckAbi();
            byte[] first = Native.Utf8.GetBytes(catalogue);
            byte[] second = Native.Utf8.GetBytes(ruleset);
            EngineHandle handle = null;
            Native.Told(error => Native.akkoord_engine_new_from_json(first, (UIntPtr)first.Length, second, (UIntPtr)second.Length, error, out handle));
            return new Engine(handle);
        }

        /// The same engine with limits on what one call may cost, of its own: beyond them a call is ResultCode.TooMuchWork or AnswerTooLarge.
        /// Steps are looks at one choice, holder or cell (0: 100,000,000), answerBytes those of one answer as JSON (0: 64 MiB).
        public Engine WithLimits(ulong steps, ulong answerBytes, Cancel cancel = null)
        {
            Func<IntPtr, Engine> limited = handle =>
            {
                var limits = new Native.LimitsStruct
                {
                    Size = (UIntPtr)Marshal.SizeOf(typeof(Native.LimitsStruct)),
                    Steps = steps,
                    AnswerBytes = answerBytes,
                    Cancel = handle,
                };
                Native.Must(Native.akkoord_engine_with_limits(Handle, ref limits, out EngineHandle engine));
                return new Engine(engine);
            };
            return cancel == null ? limited(IntPtr.Zero) : cancel.Handle.Reading(() => limited(cancel.Handle.DangerousGetHandle()));
        }

        /// "mitz-3960100"
        public string CatalogueId => Handle.Reading(() =>
        {
            Native.Must(Native.akkoord_engine_catalogue_id(Handle, out Native.TextStruct text));
            return text.Read();
        });

        /// "mitz-2026-11"
        public string RulesetName => Handle.Reading(() =>
        {
            Native.Must(Native.akkoord_engine_ruleset_name(Handle, out Native.TextStruct text));
            return text.Read();
        });

        /// What the rule set says, as 16 hexadecimal digits: two of the same digest decide alike.
        public string RulesetDigest => Handle.Reading(() =>
        {
            Native.Must(Native.akkoord_engine_ruleset_digest(Handle, out Native.TextStruct text));
            return text.Read();
        });

        /// The catalogue as JSON, written at each call: some 50 kB.
        public string CatalogueJson => Native.Written(output => Native.akkoord_engine_catalogue_json(Handle, output));

        /// The rule set as JSON, written at each call.
        public string RulesetJson => Native.Written(output => Native.akkoord_engine_ruleset_json(Handle, output));

        /// Strictly: a field that the wire format does not have is an error, and nothing is half-read.
        public Profile ReadProfile(string json)
        {
            byte[] bytes = Native.Utf8.GetBytes(json);
            ProfileHandle handle = null;
            Native.Told(error => Native.akkoord_profile_new_from_json(Handle, bytes, (UIntPtr)bytes.Length, error, out handle));
            return new Profile(handle);
        }

        /// Works a profile out for an instant: questions may be about this instant and later ones, up to ValidUntil.
        public Compiled Compile(Profile profile, long at)
        {
            CompiledHandle handle = null;
            Native.Told(error => Native.akkoord_compiled_new(Handle, profile.Handle, at, error, out handle));
            return new Compiled(handle);
        }

        /// Prepares a query, once for any number of patients.
        public PreparedQuery Prepare(Query query)
        {
            using (var pinned = new Pinned(query))
            {
                PreparedQueryHandle handle = null;
                Native.Told(error => Native.akkoord_prepared_query_new(Handle, ref pinned.Structs[0], error, out handle));
                return new PreparedQuery(handle);
            }
        }

        /// With the grounds, for an explanation or an access record. The same decision as the compiled one.
        public Decision Decide(Profile profile, Query query)
        {
            using (var pinned = new Pinned(query))
            {
                DecisionHandle handle = null;
                Native.Told(error => Native.akkoord_decision_new(Handle, profile.Handle, ref pinned.Structs[0], error, out handle));
                return new Decision(handle);
            }
        }

        /// One line in, one line out: the same bytes as the program `akkoord evaluate`.
        public byte[] EvaluateJson(byte[] line, ulong number) =>
            Native.WrittenBytes(output => Native.akkoord_evaluate_json(Handle, line, (UIntPtr)line.Length, number, output));

        /// The same for every question that can be asked of a profile (R27-R40).
        public byte[] AnswerJson(byte[] line, ulong number) =>
            Native.WrittenBytes(output => Native.akkoord_answer_json(Handle, line, (UIntPtr)line.Length, number, output));

        /// An empty population at an instant, with room for so many patients; it grows.
        public Population Population(long at, int patients)
        {
            Native.Must(Native.akkoord_population_new(Handle, at, (UIntPtr)patients, out PopulationHandle handle));
            return new Population(handle);
        }
    }

    /// Stops the running calls of every engine that was made with it, from any thread.
    public sealed class Cancel : IDisposable
    {
        internal readonly CancelHandle Handle;
        public void Dispose() => Handle.Dispose();

        /// A new one, which is not set.
        public Cancel()
        {
            Native.CheckAbi();
            Native.Must(Native.akkoord_cancel_new(out Handle));
        }

        /// While it is set, calls stop with ResultCode.Cancelled; a short one may end with its answer.
        public void Set(bool cancelled) => Native.Must(Native.akkoord_cancel_set(Handle, cancelled ? 1u : 0u));
    }

    /// The choices of one patient.
    public sealed class Profile : IDisposable
    {
        internal readonly ProfileHandle Handle;
        internal Profile(ProfileHandle handle) { Handle = handle; }
        public void Dispose() => Handle.Dispose();

        /// The id of a choice by its place, counted from 1.
        public string Choice(uint place) => Handle.Reading(() =>
        {
            Native.Must(Native.akkoord_profile_choice(Handle, place, out Native.TextStruct text));
            return text.Read();
        });

        /// The canonical form. Holds the patient id: do not log it.
        public string Json => Native.Written(output => Native.akkoord_profile_json(Handle, output));
    }

    /// A query that was prepared; it keeps its own texts.
    public sealed class PreparedQuery : IDisposable
    {
        internal readonly PreparedQueryHandle Handle;
        internal PreparedQuery(PreparedQueryHandle handle) { Handle = handle; }
        public void Dispose() => Handle.Dispose();
    }

    /// A profile at an instant, ready to decide.
    public sealed class Compiled : IDisposable
    {
        private readonly CompiledHandle handle;
        internal Compiled(CompiledHandle handle) { this.handle = handle; }
        public void Dispose() => handle.Dispose();

        /// The fastest way. A question about another instant is ResultCode.OtherInstant, never a guess.
        public Verdict Decide(PreparedQuery prepared) => handle.Reading(() =>
        {
            Native.Must(Native.akkoord_compiled_decide(handle, prepared.Handle, out Native.VerdictStruct verdict));
            return Verdict.Of(verdict);
        });

        public Verdict Decide(Query query) => handle.Reading(() =>
        {
            using (var pinned = new Pinned(query))
            {
                Native.Must(Native.akkoord_compiled_decide_query(handle, ref pinned.Structs[0], out Native.VerdictStruct verdict));
                return Verdict.Of(verdict);
            }
        });

        /// In the order of the queries, each with its own Result: one that cannot be answered is a deny, and the rest goes on.
        public Verdict[] Decide(params Query[] queries) => handle.Reading(() =>
        {
            var verdicts = new Native.VerdictStruct[queries.Length];
            using (var pinned = new Pinned(queries))
            {
                Native.Must(Native.akkoord_compiled_decide_batch(handle, pinned.Structs, (UIntPtr)queries.Length, verdicts));
                return Array.ConvertAll(verdicts, Verdict.Of);
            }
        });

        /// From then on, compile anew: microseconds since 1970-01-01T00:00:00Z; Instants.Never if nothing happens any more.
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

        public Verdict Verdict => handle.Reading(() =>
        {
            Native.Must(Native.akkoord_decision_verdict(handle, out Native.VerdictStruct verdict));
            return Akkoord.Verdict.Of(verdict);
        });

        /// The choices that have taken part and did not decide, from the highest rank to the lowest (R8).
        public Outweighed[] Outweighed => handle.Reading(() =>
        {
            Native.Must(Native.akkoord_decision_outweighed_count(handle, out UIntPtr count));
            var all = new Outweighed[(int)count];
            for (uint index = 0; index < all.Length; index++)
            {
                Native.Must(Native.akkoord_decision_outweighed(handle, (UIntPtr)index, out Native.OutweighedStruct one));
                all[index] = new Outweighed { Choice = one.Choice.Read(), Rule = one.Rule };
            }
            return all;
        });

        /// R24: the outcome and the data, and nothing else.
        public string JsonForConsulter => Native.Written(output => Native.akkoord_decision_json_for_consulter(handle, output));

        /// In plain language (R24). For the consulter it does not tell whether a deny is a "no" or "no choice".
        public string Explain(Lang lang, Audience audience) =>
            Native.Written(output => Native.akkoord_decision_explain(handle, (uint)lang, (uint)audience, output));

        /// In the canonical form of the wire format, with all its grounds.
        public string Json => Native.Written(output => Native.akkoord_decision_json(handle, output));
    }

    /// Many patients at an instant. Put and GoTo change it: nobody may ask meanwhile. All else may be called by any number of threads at once.
    public sealed class Population : IDisposable
    {
        private readonly PopulationHandle handle;
        internal Population(PopulationHandle handle) { this.handle = handle; }
        public void Dispose() => handle.Dispose();

        /// Puts a patient in, or replaces the profile: valid at once. The profile may be disposed of afterwards.
        public void Put(Profile profile) => Native.Told(error => Native.akkoord_population_put(handle, profile.Handle, error));

        /// Goes to another instant: works out anew what differs there.
        public void GoTo(long at) => Native.Told(error => Native.akkoord_population_go_to(handle, at, error));

        /// How many patients are in it.
        public long Count
        {
            get
            {
                Native.Must(Native.akkoord_population_count(handle, out UIntPtr count));
                return (long)count;
            }
        }

        /// For one patient; one who is not there has made no choice (R21). The instant of the query is that of the population.
        public Verdict Decide(string patient, Query query) => handle.Reading(() =>
        {
            byte[] id = Native.Utf8.GetBytes(patient);
            using (var pinned = new Pinned(query))
            {
                Native.Must(Native.akkoord_population_decide(handle, id, (UIntPtr)id.Length, ref pinned.Structs[0], out Native.VerdictStruct verdict));
                return Verdict.Of(verdict);
            }
        });

        /// Each query for the patient at the same place; as many of the one as of the other. In their order, each with its own Result: a query
        /// that cannot be answered is a deny, and the rest goes on.
        public Verdict[] Decide(string[] patients, Query[] queries)
        {
            if (patients.Length != queries.Length)
            {
                throw new ArgumentException("as many patients as queries", nameof(patients));
            }
            return handle.Reading(() =>
            {
                var verdicts = new Native.VerdictStruct[queries.Length];
                using (var pinned = new Pinned(patients, queries))
                {
                    Native.Must(Native.akkoord_population_decide_batch(handle, pinned.Patients, pinned.Structs, (UIntPtr)queries.Length, verdicts));
                    return Array.ConvertAll(verdicts, Verdict.Of);
                }
            });
        }

        /// A record batch of closed queries over the Arrow C Data Interface; docs/arrow.md describes the columns. With Apache.Arrow the
        /// arguments are `(IntPtr)CArrowArray.Create()` and `(IntPtr)CArrowSchema.Create()`, exported to, and imported from afterwards.
        ///
        /// `queries` (an ArrowArray) is moved: the library releases it, also when this throws, unless a pointer was zero. `schema` is borrowed: release it yourself.
        /// `decisions` and `decisionsSchema` are room of yours for an ArrowArray and an ArrowSchema: on success they are yours to release,
        /// else they are released ones. Rows that are wrong are indeterminate, with an error; a column that is wrong is an AkkoordException.
        public void DecideArrow(IntPtr queries, IntPtr schema, IntPtr decisions, IntPtr decisionsSchema) =>
            Native.Told(error => Native.akkoord_population_decide_arrow(handle, queries, schema, error, decisions, decisionsSchema));

        /// The profile of a patient with its whole history, as it was put in. ResultCode.UnknownPatient for one who is not there.
        public Profile Profile(string patient)
        {
            byte[] id = Native.Utf8.GetBytes(patient);
            Native.Must(Native.akkoord_population_profile(handle, id, (UIntPtr)id.Length, out ProfileHandle profile));
            return new Profile(profile);
        }

        /// For one patient, with the grounds. The query may be about any instant.
        public Decision Decision(string patient, Query query)
        {
            byte[] id = Native.Utf8.GetBytes(patient);
            using (var pinned = new Pinned(query))
            {
                DecisionHandle decision = null;
                Native.Told(error => Native.akkoord_population_decision(handle, id, (UIntPtr)id.Length, ref pinned.Structs[0], error, out decision));
                return new Decision(decision);
            }
        }
    }

    /// A handle of akkoord, freed once.
    internal abstract class Owned : SafeHandle
    {
        protected Owned() : base(IntPtr.Zero, true) { }
        public override bool IsInvalid => handle == IntPtr.Zero;

        /// For views of this handle: it stays while they are read, whoever disposes of it meanwhile.
        internal T Reading<T>(Func<T> views)
        {
            bool held = false;
            try
            {
                DangerousAddRef(ref held);
                return views();
            }
            finally
            {
                if (held)
                {
                    DangerousRelease();
                }
            }
        }
    }

    /// Queries and patient ids as C takes them. Their texts stand in one piece of memory, which is held still.
    internal sealed class Pinned : IDisposable
    {
        private readonly MemoryStream texts = new MemoryStream();
        private GCHandle held;
        internal readonly Native.QueryStruct[] Structs;
        internal readonly Native.TextStruct[] Patients;

        internal Pinned(params Query[] queries) : this(new string[0], queries) { }

        internal Pinned(string[] patients, Query[] queries)
        {
            Patients = Array.ConvertAll(patients, Place);
            Structs = Array.ConvertAll(queries, query => new Native.QueryStruct
            {
                Size = (UIntPtr)Marshal.SizeOf(typeof(Native.QueryStruct)),
                At = query.At,
                HolderId = Place(query.HolderId),
                HolderType = Place(query.HolderType),
                ConsulterId = Place(query.ConsulterId),
                ConsulterType = Place(query.ConsulterType),
                Data = Place(query.Data),
                Purpose = Place(query.Purpose),
                TreatmentRelationship = (uint)query.Treatment,
                HolderConnected = query.Connected ? Native.HolderConnected : Native.HolderNotConnected,
            });
            held = GCHandle.Alloc(texts.GetBuffer(), GCHandleType.Pinned);
            long start = held.AddrOfPinnedObject().ToInt64();
            for (int place = 0; place < Patients.Length; place++)
            {
                Patients[place].StartAt(start);
            }
            for (int place = 0; place < Structs.Length; place++)
            {
                Structs[place].HolderId.StartAt(start);
                Structs[place].HolderType.StartAt(start);
                Structs[place].ConsulterId.StartAt(start);
                Structs[place].ConsulterType.StartAt(start);
                Structs[place].Data.StartAt(start);
                Structs[place].Purpose.StartAt(start);
            }
        }

        /// A text by its place in the memory, until it is known where that is.
        private Native.TextStruct Place(string text)
        {
            byte[] bytes = Native.Utf8.GetBytes(text);
            var placed = new Native.TextStruct { Data = (IntPtr)texts.Length, Length = (UIntPtr)bytes.Length };
            texts.Write(bytes, 0, bytes.Length);
            return placed;
        }

        public void Dispose() => held.Free();
    }

    /// What the calls of akkoord.h have in common; the calls themselves are in Native.cs.
    internal static partial class Native
    {
        /// Strict: half of a surrogate pair is an EncoderFallbackException, not another character.
        internal static readonly Encoding Utf8 = new UTF8Encoding(false, true);

        internal static void CheckAbi()
        {
            if (akkoord_abi_version() != AbiVersion)
            {
                throw new InvalidOperationException("this library is not the one that Native.cs was made for");
            }
        }

        internal partial struct TextStruct
        {
            internal byte[] ReadBytes()
            {
                var bytes = new byte[(int)Length];
                if (bytes.Length > 0)
                {
                    Marshal.Copy(Data, bytes, 0, bytes.Length);
                }
                return bytes;
            }

            internal string Read() => Length == UIntPtr.Zero ? "" : Utf8.GetString(ReadBytes());

            internal void StartAt(long start) => Data = new IntPtr(start + Data.ToInt64());
        }

        internal delegate uint Names(uint number, out TextStruct name);

        internal static string NameOf(Names names, uint number) => names(number, out TextStruct name) == 0 ? name.Read() : "";

        internal static void Must(uint code)
        {
            if (code != 0)
            {
                throw new AkkoordException(code, "", 0, NameOf(akkoord_result_advice, code));
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
                Must(akkoord_error_path(error, out TextStruct path));
                Must(akkoord_error_message(error, out TextStruct message));
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
                Must(akkoord_output_text(output, out TextStruct text));
                return text.ReadBytes();
            }
        }

        internal static string Written(Func<OutputHandle, uint> call) => Utf8.GetString(WrittenBytes(call));
    }
}
