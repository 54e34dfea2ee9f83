package nl.akkoord;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * akkoord over JNA 5.12 or later, for Java 8 and later. {@code libakkoord.so} or {@code akkoord.dll} is looked for in
 * {@code jna.library.path} and where the system looks. Written for 64 bits.
 */
public final class AkkoordJna implements Akkoord {
    /** Where the texts of a query are. */
    private static final int[] TEXTS = {
        Header.QUERY_HOLDER_ID, Header.QUERY_HOLDER_TYPE, Header.QUERY_CONSULTER_ID, Header.QUERY_CONSULTER_TYPE, Header.QUERY_DATA,
        Header.QUERY_PURPOSE
    };

    private final NativeJna c = Native.load("akkoord", NativeJna.class);
    private final Names outcomeNames = new Names(c::akkoord_outcome_name);
    private final Names reasonNames = new Names(c::akkoord_reason_name);
    private final Names resultNames = new Names(c::akkoord_result_name);
    private final Names resultAdvice = new Names(c::akkoord_result_advice);

    public AkkoordJna() {
        if (Native.POINTER_SIZE != 8) {
            throw new IllegalStateException("written for 64 bits");
        }
        if (c.akkoord_abi_version() != Header.ABI_VERSION) {
            throw new IllegalStateException("this library is not the one that these files were made for");
        }
    }

    @FunctionalInterface
    private interface Call {
        int with(Pointer place);
    }

    @FunctionalInterface
    private interface Free {
        void of(Pointer handle);
    }

    private static byte[] bytes(Pointer text) {
        long length = text.getLong(Header.TEXT_LENGTH);
        return length == 0 ? new byte[0] : text.getPointer(Header.TEXT_DATA).getByteArray(0, Math.toIntExact(length));
    }

    private static String string(Pointer text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    private static Memory zeroed(long size) {
        Memory memory = new Memory(size);
        memory.clear();
        return memory;
    }

    @FunctionalInterface
    private interface Named {
        int with(int number, Pointer place);
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
                try (Memory text = zeroed(Header.TEXT_SIZEOF)) {
                    return function.with(key, text) == 0 ? string(text) : "";
                }
            });
        }
    }

    private void must(int code) {
        if (code != 0) {
            throw new Failure(code, resultNames.of(code), "", 0, resultAdvice.of(code));
        }
    }

    /** A view that a call gives, read at once. */
    private String viewed(Call call) {
        try (Memory text = zeroed(Header.TEXT_SIZEOF)) {
            must(call.with(text));
            return string(text);
        }
    }

    /** A call that tells what was wrong. */
    private void told(Call call) {
        PointerByReference place = new PointerByReference();
        must(c.akkoord_error_new(place));
        Pointer error = place.getValue();
        try {
            int code = call.with(error);
            if (code != 0) {
                LongByReference line = new LongByReference();
                must(c.akkoord_error_line(error, line));
                throw new Failure(code, resultNames.of(code), viewed(path -> c.akkoord_error_path(error, path)), line.getValue(),
                        viewed(message -> c.akkoord_error_message(error, message)));
            }
        } finally {
            c.akkoord_error_free(error);
        }
    }

    private byte[] written(Call call) {
        PointerByReference place = new PointerByReference();
        must(c.akkoord_output_new(place));
        Pointer output = place.getValue();
        try (Memory text = zeroed(Header.TEXT_SIZEOF)) {
            must(call.with(output));
            must(c.akkoord_output_text(output, text));
            return bytes(text);
        } finally {
            c.akkoord_output_free(output);
        }
    }

    private String writtenText(Call call) {
        return new String(written(call), StandardCharsets.UTF_8);
    }

    /** Writes the bytes of a text to `end`, and the akkoord_text of them to `place`; gives the new end. */
    private static long put(Memory memory, long place, long end, byte[] text) {
        if (text.length > 0) {
            memory.write(end, text, 0, text.length);
            memory.setPointer(place + Header.TEXT_DATA, memory.share(end));
        }
        memory.setLong(place + Header.TEXT_LENGTH, text.length);
        return end + text.length;
    }

    /** Texts as C takes them: structs, then their bytes, in one piece of memory. */
    private static Memory texts(String[] all) {
        byte[][] texts = new byte[all.length][];
        long end = (long) Header.TEXT_SIZEOF * all.length;
        long size = end;
        for (int number = 0; number < all.length; number++) {
            texts[number] = Akkoord.utf8(all[number]);
            size += texts[number].length;
        }
        Memory memory = zeroed(Math.max(size, 1));
        for (int number = 0; number < all.length; number++) {
            end = put(memory, (long) Header.TEXT_SIZEOF * number, end, texts[number]);
        }
        return memory;
    }

    /** Queries as C takes them: structs, then the bytes of their texts, in one piece of memory. */
    private static Memory structs(Query... queries) {
        byte[][][] texts = new byte[queries.length][][];
        long end = (long) Header.QUERY_SIZEOF * queries.length;
        long size = end;
        for (int number = 0; number < queries.length; number++) {
            Query query = queries[number];
            texts[number] = new byte[][] {
                Akkoord.utf8(query.holderId), Akkoord.utf8(query.holderType), Akkoord.utf8(query.consulterId),
                Akkoord.utf8(query.consulterType), Akkoord.utf8(query.data), Akkoord.utf8(query.purpose)
            };
            for (byte[] text : texts[number]) {
                size += text.length;
            }
        }
        Memory memory = zeroed(Math.max(size, 1));
        for (int number = 0; number < queries.length; number++) {
            long start = (long) Header.QUERY_SIZEOF * number;
            memory.setLong(start + Header.QUERY_SIZE, Header.QUERY_SIZEOF);
            memory.setLong(start + Header.QUERY_AT, queries[number].at);
            for (int field = 0; field < texts[number].length; field++) {
                end = put(memory, start + TEXTS[field], end, texts[number][field]);
            }
            memory.setInt(start + Header.QUERY_TREATMENT_RELATIONSHIP, queries[number].treatment.number());
            memory.setInt(start + Header.QUERY_HOLDER_CONNECTED,
                    queries[number].connected ? Header.HOLDER_CONNECTED : Header.HOLDER_NOT_CONNECTED);
        }
        return memory;
    }

    private Verdict verdict(Pointer struct) {
        Verdict verdict = new Verdict();
        int outcome = struct.getInt(Header.VERDICT_OUTCOME);
        verdict.outcome = Outcome.of(outcome);
        verdict.outcomeName = outcomeNames.of(outcome);
        verdict.reason = struct.getInt(Header.VERDICT_REASON);
        verdict.reasonName = reasonNames.of(verdict.reason);
        verdict.result = struct.getInt(Header.VERDICT_RESULT);
        verdict.resultName = resultNames.of(verdict.result);
        verdict.resultAdvice = resultAdvice.of(verdict.result);
        verdict.decidedByPlace = struct.getInt(Header.VERDICT_DECIDED_BY_PLACE);
        verdict.validUntil = struct.getLong(Header.VERDICT_VALID_UNTIL);
        verdict.option = string(struct.share(Header.VERDICT_OPTION));
        verdict.decidedBy = string(struct.share(Header.VERDICT_DECIDED_BY));
        return verdict;
    }

    private Verdict[] verdicts(Pointer structs, int count) {
        Verdict[] verdicts = new Verdict[count];
        for (int number = 0; number < count; number++) {
            verdicts[number] = verdict(structs.share((long) Header.VERDICT_SIZEOF * number));
        }
        return verdicts;
    }

    private Verdict decided(Call call) {
        try (Memory struct = zeroed(Header.VERDICT_SIZEOF)) {
            must(call.with(struct));
            return verdict(struct);
        }
    }

    /** A handle of akkoord, freed once. */
    private abstract static class Handle implements Owned {
        private volatile Pointer handle;
        private final Free free;

        Handle(PointerByReference place, Free free) {
            this.handle = place.getValue();
            this.free = free;
        }

        final Pointer pointer() {
            if (handle == null) {
                throw new IllegalStateException("closed");
            }
            return handle;
        }

        @Override
        public final synchronized void close() {
            Pointer freed = handle;
            handle = null;
            free.of(freed);
        }
    }

    @Override
    public String version() {
        return viewed(c::akkoord_version_text);
    }

    @Override
    public long parseInstant(String text) {
        byte[] bytes = Akkoord.utf8(text);
        LongByReference at = new LongByReference();
        must(c.akkoord_instant_parse(bytes, bytes.length, at));
        return at.getValue();
    }

    @Override
    public String formatInstant(long at) {
        return writtenText(output -> c.akkoord_instant_format(at, output));
    }

    @Override
    public Engine mitz() {
        PointerByReference place = new PointerByReference();
        must(c.akkoord_engine_new_mitz(place));
        return new EngineHandle(place);
    }

    @Override
    public Engine fromJson(String catalogue, String ruleset) {
        byte[] first = Akkoord.utf8(catalogue);
        byte[] second = Akkoord.utf8(ruleset);
        PointerByReference place = new PointerByReference();
        told(error -> c.akkoord_engine_new_from_json(first, first.length, second, second.length, error, place));
        return new EngineHandle(place);
    }

    @Override
    public Cancel cancel() {
        PointerByReference place = new PointerByReference();
        must(c.akkoord_cancel_new(place));
        return new CancelHandle(place);
    }

    private final class CancelHandle extends Handle implements Cancel {
        CancelHandle(PointerByReference place) {
            super(place, c::akkoord_cancel_free);
        }

        @Override
        public void set(boolean cancelled) {
            must(c.akkoord_cancel_set(pointer(), cancelled ? 1 : 0));
        }
    }

    private final class EngineHandle extends Handle implements Engine {
        EngineHandle(PointerByReference place) {
            super(place, c::akkoord_engine_free);
        }

        @Override
        public Engine withLimits(long steps, long answerBytes, Cancel cancel) {
            PointerByReference place = new PointerByReference();
            try (Memory limits = zeroed(Header.LIMITS_SIZEOF)) {
                limits.setLong(Header.LIMITS_SIZE, Header.LIMITS_SIZEOF);
                limits.setLong(Header.LIMITS_STEPS, steps);
                limits.setLong(Header.LIMITS_ANSWER_BYTES, answerBytes);
                limits.setPointer(Header.LIMITS_CANCEL, cancel == null ? Pointer.NULL : ((Handle) cancel).pointer());
                must(c.akkoord_engine_with_limits(pointer(), limits, place));
            }
            return new EngineHandle(place);
        }

        @Override
        public String catalogueId() {
            return viewed(id -> c.akkoord_engine_catalogue_id(pointer(), id));
        }

        @Override
        public String rulesetName() {
            return viewed(name -> c.akkoord_engine_ruleset_name(pointer(), name));
        }

        @Override
        public String rulesetDigest() {
            return viewed(digest -> c.akkoord_engine_ruleset_digest(pointer(), digest));
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
            byte[] bytes = Akkoord.utf8(json);
            PointerByReference place = new PointerByReference();
            told(error -> c.akkoord_profile_new_from_json(pointer(), bytes, bytes.length, error, place));
            return new ProfileHandle(place);
        }

        @Override
        public Compiled compile(Profile profile, long at) {
            PointerByReference place = new PointerByReference();
            told(error -> c.akkoord_compiled_new(pointer(), ((Handle) profile).pointer(), at, error, place));
            return new CompiledHandle(place);
        }

        @Override
        public PreparedQuery prepare(Query query) {
            PointerByReference place = new PointerByReference();
            try (Memory struct = structs(query)) {
                told(error -> c.akkoord_prepared_query_new(pointer(), struct, error, place));
            }
            return new PreparedQueryHandle(place);
        }

        @Override
        public Decision decide(Profile profile, Query query) {
            PointerByReference place = new PointerByReference();
            try (Memory struct = structs(query)) {
                told(error -> c.akkoord_decision_new(pointer(), ((Handle) profile).pointer(), struct, error, place));
            }
            return new DecisionHandle(place);
        }

        @Override
        public Population population(long at, long patients) {
            PointerByReference place = new PointerByReference();
            must(c.akkoord_population_new(pointer(), at, patients, place));
            return new PopulationHandle(place);
        }

        @Override
        public byte[] evaluateJson(byte[] line, long number) {
            return written(output -> c.akkoord_evaluate_json(pointer(), line, line.length, number, output));
        }

        @Override
        public byte[] answerJson(byte[] line, long number) {
            return written(output -> c.akkoord_answer_json(pointer(), line, line.length, number, output));
        }
    }

    private final class ProfileHandle extends Handle implements Profile {
        ProfileHandle(PointerByReference place) {
            super(place, c::akkoord_profile_free);
        }

        @Override
        public String choice(int place) {
            return viewed(id -> c.akkoord_profile_choice(pointer(), place, id));
        }

        @Override
        public String json() {
            return writtenText(output -> c.akkoord_profile_json(pointer(), output));
        }
    }

    private final class PreparedQueryHandle extends Handle implements PreparedQuery {
        PreparedQueryHandle(PointerByReference place) {
            super(place, c::akkoord_prepared_query_free);
        }
    }

    private final class CompiledHandle extends Handle implements Compiled {
        CompiledHandle(PointerByReference place) {
            super(place, c::akkoord_compiled_free);
        }

        @Override
        public Verdict decide(PreparedQuery prepared) {
            return decided(verdict -> c.akkoord_compiled_decide(pointer(), ((Handle) prepared).pointer(), verdict));
        }

        @Override
        public Verdict decide(Query query) {
            try (Memory struct = structs(query)) {
                return decided(verdict -> c.akkoord_compiled_decide_query(pointer(), struct, verdict));
            }
        }

        @Override
        public Verdict[] decide(Query... queries) {
            try (Memory asked = structs(queries); Memory structs = zeroed(Math.max((long) Header.VERDICT_SIZEOF * queries.length, 1))) {
                must(c.akkoord_compiled_decide_batch(pointer(), asked, queries.length, structs));
                return verdicts(structs, queries.length);
            }
        }

        @Override
        public long validUntil() {
            LongByReference until = new LongByReference();
            must(c.akkoord_compiled_valid_until(pointer(), until));
            return until.getValue();
        }
    }

    private final class DecisionHandle extends Handle implements Decision {
        DecisionHandle(PointerByReference place) {
            super(place, c::akkoord_decision_free);
        }

        @Override
        public Verdict verdict() {
            return decided(verdict -> c.akkoord_decision_verdict(pointer(), verdict));
        }

        @Override
        public Outweighed[] outweighed() {
            LongByReference count = new LongByReference();
            must(c.akkoord_decision_outweighed_count(pointer(), count));
            Outweighed[] all = new Outweighed[Math.toIntExact(count.getValue())];
            try (Memory struct = zeroed(Header.OUTWEIGHED_SIZEOF)) {
                for (int index = 0; index < all.length; index++) {
                    must(c.akkoord_decision_outweighed(pointer(), index, struct));
                    all[index] = new Outweighed(string(struct.share(Header.OUTWEIGHED_CHOICE)), struct.getInt(Header.OUTWEIGHED_RULE));
                }
            }
            return all;
        }

        @Override
        public String explain(Lang lang, Audience audience) {
            return writtenText(
                    output -> c.akkoord_decision_explain(pointer(), lang.number(), audience.number(), output));
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
        PopulationHandle(PointerByReference place) {
            super(place, c::akkoord_population_free);
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
            LongByReference count = new LongByReference();
            must(c.akkoord_population_count(pointer(), count));
            return count.getValue();
        }

        @Override
        public Verdict decide(String patient, Query query) {
            byte[] id = Akkoord.utf8(patient);
            try (Memory struct = structs(query)) {
                return decided(verdict -> c.akkoord_population_decide(pointer(), id, id.length, struct, verdict));
            }
        }

        @Override
        public Verdict[] decide(String[] patients, Query[] queries) {
            Akkoord.sameLength(patients, queries);
            try (Memory ids = texts(patients);
                    Memory asked = structs(queries);
                    Memory structs = zeroed(Math.max((long) Header.VERDICT_SIZEOF * queries.length, 1))) {
                must(c.akkoord_population_decide_batch(pointer(), ids, asked, queries.length, structs));
                return verdicts(structs, queries.length);
            }
        }

        @Override
        public void decideArrow(long queries, long schema, long decisions, long decisionsSchema) {
            told(error -> c.akkoord_population_decide_arrow(pointer(), new Pointer(queries), new Pointer(schema), error,
                    new Pointer(decisions), new Pointer(decisionsSchema)));
        }

        @Override
        public Profile profile(String patient) {
            byte[] id = Akkoord.utf8(patient);
            PointerByReference place = new PointerByReference();
            must(c.akkoord_population_profile(pointer(), id, id.length, place));
            return new ProfileHandle(place);
        }

        @Override
        public Decision decision(String patient, Query query) {
            byte[] id = Akkoord.utf8(patient);
            PointerByReference place = new PointerByReference();
            try (Memory struct = structs(query)) {
                told(error -> c.akkoord_population_decision(pointer(), id, id.length, struct, error, place));
            }
            return new DecisionHandle(place);
        }
    }
}
