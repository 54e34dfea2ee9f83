/* The tests of the C face. Without an argument all of them; with one, a fault that a sanitizer must see. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long checks;
static unsigned long failures;

void check(bool holds, const char *what, const char *file, int line) {
    ++checks;
    if (!holds) {
        ++failures;
        fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    }
}

void check_code(uint32_t actual, uint32_t expected, const char *what, const char *file, int line) {
    ++checks;
    if (actual != expected) {
        ++failures;
        fprintf(stderr, "%s:%d: %s is %u, not %u\n", file, line, what, (unsigned)actual, (unsigned)expected);
    }
}

akkoord_text text(const char *literal) {
    akkoord_text text;
    text.data = literal;
    text.length = strlen(literal);
    return text;
}

bool same(akkoord_text text, const char *expected) {
    return text.length == strlen(expected) && (text.length == 0 || memcmp(text.data, expected, text.length) == 0);
}

bool begins(akkoord_text text, const char *expected) {
    const size_t length = strlen(expected);
    return text.length >= length && memcmp(text.data, expected, length) == 0;
}

#define CHOICES                                                                                                  \
    "[{\"id\":\"c1\",\"answer\":\"yes\",\"scope\":{\"level\":\"blanket\"},\"channel\":\"mijn_mitz\","            \
    "\"decided_at\":\"2026-01-02T10:00:00Z\",\"recorded_at\":\"2026-01-02T10:00:00Z\"},"                        \
    "{\"id\":\"c2\",\"answer\":\"no\",\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000017\"]},"      \
    "\"channel\":\"dossierhoudersknop\",\"decided_at\":\"2026-05-03T09:00:00Z\","                               \
    "\"recorded_at\":\"2026-05-03T09:00:00Z\"}]"

const char *const PROFILE = "{\"patient\":{\"id\":\"999990019\"},\"choices\":" CHOICES "}";
const char *const LINE = "{\"profile\":{\"patient\":{\"id\":\"999990019\"},\"choices\":" CHOICES "},"
                         "\"query\":{\"holder\":{\"id\":\"ura:90000017\",\"type\":\"J8\"},"
                         "\"consulter\":{\"id\":\"ura:90000033\",\"type\":\"N6\"},\"data\":\"GGC013\","
                         "\"treatment_relationship\":true,\"at\":\"2026-06-01T12:00:00Z\"}}";
const char *const PATIENT = "999990019";
/* 2026-06-01T12:00:00Z */
const int64_t AT = INT64_C(1780315200000000);

akkoord_query good_query(void) {
    akkoord_query query = AKKOORD_QUERY_INIT;
    query.at = AT;
    query.holder_id = AKKOORD_TEXT("ura:90000017");
    query.holder_type = AKKOORD_TEXT("J8");
    query.consulter_id = AKKOORD_TEXT("ura:90000033");
    query.consulter_type = AKKOORD_TEXT("N6");
    query.data = AKKOORD_TEXT("GGC013");
    query.treatment_relationship = AKKOORD_TREATMENT_ASSERTED;
    return query;
}

akkoord_query permitted_query(void) {
    akkoord_query query = good_query();
    query.holder_id = AKKOORD_TEXT("ura:90000018");
    return query;
}

akkoord_text written(const akkoord_output *output) {
    akkoord_text text = {NULL, 0};
    CHECK_CODE(akkoord_output_text(output, &text), AKKOORD_OK);
    return text;
}

struct world make_world(void) {
    struct world world;
    const akkoord_query query = good_query();
    memset(&world, 0, sizeof world);
    CHECK_CODE(akkoord_error_new(&world.error), AKKOORD_OK);
    CHECK_CODE(akkoord_output_new(&world.output), AKKOORD_OK);
    CHECK_CODE(akkoord_output_new(&world.catalogue), AKKOORD_OK);
    CHECK_CODE(akkoord_output_new(&world.ruleset), AKKOORD_OK);
    CHECK_CODE(akkoord_cancel_new(&world.cancel), AKKOORD_OK);
    CHECK_CODE(akkoord_engine_new_mitz(&world.engine), AKKOORD_OK);
    CHECK_CODE(akkoord_engine_catalogue_json(world.engine, world.catalogue), AKKOORD_OK);
    CHECK_CODE(akkoord_engine_ruleset_json(world.engine, world.ruleset), AKKOORD_OK);
    CHECK_CODE(akkoord_profile_new_from_json(world.engine, PROFILE, strlen(PROFILE), world.error, &world.profile), AKKOORD_OK);
    CHECK_CODE(akkoord_compiled_new(world.engine, world.profile, AT, world.error, &world.compiled), AKKOORD_OK);
    CHECK_CODE(akkoord_prepared_query_new(world.engine, &query, world.error, &world.prepared), AKKOORD_OK);
    CHECK_CODE(akkoord_decision_new(world.engine, world.profile, &query, world.error, &world.decision), AKKOORD_OK);
    CHECK_CODE(akkoord_population_new(world.engine, AT, 1, &world.population), AKKOORD_OK);
    CHECK_CODE(akkoord_population_put(world.population, world.profile, world.error), AKKOORD_OK);
    return world;
}

void free_world(struct world *world) {
    akkoord_population_free(world->population);
    akkoord_decision_free(world->decision);
    akkoord_prepared_query_free(world->prepared);
    akkoord_compiled_free(world->compiled);
    akkoord_profile_free(world->profile);
    akkoord_engine_free(world->engine);
    akkoord_cancel_free(world->cancel);
    akkoord_output_free(world->ruleset);
    akkoord_output_free(world->catalogue);
    akkoord_output_free(world->output);
    akkoord_error_free(world->error);
}

/* Forgets a handle: the leak check must speak. */
static int seeded_leak(void) {
    akkoord_engine *engine = NULL;
    akkoord_profile *profile = NULL;
    CHECK_CODE(akkoord_engine_new_mitz(&engine), AKKOORD_OK);
    CHECK_CODE(akkoord_profile_new_from_json(engine, PROFILE, strlen(PROFILE), NULL, &profile), AKKOORD_OK);
    akkoord_engine_free(engine);
    profile = NULL;
    (void)profile;
    return 0;
}

/* Says that there is more room than there is: the library writes beyond it. */
static int seeded_overflow(void) {
    struct world world = make_world();
    size_t needed = 0;
    char *buffer = NULL;
    CHECK_CODE(akkoord_output_copy(world.catalogue, NULL, 0, &needed), AKKOORD_ERROR_BUFFER_TOO_SMALL);
    buffer = malloc(needed - 1);
    if (buffer != NULL) {
        CHECK_CODE(akkoord_output_copy(world.catalogue, buffer, needed, &needed), AKKOORD_OK);
    }
    free(buffer);
    free_world(&world);
    return 0;
}

/* Uses a handle that was freed. */
static int seeded_use_after_free(void) {
    struct world world = make_world();
    akkoord_text id = {NULL, 0};
    akkoord_engine_free(world.engine);
    /* Whatever it gives. */
    CHECK(akkoord_engine_catalogue_id(world.engine, &id) != UINT32_MAX);
    world.engine = NULL;
    free_world(&world);
    return 0;
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "calls") == 0) {
        return print_calls();
    }
    if (count == 2 && strcmp(arguments[1], "leak") == 0) {
        return seeded_leak();
    }
    if (count == 2 && strcmp(arguments[1], "overflow") == 0) {
        return seeded_overflow();
    }
    if (count == 2 && strcmp(arguments[1], "use-after-free") == 0) {
        return seeded_use_after_free();
    }
    test_conventions();
    test_lengths();
    test_calls();
    test_threads();
    test_arrow();
    test_malformed();
    test_limits();
    printf("%lu checks, %lu failed\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
