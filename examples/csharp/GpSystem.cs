// A GP system in C#, over Akkoord.cs.
//
//   GpSystem story           a request from the out-of-hours post, from beginning to end
//   GpSystem evaluate FILE   one line in, one line out, as `akkoord evaluate`
//   GpSystem answer FILE     the same for every question that can be asked of a profile
//
// Build with Mono: mcs -out:GpSystem.exe GpSystem.cs Akkoord.cs
using System;
using System.IO;
using System.Text;
using Akkoord;

internal static class GpSystem
{
    // Mrs Stolwijk (invented), as the register gave her: she said yes at the out-of-hours post, for this GP and this pharmacy.
    private const string ProfileJson =
        "{\"patient\":{\"id\":\"999901424\",\"born\":\"1963-09-14\"},\"choices\":[{\"id\":\"st-1\",\"answer\":\"yes\"," +
        "\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000201\",\"ura:90000301\"],\"options\":[\"1.1\",\"2.1\"]}," +
        "\"channel\":\"raadplegersknop\",\"decided_at\":\"2026-02-20T18:47:12Z\",\"recorded_at\":\"2026-02-20T18:47:39Z\"," +
        "\"recorded_by\":\"ura:90000101\"}]}";
    // Mr Veldman (invented): yes to all GPs, and a no to this one later.
    private const string Veldman =
        "{\"patient\":{\"id\":\"999990160\",\"born\":\"1948-02-11\"},\"choices\":[{\"id\":\"ve-1\",\"answer\":\"yes\"," +
        "\"scope\":{\"level\":\"categorical\",\"holder_category\":\"huisartsen\"},\"channel\":\"mijn_mitz\"," +
        "\"decided_at\":\"2026-01-12T09:20:00Z\",\"recorded_at\":\"2026-01-12T09:20:00Z\",\"recorded_by\":\"patient\"}," +
        "{\"id\":\"ve-2\",\"answer\":\"no\",\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000201\"]}," +
        "\"channel\":\"dossierhoudersknop\",\"decided_at\":\"2026-03-03T10:05:00Z\",\"recorded_at\":\"2026-03-03T10:05:20Z\"," +
        "\"recorded_by\":\"ura:90000201\"}]}";
    private const string Misspelt = "{\"patient\":{\"id\":\"999901424\"},\n\"chooses\":[]}";

    // The request of the post: may this GP disclose the summary to it?
    private static Query Request(long at) => new Query
    {
        HolderId = "ura:90000201",
        HolderType = "Z3",
        ConsulterId = "ura:90000101",
        ConsulterType = "N6",
        Data = "GGC002",
        Treatment = Treatment.Asserted,
        At = at,
    };

    private static string OrDash(string text) => text.Length == 0 ? "-" : text;

    // "permit (individual_yes), option 1.1, by st-1, for good"
    private static string Told(Verdict verdict)
    {
        string until = verdict.ValidUntil == Instants.Never ? "for good" : "until " + Instants.Format(verdict.ValidUntil);
        return $"{verdict.OutcomeName} ({verdict.ReasonName}), option {OrDash(verdict.Option)}, by {OrDash(verdict.DecidedBy)}, {until}";
    }

    private static void Story(TextWriter print)
    {
        // Once, for the whole process and all its threads.
        using (Engine engine = Engine.Mitz())
        using (Profile profile = engine.ReadProfile(ProfileJson))
        {
            print.WriteLine($"akkoord {Engine.Version}, catalogue {engine.CatalogueId}, rules {engine.RulesetName}");
            long before = Instants.Parse("2026-02-20T18:41:05Z");
            long after = Instants.Parse("2026-02-20T18:48:03Z");

            print.WriteLine("1. The post asks the GP for the summary, before anything was recorded");
            using (Compiled early = engine.Compile(profile, before))
            using (Decision denied = engine.Decide(profile, Request(before)))
            {
                print.WriteLine("   " + Told(early.Decide(Request(before)))); // a deny is an answer
                print.WriteLine("   " + denied.Explain(Lang.Nl, Audience.Consulter));

                print.WriteLine("2. She says yes at the post; what was compiled before does not answer for now");
                try
                {
                    early.Decide(Request(after));
                }
                catch (AkkoordException refused)
                {
                    print.WriteLine($"   compiled until {Instants.Format(early.ValidUntil)}, now: {refused.Name}");
                }
            }

            print.WriteLine("3. Compiled anew, the post asks again");
            using (Compiled compiled = engine.Compile(profile, after))
            using (PreparedQuery prepared = engine.Prepare(Request(after))) // once, for any patient
            using (Decision permitted = engine.Decide(profile, Request(after)))
            {
                print.WriteLine("   " + Told(compiled.Decide(prepared)));
                print.WriteLine("   " + permitted.Explain(Lang.Nl, Audience.Patient));
                print.WriteLine("   for the access record: " + permitted.Json);

                print.WriteLine("4. Three requests of that night in one call");
                Query hospital = Request(after); // she said nothing of it
                hospital.ConsulterId = "ura:90000401";
                hospital.ConsulterType = "V4";
                Query silent = Request(after);
                silent.Treatment = Treatment.NotAsserted;
                foreach (Verdict verdict in compiled.Decide(Request(after), hospital, silent))
                {
                    print.WriteLine("   " + Told(verdict));
                }
            }

            print.WriteLine("5. The whole practice: many patients at an instant");
            using (Population practice = engine.Population(after, 2500))
            {
                practice.Put(profile);
                using (Profile other = engine.ReadProfile(Veldman))
                {
                    practice.Put(other); // the population has what it needs
                }
                print.WriteLine($"   {practice.Count} patients");
                Verdict known = practice.Decide("999901424", Request(after));
                print.WriteLine("   " + Told(known));
                print.WriteLine("   decided by choice " + profile.Choice(known.DecidedByPlace));
                print.WriteLine("   who is not known here: " + Told(practice.Decide("999990019", Request(after))));

                print.WriteLine("6. Mr Veldman said no to this GP on 3 March; a week later three patients are asked about in one call");
                long later = Instants.Parse("2026-03-10T09:00:00Z");
                practice.GoTo(later);
                string[] patients = { "999901424", "999990160", "999990019" }; // the last is not known here
                Query[] queries = Array.ConvertAll(patients, _ => Request(later));
                foreach (Verdict verdict in practice.Decide(patients, queries))
                {
                    print.WriteLine("   " + Told(verdict));
                }

                print.WriteLine("7. Why not for Mr Veldman");
                using (Decision why = practice.Decision("999990160", Request(later)))
                using (Decision february = practice.Decision("999990160", Request(after))) // any instant, with the grounds
                using (Profile his = practice.Profile("999990160"))
                {
                    print.WriteLine("   " + why.Explain(Lang.Nl, Audience.Holder));
                    foreach (Outweighed outweighed in why.Outweighed)
                    {
                        print.WriteLine($"   outweighed: {outweighed.Choice}, by R{outweighed.Rule}");
                    }
                    print.WriteLine("   in February: " + Told(february.Verdict));
                    print.WriteLine("   his choices, for the file and never for a log: " + his.Json);
                }
            }

            print.WriteLine("8. An engine from documents, as for a newer catalogue");
            using (Engine second = Engine.FromJson(engine.CatalogueJson, engine.RulesetJson)) // here those of the library
            {
                print.WriteLine($"   catalogue {second.CatalogueId}, rules {second.RulesetName}");
            }

            print.WriteLine("9. A profile with a misspelt field is refused");
            try
            {
                engine.ReadProfile(Misspelt).Dispose();
            }
            catch (AkkoordException refused)
            {
                print.WriteLine($"   {refused.Name} at {refused.Path}, line {refused.Line}: {refused.Message}");
            }
        }
    }

    // Answers each line of a file. A line ends at a line feed.
    private static void Lines(string path, bool closed, Stream output)
    {
        byte[] all = File.ReadAllBytes(path);
        ulong number = 0;
        using (Engine engine = Engine.Mitz())
        {
            for (int start = 0; start < all.Length;)
            {
                int end = Array.IndexOf(all, (byte)'\n', start);
                end = end < 0 ? all.Length : end;
                var line = new byte[end - start];
                Array.Copy(all, start, line, 0, line.Length);
                number++;
                byte[] answer = closed ? engine.EvaluateJson(line, number) : engine.AnswerJson(line, number);
                output.Write(answer, 0, answer.Length);
                output.WriteByte((byte)'\n');
                start = end + 1;
            }
        }
    }

    private static int Main(string[] arguments)
    {
        using (Stream output = Console.OpenStandardOutput())
        {
            if (arguments.Length == 1 && arguments[0] == "story")
            {
                using (var print = new StreamWriter(output, new UTF8Encoding(false)) { NewLine = "\n" })
                {
                    Story(print);
                }
                return 0;
            }
            if (arguments.Length == 2 && (arguments[0] == "evaluate" || arguments[0] == "answer"))
            {
                Lines(arguments[1], arguments[0] == "evaluate", output);
                return 0;
            }
        }
        Console.Error.WriteLine("usage: GpSystem story | evaluate FILE | answer FILE");
        return 2;
    }
}
