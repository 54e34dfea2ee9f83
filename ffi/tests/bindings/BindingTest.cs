// What the story of GpSystem.cs leaves out: batches over Arrow, and what is refused.
using System;
using System.Runtime.InteropServices;
using System.Text;
using Akkoord;

internal static class BindingTest
{
    private const string ProfileJson =
        "{\"patient\":{\"id\":\"999990019\"},\"choices\":[{\"id\":\"c1\",\"answer\":\"no\"," +
        "\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000017\"]},\"channel\":\"dossierhoudersknop\"," +
        "\"decided_at\":\"2026-05-03T09:00:00Z\",\"recorded_at\":\"2026-05-03T09:00:00Z\"}," +
        "{\"id\":\"c2\",\"answer\":\"yes\",\"scope\":{\"level\":\"blanket\"},\"channel\":\"mijn_mitz\"," +
        "\"decided_at\":\"2026-01-02T10:00:00Z\",\"recorded_at\":\"2026-01-02T10:00:00Z\"}]}";

    [DllImport("bindingtest", CallingConvention = CallingConvention.Cdecl)] private static extern void batch_make(int misspelt);
    [DllImport("bindingtest", CallingConvention = CallingConvention.Cdecl)] private static extern IntPtr batch_address(int which);
    [DllImport("bindingtest", CallingConvention = CallingConvention.Cdecl)] private static extern void batch_tell();

    private static void Refused(Action action)
    {
        try
        {
            action();
            Console.WriteLine("not refused");
        }
        catch (AkkoordException refused)
        {
            Console.WriteLine($"{refused.Name} ({refused.Path})");
        }
    }

    private static void Throws<T>(Action action) where T : Exception
    {
        try
        {
            action();
        }
        catch (T)
        {
            return;
        }
        Console.WriteLine("no " + typeof(T).Name);
    }

    private static Query Request(string holder, long at) => new Query
    {
        HolderId = holder,
        HolderType = "J8",
        ConsulterId = "ura:90000033",
        ConsulterType = "N6",
        Data = "GGC013",
        Treatment = Treatment.Asserted,
        At = at,
    };

    private static void Say(Native.VerdictStruct verdict)
    {
        Verdict read = Verdict.Of(verdict);
        Console.WriteLine($"{read.ResultName}: {read.OutcomeName} ({read.ReasonName}){read.DecidedBy}");
    }

    /// An error leaves no older answer: here in the memory that C writes to.
    private static void AfterAPermit(Engine engine, Profile profile, long at)
    {
        CompiledHandle compiled = null;
        Native.Told(error => Native.akkoord_compiled_new(engine.Handle, profile.Handle, at, error, out compiled));
        using (compiled)
        using (var good = new Pinned(Request("ura:90000018", at)))
        using (var bad = new Pinned(Request("", at)))
        {
            Native.Must(Native.akkoord_compiled_decide_query(compiled, ref good.Structs[0], out Native.VerdictStruct verdict));
            Say(verdict);
            if (Native.akkoord_compiled_decide_query(compiled, ref bad.Structs[0], out verdict) == 0)
            {
                Console.WriteLine("not refused");
            }
            Say(verdict);
        }
        using (Compiled decides = engine.Compile(profile, at))
        {
            Verdict verdict = decides.Decide(Request("ura:90000018", at));
            try
            {
                verdict = decides.Decide(Request("", at));
            }
            catch (AkkoordException refused)
            {
                verdict = refused.Verdict;
            }
            Console.WriteLine($"{verdict.ResultName}: {verdict.Outcome} {verdict.Permits}".Replace("Deny", "deny"));
        }
    }

    private static void LimitsAndConsulters(Engine engine, Profile profile, long at)
    {
        using (Engine limited = engine.WithLimits(1, 0))
        {
            Refused(() => limited.Decide(profile, Request("ura:90000017", at)));
        }
        using (var cancel = new Cancel())
        using (Engine stopped = engine.WithLimits(0, 0, cancel))
        {
            cancel.Set(true);
            cancel.Set(false);
            using (Decision decision = stopped.Decide(profile, Request("ura:90000017", at)))
            {
                Verdict told = decision.Verdict.ForConsulter();
                Console.WriteLine($"{told.ResultName}: {told.OutcomeName} ({told.ReasonName}) {decision.JsonForConsulter}");
            }
        }
    }

    private static int Main()
    {
        long at = Instants.Parse("2026-06-01T12:00:00Z");
        using (Engine engine = Engine.Mitz())
        using (Profile profile = engine.ReadProfile(ProfileJson))
        using (Population population = engine.Population(at, 1))
        {
            population.Put(profile);
            batch_make(0);
            population.DecideArrow(batch_address(0), batch_address(1), batch_address(2), batch_address(3));
            batch_tell();
            batch_make(1);
            Refused(() => population.DecideArrow(batch_address(0), batch_address(1), batch_address(2), batch_address(3)));
            batch_tell();
            batch_make(0);
            Refused(() => population.DecideArrow(batch_address(0), IntPtr.Zero, batch_address(2), batch_address(3)));
            batch_tell();

            Refused(() => population.Profile("999990020"));
            try
            {
                Engine.FromJson("{\n}", engine.RulesetJson);
            }
            catch (AkkoordException refused)
            {
                Console.WriteLine($"broken off at line {refused.Line}: {refused.Name}");
            }
            string[] patients = { "999990019", "999990019", "999990020" };
            Query[] queries = { Request("ura:90000017", at), Request("", at), Request("ura:90000017", at) };
            foreach (Verdict verdict in population.Decide(patients, queries))
            {
                Console.WriteLine($"{verdict.ResultName}: {verdict.OutcomeName} ({verdict.ReasonName})");
            }
            Console.WriteLine($"verdicts of nothing: {population.Decide(new string[0], new Query[0]).Length}");
            Throws<ArgumentException>(() => population.Decide(patients, new Query[2]));
            Throws<EncoderFallbackException>(() => population.Decide("\ud800", Request("ura:90000017", at)));
            AfterAPermit(engine, profile, at);
            LimitsAndConsulters(engine, profile, at);
            profile.Dispose();
            Throws<ObjectDisposedException>(() => population.Put(profile));
        }
        return 0;
    }
}
