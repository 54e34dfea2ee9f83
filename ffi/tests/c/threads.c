/* Eight threads on one engine, one profile, one prepared, one population. */
#include "suite.h"

#include <pthread.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 200 };

struct worker {
    const struct world *shared;
    unsigned long wrong;
};

static void *work(void *argument) {
    struct worker *worker = argument;
    const struct world *shared = worker->shared;
    const akkoord_query query = good_query();
    akkoord_output *output = NULL;
    int round;
    worker->wrong += akkoord_output_new(&output) != AKKOORD_OK;
    for (round = 0; round < ROUNDS; ++round) {
        akkoord_verdict verdicts[3];
        akkoord_text answer = {NULL, 0};
        akkoord_profile *profile = NULL;
        akkoord_compiled *compiled = NULL;
        int place;
        memset(verdicts, 0, sizeof verdicts);
        worker->wrong += akkoord_compiled_decide(shared->compiled, shared->prepared, &verdicts[0]) != AKKOORD_OK;
        worker->wrong += akkoord_population_decide(shared->population, PATIENT, strlen(PATIENT), &query, &verdicts[1]) != AKKOORD_OK;
        worker->wrong += akkoord_profile_new_from_json(shared->engine, PROFILE, strlen(PROFILE), NULL, &profile) != AKKOORD_OK;
        if (round % 20 == 0) {
            worker->wrong += akkoord_compiled_new(shared->engine, profile, AT, NULL, &compiled) != AKKOORD_OK;
        }
        worker->wrong += akkoord_compiled_decide_query(compiled == NULL ? shared->compiled : compiled, &query, &verdicts[2]) != AKKOORD_OK;
        for (place = 0; place < 3; ++place) {
            worker->wrong += verdicts[place].reason != AKKOORD_REASON_INDIVIDUAL_NO || verdicts[place].decided_by_place != 2;
        }
        worker->wrong += akkoord_evaluate_json(shared->engine, LINE, strlen(LINE), 1, output) != AKKOORD_OK;
        worker->wrong += akkoord_output_text(output, &answer) != AKKOORD_OK;
        worker->wrong += !begins(answer, "[{\"data\":\"GGC013\",\"decision\":\"deny\",\"reason\":\"individual_no\"");
        worker->wrong += akkoord_decision_explain(shared->decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_HOLDER, output) != AKKOORD_OK;
        akkoord_compiled_free(compiled);
        akkoord_profile_free(profile);
    }
    akkoord_output_free(output);
    return NULL;
}

void test_threads(void) {
    struct world world = make_world();
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    int number;
    for (number = 0; number < THREADS; ++number) {
        workers[number].shared = &world;
        workers[number].wrong = 0;
        CHECK(pthread_create(&threads[number], NULL, work, &workers[number]) == 0);
    }
    for (number = 0; number < THREADS; ++number) {
        CHECK(pthread_join(threads[number], NULL) == 0);
        CHECK(workers[number].wrong == 0);
    }
    free_world(&world);
}
