import nl.akkoord.Akkoord;
import nl.akkoord.Outcome;
import nl.akkoord.Treatment;

/** What the story of GpSystem.java leaves out: batches over Arrow, and what is refused. {@code BindingTest BINDING LIBRARY}. */
public final class BindingTest {
    private static final String PROFILE = "{\"patient\":{\"id\":\"999990019\"},\"choices\":[{\"id\":\"c1\",\"answer\":\"no\","
            + "\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000017\"]},\"channel\":\"dossierhoudersknop\","
            + "\"decided_at\":\"2026-05-03T09:00:00Z\",\"recorded_at\":\"2026-05-03T09:00:00Z\"},"
            + "{\"id\":\"c2\",\"answer\":\"yes\",\"scope\":{\"level\":\"blanket\"},\"channel\":\"mijn_mitz\","
            + "\"decided_at\":\"2026-01-02T10:00:00Z\",\"recorded_at\":\"2026-01-02T10:00:00Z\"}]}";

    private BindingTest() {}

    private static native void make(int misspelt);

    private static native long address(int which);

    private static native void tell();

    private static void refused(Runnable action) {
        try {
            action.run();
            say("not refused");
        } catch (Akkoord.Failure refused) {
            say(refused.name + " (" + refused.path + ")");
        }
    }

    private static void refuses(Class<? extends Exception> kind, Runnable action) {
        try {
            action.run();
            say("no " + kind.getName());
        } catch (RuntimeException thrown) {
            if (!kind.isInstance(thrown)) {
                throw thrown;
            }
        }
    }

    private static void say(String line) {
        System.out.print(line + "\n");
        System.out.flush();
    }

    private static Akkoord.Query request(String holder, long at) {
        Akkoord.Query query = new Akkoord.Query();
        query.holderId = holder;
        query.holderType = "J8";
        query.consulterId = "ura:90000033";
        query.consulterType = "N6";
        query.data = "GGC013";
        query.treatment = Treatment.ASSERTED;
        query.at = at;
        return query;
    }

    private static void say(Akkoord.Verdict verdict) {
        say(verdict.resultName + ": " + verdict.outcomeName + " (" + verdict.reasonName + ")" + verdict.decidedBy);
    }

    /** An error leaves no older answer. */
    private static void afterAPermit(Akkoord.Engine engine, Akkoord.Profile profile, long at) {
        try (Akkoord.Compiled compiled = engine.compile(profile, at)) {
            Akkoord.Verdict verdict = compiled.decide(request("ura:90000018", at));
            say(verdict);
            try {
                verdict = compiled.decide(request("", at));
            } catch (Akkoord.Failure refused) {
                verdict = refused.verdict();
            }
            say(verdict);
            say(verdict.resultName + ": " + (verdict.outcome == Outcome.DENY ? "deny " : "no deny ") + (verdict.permits() ? "True" : "False"));
        }
    }

    private static void limitsAndConsulters(Akkoord akkoord, Akkoord.Engine engine, Akkoord.Profile profile, long at) {
        try (Akkoord.Engine limited = engine.withLimits(1, 0, null)) {
            refused(() -> limited.decide(profile, request("ura:90000017", at)));
        }
        try (Akkoord.Cancel cancel = akkoord.cancel();
                Akkoord.Engine stopped = engine.withLimits(0, 0, cancel)) {
            cancel.set(true);
            cancel.set(false);
            try (Akkoord.Decision decision = stopped.decide(profile, request("ura:90000017", at))) {
                Akkoord.Verdict told = decision.verdict().forConsulter();
                say(told.resultName + ": " + told.outcomeName + " (" + told.reasonName + ") " + decision.jsonForConsulter());
            }
        }
    }

    public static void main(String[] words) throws Exception {
        System.load(words[1]);
        Akkoord akkoord = (Akkoord) Class.forName(words[0]).getDeclaredConstructor().newInstance();
        long at = akkoord.parseInstant("2026-06-01T12:00:00Z");
        try (Akkoord.Engine engine = akkoord.mitz();
                Akkoord.Population population = engine.population(at, 1)) {
            Akkoord.Profile profile = engine.readProfile(PROFILE);
            population.put(profile);
            profile.close();
            refuses(IllegalStateException.class, () -> population.put(profile));
            make(0);
            population.decideArrow(address(0), address(1), address(2), address(3));
            tell();
            make(1);
            refused(() -> population.decideArrow(address(0), address(1), address(2), address(3)));
            tell();
            make(0);
            refused(() -> population.decideArrow(address(0), 0, address(2), address(3)));
            tell();

            refused(() -> population.profile("999990020"));
            try {
                akkoord.fromJson("{\n}", engine.rulesetJson());
            } catch (Akkoord.Failure refused) {
                say("broken off at line " + refused.line + ": " + refused.name);
            }
            String[] patients = {"999990019", "999990019", "999990020"};
            Akkoord.Query[] queries = {request("ura:90000017", at), request("", at), request("ura:90000017", at)};
            for (Akkoord.Verdict verdict : population.decide(patients, queries)) {
                say(verdict.resultName + ": " + verdict.outcomeName + " (" + verdict.reasonName + ")");
            }
            say("verdicts of nothing: " + population.decide(new String[0], new Akkoord.Query[0]).length);
            refuses(IllegalArgumentException.class, () -> population.decide(patients, new Akkoord.Query[2]));
            refuses(IllegalArgumentException.class, () -> population.decide("\ud800", request("ura:90000017", at)));
            try (Akkoord.Profile again = engine.readProfile(PROFILE)) {
                afterAPermit(engine, again, at);
                limitsAndConsulters(akkoord, engine, again, at);
            }
        }
    }
}
