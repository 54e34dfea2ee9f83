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
    /** sizeof of akkoord_text, akkoord_query, akkoord_verdict. */
    private static final long TEXT = 16;

    private static final long QUERY = 120;
    private static final long VERDICT = 64;

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup library = SymbolLookup.libraryLookup(Path.of(System.getProperty("akkoord.library")), Arena.global());
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    public AkkoordFfm() {
        if (call("abi_version") != ABI) {
            throw new IllegalStateException("this library is not the one that this file was written for");
        }
    }

    /** Calls akkoord_NAME, which gives a uint32_t. Longs are size_t, int64_t or uint64_t, ints are uint32_t, segments are pointers. */
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
        return linker.downcallHandle(library.find("akkoord_" + name).orElseThrow(), descriptor);
    }

    private static MemoryLayout layout(Object argument) {
        if (argument instanceof MemorySegment) {
            return ValueLayout.ADDRESS;
        }
        return argument instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    private void free(String kind, MemorySegment handle) {
        MethodHandle function = functions.computeIfAbsent(kind + "_free", key -> link(key, false, handle));
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

    /** The name of a number; empty if it has none. */
    private String name(String function, int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(TEXT, 8);
            return call(function, number, text) == 0 ? string(text) : "";
        }
    }

    private void must(int code) {
        if (code != 0) {
            throw new Failure(code, name("result_name", code), "", 0, name("result_advice", code));
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
        MemorySegment error = made("error_new");
        try (Arena arena = Arena.ofConfined()) {
            int code = call(function, with(with(arguments, error), last));
            if (code != 0) {
                MemorySegment line = arena.allocate(ValueLayout.JAVA_LONG);
                must(call("error_line", error, line));
                throw new Failure(code, name("result_name", code), viewed("error_path", error),
                        line.get(ValueLayout.JAVA_LONG, 0), viewed("error_message", error));
            }
        } finally {
            free("error", error);
        }
    }

    private byte[] written(String function, Object... arguments) {
        MemorySegment output = made("output_new");
        try (Arena arena = Arena.ofConfined()) {
            must(call(function, with(arguments, output)));
            MemorySegment text = arena.allocate(TEXT, 8);
            must(call("output_text", output, text));
            return bytes(text);
        } finally {
            free("output", output);
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
                byte[] text = Akkoord.utf8(texts[field]);
                struct.set(ValueLayout.ADDRESS, 16 + TEXT * field, copied(arena, text));
                struct.set(ValueLayout.JAVA_LONG, 24 + TEXT * field, text.length);
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
        verdict.outcomeName = name("outcome_name", outcome);
        verdict.reasonName = name("reason_name", struct.get(ValueLayout.JAVA_INT, 4));
        verdict.result = struct.get(ValueLayout.JAVA_INT, 8);
        verdict.choice = struct.get(ValueLayout.JAVA_INT, 12);
        verdict.validUntil = struct.get(ValueLayout.JAVA_LONG, 16);
        verdict.option = string(struct.asSlice(24, TEXT));
        verdict.decidedBy = string(struct.asSlice(40, TEXT));
        return verdict;
    }

    private Verdict decided(Arena arena, String function, Object... arguments) {
        MemorySegment struct = arena.allocate(VERDICT, 8);
        must(call(function, with(arguments, struct)));
        return verdict(struct);
    }

    /** A handle of akkoord, freed once. */
    private abstract class Handle implements Owned {
        private final String kind;
        private MemorySegment handle;

        Handle(String kind, MemorySegment handle) {
            this.kind = kind;
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
                free(kind, handle);
                handle = null;
            }
        }
    }

    @Override
    public String version() {
        return viewed("version_text");
    }

    @Override
    public long parseInstant(String text) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = Akkoord.utf8(text);
            MemorySegment at = arena.allocate(ValueLayout.JAVA_LONG);
            must(call("instant_parse", copied(arena, bytes), (long) bytes.length, at));
            return at.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    @Override
    public String formatInstant(long at) {
        return writtenText("instant_format", at);
    }

    @Override
    public Engine mitz() {
        return new EngineHandle(made("engine_new_mitz"));
    }

    private final class EngineHandle extends Handle implements Engine {
        EngineHandle(MemorySegment handle) {
            super("engine", handle);
        }

        @Override
        public String catalogueId() {
            return viewed("engine_catalogue_id", pointer());
        }

        @Override
        public String rulesetName() {
            return viewed("engine_ruleset_name", pointer());
        }

        @Override
        public Profile readProfile(String json) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] bytes = Akkoord.utf8(json);
                return new ProfileHandle(
                        toldAndMade("profile_new_from_json", pointer(), copied(arena, bytes), (long) bytes.length));
            }
        }

        @Override
        public Compiled compile(Profile profile, long at) {
            return new CompiledHandle(toldAndMade("compiled_new", pointer(), ((Handle) profile).pointer(), at));
        }

        @Override
        public Question prepare(Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return new QuestionHandle(toldAndMade("question_new", pointer(), structs(arena, query)));
            }
        }

        @Override
        public Decision decide(Profile profile, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return new DecisionHandle(
                        toldAndMade("decision_new", pointer(), ((Handle) profile).pointer(), structs(arena, query)));
            }
        }

        @Override
        public Population population(long at, long patients) {
            return new PopulationHandle(made("population_new", pointer(), at, patients));
        }

        @Override
        public byte[] evaluateJson(byte[] line, long number) {
            try (Arena arena = Arena.ofConfined()) {
                return written("evaluate_json", pointer(), copied(arena, line), (long) line.length, number);
            }
        }

        @Override
        public byte[] answerJson(byte[] line, long number) {
            try (Arena arena = Arena.ofConfined()) {
                return written("answer_json", pointer(), copied(arena, line), (long) line.length, number);
            }
        }
    }

    private final class ProfileHandle extends Handle implements Profile {
        ProfileHandle(MemorySegment handle) {
            super("profile", handle);
        }

        @Override
        public String choice(int place) {
            return viewed("profile_choice", pointer(), place);
        }
    }

    private final class QuestionHandle extends Handle implements Question {
        QuestionHandle(MemorySegment handle) {
            super("question", handle);
        }
    }

    private final class CompiledHandle extends Handle implements Compiled {
        CompiledHandle(MemorySegment handle) {
            super("compiled", handle);
        }

        @Override
        public Verdict decide(Question question) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, "compiled_decide", pointer(), ((Handle) question).pointer());
            }
        }

        @Override
        public Verdict decide(Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, "compiled_decide_query", pointer(), structs(arena, query));
            }
        }

        @Override
        public Verdict[] decide(Query... queries) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment structs = arena.allocate(Math.max(VERDICT * queries.length, 8), 8);
                must(call("compiled_decide_batch", pointer(), structs(arena, queries), (long) queries.length, structs));
                Verdict[] verdicts = new Verdict[queries.length];
                for (int number = 0; number < queries.length; number++) {
                    verdicts[number] = verdict(structs.asSlice(VERDICT * number, VERDICT));
                }
                return verdicts;
            }
        }

        @Override
        public long validUntil() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment until = arena.allocate(ValueLayout.JAVA_LONG);
                must(call("compiled_valid_until", pointer(), until));
                return until.get(ValueLayout.JAVA_LONG, 0);
            }
        }
    }

    private final class DecisionHandle extends Handle implements Decision {
        DecisionHandle(MemorySegment handle) {
            super("decision", handle);
        }

        @Override
        public Verdict verdict() {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, "decision_verdict", pointer());
            }
        }

        @Override
        public String explain(Lang lang, Audience audience) {
            return writtenText("decision_explain", pointer(), lang.ordinal() + 1, audience.ordinal() + 1);
        }

        @Override
        public String json() {
            return writtenText("decision_json", pointer());
        }
    }

    private final class PopulationHandle extends Handle implements Population {
        PopulationHandle(MemorySegment handle) {
            super("population", handle);
        }

        @Override
        public void put(Profile profile) {
            told("population_put", new Object[] {pointer(), ((Handle) profile).pointer()});
        }

        @Override
        public Verdict decide(String patient, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return decided(arena, "population_decide", pointer(), copied(arena, id), (long) id.length, structs(arena, query));
            }
        }
    }
}
