/* Every function that can fail, in a table: NULL in every pointer position, and a panic in every call. On an error no older
   answer is left. `suite calls` prints the names, so that a function that is missing here is noticed. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

/* Made by the feature `test-panic` only, so not in the header. */
void akkoord_test_panic_next(void);
void akkoord_test_panic_inside(void);

/* Room for every kind of answer. */
struct answers {
    akkoord_engine *engine;
    akkoord_profile *profile;
    akkoord_compiled *compiled;
    akkoord_prepared_query *prepared;
    akkoord_decision *decision;
    akkoord_population *population;
    akkoord_error *error;
    akkoord_output *output;
    akkoord_cancel *cancel;
    akkoord_text text;
    akkoord_verdict verdicts[1];
    akkoord_outweighed outweighed;
    int64_t instant;
    uint64_t line;
    size_t count;
    uint32_t number;
    struct ArrowArray array;
    struct ArrowSchema schema;
    char buffer[64];
};

/* The pointer at this place, or NULL if it is this one's turn. */
#define P(place, pointer) (nulled == (place) ? NULL : (pointer))

/* Whether the call under test shall meet a panic. */
static bool panicking;

#define CALL(function, arguments, undo)                                                                        \
    static uint32_t call_##function(struct world *w, struct answers *o, int nulled) {                          \
        const akkoord_query query = good_query();                                                              \
        const akkoord_limits limits = {sizeof limits, 1000000, 0, w->cancel};                                  \
        const akkoord_text patient = text(PATIENT);                                                            \
        const akkoord_text catalogue = written(w->catalogue);                                                  \
        const akkoord_text ruleset = written(w->ruleset);                                                      \
        uint32_t code;                                                                                         \
        if (panicking) {                                                                                       \
            akkoord_test_panic_next();                                                                         \
        }                                                                                                      \
        code = akkoord_##function arguments;                                                                   \
        (void)query, (void)limits, (void)patient, (void)catalogue, (void)ruleset, (void)o, (void)nulled;                     \
        if (code == AKKOORD_OK) {                                                                              \
            undo;                                                                                              \
        }                                                                                                      \
        return code;                                                                                           \
    }

CALL(engine_new_mitz, (P(0, &o->engine)), akkoord_engine_free(o->engine))
CALL(engine_new_from_json, (P(0, catalogue.data), catalogue.length, P(1, ruleset.data), ruleset.length, P(2, w->error), P(3, &o->engine)), akkoord_engine_free(o->engine))
CALL(engine_with_limits, (P(0, w->engine), P(1, &limits), P(2, &o->engine)), akkoord_engine_free(o->engine))
CALL(cancel_new, (P(0, &o->cancel)), akkoord_cancel_free(o->cancel))
CALL(cancel_set, (P(0, w->cancel), 0), (void)0)
CALL(verdict_for_consulter, (P(0, &w->verdict), P(1, o->verdicts)), (void)0)
CALL(engine_catalogue_id, (P(0, w->engine), P(1, &o->text)), (void)0)
CALL(engine_ruleset_name, (P(0, w->engine), P(1, &o->text)), (void)0)
CALL(engine_ruleset_digest, (P(0, w->engine), P(1, &o->text)), (void)0)
CALL(engine_catalogue_json, (P(0, w->engine), P(1, w->output)), (void)0)
CALL(engine_ruleset_json, (P(0, w->engine), P(1, w->output)), (void)0)
CALL(profile_new_from_json, (P(0, w->engine), P(1, PROFILE), strlen(PROFILE), P(2, w->error), P(3, &o->profile)), akkoord_profile_free(o->profile))
CALL(profile_json, (P(0, w->profile), P(1, w->output)), (void)0)
CALL(profile_choice, (P(0, w->profile), 1, P(1, &o->text)), (void)0)
CALL(compiled_new, (P(0, w->engine), P(1, w->profile), AT, P(2, w->error), P(3, &o->compiled)), akkoord_compiled_free(o->compiled))
CALL(compiled_valid_until, (P(0, w->compiled), P(1, &o->instant)), (void)0)
CALL(compiled_decide, (P(0, w->compiled), P(1, w->prepared), P(2, o->verdicts)), (void)0)
CALL(compiled_decide_query, (P(0, w->compiled), P(1, &query), P(2, o->verdicts)), (void)0)
CALL(compiled_decide_batch, (P(0, w->compiled), P(1, &query), 1, P(2, o->verdicts)), (void)0)
CALL(prepared_query_new, (P(0, w->engine), P(1, &query), P(2, w->error), P(3, &o->prepared)), akkoord_prepared_query_free(o->prepared))
CALL(decision_new, (P(0, w->engine), P(1, w->profile), P(2, &query), P(3, w->error), P(4, &o->decision)), akkoord_decision_free(o->decision))
CALL(decision_verdict, (P(0, w->decision), P(1, o->verdicts)), (void)0)
CALL(decision_outweighed_count, (P(0, w->decision), P(1, &o->count)), (void)0)
CALL(decision_outweighed, (P(0, w->decision), 0, P(1, &o->outweighed)), (void)0)
CALL(decision_json, (P(0, w->decision), P(1, w->output)), (void)0)
CALL(decision_json_for_consulter, (P(0, w->decision), P(1, w->output)), (void)0)
CALL(decision_explain, (P(0, w->decision), AKKOORD_LANG_NL, AKKOORD_AUDIENCE_PATIENT, P(1, w->output)), (void)0)
CALL(population_new, (P(0, w->engine), AT, 1, P(1, &o->population)), akkoord_population_free(o->population))
CALL(population_put, (P(0, w->population), P(1, w->profile), P(2, w->error)), (void)0)
CALL(population_go_to, (P(0, w->population), AT, P(1, w->error)), (void)0)
CALL(population_count, (P(0, w->population), P(1, &o->count)), (void)0)
CALL(population_decide, (P(0, w->population), P(1, PATIENT), strlen(PATIENT), P(2, &query), P(3, o->verdicts)), (void)0)
CALL(population_decide_batch, (P(0, w->population), P(1, &patient), P(2, &query), 1, P(3, o->verdicts)), (void)0)
CALL(population_profile, (P(0, w->population), P(1, PATIENT), strlen(PATIENT), P(2, &o->profile)), akkoord_profile_free(o->profile))
CALL(population_decision, (P(0, w->population), P(1, PATIENT), strlen(PATIENT), P(2, &query), P(3, w->error), P(4, &o->decision)), akkoord_decision_free(o->decision))

/* What is given is moved, unless a pointer was NULL. */
static uint32_t call_population_decide_arrow(struct world *w, struct answers *o, int nulled) {
    struct ArrowArray queries;
    struct ArrowSchema schema;
    uint32_t code;
    make_queries(&queries, &schema, "patient");
    if (panicking) {
        akkoord_test_panic_next();
    }
    code = akkoord_population_decide_arrow(P(0, w->population), P(1, &queries), P(2, &schema), P(3, w->error), P(4, &o->array), P(5, &o->schema));
    if (code == AKKOORD_OK) {
        CHECK(queries.release == NULL);
        o->array.release(&o->array);
        o->schema.release(&o->schema);
    } else if (queries.release != NULL) {
        queries.release(&queries);
    }
    schema.release(&schema);
    return code;
}

CALL(evaluate_json, (P(0, w->engine), P(1, LINE), strlen(LINE), 1, P(2, w->output)), (void)0)
CALL(answer_json, (P(0, w->engine), P(1, LINE), strlen(LINE), 1, P(2, w->output)), (void)0)
CALL(error_new, (P(0, &o->error)), akkoord_error_free(o->error))
CALL(error_code, (P(0, w->error), P(1, &o->number)), (void)0)
CALL(error_line, (P(0, w->error), P(1, &o->line)), (void)0)
CALL(error_path, (P(0, w->error), P(1, &o->text)), (void)0)
CALL(error_message, (P(0, w->error), P(1, &o->text)), (void)0)
CALL(result_name, (AKKOORD_ERROR_PANIC, P(0, &o->text)), (void)0)
CALL(result_advice, (AKKOORD_ERROR_PANIC, P(0, &o->text)), (void)0)
CALL(outcome_name, (AKKOORD_OUTCOME_PERMIT, P(0, &o->text)), (void)0)
CALL(reason_name, (AKKOORD_REASON_BLANKET_YES, P(0, &o->text)), (void)0)
CALL(output_new, (P(0, &o->output)), akkoord_output_free(o->output))
CALL(output_text, (P(0, w->output), P(1, &o->text)), (void)0)
CALL(output_copy, (P(0, w->output), P(1, o->buffer), sizeof o->buffer, P(2, &o->count)), (void)0)
CALL(instant_parse, (P(0, "2026-06-01T12:00:00Z"), 20, P(1, &o->instant)), (void)0)
CALL(instant_format, (AT, P(0, w->output)), (void)0)
CALL(version_text, (P(0, &o->text)), (void)0)

struct call {
    const char *name;
    uint32_t (*run)(struct world *world, struct answers *answers, int nulled);
    int pointers;
    int nullable; /* the place of the pointer that may be NULL; -1 if none may */
    enum { NOTHING, ANSWER, OUTPUT } fills; /* through its last pointer */
};

#define ROW(function, pointers, nullable, fills) {"akkoord_" #function, call_##function, (pointers), (nullable), (fills)}
static const struct call CALLS[] = {
    ROW(engine_new_mitz, 1, -1, ANSWER),
    ROW(engine_new_from_json, 4, 2, ANSWER),
    ROW(engine_with_limits, 3, -1, ANSWER),
    ROW(cancel_new, 1, -1, ANSWER),
    ROW(cancel_set, 1, -1, NOTHING),
    ROW(verdict_for_consulter, 2, -1, ANSWER),
    ROW(engine_catalogue_id, 2, -1, ANSWER),
    ROW(engine_ruleset_name, 2, -1, ANSWER),
    ROW(engine_ruleset_digest, 2, -1, ANSWER),
    ROW(engine_catalogue_json, 2, -1, OUTPUT),
    ROW(engine_ruleset_json, 2, -1, OUTPUT),
    ROW(profile_new_from_json, 4, 2, ANSWER),
    ROW(profile_json, 2, -1, OUTPUT),
    ROW(profile_choice, 2, -1, ANSWER),
    ROW(compiled_new, 4, 2, ANSWER),
    ROW(compiled_valid_until, 2, -1, ANSWER),
    ROW(compiled_decide, 3, -1, ANSWER),
    ROW(compiled_decide_query, 3, -1, ANSWER),
    ROW(compiled_decide_batch, 3, -1, ANSWER),
    ROW(prepared_query_new, 4, 2, ANSWER),
    ROW(decision_new, 5, 3, ANSWER),
    ROW(decision_verdict, 2, -1, ANSWER),
    ROW(decision_outweighed_count, 2, -1, ANSWER),
    ROW(decision_outweighed, 2, -1, ANSWER),
    ROW(decision_json, 2, -1, OUTPUT),
    ROW(decision_json_for_consulter, 2, -1, OUTPUT),
    ROW(decision_explain, 2, -1, OUTPUT),
    ROW(population_new, 2, -1, ANSWER),
    ROW(population_put, 3, 2, NOTHING),
    ROW(population_go_to, 2, 1, NOTHING),
    ROW(population_count, 2, -1, ANSWER),
    ROW(population_decide, 4, -1, ANSWER),
    ROW(population_decide_batch, 4, -1, ANSWER),
    ROW(population_profile, 3, -1, ANSWER),
    ROW(population_decision, 5, 3, ANSWER),
    ROW(population_decide_arrow, 6, 3, ANSWER),
    ROW(evaluate_json, 3, -1, OUTPUT),
    ROW(answer_json, 3, -1, OUTPUT),
    ROW(error_new, 1, -1, ANSWER),
    ROW(error_code, 2, -1, ANSWER),
    ROW(error_line, 2, -1, ANSWER),
    ROW(error_path, 2, -1, ANSWER),
    ROW(error_message, 2, -1, ANSWER),
    ROW(result_name, 1, -1, ANSWER),
    ROW(result_advice, 1, -1, ANSWER),
    ROW(outcome_name, 1, -1, ANSWER),
    ROW(reason_name, 1, -1, ANSWER),
    ROW(output_new, 1, -1, ANSWER),
    ROW(output_text, 2, -1, ANSWER),
    ROW(output_copy, 3, -1, ANSWER),
    ROW(instant_parse, 2, -1, ANSWER),
    ROW(instant_format, 1, -1, OUTPUT),
    ROW(version_text, 1, -1, ANSWER),
};
enum { COUNT = sizeof CALLS / sizeof CALLS[0] };

#define FIELD(name) {offsetof(struct answers, name), sizeof((struct answers *)0)->name}
static const struct field {
    size_t place;
    size_t size;
} FIELDS[] = {
    FIELD(engine), FIELD(profile), FIELD(compiled), FIELD(prepared), FIELD(decision), FIELD(population),
    FIELD(error), FIELD(output), FIELD(cancel), FIELD(text), FIELD(verdicts), FIELD(outweighed),
    FIELD(instant), FIELD(line), FIELD(count), FIELD(number), FIELD(array), FIELD(schema), FIELD(buffer),
};

/* How many answers a call that gave this code has emptied; the others must be as they were before. */
static int emptied(const struct answers *answers, const struct answers *before, uint32_t code, const char *call) {
    struct answers empty;
    size_t field;
    int count = 0;
    memset(&empty, 0, sizeof empty);
    /* A deny that carries the code; and a code of its own, which is not AKKOORD_OK. */
    empty.verdicts[0].result = code;
    empty.number = code;
    for (field = 0; field < sizeof FIELDS / sizeof FIELDS[0]; ++field) {
        const char *is = (const char *)answers + FIELDS[field].place;
        if (memcmp(is, (const char *)before + FIELDS[field].place, FIELDS[field].size) != 0) {
            check(memcmp(is, (const char *)&empty + FIELDS[field].place, FIELDS[field].size) == 0, call, __FILE__, __LINE__);
            ++count;
        }
    }
    return count;
}

/* Runs a call that must fail with this code and leave no older answer. */
static void refused(struct world *world, const struct call *call, int nulled, uint32_t expected) {
    struct answers before;
    struct answers answers;
    uint32_t code;
    int count;
    const bool is_told = nulled != call->pointers - 1;
    memset(&before, 0x5a, sizeof before);
    memset(&answers, 0x5a, sizeof answers);
    CHECK_CODE(akkoord_instant_format(0, world->output), AKKOORD_OK);
    panicking = expected == AKKOORD_ERROR_PANIC;
    code = call->run(world, &answers, nulled);
    panicking = false;
    check_code(code, expected, call->name, __FILE__, nulled);
    count = emptied(&answers, &before, expected, call->name);
    check(call->fills == ANSWER ? count > 0 || !is_told : count == 0, call->name, __FILE__, __LINE__);
    check(same(written(world->output), call->fills == OUTPUT && is_told ? "" : "1970-01-01T00:00:00Z"), call->name, __FILE__, __LINE__);
}

static void every_call_succeeds(struct world *world) {
    size_t place;
    for (place = 0; place < COUNT; ++place) {
        struct answers answers;
        memset(&answers, 0x5a, sizeof answers);
        CHECK_CODE(akkoord_instant_format(0, world->output), AKKOORD_OK);
        check_code(CALLS[place].run(world, &answers, -1), AKKOORD_OK, CALLS[place].name, __FILE__, __LINE__);
    }
}

static void null_in_every_pointer_position(struct world *world) {
    size_t place;
    for (place = 0; place < COUNT; ++place) {
        const struct call *call = &CALLS[place];
        int nulled;
        for (nulled = 0; nulled < call->pointers; ++nulled) {
            struct answers answers;
            if (nulled != call->nullable) {
                refused(world, call, nulled, AKKOORD_ERROR_NULL_POINTER);
                continue;
            }
            memset(&answers, 0x5a, sizeof answers);
            check_code(call->run(world, &answers, nulled), AKKOORD_OK, call->name, __FILE__, nulled);
        }
    }
}

static void a_panic_in_every_call(struct world *world) {
    size_t place;
    uint32_t code = AKKOORD_OK;
    for (place = 0; place < COUNT; ++place) {
        refused(world, &CALLS[place], -1, AKKOORD_ERROR_PANIC);
        /* The next call works again. */
        CHECK_CODE(akkoord_error_code(world->error, &code), AKKOORD_OK);
        if (CALLS[place].nullable >= 0) {
            CHECK_CODE(code, AKKOORD_ERROR_PANIC);
        }
    }
}

static void a_panic_while_freeing(void) {
    akkoord_engine *engine = NULL;
    akkoord_text id = {NULL, 0};
    CHECK_CODE(akkoord_engine_new_mitz(&engine), AKKOORD_OK);
    akkoord_test_panic_next();
    akkoord_engine_free(engine);
    /* It came before anything was freed. */
    CHECK_CODE(akkoord_engine_catalogue_id(engine, &id), AKKOORD_OK);
    akkoord_engine_free(engine);
}

static void a_population_that_was_left_half_changed_says_no_more(struct world *world) {
    const akkoord_query query = good_query();
    akkoord_verdict verdict;
    size_t count = 7;
    memset(&verdict, 0, sizeof verdict);
    akkoord_test_panic_inside();
    CHECK_CODE(akkoord_population_put(world->population, world->profile, NULL), AKKOORD_ERROR_PANIC);
    CHECK_CODE(akkoord_population_count(world->population, &count), AKKOORD_ERROR_BROKEN);
    CHECK_CODE(akkoord_population_put(world->population, world->profile, NULL), AKKOORD_ERROR_BROKEN);
    CHECK_CODE(akkoord_population_decide(world->population, PATIENT, strlen(PATIENT), &query, &verdict), AKKOORD_ERROR_BROKEN);
    CHECK(count == 0);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_DENY);
    CHECK_CODE(verdict.result, AKKOORD_ERROR_BROKEN);
}

int print_calls(void) {
    size_t place;
    for (place = 0; place < COUNT; ++place) {
        puts(CALLS[place].name);
    }
    return 0;
}

void test_calls(void) {
    struct world world = make_world();
    every_call_succeeds(&world);
    null_in_every_pointer_position(&world);
    a_panic_in_every_call(&world);
    a_population_that_was_left_half_changed_says_no_more(&world);
    free_world(&world);
    a_panic_while_freeing();
}
