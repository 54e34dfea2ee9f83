/* Limits of an engine, and the switch that stops calls. */
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A patient with so many choices, all of them for other holders than anybody asks about. Yours to free. */
static char *many_choices(size_t count) {
    static const char choice[] =
        "%s{\"id\":\"c%06u\",\"answer\":\"no\",\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:9%07u\"]},"
        "\"channel\":\"dossierhoudersknop\",\"decided_at\":\"2026-01-02T10:00:00Z\",\"recorded_at\":\"2026-01-02T10:00:00Z\"}";
    const size_t room = 256 + count * (sizeof choice + 32);
    char *document = malloc(room);
    size_t end;
    size_t place;
    if (document == NULL) {
        abort();
    }
    end = (size_t)snprintf(document, room, "{\"patient\":{\"id\":\"%s\"},\"choices\":[", PATIENT);
    for (place = 0; place < count; ++place) {
        end += (size_t)snprintf(document + end, room - end, choice, place == 0 ? "" : ",", (unsigned)place, (unsigned)place);
    }
    (void)snprintf(document + end, room - end, "]}");
    return document;
}

static void beyond_its_steps_a_call_is_an_error(const struct world *world) {
    const akkoord_query query = good_query();
    akkoord_limits limits = AKKOORD_LIMITS_INIT;
    akkoord_engine *engine = NULL;
    akkoord_decision *decision = NULL;
    limits.steps = 1;
    CHECK_CODE(akkoord_engine_with_limits(world->engine, &limits, &engine), AKKOORD_OK);
    CHECK_CODE(akkoord_decision_new(engine, world->profile, &query, world->error, &decision), AKKOORD_ERROR_TOO_MUCH_WORK);
    CHECK(decision == NULL);
    CHECK_CODE(akkoord_evaluate_json(engine, LINE, strlen(LINE), 1, world->output), AKKOORD_OK);
    CHECK(begins(written(world->output), "{\"error\":{"));
    akkoord_engine_free(engine);
    /* What is zero is as before. */
    limits.steps = 0;
    CHECK_CODE(akkoord_engine_with_limits(world->engine, &limits, &engine), AKKOORD_OK);
    CHECK_CODE(akkoord_decision_new(engine, world->profile, &query, world->error, &decision), AKKOORD_OK);
    akkoord_decision_free(decision);
    akkoord_engine_free(engine);
}

static void limits_that_cannot_be_are_refused(const struct world *world) {
    akkoord_limits limits = AKKOORD_LIMITS_INIT;
    akkoord_engine *engine = (akkoord_engine *)(void *)&limits;
    limits.size = sizeof limits - 1;
    CHECK_CODE(akkoord_engine_with_limits(world->engine, &limits, &engine), AKKOORD_ERROR_WRONG_SIZE);
    CHECK(engine == NULL);
    limits.size = sizeof limits;
    limits.cancel = (const akkoord_cancel *)(const void *)world->engine;
    CHECK_CODE(akkoord_engine_with_limits(world->engine, &limits, &engine), AKKOORD_ERROR_NOT_A_HANDLE);
}

struct running {
    akkoord_engine *engine;
    akkoord_profile *profile;
    uint32_t code;
};

/* Asks until it is stopped. */
static void *asks(void *given) {
    struct running *running = given;
    const akkoord_query query = good_query();
    do {
        akkoord_decision *decision = NULL;
        running->code = akkoord_decision_new(running->engine, running->profile, &query, NULL, &decision);
        akkoord_decision_free(decision);
    } while (running->code == AKKOORD_OK);
    return NULL;
}

static void a_switch_stops_the_calls_of_another_thread(const struct world *world) {
    char *document = many_choices(5000);
    akkoord_limits limits = AKKOORD_LIMITS_INIT;
    akkoord_cancel *cancel = NULL;
    akkoord_decision *decision = NULL;
    const akkoord_query query = good_query();
    struct running running;
    pthread_t thread;
    memset(&running, 0, sizeof running);
    CHECK_CODE(akkoord_cancel_new(&cancel), AKKOORD_OK);
    limits.cancel = cancel;
    CHECK_CODE(akkoord_engine_with_limits(world->engine, &limits, &running.engine), AKKOORD_OK);
    CHECK_CODE(akkoord_profile_new_from_json(running.engine, document, strlen(document), world->error, &running.profile), AKKOORD_OK);
    CHECK(pthread_create(&thread, NULL, asks, &running) == 0);
    CHECK_CODE(akkoord_cancel_set(cancel, 1), AKKOORD_OK);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK_CODE(running.code, AKKOORD_ERROR_CANCELLED);
    CHECK_CODE(akkoord_decision_new(running.engine, running.profile, &query, NULL, &decision), AKKOORD_ERROR_CANCELLED);
    CHECK_CODE(akkoord_cancel_set(cancel, 0), AKKOORD_OK);
    CHECK_CODE(akkoord_decision_new(running.engine, running.profile, &query, NULL, &decision), AKKOORD_OK);
    /* The engine lives on without it. */
    akkoord_cancel_free(cancel);
    akkoord_decision_free(decision);
    CHECK_CODE(akkoord_decision_new(running.engine, running.profile, &query, NULL, &decision), AKKOORD_OK);
    akkoord_decision_free(decision);
    akkoord_profile_free(running.profile);
    akkoord_engine_free(running.engine);
    free(document);
}

void test_limits(void) {
    struct world world = make_world();
    beyond_its_steps_a_call_is_an_error(&world);
    limits_that_cannot_be_are_refused(&world);
    a_switch_stops_the_calls_of_another_thread(&world);
    free_world(&world);
}
