import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import nl.akkoord.Akkoord;
import nl.akkoord.Audience;
import nl.akkoord.Lang;
import nl.akkoord.Treatment;

/**
 * A GP system in Java. {@code GpSystem BINDING story}, {@code GpSystem BINDING evaluate FILE}, {@code GpSystem BINDING answer FILE}, where
 * BINDING is nl.akkoord.AkkoordJna or nl.akkoord.AkkoordFfm.
 */
public final class GpSystem {
    /** Mrs Stolwijk (invented), as the register gave her: she said yes at the out-of-hours post, for this GP and this pharmacy. */
    private static final String PROFILE =
            "{\"patient\":{\"id\":\"999901424\",\"born\":\"1963-09-14\"},\"choices\":[{\"id\":\"st-1\",\"answer\":\"yes\","
                    + "\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000201\",\"ura:90000301\"],\"options\":[\"1.1\",\"2.1\"]},"
                    + "\"channel\":\"raadplegersknop\",\"decided_at\":\"2026-02-20T18:47:12Z\",\"recorded_at\":\"2026-02-20T18:47:39Z\","
                    + "\"recorded_by\":\"ura:90000101\"}]}";

    /** Mr Veldman (invented): yes to all GPs, and a no to this one later. */
    private static final String VELDMAN =
            "{\"patient\":{\"id\":\"999990160\",\"born\":\"1948-02-11\"},\"choices\":[{\"id\":\"ve-1\",\"answer\":\"yes\","
                    + "\"scope\":{\"level\":\"categorical\",\"holder_category\":\"huisartsen\"},\"channel\":\"mijn_mitz\","
                    + "\"decided_at\":\"2026-01-12T09:20:00Z\",\"recorded_at\":\"2026-01-12T09:20:00Z\",\"recorded_by\":\"patient\"},"
                    + "{\"id\":\"ve-2\",\"answer\":\"no\",\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000201\"]},"
                    + "\"channel\":\"dossierhoudersknop\",\"decided_at\":\"2026-03-03T10:05:00Z\",\"recorded_at\":\"2026-03-03T10:05:20Z\","
                    + "\"recorded_by\":\"ura:90000201\"}]}";

    private static final String MISSPELT = "{\"patient\":{\"id\":\"999901424\"},\n\"chooses\":[]}";

    private GpSystem() {}

    /** The request of the post: may this GP disclose the summary to it? */
    private static Akkoord.Query request(long at) {
        Akkoord.Query query = new Akkoord.Query();
        query.holderId = "ura:90000201";
        query.holderType = "Z3";
        query.consulterId = "ura:90000101";
        query.consulterType = "N6";
        query.data = "GGC002";
        query.treatment = Treatment.ASSERTED;
        query.at = at;
        return query;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** "permit (individual_yes), option 1.1, by st-1, for good" */
    private static String told(Akkoord akkoord, Akkoord.Verdict verdict) {
        String until = verdict.validUntil == Akkoord.NEVER ? "for good" : "until " + akkoord.formatInstant(verdict.validUntil);
        return verdict.outcomeName + " (" + verdict.reasonName + "), option " + orDash(verdict.option) + ", by "
                + orDash(verdict.decidedBy) + ", " + until;
    }

    private static void story(Akkoord akkoord, PrintStream print) {
        // Once, for the whole process and all its threads.
        try (Akkoord.Engine engine = akkoord.mitz(); Akkoord.Profile profile = engine.readProfile(PROFILE)) {
            print.print("akkoord " + akkoord.version() + ", catalogue " + engine.catalogueId() + ", rules " + engine.rulesetName() + "\n");
            long before = akkoord.parseInstant("2026-02-20T18:41:05Z");
            long after = akkoord.parseInstant("2026-02-20T18:48:03Z");

            print.print("1. The post asks the GP for the summary, before anything was recorded\n");
            try (Akkoord.Compiled early = engine.compile(profile, before);
                    Akkoord.Decision denied = engine.decide(profile, request(before))) {
                print.print("   " + told(akkoord, early.decide(request(before))) + "\n"); // a deny is an answer
                print.print("   " + denied.explain(Lang.NL, Audience.CONSULTER) + "\n");

                print.print("2. She says yes at the post; what was compiled before does not answer for now\n");
                try {
                    early.decide(request(after));
                } catch (Akkoord.Failure refused) {
                    print.print("   compiled until " + akkoord.formatInstant(early.validUntil()) + ", now: " + refused.name + "\n");
                }
            }

            print.print("3. Compiled anew, the post asks again\n");
            try (Akkoord.Compiled compiled = engine.compile(profile, after);
                    Akkoord.PreparedQuery prepared = engine.prepare(request(after)); // once, for any patient
                    Akkoord.Decision permitted = engine.decide(profile, request(after))) {
                print.print("   " + told(akkoord, compiled.decide(prepared)) + "\n");
                print.print("   " + permitted.explain(Lang.NL, Audience.PATIENT) + "\n");
                print.print("   for the access record: " + permitted.json() + "\n");

                print.print("4. Three requests of that night in one call\n");
                Akkoord.Query hospital = request(after); // she said nothing of it
                hospital.consulterId = "ura:90000401";
                hospital.consulterType = "V4";
                Akkoord.Query silent = request(after);
                silent.treatment = Treatment.NOT_ASSERTED;
                for (Akkoord.Verdict verdict : compiled.decide(request(after), hospital, silent)) {
                    print.print("   " + told(akkoord, verdict) + "\n");
                }
            }

            print.print("5. The whole practice: many patients at an instant\n");
            try (Akkoord.Population practice = engine.population(after, 2500)) {
                practice.put(profile);
                try (Akkoord.Profile other = engine.readProfile(VELDMAN)) {
                    practice.put(other); // the population has what it needs
                }
                print.print("   " + practice.count() + " patients\n");
                Akkoord.Verdict known = practice.decide("999901424", request(after));
                print.print("   " + told(akkoord, known) + "\n");
                print.print("   decided by choice " + profile.choice(known.decidedByPlace) + "\n");
                print.print("   who is not known here: " + told(akkoord, practice.decide("999990019", request(after))) + "\n");

                print.print("6. Mr Veldman said no to this GP on 3 March; a week later three patients are asked about in one call\n");
                long later = akkoord.parseInstant("2026-03-10T09:00:00Z");
                practice.goTo(later);
                String[] patients = {"999901424", "999990160", "999990019"}; // the last is not known here
                Akkoord.Query[] queries = {request(later), request(later), request(later)};
                for (Akkoord.Verdict verdict : practice.decide(patients, queries)) {
                    print.print("   " + told(akkoord, verdict) + "\n");
                }

                print.print("7. Why not for Mr Veldman\n");
                try (Akkoord.Decision why = practice.decision("999990160", request(later));
                        Akkoord.Decision february = practice.decision("999990160", request(after)); // any instant, with the grounds
                        Akkoord.Profile his = practice.profile("999990160")) {
                    print.print("   " + why.explain(Lang.NL, Audience.HOLDER) + "\n");
                    for (Akkoord.Outweighed outweighed : why.outweighed()) {
                        print.print("   outweighed: " + outweighed.choice + ", by R" + outweighed.rule + "\n");
                    }
                    print.print("   in February: " + told(akkoord, february.verdict()) + "\n");
                    print.print("   his choices, for the file and never for a log: " + his.json() + "\n");
                }
            }

            print.print("8. An engine from documents, as for a newer catalogue\n");
            try (Akkoord.Engine second = akkoord.fromJson(engine.catalogueJson(), engine.rulesetJson())) { // here those of the library
                print.print("   catalogue " + second.catalogueId() + ", rules " + second.rulesetName() + "\n");
            }

            print.print("9. A profile with a misspelt field is refused\n");
            try {
                engine.readProfile(MISSPELT).close();
            } catch (Akkoord.Failure refused) {
                print.print("   " + refused.name + " at " + refused.path + ", line " + refused.line + ": " + refused.getMessage() + "\n");
            }
        }
    }

    /** Answers each line of a file. A line ends at a line feed. */
    private static byte[] lines(Akkoord akkoord, String path, boolean closed) throws IOException {
        byte[] all = Files.readAllBytes(Paths.get(path));
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (Akkoord.Engine engine = akkoord.mitz()) {
            long number = 0;
            for (int start = 0; start < all.length; ) {
                int end = start;
                while (end < all.length && all[end] != '\n') {
                    end++;
                }
                byte[] line = Arrays.copyOfRange(all, start, end);
                number++;
                byte[] answer = closed ? engine.evaluateJson(line, number) : engine.answerJson(line, number);
                answers.write(answer, 0, answer.length);
                answers.write('\n');
                start = end + 1;
            }
        }
        return answers.toByteArray();
    }

    public static void main(String[] words) throws Exception {
        boolean isStory = words.length == 2 && words[1].equals("story");
        boolean isLines = words.length == 3 && (words[1].equals("evaluate") || words[1].equals("answer"));
        if (!isStory && !isLines) {
            System.err.println("usage: GpSystem AkkoordJna|AkkoordFfm story | evaluate FILE | answer FILE");
            System.exit(2);
        }
        Akkoord akkoord = (Akkoord) Class.forName(words[0]).getDeclaredConstructor().newInstance();
        if (isStory) {
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            story(akkoord, new PrintStream(told, true, "UTF-8"));
            System.out.write(told.toByteArray(), 0, told.size());
        } else {
            byte[] answers = lines(akkoord, words[2], words[1].equals("evaluate"));
            System.out.write(answers, 0, answers.length);
        }
        System.out.flush();
    }
}
