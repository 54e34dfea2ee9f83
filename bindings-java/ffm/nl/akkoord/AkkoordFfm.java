package nl.akkoord;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * akkoord over the foreign function API,
         for Java 22 and later: nothing besides the library is needed. The path of the library is in the
 * property {@code akkoord.library}. Written for 64 bits.
 */
public final class AkkoordFfm implements Akkoord {
    /** Where the texts of a query are. */
    private static final long[] TEXTS = {
        Header.QUERY_HOLDER_ID, Header.QUERY_HOLDER_TYPE, Header.QUERY_CONSULTER_ID, Header.QUERY_CONSULTER_TYPE,
                Header.QUERY_DATA,
        Header.QUERY_PURPOSE
    };

    private final NativeFfm c =
            new NativeFfm(SymbolLookup.libraryLookup(Path.of(System.getProperty("akkoord.library")), Arena.global()));
    private final Names outcomeNames = new Names(c::akkoord_outcome_name);
    private final Names reasonNames = new Names(c::akkoord_reason_name);
    private final Names resultNames = new Names(c::akkoord_result_name);
    private final Names resultAdvice = new Names(c::akkoord_result_advice);

    public AkkoordFfm() {
        if (c.akkoord_abi_version() != Header.ABI_VERSION) {
            throw new IllegalStateException("this library is not the one that these files were made for");
        }
    }

    @FunctionalInterface
    private interface Call {
        int with(MemorySegment place);
    }

    @FunctionalInterface
    private interface Making {
        int with(MemorySegment error, MemorySegment place);
    }

    @FunctionalInterface
    private interface Free {
        void of(MemorySegment handle);
    }

    private static byte[] bytes(MemorySegment text) {
        long length = text.get(ValueLayout.JAVA_LONG, Header.TEXT_LENGTH);
        return length == 0
                ? new byte[0]
                : text.get(ValueLayout.ADDRESS, Header.TEXT_DATA).reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String string(MemorySegment text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Named {
        int with(int number, MemorySegment place);
    }

    /** The names of numbers, each asked for once; empty for a number that has none. */
    private static final class Names {
        private final Map<Integer, String> known = new ConcurrentHashMap<>();
        private final Named function;

        Names(Named function) {
            this.function = function;
        }

        String of(int number) {
            return known.computeIfAbsent(number, key -> {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment text = zeroed(arena, Header.TEXT_SIZEOF);
                    return function.with(key, text) == 0 ? string(text) : "";
                }
            });
        }
    }

    private static MemorySegment zeroed(Arena arena, long size) {
        return arena.allocate(Math.max(size, 8), 8);
    }

    private void must(int code) {
        if (code != 0) {
            throw new Failure(code, resultNames.of(code), "", 0, resultAdvice.of(code));
        }
    }

    /** A view of a handle, read at once. */
    private String viewed(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = zeroed(arena, Header.TEXT_SIZEOF);
            must(call.with(text));
            return string(text);
        }
    }

    /** A 64-bit number that a call gives. */
    private long number(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.JAVA_LONG);
            must(call.with(place));
            return place.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** A call that gives a handle through its last parameter. */
    private MemorySegment made(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
            must(call.with(place));
            return place.get(ValueLayout.ADDRESS, 0);
        }
    }

    /** The same, with a place for what was wrong before it. */
    private MemorySegment toldAndMade(Making call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
            told(error -> call.with(error, place));
            return place.get(ValueLayout.ADDRESS, 0);
        }
    }

    /** A call that tells what was wrong. */
    private void told(Call call) {
        MemorySegment error = made(c::akkoord_error_new);
        try {
            int code = call.with(error);
            if (code != 0) {
                throw new Failure(code, resultNames.of(code), viewed(path -> c.akkoord_error_path(error, path)),
                        number(line -> c.akkoord_error_line(error, line)), viewed(message -> c.akkoord_error_message(error,
                                message)));
            }
        } finally {
            c.akkoord_error_free(error);
        }
    }

    private byte[] written(Call call) {
        MemorySegment output = made(c::akkoord_output_new);
        try (Arena arena = Arena.ofConfined()) {
            must(call.with(output));
            MemorySegment text = zeroed(arena, Header.TEXT_SIZEOF);
            must(c.akkoord_output_text(output, text));
            return bytes(text);
        } finally {
            c.akkoord_output_free(output);
        }
    }

    private String writtenText(Call call) {
        return new String(written(call), StandardCharsets.UTF_8);
    }

    private static MemorySegment copied(Arena arena, byte[] bytes) {
        MemorySegment memory = arena.allocate(Math.max(bytes.length, 1));
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    /** The bytes of a text, and at `place` the akkoord_text of them. */
    private static void put(Arena arena, MemorySegment memory, long place, String text) {
        byte[] bytes = Akkoord.utf8(text);
        memory.set(ValueLayout.ADDRESS, place + Header.TEXT_DATA, copied(arena, bytes));
        memory.set(ValueLayout.JAVA_LONG, place + Header.TEXT_LENGTH, bytes.length);
    }

    /** Texts as C takes them. */
    private static MemorySegment texts(Arena arena, String[] all) {
        MemorySegment memory = zeroed(arena, (long) Header.TEXT_SIZEOF * all.length);
        for (int number = 0; number < all.length; number++) {
            put(arena, memory, (long) Header.TEXT_SIZEOF * number, all[number]);
        }
        return memory;
    }

    /** Queries as C takes them. */
    private static MemorySegment structs(Arena arena, Query... queries) {
        MemorySegment memory = zeroed(arena, (long) Header.QUERY_SIZEOF * queries.length);
        for (int number = 0; number < queries.length; number++) {
            Query query = queries[number];
            MemorySegment struct = memory.asSlice((long) Header.QUERY_SIZEOF * number, Header.QUERY_SIZEOF);
            struct.set(ValueLayout.JAVA_LONG, Header.QUERY_SIZE, Header.QUERY_SIZEOF);
            struct.set(ValueLayout.JAVA_LONG, Header.QUERY_AT, query.at);
            String[] texts = {query.holderId, query.holderType, query.consulterId, query.consulterType, query.data,
                    query.purpose};
            for (int field = 0; field < texts.length; field++) {
                put(arena, struct, TEXTS[field], texts[field]);
            }
            struct.set(ValueLayout.JAVA_INT, Header.QUERY_TREATMENT_RELATIONSHIP, query.treatment.number());
            struct.set(ValueLayout.JAVA_INT, Header.QUERY_HOLDER_CONNECTED,
                    query.connected ? Header.HOLDER_CONNECTED : Header.HOLDER_NOT_CONNECTED);
        }
        return memory;
    }

    private Verdict verdict(MemorySegment struct) {
        Verdict verdict = new Verdict();
        int outcome = struct.get(ValueLayout.JAVA_INT, Header.VERDICT_OUTCOME);
        verdict.outcome = Outcome.of(outcome);
        verdict.outcomeName = outcomeNames.of(outcome);
        verdict.reason = struct.get(ValueLayout.JAVA_INT, Header.VERDICT_REASON);
        verdict.reasonName = reasonNames.of(verdict.reason);
        verdict.result = struct.get(ValueLayout.JAVA_INT, Header.VERDICT_RESULT);
        verdict.resultName = resultNames.of(verdict.result);
        verdict.resultAdvice = resultAdvice.of(verdict.result);
        verdict.decidedByPlace = struct.get(ValueLayout.JAVA_INT, Header.VERDICT_DECIDED_BY_PLACE);
        verdict.validUntil = struct.get(ValueLayout.JAVA_LONG, Header.VERDICT_VALID_UNTIL);
        verdict.option = string(struct.asSlice(Header.VERDICT_OPTION, Header.TEXT_SIZEOF));
        verdict.decidedBy = string(struct.asSlice(Header.VERDICT_DECIDED_BY, Header.TEXT_SIZEOF));
        return verdict;
    }

    /** A call that decides a row of queries. */
    private Verdict[] decided(Arena arena, int count, Call call) {
        MemorySegment structs = zeroed(arena, (long) Header.VERDICT_SIZEOF * count);
        must(call.with(structs));
        Verdict[] verdicts = new Verdict[count];
        for (int number = 0; number < count; number++) {
            verdicts[number] = verdict(structs.asSlice((long) Header.VERDICT_SIZEOF * number, Header.VERDICT_SIZEOF));
        }
        return verdicts;
    }

    private Verdict decided(Arena arena, Call call) {
        MemorySegment struct = zeroed(arena, Header.VERDICT_SIZEOF);
        must(call.with(struct));
        return verdict(struct);
    }

    /** A handle of akkoord, freed once. */
    private abstract static class Handle implements Owned {
        private final Free freeing;
        private volatile MemorySegment handle;

        Handle(Free freeing, MemorySegment handle) {
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
                freeing.of(handle);
                handle = null;
            }
        }
    }

    @Override
    public String version() {
        return viewed(c::akkoord_version_text);
    }

    @Override
    public long parseInstant(String text) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = Akkoord.utf8(text);
            return number(place -> c.akkoord_instant_parse(copied(arena, bytes), bytes.length, place));
        }
    }

    @Override
    public String formatInstant(long at) {
        return writtenText(output -> c.akkoord_instant_format(at, output));
    }

    @Override
    public Engine mitz() {
        return new EngineHandle(made(c::akkoord_engine_new_mitz));
    }

    @Override
    public Engine fromJson(String catalogue, String ruleset) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] first = Akkoord.utf8(catalogue);
            byte[] second = Akkoord.utf8(ruleset);
            return new EngineHandle(toldAndMade((error, place) -> c.akkoord_engine_new_from_json(copied(arena, first),
                    first.length, copied(arena, second), second.length, error, place)));
        }
    }

    @Override
    public Cancel cancel() {
        return new CancelHandle(made(c::akkoord_cancel_new));
    }

    private final class CancelHandle extends Handle implements Cancel {
        CancelHandle(MemorySegment handle) {
            super(c::akkoord_cancel_free, handle);
        }

        @Override
        public void set(boolean cancelled) {
            must(c.akkoord_cancel_set(pointer(), cancelled ? 1 : 0));
        }
    }

    private final class EngineHandle extends Handle implements Engine {
        EngineHandle(MemorySegment handle) {
            super(c::akkoord_engine_free, handle);
        }

        @Override
        public Engine withLimits(long steps, long answerBytes, Cancel cancel) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment limits = zeroed(arena, Header.LIMITS_SIZEOF);
                limits.set(ValueLayout.JAVA_LONG, Header.LIMITS_SIZE, Header.LIMITS_SIZEOF);
                limits.set(ValueLayout.JAVA_LONG, Header.LIMITS_STEPS, steps);
                limits.set(ValueLayout.JAVA_LONG, Header.LIMITS_ANSWER_BYTES, answerBytes);
                limits.set(ValueLayout.ADDRESS, Header.LIMITS_CANCEL,
                        cancel == null ? MemorySegment.NULL : ((Handle) cancel).pointer());
                return new EngineHandle(made(place -> c.akkoord_engine_with_limits(pointer(), limits, place)));
            }
        }

        @Override
        public String catalogueId() {
            return viewed(text -> c.akkoord_engine_catalogue_id(pointer(), text));
        }

        @Override
        public String rulesetName() {
            return viewed(text -> c.akkoord_engine_ruleset_name(pointer(), text));
        }

        @Override
        public String rulesetDigest() {
            return viewed(text -> c.akkoord_engine_ruleset_digest(pointer(), text));
        }

        @Override
        public String catalogueJson() {
            return writtenText(output -> c.akkoord_engine_catalogue_json(pointer(), output));
        }

        @Override
        public String rulesetJson() {
            return writtenText(output -> c.akkoord_engine_ruleset_json(pointer(), output));
        }

        @Override
        public Profile readProfile(String json) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] bytes = Akkoord.utf8(json);
                return new ProfileHandle(
                        toldAndMade((error, place) -> c.akkoord_profile_new_from_json(pointer(), copied(arena, bytes),
                                bytes.length, error, place)));
            }
        }

        @Override
        public Compiled compile(Profile profile, long at) {
            return new CompiledHandle(toldAndMade((error, place) -> c.akkoord_compiled_new(pointer(),
                    ((Handle) profile).pointer(), at, error, place)));
        }

        @Override
        public PreparedQuery prepare(Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return new PreparedQueryHandle(toldAndMade((error, place) -> c.akkoord_prepared_query_new(pointer(),
                        structs(arena, query), error, place)));
            }
        }

        @Override
        public Decision decide(Profile profile, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return new DecisionHandle(
                        toldAndMade((error, place) -> c.akkoord_decision_new(pointer(), ((Handle) profile).pointer(),
                                structs(arena, query), error, place)));
            }
        }

        @Override
        public Population population(long at, long patients) {
            return new PopulationHandle(made(place -> c.akkoord_population_new(pointer(), at, patients, place)));
        }

        @Override
        public byte[] evaluateJson(byte[] line, long number) {
            try (Arena arena = Arena.ofConfined()) {
                return written(output -> c.akkoord_evaluate_json(pointer(), copied(arena, line), line.length, number, output));
            }
        }

        @Override
        public byte[] answerJson(byte[] line, long number) {
            try (Arena arena = Arena.ofConfined()) {
                return written(output -> c.akkoord_answer_json(pointer(), copied(arena, line), line.length, number, output));
            }
        }
    }

    private final class ProfileHandle extends Handle implements Profile {
        ProfileHandle(MemorySegment handle) {
            super(c::akkoord_profile_free, handle);
        }

        @Override
        public String choice(int place) {
            return viewed(text -> c.akkoord_profile_choice(pointer(), place, text));
        }

        @Override
        public String json() {
            return writtenText(output -> c.akkoord_profile_json(pointer(), output));
        }
    }

    private final class PreparedQueryHandle extends Handle implements PreparedQuery {
        PreparedQueryHandle(MemorySegment handle) {
            super(c::akkoord_prepared_query_free, handle);
        }
    }

    private final class CompiledHandle extends Handle implements Compiled {
        CompiledHandle(MemorySegment handle) {
            super(c::akkoord_compiled_free, handle);
        }

        @Override
        public Verdict decide(PreparedQuery prepared) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, verdict -> c.akkoord_compiled_decide(pointer(), ((Handle) prepared).pointer(), verdict));
            }
        }

        @Override
        public Verdict decide(Query query) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, verdict -> c.akkoord_compiled_decide_query(pointer(), structs(arena, query), verdict));
            }
        }

        @Override
        public Verdict[] decide(Query... queries) {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, queries.length, verdicts -> c.akkoord_compiled_decide_batch(pointer(), structs(arena,
                        queries), queries.length, verdicts));
            }
        }

        @Override
        public long validUntil() {
            return number(place -> c.akkoord_compiled_valid_until(pointer(), place));
        }
    }

    private final class DecisionHandle extends Handle implements Decision {
        DecisionHandle(MemorySegment handle) {
            super(c::akkoord_decision_free, handle);
        }

        @Override
        public Verdict verdict() {
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, verdict -> c.akkoord_decision_verdict(pointer(), verdict));
            }
        }

        @Override
        public Outweighed[] outweighed() {
            Outweighed[] all = new Outweighed[Math.toIntExact(number(place -> c.akkoord_decision_outweighed_count(pointer(),
                    place)))];
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment struct = zeroed(arena, Header.OUTWEIGHED_SIZEOF);
                for (int index = 0; index < all.length; index++) {
                    must(c.akkoord_decision_outweighed(pointer(), (long) index, struct));
                    all[index] = new Outweighed(string(struct.asSlice(Header.OUTWEIGHED_CHOICE, Header.TEXT_SIZEOF)),
                            struct.get(ValueLayout.JAVA_INT, Header.OUTWEIGHED_RULE));
                }
            }
            return all;
        }

        @Override
        public String explain(Lang lang, Audience audience) {
            return writtenText(output -> c.akkoord_decision_explain(pointer(), lang.number(), audience.number(), output));
        }

        @Override
        public String json() {
            return writtenText(output -> c.akkoord_decision_json(pointer(), output));
        }

        @Override
        public String jsonForConsulter() {
            return writtenText(output -> c.akkoord_decision_json_for_consulter(pointer(), output));
        }
    }

    private final class PopulationHandle extends Handle implements Population {
        PopulationHandle(MemorySegment handle) {
            super(c::akkoord_population_free, handle);
        }

        @Override
        public void put(Profile profile) {
            told(error -> c.akkoord_population_put(pointer(), ((Handle) profile).pointer(), error));
        }

        @Override
        public void goTo(long at) {
            told(error -> c.akkoord_population_go_to(pointer(), at, error));
        }

        @Override
        public long count() {
            return number(place -> c.akkoord_population_count(pointer(), place));
        }

        @Override
        public Verdict decide(String patient, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return decided(arena, verdict -> c.akkoord_population_decide(pointer(), copied(arena, id), id.length,
                        structs(arena, query), verdict));
            }
        }

        @Override
        public Verdict[] decide(String[] patients, Query[] queries) {
            Akkoord.sameLength(patients, queries);
            try (Arena arena = Arena.ofConfined()) {
                return decided(arena, queries.length, verdicts -> c.akkoord_population_decide_batch(pointer(), texts(arena,
                        patients), structs(arena, queries), queries.length, verdicts));
            }
        }

        @Override
        public void decideArrow(long queries, long schema, long decisions, long decisionsSchema) {
            told(error -> c.akkoord_population_decide_arrow(pointer(), MemorySegment.ofAddress(queries),
                    MemorySegment.ofAddress(schema), error, MemorySegment.ofAddress(decisions),
                            MemorySegment.ofAddress(decisionsSchema)));
        }

        @Override
        public Profile profile(String patient) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return new ProfileHandle(made(place -> c.akkoord_population_profile(pointer(), copied(arena, id), id.length,
                        place)));
            }
        }

        @Override
        public Decision decision(String patient, Query query) {
            try (Arena arena = Arena.ofConfined()) {
                byte[] id = Akkoord.utf8(patient);
                return new DecisionHandle(toldAndMade((error, place) -> c.akkoord_population_decision(pointer(),
                        copied(arena, id), id.length, structs(arena, query), error, place)));
            }
        }
    }
}
