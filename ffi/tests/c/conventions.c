/* Versions, what zeroed memory says, what is decided, what errors tell. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

/* Included twice: the second time it adds nothing. */
#include "akkoord.h"

static void versions(void) {
    akkoord_text version = {NULL, 0};
    char expected[32];
    snprintf(expected, sizeof expected, "%u.%u.%u", (unsigned)AKKOORD_VERSION_MAJOR,
             (unsigned)AKKOORD_VERSION_MINOR, (unsigned)AKKOORD_VERSION_PATCH);
    CHECK_CODE(akkoord_version_text(&version), AKKOORD_OK);
    CHECK(same(version, expected));
    CHECK_CODE(akkoord_version(), AKKOORD_VERSION_NUMBER);
    CHECK_CODE(akkoord_version(),
               AKKOORD_VERSION_MAJOR * 1000000u + AKKOORD_VERSION_MINOR * 1000u + AKKOORD_VERSION_PATCH);
    CHECK_CODE(akkoord_abi_version(), AKKOORD_ABI_VERSION);
}

static void zeroed_memory_reads_as_deny(void) {
    akkoord_verdict verdict;
    memset(&verdict, 0, sizeof verdict);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_DENY);
    CHECK(verdict.outcome != AKKOORD_OUTCOME_PERMIT);
    CHECK_CODE(verdict.reason, AKKOORD_REASON_NONE);
    /* It holds no longer, at any instant of this century. */
    CHECK(verdict.valid_until < AT);
    CHECK(AKKOORD_OUTCOME_DENY == 0 && AKKOORD_OK == 0);
}

static void names(void) {
    akkoord_text name = {NULL, 0};
    CHECK_CODE(akkoord_result_name(AKKOORD_ERROR_UNKNOWN_FIELD, &name), AKKOORD_OK);
    CHECK(same(name, "unknown_field"));
    CHECK_CODE(akkoord_result_name(AKKOORD_OK, &name), AKKOORD_OK);
    CHECK(same(name, "ok"));
    CHECK_CODE(akkoord_result_name(199, &name), AKKOORD_ERROR_UNKNOWN_VALUE);
    CHECK(same(name, "") && name.data == NULL);
    CHECK_CODE(akkoord_outcome_name(AKKOORD_OUTCOME_PERMIT, &name), AKKOORD_OK);
    CHECK(same(name, "permit"));
    CHECK_CODE(akkoord_outcome_name(4, &name), AKKOORD_ERROR_UNKNOWN_VALUE);
    CHECK_CODE(akkoord_reason_name(AKKOORD_REASON_EMERGENCY_YES, &name), AKKOORD_OK);
    CHECK(same(name, "emergency_yes"));
    CHECK_CODE(akkoord_reason_name(AKKOORD_REASON_NONE, &name), AKKOORD_ERROR_UNKNOWN_VALUE);
    CHECK_CODE(akkoord_reason_name(UINT32_MAX, &name), AKKOORD_ERROR_UNKNOWN_VALUE);
}

static void all_ways_decide_alike(const struct world *world) {
    const akkoord_query query = good_query();
    akkoord_verdict verdicts[4];
    akkoord_outweighed outweighed;
    akkoord_text id = {NULL, 0};
    size_t count = 0;
    size_t place;
    memset(verdicts, 0x5a, sizeof verdicts);
    CHECK_CODE(akkoord_compiled_decide(world->compiled, world->prepared, &verdicts[0]), AKKOORD_OK);
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdicts[1]), AKKOORD_OK);
    CHECK_CODE(akkoord_decision_verdict(world->decision, &verdicts[2]), AKKOORD_OK);
    CHECK_CODE(akkoord_population_decide(world->population, PATIENT, strlen(PATIENT), &query, &verdicts[3]), AKKOORD_OK);
    for (place = 0; place < 4; ++place) {
        CHECK_CODE(verdicts[place].outcome, AKKOORD_OUTCOME_DENY);
        CHECK_CODE(verdicts[place].reason, AKKOORD_REASON_INDIVIDUAL_NO);
        CHECK_CODE(verdicts[place].result, AKKOORD_OK);
        CHECK_CODE(verdicts[place].decided_by_place, 2);
        CHECK(verdicts[place].valid_until == AKKOORD_NEVER);
        CHECK(same(verdicts[place].option, "2.7") || verdicts[place].option.length == 3);
        CHECK(verdicts[place].reserved == 0);
        CHECK(same(verdicts[place].decided_by, place == 3 ? "" : "c2"));
    }
    CHECK_CODE(akkoord_profile_choice(world->profile, verdicts[3].decided_by_place, &id), AKKOORD_OK);
    CHECK(same(id, "c2"));
    CHECK_CODE(akkoord_profile_choice(world->profile, 0, &id), AKKOORD_ERROR_OUT_OF_BOUNDS);
    CHECK_CODE(akkoord_profile_choice(world->profile, 3, &id), AKKOORD_ERROR_OUT_OF_BOUNDS);
    CHECK_CODE(akkoord_decision_outweighed_count(world->decision, &count), AKKOORD_OK);
    CHECK(count == 1);
    CHECK_CODE(akkoord_decision_outweighed(world->decision, 0, &outweighed), AKKOORD_OK);
    CHECK(same(outweighed.choice, "c1") && outweighed.rule == 18);
    CHECK_CODE(akkoord_decision_outweighed(world->decision, 1, &outweighed), AKKOORD_ERROR_OUT_OF_BOUNDS);
}

static void is_a_deny_of(const akkoord_verdict *verdict, uint32_t code) {
    akkoord_verdict expected;
    memset(&expected, 0, sizeof expected);
    expected.result = code;
    CHECK_CODE(verdict->outcome, AKKOORD_OUTCOME_DENY);
    CHECK(verdict->decided_by.data == NULL && verdict->decided_by.length == 0);
    CHECK(memcmp(verdict, &expected, sizeof expected) == 0);
}

/* Each way to decide, by number. */
enum { WAYS = 6, ROOM = 3 };
static uint32_t decide(const struct world *world, int way, const akkoord_query *query, akkoord_verdict *verdicts) {
    const akkoord_text patients[ROOM] = {text(PATIENT), text(PATIENT), text(PATIENT)};
    akkoord_query queries[ROOM];
    akkoord_prepared_query *prepared = NULL;
    akkoord_decision *decision = NULL;
    uint32_t code;
    int place;
    for (place = 0; place < ROOM; ++place) {
        queries[place] = *query;
    }
    switch (way) {
    case 0:
        return akkoord_compiled_decide_query(world->compiled, query, verdicts);
    case 1:
        return akkoord_compiled_decide_batch(world->compiled, queries, ROOM, verdicts);
    case 2:
        return akkoord_population_decide(world->population, PATIENT, strlen(PATIENT), query, verdicts);
    case 3:
        return akkoord_population_decide_batch(world->population, patients, queries, ROOM, verdicts);
    case 4:
        code = akkoord_prepared_query_new(world->engine, query, NULL, &prepared);
        if (code == AKKOORD_OK) {
            code = akkoord_compiled_decide(world->compiled, prepared, verdicts);
        } else {
            /* NULL now. */
            CHECK(akkoord_compiled_decide(world->compiled, prepared, verdicts) == AKKOORD_ERROR_NULL_POINTER);
            verdicts->result = code;
        }
        akkoord_prepared_query_free(prepared);
        return code;
    default:
        code = akkoord_decision_new(world->engine, world->profile, query, NULL, &decision);
        if (code == AKKOORD_OK) {
            code = akkoord_decision_verdict(decision, verdicts);
        } else {
            CHECK(akkoord_decision_verdict(decision, verdicts) == AKKOORD_ERROR_NULL_POINTER);
            verdicts->result = code;
        }
        akkoord_decision_free(decision);
        return code;
    }
}

static void an_error_leaves_no_permit_of_before(const struct world *world) {
    akkoord_query good = permitted_query();
    akkoord_verdict verdicts[ROOM];
    int way;
    int place;
    for (way = 0; way < WAYS; ++way) {
        const int count = way == 1 || way == 3 ? ROOM : 1;
        akkoord_query bad = good;
        memset(verdicts, 0x5a, sizeof verdicts);
        CHECK_CODE(decide(world, way, &good, verdicts), AKKOORD_OK);
        for (place = 0; place < count; ++place) {
            CHECK_CODE(verdicts[place].outcome, AKKOORD_OUTCOME_PERMIT);
        }
        bad.size = 1;
        CHECK_CODE(decide(world, way, &bad, verdicts), AKKOORD_ERROR_WRONG_SIZE);
        for (place = 0; place < count; ++place) {
            is_a_deny_of(&verdicts[place], AKKOORD_ERROR_WRONG_SIZE);
        }
        /* A query that is wrong inside: the batch goes on, and tells each. */
        CHECK_CODE(decide(world, way, &good, verdicts), AKKOORD_OK);
        CHECK_CODE(verdicts[count - 1].outcome, AKKOORD_OUTCOME_PERMIT);
        bad = good;
        bad.consulter_id = text("");
        CHECK_CODE(decide(world, way, &bad, verdicts), count == ROOM ? AKKOORD_OK : AKKOORD_ERROR_EMPTY_STRING);
        for (place = 0; place < count; ++place) {
            is_a_deny_of(&verdicts[place], AKKOORD_ERROR_EMPTY_STRING);
        }
    }
}

static void an_error_of_a_batch_leaves_no_permit_in_any_place(const struct world *world) {
    const akkoord_query good = permitted_query();
    const akkoord_query queries[ROOM] = {good, good, good};
    const akkoord_text patients[ROOM] = {text(PATIENT), text(PATIENT), text(PATIENT)};
    akkoord_verdict verdicts[ROOM];
    int fault;
    for (fault = 0; fault < 6; ++fault) {
        uint32_t code = AKKOORD_ERROR_NULL_POINTER;
        int place;
        int written = ROOM;
        CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, queries, ROOM, verdicts), AKKOORD_OK);
        CHECK_CODE(verdicts[ROOM - 1].outcome, AKKOORD_OUTCOME_PERMIT);
        switch (fault) {
        case 0:
            CHECK_CODE(akkoord_compiled_decide_batch(NULL, queries, ROOM, verdicts), code);
            break;
        case 1:
            CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, NULL, ROOM, verdicts), code);
            break;
        case 2:
            CHECK_CODE(akkoord_population_decide_batch(NULL, patients, queries, ROOM, verdicts), code);
            break;
        case 3:
            CHECK_CODE(akkoord_population_decide_batch(world->population, NULL, queries, ROOM, verdicts), code);
            break;
        case 4:
            code = AKKOORD_ERROR_NOT_A_HANDLE;
            CHECK_CODE(akkoord_compiled_decide_batch((const akkoord_compiled *)(const void *)world->engine, queries, ROOM, verdicts), code);
            break;
        default:
            /* No memory has so many: the first is there for certain. */
            code = AKKOORD_ERROR_LENGTH_OUT_OF_RANGE;
            written = 1;
            CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, queries, SIZE_MAX, verdicts), code);
            break;
        }
        for (place = 0; place < written; ++place) {
            is_a_deny_of(&verdicts[place], code);
        }
    }
}

static void a_consulter_learns_the_outcome_and_nothing_else(const struct world *world) {
    const akkoord_query denied = good_query();
    const akkoord_query permitted = permitted_query();
    akkoord_query unknown = good_query();
    akkoord_verdict no, no_choice, yes, refused;
    unknown.holder_id = text("");
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &denied, &no), AKKOORD_OK);
    CHECK_CODE(akkoord_verdict_for_consulter(&no, &no), AKKOORD_OK);
    CHECK_CODE(akkoord_population_decide(world->population, "999990020", 9, &denied, &no_choice), AKKOORD_OK);
    CHECK_CODE(no_choice.reason, AKKOORD_REASON_NO_CHOICE);
    CHECK_CODE(akkoord_verdict_for_consulter(&no_choice, &no_choice), AKKOORD_OK);
    is_a_deny_of(&no, AKKOORD_OK);
    CHECK(memcmp(&no, &no_choice, sizeof no) == 0);
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &permitted, &yes), AKKOORD_OK);
    CHECK_CODE(akkoord_verdict_for_consulter(&yes, &yes), AKKOORD_OK);
    CHECK_CODE(yes.outcome, AKKOORD_OUTCOME_PERMIT);
    CHECK(yes.reason == 0 && yes.decided_by_place == 0 && yes.valid_until == 0 && yes.option.length == 0 && yes.decided_by.length == 0);
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &unknown, &refused), AKKOORD_ERROR_EMPTY_STRING);
    CHECK_CODE(akkoord_verdict_for_consulter(&refused, &yes), AKKOORD_OK);
    is_a_deny_of(&yes, AKKOORD_ERROR_EMPTY_STRING);
}

static void a_batch_gives_each_its_own_result(const struct world *world) {
    akkoord_query queries[4];
    akkoord_text patients[4];
    akkoord_verdict verdicts[4];
    size_t place;
    for (place = 0; place < 4; ++place) {
        queries[place] = good_query();
        patients[place] = text(PATIENT);
    }
    queries[1].holder_id = text("ura:90000018");
    queries[2].holder_id = text("");
    queries[3].size = sizeof(akkoord_query) - 1;
    memset(verdicts, 0x5a, sizeof verdicts);
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, queries, 4, verdicts), AKKOORD_OK);
    for (place = 0; place < 2; ++place) {
        CHECK_CODE(verdicts[0].result, AKKOORD_OK);
        CHECK_CODE(verdicts[0].reason, AKKOORD_REASON_INDIVIDUAL_NO);
        CHECK_CODE(verdicts[1].outcome, AKKOORD_OUTCOME_PERMIT);
        CHECK_CODE(verdicts[1].reason, AKKOORD_REASON_BLANKET_YES);
        CHECK_CODE(verdicts[2].result, AKKOORD_ERROR_EMPTY_STRING);
        CHECK_CODE(verdicts[2].outcome, AKKOORD_OUTCOME_DENY);
        CHECK_CODE(verdicts[2].reason, AKKOORD_REASON_NONE);
        CHECK_CODE(verdicts[3].result, AKKOORD_ERROR_WRONG_SIZE);
        CHECK_CODE(verdicts[3].outcome, AKKOORD_OUTCOME_DENY);
        memset(verdicts, 0x5a, sizeof verdicts);
        CHECK_CODE(akkoord_population_decide_batch(world->population, patients, queries, 4, verdicts), AKKOORD_OK);
    }
    /* Who is not there has made no choice. */
    patients[0] = text("999990020");
    patients[1] = text("");
    CHECK_CODE(akkoord_population_decide_batch(world->population, patients, queries, 2, verdicts), AKKOORD_OK);
    CHECK_CODE(verdicts[0].reason, AKKOORD_REASON_NO_CHOICE);
    CHECK_CODE(verdicts[1].result, AKKOORD_ERROR_EMPTY_STRING);
}

/* A header of later: the struct has grown. */
struct later_query {
    akkoord_query query;
    uint64_t more[2];
};

static void a_larger_struct_is_taken_while_what_is_new_is_zero(const struct world *world) {
    struct later_query later[2];
    akkoord_verdict verdicts[2];
    memset(later, 0, sizeof later);
    later[0].query = good_query();
    later[1].query = good_query();
    later[0].query.size = sizeof later[0];
    later[1].query.size = sizeof later[1];
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &later[0].query, &verdicts[0]), AKKOORD_OK);
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, &later[0].query, 2, verdicts), AKKOORD_OK);
    CHECK_CODE(verdicts[1].reason, AKKOORD_REASON_INDIVIDUAL_NO);
    later[1].more[1] = 1;
    CHECK_CODE(akkoord_compiled_decide_batch(world->compiled, &later[0].query, 2, verdicts), AKKOORD_OK);
    CHECK_CODE(verdicts[1].result, AKKOORD_ERROR_WRONG_SIZE);
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &later[1].query, &verdicts[0]), AKKOORD_ERROR_WRONG_SIZE);
    later[0].query.size = sizeof later[0] - 1;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &later[0].query, &verdicts[0]), AKKOORD_ERROR_WRONG_SIZE);
    later[0].query.size = SIZE_MAX;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &later[0].query, &verdicts[0]), AKKOORD_ERROR_WRONG_SIZE);
    later[0].query.size = 0;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &later[0].query, &verdicts[0]), AKKOORD_ERROR_WRONG_SIZE);
}

static void unknown_is_indeterminate_and_a_bad_number_is_an_error(const struct world *world) {
    akkoord_query query = good_query();
    akkoord_verdict verdict;
    query.holder_type = text("ZZZ");
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.reason, AKKOORD_REASON_UNKNOWN_HOLDER_TYPE);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_INDETERMINATE);
    query = good_query();
    query.purpose = text("COC");
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_NOT_APPLICABLE);
    query.purpose = text("MARKT");
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.reason, AKKOORD_REASON_UNKNOWN_PURPOSE);
    query = good_query();
    query.treatment_relationship = AKKOORD_TREATMENT_NOT_ASSERTED;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_INDETERMINATE);
    query.treatment_relationship = 3;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_UNKNOWN_VALUE);
    query = good_query();
    query.holder_connected = AKKOORD_HOLDER_NOT_CONNECTED;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.reason, AKKOORD_REASON_HOLDER_NOT_CONNECTED);
    query.holder_connected = UINT32_MAX;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_UNKNOWN_VALUE);
    query = good_query();
    query.at = INT64_MAX;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_INVALID_INSTANT);
    query.at = AT - 1;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_OTHER_INSTANT);
    CHECK_CODE(akkoord_population_decide(world->population, PATIENT, strlen(PATIENT), &query, &verdict), AKKOORD_ERROR_OTHER_INSTANT);
}

static void errors_tell_where_and_are_told_only_on_failure(const struct world *world) {
    static const char misspelt[] = "{\"patient\":{\"id\":\"999990019\"},\n\"chooses\":[]}";
    akkoord_profile *profile = NULL;
    akkoord_text path = {NULL, 0};
    akkoord_text message = {NULL, 0};
    uint64_t line = 0;
    uint32_t code = 0;
    CHECK_CODE(akkoord_profile_new_from_json(world->engine, misspelt, sizeof misspelt - 1, world->error, &profile), AKKOORD_ERROR_UNKNOWN_FIELD);
    CHECK(profile == NULL);
    CHECK_CODE(akkoord_error_code(world->error, &code), AKKOORD_OK);
    CHECK_CODE(code, AKKOORD_ERROR_UNKNOWN_FIELD);
    CHECK_CODE(akkoord_error_path(world->error, &path), AKKOORD_OK);
    CHECK(same(path, "chooses"));
    CHECK_CODE(akkoord_error_line(world->error, &line), AKKOORD_OK);
    CHECK(line == 2);
    CHECK_CODE(akkoord_error_message(world->error, &message), AKKOORD_OK);
    CHECK(message.length > 10);
    /* A call that succeeds leaves it as it was; so does one without a handle for it. */
    CHECK_CODE(akkoord_profile_new_from_json(world->engine, PROFILE, strlen(PROFILE), world->error, &profile), AKKOORD_OK);
    akkoord_profile_free(profile);
    profile = NULL;
    CHECK_CODE(akkoord_profile_new_from_json(world->engine, "", 0, NULL, &profile), AKKOORD_ERROR_INVALID_JSON);
    CHECK_CODE(akkoord_error_code(world->error, &code), AKKOORD_OK);
    CHECK_CODE(code, AKKOORD_ERROR_UNKNOWN_FIELD);
    /* What this face finds names the parameter. */
    CHECK_CODE(akkoord_compiled_new(world->engine, NULL, AT, world->error, NULL), AKKOORD_ERROR_NULL_POINTER);
    CHECK_CODE(akkoord_error_path(world->error, &path), AKKOORD_OK);
    CHECK(same(path, "profile"));
}

static void a_handle_of_another_kind_is_refused(const struct world *world) {
    akkoord_text id = {NULL, 0};
    uint64_t zeroes[32] = {0};
    CHECK_CODE(akkoord_engine_catalogue_id((const akkoord_engine *)(const void *)world->profile, &id), AKKOORD_ERROR_NOT_A_HANDLE);
    CHECK_CODE(akkoord_engine_catalogue_id((const akkoord_engine *)(const void *)zeroes, &id), AKKOORD_ERROR_NOT_A_HANDLE);
    CHECK_CODE(akkoord_engine_catalogue_id((const akkoord_engine *)(const void *)((const char *)zeroes + 1), &id), AKKOORD_ERROR_MISALIGNED_POINTER);
    CHECK_CODE(akkoord_engine_catalogue_id(world->engine, (akkoord_text *)(void *)((char *)zeroes + 4)), AKKOORD_ERROR_MISALIGNED_POINTER);
    CHECK(id.data == NULL);
    /* Nothing is freed by the function of another kind. */
    akkoord_engine_free((akkoord_engine *)(void *)zeroes);
}

static void free_of_nothing_is_nothing(void) {
    akkoord_engine_free(NULL);
    akkoord_profile_free(NULL);
    akkoord_compiled_free(NULL);
    akkoord_prepared_query_free(NULL);
    akkoord_decision_free(NULL);
    akkoord_population_free(NULL);
    akkoord_error_free(NULL);
    akkoord_output_free(NULL);
    akkoord_cancel_free(NULL);
}

static void handles_live_on_without_what_made_them(void) {
    struct world world = make_world();
    akkoord_verdict verdict;
    akkoord_engine_free(world.engine);
    akkoord_profile_free(world.profile);
    world.engine = NULL;
    world.profile = NULL;
    CHECK_CODE(akkoord_compiled_decide(world.compiled, world.prepared, &verdict), AKKOORD_OK);
    CHECK(same(verdict.decided_by, "c2"));
    CHECK_CODE(akkoord_decision_explain(world.decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_PATIENT, world.output), AKKOORD_OK);
    CHECK(written(world.output).length > 20);
    free_world(&world);
}

static void an_engine_of_ones_own(const struct world *world) {
    const akkoord_text catalogue = written(world->catalogue);
    const akkoord_text ruleset = written(world->ruleset);
    akkoord_engine *engine = NULL;
    akkoord_compiled *compiled = NULL;
    akkoord_text path = {NULL, 0};
    static const char other_rules[] = "{\"name\":\"trial\",\"version\":\"1\",\"date\":\"2026-11-22\",\"parameters\":{\"emergency_hours\":24}}";
    static const char stolen_name[] = "{\"name\":\"mitz-2026-11\",\"version\":\"1\",\"date\":\"2026-11-22\",\"parameters\":{\"emergency_hours\":24}}";
    akkoord_text digest = {NULL, 0};
    akkoord_text other_digest = {NULL, 0};
    CHECK_CODE(akkoord_engine_new_from_json(catalogue.data, catalogue.length, other_rules, sizeof other_rules - 1, world->error, &engine), AKKOORD_OK);
    CHECK_CODE(akkoord_engine_ruleset_digest(world->engine, &digest), AKKOORD_OK);
    CHECK_CODE(akkoord_engine_ruleset_digest(engine, &other_digest), AKKOORD_OK);
    CHECK(digest.length == 16 && other_digest.length == 16 && memcmp(digest.data, other_digest.data, 16) != 0);
    akkoord_engine_free(engine);
    CHECK_CODE(akkoord_engine_new_from_json(catalogue.data, catalogue.length, stolen_name, sizeof stolen_name - 1, world->error, &engine), AKKOORD_ERROR_RULESET_NAME_TAKEN);
    CHECK(engine == NULL);
    CHECK_CODE(akkoord_engine_new_from_json(catalogue.data, catalogue.length, ruleset.data, ruleset.length, world->error, &engine), AKKOORD_OK);
    CHECK_CODE(akkoord_evaluate_json(engine, LINE, strlen(LINE), 1, world->output), AKKOORD_OK);
    CHECK(begins(written(world->output), "[{\"data\":\"GGC013\",\"decision\":\"deny\",\"reason\":\"individual_no\""));
    /* The same catalogue, so the same profiles. */
    CHECK_CODE(akkoord_compiled_new(engine, world->profile, AT, world->error, &compiled), AKKOORD_OK);
    akkoord_compiled_free(compiled);
    akkoord_engine_free(engine);
    engine = NULL;
    CHECK_CODE(akkoord_engine_new_from_json(catalogue.data, catalogue.length, "{}", 2, world->error, &engine), AKKOORD_ERROR_MISSING_FIELD);
    CHECK(engine == NULL);
    CHECK_CODE(akkoord_error_path(world->error, &path), AKKOORD_OK);
    CHECK(path.length > 0);
    CHECK_CODE(akkoord_engine_new_from_json("", 0, ruleset.data, ruleset.length, world->error, &engine), AKKOORD_ERROR_INVALID_JSON);
    CHECK(engine == NULL);
}

/* Each field that is set opens no more than it must. */
static void a_query_begins_closed(const struct world *world) {
    akkoord_query query = AKKOORD_QUERY_INIT;
    const akkoord_query good = permitted_query();
    akkoord_query zeroed;
    akkoord_limits limits = AKKOORD_LIMITS_INIT;
    akkoord_verdict verdict;
    CHECK(AKKOORD_TEXT("GGC013").length == 6 && memcmp(AKKOORD_TEXT("GGC013").data, "GGC013", 6) == 0);
    CHECK(AKKOORD_TEXT("").length == 0);
    memset(&zeroed, 0, sizeof zeroed);
    zeroed.size = sizeof zeroed;
    CHECK(memcmp(&query, &zeroed, sizeof query) == 0);
    CHECK(limits.size == sizeof limits && limits.steps == 0 && limits.answer_bytes == 0 && limits.cancel == NULL);
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_EMPTY_STRING);
    query.holder_id = good.holder_id;
    query.consulter_id = good.consulter_id;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_ERROR_OTHER_INSTANT);
    query.at = good.at;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_INDETERMINATE);
    query.holder_type = good.holder_type;
    query.consulter_type = good.consulter_type;
    query.data = good.data;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_INDETERMINATE);
    CHECK_CODE(verdict.reason, AKKOORD_REASON_TREATMENT_RELATIONSHIP_NOT_ASSERTED);
    query.treatment_relationship = AKKOORD_TREATMENT_ASSERTED;
    CHECK_CODE(akkoord_compiled_decide_query(world->compiled, &query, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.outcome, AKKOORD_OUTCOME_PERMIT);
}

static void explanations(const struct world *world) {
    CHECK_CODE(akkoord_decision_explain(world->decision, AKKOORD_LANG_EN, AKKOORD_AUDIENCE_CONSULTER, world->output), AKKOORD_OK);
    CHECK(written(world->output).length > 20);
    CHECK_CODE(akkoord_decision_explain(world->decision, 0, AKKOORD_AUDIENCE_CONSULTER, world->output), AKKOORD_ERROR_UNKNOWN_VALUE);
    CHECK_CODE(akkoord_decision_explain(world->decision, AKKOORD_LANG_EN, 0, world->output), AKKOORD_ERROR_UNKNOWN_VALUE);
    CHECK_CODE(akkoord_decision_json(world->decision, world->output), AKKOORD_OK);
    CHECK(begins(written(world->output), "{\"data\":\"GGC013\",\"decision\":\"deny\""));
    CHECK_CODE(akkoord_decision_json_for_consulter(world->decision, world->output), AKKOORD_OK);
    CHECK(same(written(world->output), "{\"data\":\"GGC013\",\"decision\":\"deny\"}"));
    CHECK_CODE(akkoord_profile_json(world->profile, world->output), AKKOORD_OK);
    CHECK(begins(written(world->output), "{\"catalogue\":\"mitz-3960100\",\"patient\":"));
}

static void a_population_goes_on_in_time(struct world *world) {
    const akkoord_query query = good_query();
    akkoord_decision *decision = NULL;
    akkoord_profile *profile = NULL;
    akkoord_verdict verdict;
    size_t count = 0;
    CHECK_CODE(akkoord_population_count(world->population, &count), AKKOORD_OK);
    CHECK(count == 1);
    CHECK_CODE(akkoord_population_profile(world->population, "999990020", 9, &profile), AKKOORD_ERROR_UNKNOWN_PATIENT);
    CHECK_CODE(akkoord_population_decision(world->population, PATIENT, strlen(PATIENT), &query, NULL, &decision), AKKOORD_OK);
    CHECK_CODE(akkoord_decision_verdict(decision, &verdict), AKKOORD_OK);
    CHECK_CODE(verdict.decided_by_place, 2);
    akkoord_decision_free(decision);
    CHECK_CODE(akkoord_population_go_to(world->population, AT + 1, world->error), AKKOORD_OK);
    CHECK_CODE(akkoord_population_decide(world->population, PATIENT, strlen(PATIENT), &query, &verdict), AKKOORD_ERROR_OTHER_INSTANT);
    CHECK_CODE(akkoord_population_go_to(world->population, AT, world->error), AKKOORD_OK);
    CHECK_CODE(akkoord_population_decide(world->population, PATIENT, strlen(PATIENT), &query, &verdict), AKKOORD_OK);
    CHECK_CODE(akkoord_population_go_to(world->population, INT64_MIN, world->error), AKKOORD_ERROR_INVALID_INSTANT);
}

static void instants(const struct world *world) {
    int64_t at = 0;
    int64_t until = 0;
    CHECK_CODE(akkoord_instant_parse("2026-06-01T12:00:00Z", 20, &at), AKKOORD_OK);
    CHECK(at == AT);
    CHECK_CODE(akkoord_instant_parse("2026-06-01 12:00:00Z", 20, &at), AKKOORD_ERROR_INVALID_INSTANT);
    CHECK_CODE(akkoord_instant_format(AT, world->output), AKKOORD_OK);
    CHECK(same(written(world->output), "2026-06-01T12:00:00Z"));
    CHECK_CODE(akkoord_instant_format(AKKOORD_NEVER, world->output), AKKOORD_ERROR_INVALID_INSTANT);
    CHECK_CODE(akkoord_compiled_valid_until(world->compiled, &until), AKKOORD_OK);
    CHECK(until == AKKOORD_NEVER);
}

void test_conventions(void) {
    struct world world = make_world();
    versions();
    zeroed_memory_reads_as_deny();
    names();
    all_ways_decide_alike(&world);
    an_error_leaves_no_permit_of_before(&world);
    an_error_of_a_batch_leaves_no_permit_in_any_place(&world);
    a_consulter_learns_the_outcome_and_nothing_else(&world);
    a_batch_gives_each_its_own_result(&world);
    a_larger_struct_is_taken_while_what_is_new_is_zero(&world);
    unknown_is_indeterminate_and_a_bad_number_is_an_error(&world);
    errors_tell_where_and_are_told_only_on_failure(&world);
    a_handle_of_another_kind_is_refused(&world);
    free_of_nothing_is_nothing();
    an_engine_of_ones_own(&world);
    a_query_begins_closed(&world);
    explanations(&world);
    a_population_goes_on_in_time(&world);
    instants(&world);
    free_world(&world);
    handles_live_on_without_what_made_them();
}
