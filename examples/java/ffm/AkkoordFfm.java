import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * akkoord over the foreign function API, for Java 22 and later: nothing besides the library is needed. The path of the library is in the
 * property {@code akkoord.library}. Written for 64 bits.
 */
public final class AkkoordFfm implements Akkoord {
    /** sizeof of akkoord_text, akkoord_query, akkoord_verdict, akkoord_outweighed. */
    private static final long TEXT = 16;

    private static final long QUERY = 120;
    private static final long VERDICT = 64;
    private static final long OUTWEIGHED = 24;
    private static final long LIMITS = 32;

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup library = SymbolLookup.libraryLookup(Path.of(System.getProperty("akkoord.library")), Arena.global());
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    public AkkoordFfm() {
        if (call("akkoord_abi_version") != ABI) {
            throw new IllegalStateException("this library is not the one that this file was written for");
        }
    }

    /** Calls a function that gives a uint32_t. Longs are size_t, int64_t or uint64_t, ints are uint32_t, segments are pointers. */
    private int call(String name, Object... arguments) {
        MethodHandle function = functions.computeIfAbsent(name, key -> link(key, true, arguments));
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    private MethodHandle link(String name, boolean gives, Object... arguments) {
        MemoryLayout[] layouts = Arrays.stream(arguments).map(AkkoordFfm::layout).toArray(MemoryLayout[]::new);
        FunctionDescriptor descriptor =
                gives ? FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts) : FunctionDescriptor.ofVoid(layouts);
        return linker.downcallHandle(library.find(name).orElseThrow(), descriptor);
    }

    private static MemoryLayout layout(Object argument) {
        if (argument instanceof MemorySegment) {
            return ValueLayout.ADDRESS;
        }
        return argument instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    private void free(String name, MemorySegment handle) {
        MethodHandle function = functions.computeIfAbsent(name, key -> link(key, false, handle));
        try {
            function.invoke(handle);
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    private static byte[] bytes(MemorySegment text) {
        long length = text.get(ValueLayout.JAVA_LONG, 8);
        return length == 0
                ? new byte[0]
                : text.get(ValueLayout.ADDRESS, 0).reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String string(MemorySegment text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    /** The name of a number, asked for once; empty if it has none. */
    private String name(String function, int number) {
        return names.computeIfAbsent(function + " " + number, key -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment text = arena.allocate(TEXT, 8);
                return call(function, number, text) == 0 ? string(text) : "";
            }
        });
    }

    private void must(int code) {
        if (code != 0) {
            throw new Failure(code, name("akkoord_result_name", code), "", 0, name("akkoord_result_advice", code));
        }
    }

    /** A view of a handle, read at once. */
    private String viewed(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT, 8);
            must(call(function, with(arguments, text)));
            return string(text);
        }
    }

    /** A 64-bit number that a call gives. */
    private long number(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.JAVA_LONG);
            must(call(function, with(arguments, place)));
            return place.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private static Object[] with(Object[] arguments, Object... more) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    /** A call that gives a handle through its last parameter. */
    private MemorySegment made(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
            must(call(function, with(arguments, place)));
            return place.get(ValueLayout.ADDRESS, 0);
        }
    }

    /** The same, with a place for what was wrong before it. */
    private MemorySegment toldAndMade(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
            told(function, arguments, place);
            return place.get(ValueLayout.ADDRESS, 0);
        }
    }

    private void told(String function, Object[] arguments, Object... last) {
        MemorySegment error = made("akkoord_error_new");
        try {
            int code = call(function, with(with(arguments, error), last));
            if (code != 0) {
                throw new Failure(code, name("akkoord_result_name", code), viewed("akkoord_error_path", error),
                        number("akkoord_error_line", error), viewed("akkoord_error_message", error));
            }
        } finally {
            free("akkoord_error_free", error);
        }
    }

    private byte[] written(String function, Object... arguments) {
        MemorySegment output = made("akkoord_output_new");
        try (Arena arena = Arena.ofConfined()) {
            must(call(function, with(arguments, output)));
            MemorySegment text = arena.allocate(TEXT, 8);
            must(call("akkoord_output_text", output, text));
            return bytes(text);
        } finally {
            free("akkoord_output_free", output);
        }
    }

    private String writtenText(String function, Object... arguments) {
        return new String(written(function, arguments), StandardCharsets.UTF_8);
    }

    private static MemorySegment copied(Arena arena, byte[] bytes) {
        MemorySegment memory = arena.allocate(Math.max(bytes.length, 1));
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    /** The bytes of a text, and at `place` the akkoord_text of them. */
    private static void put(Arena arena, MemorySegment memory, long place, String text) {
        byte[] bytes = Akkoord.utf8(text);
        memory.set(ValueLayout.ADDRESS, place, copied(arena, bytes));
        memory.set(ValueLayout.JAVA_LONG, place + 8, bytes.length);
    }

    /** Texts as C takes them. */
    private static MemorySegment texts(Arena arena, String[] all) {
        MemorySegment memory = arena.allocate(Math.max(TEXT * all.length, 8), 8);
        for (int number = 0; number < all.length; number++) {
            put(arena, memory, TEXT * number, all[number]);
        }
        return memory;
    }

    /** Queries as C takes them. */
    private static MemorySegment structs(Arena arena, Query... queries) {
        MemorySegment memory = arena.allocate(Math.max(QUERY * queries.length, 8), 8);
        for (int number = 0; number < queries.length; number++) {
            Query query = queries[number];
            MemorySegment struct = memory.asSlice(QUERY * number, QUERY);
            struct.set(ValueLayout.JAVA_LONG, 0, QUERY);
            struct.set(ValueLayout.JAVA_LONG, 8, query.at);
            String[] texts = {query.holderId, query.holderType, query.consulterId, query.consulterType, query.data, query.purpose};
            for (int field = 0; field < texts.length; field++) {
                put(arena, struct, 16 + TEXT * field, texts[field]);
            }
            struct.set(ValueLayout.JAVA_INT, 112, query.treatment.ordinal());
            struct.set(ValueLayout.JAVA_INT, 116, query.connected ? 0 : 1);
        }
        return memory;
    }

    private Verdict verdict(MemorySegment struct) {
        Verdict verdict = new Verdict();
        int outcome = struct.get(ValueLayout.JAVA_INT, 0);
        verdict.outcome = Outcome.values()[outcome];
        verdict.outcomeName = name("akkoord_outcome_name", outcome);
        verdict.reason = struct.get(ValueLayout.JAVA_INT, 4);
        verdict.reasonName = name("akkoord_reason_name", verdict.reason);
        verdict.result = struct.get(ValueLayout.JAVA_INT, 8);
        verdict.resultName = name("akkoord_result_name", verdict.result);
        verdict.resultAdvice = name("akkoord_result_advice", verdict.result);
        verdict.choice = struct.get(ValueLayout.JAVA_INT, 12);
        verdict.validUntil = struct.get(ValueLayout.JAVA_LONG, 16);
        verdict.option = string(struct.asSlice(24, TEXT));
        verdict.decidedBy = string(struct.asSlice(40, TEXT));
        return verdict;
    }

    /** A call that decides a row of queries. */
    private Verdict[] decided(Arena arena, int count, String function, Object... arguments) {
        MemorySegment structs = arena.allocate(Math.max(VERDICT * count, 8), 8);
        must(call(function, with(arguments, (long) count, structs)));
        Verdict[] verdicts = new Verdict[count];
        for (int number = 0; number < count; number++) {
            verdicts[number] = verdict(structs.asSlice(VERDICT * number, VERDICT));
        }
        return verdicts;
    }

    private Verdict decided(Arena arena, String function, Object... arguments) {
        MemorySegment struct = arena.allocate(VERDICT, 8);
        must(call(function, with(arguments, struct)));
        return verdict(struct);
    }

    /** A handle of akkoord, freed once. */
    private abstract class Handle implements Owned {
        private final String freeing;
        private volatile MemorySegment handle;

        Handle(String freeing, MemorySegment handle) {
            this.freeing = freeing;
            this.handle = handle;
        }

        final MemorySegment pointer() {
            if (handle == null) {
                throw new IllegalStateException("closed");
            }
            return handle;
        }

        @Override
        public final synchronized void close() {
            if (handle != null) {
                free(freeing, handle);
                handle = null;
            }
        }
    }

    @Override
    public String version() {
        return viewed("akkoord_version_text");
    }

    @Override
    public long parseInstant(String text) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = Akkoord.utf8(text);
            return number("akkoord_instant_parse", copied(arena, bytes), (long) bytes.length);
        }
    }

    @Override
    public String formatInstant(long at) {
        return writtenText("akkoord_instant_format", at);
    }

    @Override
    public Engine mitz() {
        return new EngineHandle(made("akkoord_engine_new_mitz"));
    }

    @Override
    public Engine fromJson(String catalogue, String ruleset) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] first = Akkoord.utf8(catalogue);
            byte[] second = Akkoord.utf8(ruleset);
            return new EngineHandle(toldAndMade("akkoord_engine_new_from_json", copied(arena, first), (long) first.length,
                    copied(arena, second), (long) second.length));
        }
    }

    @Override
    public Cancel cancel() {
        return new CancelHandle(made("akkoord_cancel_new"));
    }

    private final class CancelHandle extends Handle implements Cancel {
        CancelHandle(MemorySegment handle) {
            super("akkoord_cancel_free", handle);
        }

        @Override
        public void set(boolean cancelled) {
            must(call("akkoord_cancel_set", pointer(), cancelled ? 1 : 0));
        }
    }

    private final class EngineHandle extends Handle implements Engine {
        EngineHandle(MemorySegment handle) {
            super("akkoord_engine_free", handle);
        }

        @Override
        public Engine withLimits(long steps, long answerBytes, Cancel cancel) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment limits = arena.allocate(LIMITS, 8);
                limits.set(ValueLayout.JAVA_LONG, 0, LIMITS);
                limits.set(ValueLayout.JAVA_LONG, 8, steps);
                limits.set(ValueLayout.JAVA_LONG, 16, answerBytes);
                limits.set(ValueLayout.ADDRESS, 24, cancel == null ? MemorySegment.NULL : ((Handle) cancel).pointer());
                return new EngineHandle(made("akkoord_engine_with_limits", pointer(), limits));
            }
        }

        @Override
        public String catalogueId() {
            return viewed("akkoord_engine_catalogue_id", pointer());
        }

        @Override
        public String rulesetName() {
            return viewed("akkoord_engine_ruleset_name", pointer());
        }

        @Override
        public String rulesetDigest() {
            return viewed("akkoord_engine_ruleset_digest", pointer());
        }

        @Override
        public String catalogueJson() {
            return writtenText("akkoord_engine_catalogue_json", pointer());
        }

        @Override
        public String rulesetJson() {
            return writtenText("akkoord_engine_ruleset_json", pointer());
        }

        @Override
        public Profile readProfile(String json) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] bytes = Akkoord.utf8(json);
                return new ProfileHandle(
                        toldAndMade("akkoord_profile_new_from_json", pointer(), copied(arena, bytes), (long) bytes.length));
            }
        }

        @Override
        public Compiled compile(Profile profile, long at) {
            return new CompiledHandle(toldAndMade("akkoord_compiled_new", pointer(), ((Handle) profile).pointer(), at));
        }

        @Override
        public Question prepare(Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return new QuestionHandle(toldAndMade("akkoord_question_new", pointer(), structs(arena, query)));
            }
        }

        @Override
        public Decision decide(Profile profile, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return new DecisionHandle(
                        toldAndMade("akkoord_decision_new", pointer(), ((Handle) profile).pointer(), structs(arena, query)));
            }
        }

        @Override
        public Population population(long at, long patients) {
            return new PopulationHandle(made("akkoord_population_new", pointer(), at, patients));
        }

        @Override
        public byte[] evaluateJson(byte[] line, long number) {
            try (Arena arena = Arena.ofConfined()) {
                return written("akkoord_evaluate_json", pointer(), copied(arena, line), (long) line.length, number);
            }
        }

        @Override
        public byte[] answerJson(byte[] line, long number) {
            try (Arena arena = Arena.ofConfined()) {
                return written("akkoord_answer_json", pointer(), copied(arena, line), (long) line.length, number);
            }
        }
    }

    private final class ProfileHandle extends Handle implements Profile {
        ProfileHandle(MemorySegment handle) {
            super("akkoord_profile_free", handle);
        }

        @Override
        public String choice(int place) {
            return viewed("akkoord_profile_choice", pointer(), place);
        }

        @Override
        public String json() {
            return writtenText("akkoord_profile_json", pointer());
        }
    }

    private final class QuestionHandle extends Handle implements Question {
        QuestionHandle(MemorySegment handle) {
            super("akkoord_question_free", handle);
        }
    }

    private final class CompiledHandle extends Handle implements Compiled {
        CompiledHandle(MemorySegment handle) {
            super("akkoord_compiled_free", handle);
        }

        @Override
        public Verdict decide(Question question) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, "akkoord_compiled_decide", pointer(), ((Handle) question).pointer());
            }
        }

        @Override
        public Verdict decide(Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, "akkoord_compiled_decide_query", pointer(), structs(arena, query));
            }
        }

        @Override
        public Verdict[] decide(Query... queries) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, queries.length, "akkoord_compiled_decide_batch", pointer(), structs(arena, queries));
            }
        }

        @Override
        public long validUntil() {
            return number("akkoord_compiled_valid_until", pointer());
        }
    }

    private final class DecisionHandle extends Handle implements Decision {
        DecisionHandle(MemorySegment handle) {
            super("akkoord_decision_free", handle);
        }

        @Override
        public Verdict verdict() {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, "akkoord_decision_verdict", pointer());
            }
        }

        @Override
        public Outweighed[] outweighed() {
            Outweighed[] all = new Outweighed[Math.toIntExact(number("akkoord_decision_outweighed_count", pointer()))];
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment struct = arena.allocate(OUTWEIGHED, 8);
                for (int index = 0; index < all.length; index++) {
                    must(call("akkoord_decision_outweighed", pointer(), (long) index, struct));
                    all[index] = new Outweighed(string(struct), struct.get(ValueLayout.JAVA_INT, 16));
                }
            }
            return all;
        }

        @Override
        public String explain(Lang lang, Audience audience) {
            return writtenText("akkoord_decision_explain", pointer(), lang.ordinal() + 1, audience.ordinal() + 1);
        }

        @Override
        public String json() {
            return writtenText("akkoord_decision_json", pointer());
        }

        @Override
        public String jsonForConsulter() {
            return writtenText("akkoord_decision_json_for_consulter", pointer());
        }
    }

    private final class PopulationHandle extends Handle implements Population {
        PopulationHandle(MemorySegment handle) {
            super("akkoord_population_free", handle);
        }

        @Override
        public void put(Profile profile) {
            told("akkoord_population_put", new Object[] {pointer(), ((Handle) profile).pointer()});
        }

        @Override
        public void goTo(long at) {
            told("akkoord_population_go_to", new Object[] {pointer(), at});
        }

        @Override
        public long count() {
            return number("akkoord_population_count", pointer());
        }

        @Override
        public Verdict decide(String patient, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return decided(arena, "akkoord_population_decide", pointer(), copied(arena, id), (long) id.length, structs(arena, query));
            }
        }

        @Override
        public Verdict[] decide(String[] patients, Query[] queries) {
            Akkoord.sameLength(patients, queries);
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, queries.length, "akkoord_population_decide_batch", pointer(), texts(arena, patients),
                        structs(arena, queries));
            }
        }

        @Override
        public void decideArrow(long queries, long schema, long decisions, long decisionsSchema) {
            told("akkoord_population_decide_arrow",
                    new Object[] {pointer(), MemorySegment.ofAddress(queries), MemorySegment.ofAddress(schema)},
                    MemorySegment.ofAddress(decisions), MemorySegment.ofAddress(decisionsSchema));
        }

        @Override
        public Profile profile(String patient) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return new ProfileHandle(made("akkoord_population_profile", pointer(), copied(arena, id), (long) id.length));
            }
        }

        @Override
        public Decision decision(String patient, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return new DecisionHandle(toldAndMade("akkoord_population_decision", pointer(), copied(arena, id), (long) id.length,
                        structs(arena, query)));
            }
        }
    }
}
