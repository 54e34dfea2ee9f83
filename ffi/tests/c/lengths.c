/* Every length 0, 1 and the largest; documents that are cut off or no UTF-8. Each document stands in memory of exactly its size, so
   that reading beyond its end is seen. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Memory of exactly this size with these bytes. */
static char *exactly(const char *bytes, size_t length) {
    char *memory = malloc(length == 0 ? 1 : length);
    if (memory == NULL) {
        abort();
    }
    memcpy(memory, bytes, length);
    return memory;
}

/* The calls that take a document or another text as pointer and length. */
enum { TAKES_TEXT = 9 };
static uint32_t take(const struct world *world, int call, const char *data, size_t length) {
    const akkoord_text catalogue = written(world->catalogue);
    const akkoord_text ruleset = written(world->ruleset);
    const akkoord_query query = good_query();
    akkoord_engine *engine = NULL;
    akkoord_profile *profile = NULL;
    akkoord_decision *decision = NULL;
    akkoord_verdict verdict;
    int64_t at = 0;
    uint32_t code = AKKOORD_OK;
    switch (call) {
    case 0:
        code = akkoord_engine_new_from_json(data, length, ruleset.data, ruleset.length, world->error, &engine);
        akkoord_engine_free(engine);
        break;
    case 1:
        code = akkoord_engine_new_from_json(catalogue.data, catalogue.length, data, length, world->error, &engine);
        akkoord_engine_free(engine);
        break;
    case 2:
        code = akkoord_profile_new_from_json(world->engine, data, length, world->error, &profile);
        akkoord_profile_free(profile);
        break;
    case 3:
        code = akkoord_evaluate_json(world->engine, data, length, 1, world->output);
        break;
    case 4:
        code = akkoord_answer_json(world->engine, data, length, 1, world->output);
        break;
    case 5:
        code = akkoord_instant_parse(data, length, &at);
        break;
    case 6:
        code = akkoord_population_decide(world->population, data, length, &query, &verdict);
        break;
    case 7:
        code = akkoord_population_profile(world->population, data, length, &profile);
        akkoord_profile_free(profile);
        break;
    default:
        code = akkoord_population_decision(world->population, data, length, &query, world->error, &decision);
        akkoord_decision_free(decision);
        break;
    }
    return code;
}

static void documents(const struct world *world) {
    static const uint32_t of_nothing[TAKES_TEXT] = {
        AKKOORD_ERROR_INVALID_JSON, AKKOORD_ERROR_INVALID_JSON, AKKOORD_ERROR_INVALID_JSON, AKKOORD_OK, AKKOORD_OK,
        AKKOORD_ERROR_INVALID_INSTANT, AKKOORD_ERROR_EMPTY_STRING, AKKOORD_ERROR_EMPTY_STRING, AKKOORD_ERROR_EMPTY_STRING};
    int call;
    for (call = 0; call < TAKES_TEXT; ++call) {
        /* A patient id and an instant have a limit of their own, which is met first. */
        const uint32_t too_long = call >= 5 ? AKKOORD_ERROR_STRING_TOO_LONG : AKKOORD_ERROR_LENGTH_OUT_OF_RANGE;
        const bool answers_always = call == 3 || call == 4;
        char *one = exactly("\xff", 1);
        CHECK_CODE(take(world, call, NULL, 0), of_nothing[call]);
        CHECK_CODE(take(world, call, one, 0), of_nothing[call]);
        CHECK_CODE(take(world, call, NULL, 1), AKKOORD_ERROR_NULL_POINTER);
        CHECK_CODE(take(world, call, one, 1), answers_always ? AKKOORD_OK : AKKOORD_ERROR_INVALID_UTF8);
        if (answers_always) {
            CHECK(begins(written(world->output), "{\"error\":{\"line\":1,\"code\":\"invalid_utf8\""));
        }
        *one = '1';
        CHECK(answers_always || call >= 6 || take(world, call, one, 1) != AKKOORD_OK);
        /* Refused before a byte beyond the first is read. */
        CHECK_CODE(take(world, call, one, ((size_t)32 << 20) + 1), answers_always ? AKKOORD_OK : call >= 5 ? AKKOORD_ERROR_STRING_TOO_LONG : AKKOORD_ERROR_DOCUMENT_TOO_LARGE);
        if (answers_always) {
            CHECK(begins(written(world->output), "{\"error\":{\"line\":1,\"code\":\"document_too_large\""));
        }
        CHECK_CODE(take(world, call, one, SIZE_MAX), too_long);
        CHECK_CODE(take(world, call, one, SIZE_MAX / 2 + 1), too_long);
        CHECK_CODE(take(world, call, NULL, SIZE_MAX), too_long);
        free(one);
    }
}

static void documents_that_are_cut_off(const struct world *world) {
    const size_t line = strlen(LINE);
    const size_t profile = strlen(PROFILE);
    size_t length;
    for (length = 0; length < line; ++length) {
        char *cut = exactly(LINE, length);
        CHECK_CODE(take(world, 3, cut, length), AKKOORD_OK);
        CHECK(begins(written(world->output), "{\"error\":{\"line\":1,"));
        CHECK_CODE(take(world, 4, cut, length), AKKOORD_OK);
        CHECK(begins(written(world->output), "{\"error\":{\"line\":1,"));
        free(cut);
    }
    for (length = 0; length < profile; ++length) {
        char *cut = exactly(PROFILE, length);
        CHECK(take(world, 2, cut, length) != AKKOORD_OK);
        free(cut);
    }
}

static void documents_with_a_byte_that_is_no_utf8(const struct world *world) {
    const size_t line = strlen(LINE);
    char *broken = exactly(LINE, line);
    size_t place;
    for (place = 0; place < line; ++place) {
        const char was = broken[place];
        broken[place] = (char)(place % 2 == 0 ? 0xff : 0xc3);
        CHECK_CODE(take(world, 3, broken, line), AKKOORD_OK);
        CHECK(begins(written(world->output), "{\"error\":{\"line\":1,\"code\":\"invalid_utf8\""));
        broken[place] = was;
    }
    free(broken);
}

static void the_largest_document(const struct world *world) {
    const size_t limit = (size_t)32 << 20;
    char *large = malloc(limit + 1);
    if (large == NULL) {
        abort();
    }
    memset(large, ' ', limit + 1);
    CHECK_CODE(take(world, 2, large, limit + 1), AKKOORD_ERROR_DOCUMENT_TOO_LARGE);
    CHECK_CODE(take(world, 2, large, limit), AKKOORD_ERROR_INVALID_JSON);
    memcpy(large, PROFILE, strlen(PROFILE));
    CHECK_CODE(take(world, 2, large, limit), AKKOORD_OK);
    CHECK_CODE(take(world, 3, large, limit + 1), AKKOORD_OK);
    CHECK(begins(written(world->output), "{\"error\":{\"line\":1,\"code\":\"document_too_large\""));
    free(large);
}

/* The texts of a query, by number. */
enum { FIELDS = 6 };
static akkoord_text *field(akkoord_query *query, int number) {
    switch (number) {
    case 0:
        return &query->holder_id;
    case 1:
        return &query->holder_type;
    case 2:
        return &query->consulter_id;
    case 3:
        return &query->consulter_type;
    case 4:
        return &query->data;
    default:
        return &query->purpose;
    }
}

static void texts_of_a_query(const struct world *world) {
    char *long_one = malloc(1025);
    akkoord_verdict verdict;
    akkoord_prepared_query *prepared = NULL;
    int number;
    if (long_one == NULL) {
        abort();
    }
    memset(long_one, 'x', 1025);
    for (number = 0; number < FIELDS; ++number) {
        const bool is_id = number == 0 || number == 2;
        akkoord_query query = good_query();
        akkoord_text *text = field(&query, number);
        char *one = exactly("\x80", 1);
        text->data = NULL;
        text->length = 0;
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), is_id ? AKKOORD_ERROR_EMPTY_STRING : AKKOORD_OK);
        text->length = 1;
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_NULL_POINTER);
        text->data = one;
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_INVALID_UTF8);
        CHECK_CODE(akkoord_prepared_query_new(world->engine, &query, world->error, &prepared), AKKOORD_ERROR_INVALID_UTF8);
        *one = 'x';
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
        text->data = long_one;
        text->length = 1024;
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
        text->length = 1025;
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_STRING_TOO_LONG);
        text->length = SIZE_MAX;
        CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_STRING_TOO_LONG);
        free(one);
    }
    CHECK(prepared == NULL);
    free(long_one);
}

static void buffers(const struct world *world) {
    size_t needed = 0;
    size_t room;
    CHECK_CODE(akkoord_instant_format(AT, world->output), AKKOORD_OK);
    for (room = 0; room <= 21; ++room) {
        char *buffer = exactly("#####################", room);
        const uint32_t expected = room < 20 ? AKKOORD_ERROR_BUFFER_TOO_SMALL : AKKOORD_OK;
        needed = 0;
        CHECK_CODE(akkoord_output_copy(world->output, buffer, room, &needed), expected);
        CHECK(needed == 20);
        CHECK(room == 0 || buffer[0] == (expected == AKKOORD_OK ? '2' : '\0'));
        CHECK(room != 21 || buffer[20] == '#');
        free(buffer);
    }
    CHECK_CODE(akkoord_output_copy(world->output, NULL, 0, &needed), AKKOORD_ERROR_BUFFER_TOO_SMALL);
    needed = 7;
    CHECK_CODE(akkoord_output_copy(world->output, NULL, 1, &needed), AKKOORD_ERROR_NULL_POINTER);
    CHECK_CODE(akkoord_output_copy(world->output, (char *)&needed, SIZE_MAX, &needed), AKKOORD_ERROR_LENGTH_OUT_OF_RANGE);
    CHECK(needed == 0);
}

static void counts(const struct world *world) {
    const akkoord_query query = good_query();
    const akkoord_text patient = text(PATIENT);
    akkoord_population *population = NULL;
    akkoord_verdict verdict;
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, NULL, 0, NULL), AKKOORD_OK);
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, &query, 1, &verdict), AKKOORD_OK);
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, &query, SIZE_MAX, &verdict), AKKOORD_ERROR_LENGTH_OUT_OF_RANGE);
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, &query, SIZE_MAX / 64, &verdict), AKKOORD_ERROR_LENGTH_OUT_OF_RANGE);
    CHECK_CODE(akkoord_population_decide_batch(world->population, NULL, NULL, 0, NULL), AKKOORD_OK);
    CHECK_CODE(akkoord_population_decide_batch(world->population, &patient, &query, 1, &verdict), AKKOORD_OK);
    CHECK_CODE(akkoord_population_decide_batch(world->population, &patient, &query, SIZE_MAX, &verdict), AKKOORD_ERROR_LENGTH_OUT_OF_RANGE);
    CHECK_CODE(akkoord_population_new(world->engine, AT, SIZE_MAX, &population), AKKOORD_ERROR_LENGTH_OUT_OF_RANGE);
    CHECK(population == NULL);
    CHECK_CODE(akkoord_population_new(world->engine, AT, 0, &population), AKKOORD_OK);
    akkoord_population_free(population);
}

/* More than one round of the batch, and a number of queries that fills none. */
static void a_long_batch(const struct world *world) {
    enum { COUNT = 1000 };
    akkoord_query *queries = malloc(COUNT * sizeof *queries);
    akkoord_text *patients = malloc(COUNT * sizeof *patients);
    akkoord_verdict *verdicts = malloc(COUNT * sizeof *verdicts);
    size_t place;
    if (queries == NULL || patients == NULL || verdicts == NULL) {
        abort();
    }
    for (place = 0; place < COUNT; ++place) {
        queries[place] = good_query();
        queries[place].holder_id = text(place % 3 == 0 ? "ura:90000017" : "ura:90000018");
        queries[place].data = place % 7 == 0 ? text("\xff") : queries[place].data;
        patients[place] = text(place % 2 == 0 ? PATIENT : "999990020");
    }
    CHECK_CODE(akkoord_population_decide_batch(world->population, patients, queries, COUNT, verdicts), AKKOORD_OK);
    for (place = 0; place < COUNT; ++place) {
        akkoord_verdict one;
        const uint32_t code = akkoord_population_decide(world->population, patients[place].data, patients[place].length, &queries[place], &one);
        CHECK_CODE(verdicts[place].result, code);
        CHECK(code != AKKOORD_OK || (verdicts[place].reason == one.reason && verdicts[place].decided_by_place == one.decided_by_place));
        CHECK(place % 7 != 0 || code == AKKOORD_ERROR_INVALID_UTF8);
    }
    free(queries);
    free(patients);
    free(verdicts);
}

void test_lengths(void) {
    struct world world = make_world();
    documents(&world);
    documents_that_are_cut_off(&world);
    documents_with_a_byte_that_is_no_utf8(&world);
    the_largest_document(&world);
    texts_of_a_query(&world);
    buffers(&world);
    counts(&world);
    a_long_batch(&world);
    free_world(&world);
}
