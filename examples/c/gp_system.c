/* A GP system in C, over akkoord.h.

     gp_system story           a request from the out-of-hours post, from beginning to end
     gp_system evaluate FILE   one line in, one line out, as `akkoord evaluate`
     gp_system answer FILE     the same for every question that can be asked of a profile

   Build: cc -std=c11 gp_system.c $(pkg-config --cflags --libs akkoord) -o gp_system */
#include <akkoord.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

/* A call that must not fail here: anything but AKKOORD_OK ends the program. A real system would go on with "no". */
static void must(uint32_t code) {
    akkoord_text name = {NULL, 0};
    if (code == AKKOORD_OK) {
        return;
    }
    if (akkoord_result_name(code, &name) == AKKOORD_OK) {
        fprintf(stderr, "akkoord: %.*s\n", (int)name.length, name.data);
    }
    exit(2);
}

static void print(akkoord_text text) {
    fwrite(text.data == NULL ? "" : text.data, 1, text.length, stdout);
}

static void print_written(const akkoord_output *output) {
    akkoord_text written = {NULL, 0};
    must(akkoord_output_text(output, &written));
    print(written);
}

/* "permit (individual_yes), option 1.1, by st-1, for good" */
static void print_verdict(const akkoord_verdict *verdict, akkoord_output *output) {
    akkoord_text name = {NULL, 0};
    must(akkoord_outcome_name(verdict->outcome, &name));
    print(name);
    must(akkoord_reason_name(verdict->reason, &name));
    printf(" (");
    print(name);
    printf("), option ");
    print(verdict->option.length == 0 ? AKKOORD_TEXT("-") : verdict->option);
    printf(", by ");
    print(verdict->decided_by.length == 0 ? AKKOORD_TEXT("-") : verdict->decided_by);
    if (verdict->valid_until == AKKOORD_NEVER) {
        printf(", for good\n");
        return;
    }
    must(akkoord_instant_format(verdict->valid_until, output));
    printf(", until ");
    print_written(output);
    printf("\n");
}

/* Mrs Stolwijk (invented), as the register gave her: she said yes at the out-of-hours post, for this GP and this pharmacy. */
static const char PROFILE[] =
    "{\"patient\":{\"id\":\"999901424\",\"born\":\"1963-09-14\"},\"choices\":[{\"id\":\"st-1\",\"answer\":\"yes\","
    "\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000201\",\"ura:90000301\"],\"options\":[\"1.1\",\"2.1\"]},"
    "\"channel\":\"raadplegersknop\",\"decided_at\":\"2026-02-20T18:47:12Z\",\"recorded_at\":\"2026-02-20T18:47:39Z\","
    "\"recorded_by\":\"ura:90000101\"}]}";
/* Mr Veldman (invented): yes to all GPs, and a no to this one later. */
static const char VELDMAN[] =
    "{\"patient\":{\"id\":\"999990160\",\"born\":\"1948-02-11\"},\"choices\":[{\"id\":\"ve-1\",\"answer\":\"yes\","
    "\"scope\":{\"level\":\"categorical\",\"holder_category\":\"huisartsen\"},\"channel\":\"mijn_mitz\","
    "\"decided_at\":\"2026-01-12T09:20:00Z\",\"recorded_at\":\"2026-01-12T09:20:00Z\",\"recorded_by\":\"patient\"},"
    "{\"id\":\"ve-2\",\"answer\":\"no\",\"scope\":{\"level\":\"individual\",\"holders\":[\"ura:90000201\"]},"
    "\"channel\":\"dossierhoudersknop\",\"decided_at\":\"2026-03-03T10:05:00Z\",\"recorded_at\":\"2026-03-03T10:05:20Z\","
    "\"recorded_by\":\"ura:90000201\"}]}";
static const char MISSPELT[] = "{\"patient\":{\"id\":\"999901424\"},\n\"chooses\":[]}";

/* The request of the post: may this GP disclose the summary to it? */
static akkoord_query request(int64_t at) {
    akkoord_query query = AKKOORD_QUERY_INIT;
    query.at = at;
    query.holder_id = AKKOORD_TEXT("ura:90000201");
    query.holder_type = AKKOORD_TEXT("Z3");
    query.consulter_id = AKKOORD_TEXT("ura:90000101");
    query.consulter_type = AKKOORD_TEXT("N6");
    query.data = AKKOORD_TEXT("GGC002");
    query.treatment_relationship = AKKOORD_TREATMENT_ASSERTED;
    return query;
}

static int story(void) {
    akkoord_engine *engine = NULL;
    akkoord_profile *profile = NULL;
    akkoord_compiled *compiled = NULL;
    akkoord_prepared_query *prepared = NULL;
    akkoord_decision *decision = NULL;
    akkoord_population *population = NULL;
    akkoord_error *error = NULL;
    akkoord_output *output = NULL;
    akkoord_engine *second = NULL;
    akkoord_output *ruleset = NULL;
    akkoord_profile *other = NULL;
    akkoord_query query;
    akkoord_query queries[3];
    akkoord_verdict verdicts[3];
    akkoord_text patients[3];
    akkoord_text view = {NULL, 0};
    akkoord_text rules = {NULL, 0};
    uint64_t line = 0;
    uint32_t code;
    int64_t before = 0;
    int64_t after = 0;
    int64_t later = 0;
    int64_t until = 0;
    size_t place;
    size_t count = 0;

    patients[0] = AKKOORD_TEXT("999901424");
    patients[1] = AKKOORD_TEXT("999990160");
    patients[2] = AKKOORD_TEXT("999990019"); /* not known here */
    memset(verdicts, 0, sizeof verdicts); /* which reads as a deny */
    if (akkoord_abi_version() != AKKOORD_ABI_VERSION) {
        fprintf(stderr, "this library is not the one that this program was compiled for\n");
        return 2;
    }
    must(akkoord_output_new(&output));
    must(akkoord_error_new(&error));
    must(akkoord_engine_new_mitz(&engine)); /* once, for the whole process and all its threads */
    must(akkoord_version_text(&view));
    printf("akkoord ");
    print(view);
    must(akkoord_engine_catalogue_id(engine, &view));
    printf(", catalogue ");
    print(view);
    must(akkoord_engine_ruleset_name(engine, &view));
    printf(", rules ");
    print(view);
    printf("\n");
    must(akkoord_profile_new_from_json(engine, PROFILE, strlen(PROFILE), error, &profile));
    must(akkoord_instant_parse("2026-02-20T18:41:05Z", 20, &before));
    must(akkoord_instant_parse("2026-02-20T18:48:03Z", 20, &after));

    printf("1. The post asks the GP for the summary, before anything was recorded\n   ");
    query = request(before);
    must(akkoord_compiled_new(engine, profile, before, error, &compiled));
    must(akkoord_compiled_decide_query(compiled, &query, &verdicts[0])); /* a deny is AKKOORD_OK too */
    print_verdict(&verdicts[0], output);
    must(akkoord_decision_new(engine, profile, &query, error, &decision));
    must(akkoord_decision_explain(decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_CONSULTER, output));
    printf("   ");
    print_written(output);
    printf("\n");
    akkoord_decision_free(decision);
    decision = NULL;

    printf("2. She says yes at the post; what was compiled before does not answer for now\n   ");
    query = request(after);
    must(akkoord_compiled_valid_until(compiled, &until));
    must(akkoord_instant_format(until, output));
    printf("compiled until ");
    print_written(output);
    code = akkoord_compiled_decide_query(compiled, &query, &verdicts[0]);
    must(akkoord_result_name(code, &view));
    printf(", now: ");
    print(view);
    printf("\n");
    if (verdicts[0].outcome != AKKOORD_OUTCOME_DENY || verdicts[0].result != code) {
        return 2; /* an error leaves a deny that carries it, and nothing of the answer before */
    }
    akkoord_compiled_free(compiled);
    compiled = NULL;

    printf("3. Compiled anew, the post asks again\n   ");
    must(akkoord_compiled_new(engine, profile, after, error, &compiled));
    must(akkoord_prepared_query_new(engine, &query, error, &prepared)); /* prepared once, for any patient */
    must(akkoord_compiled_decide(compiled, prepared, &verdicts[0]));
    print_verdict(&verdicts[0], output);
    must(akkoord_decision_new(engine, profile, &query, error, &decision));
    must(akkoord_decision_explain(decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_PATIENT, output));
    printf("   ");
    print_written(output);
    printf("\n   for the access record: ");
    must(akkoord_decision_json(decision, output));
    print_written(output);
    printf("\n");

    printf("4. Three requests of that night in one call\n");
    for (place = 0; place < 3; ++place) {
        queries[place] = request(after);
    }
    queries[1].consulter_id = AKKOORD_TEXT("ura:90000401"); /* a hospital: she said nothing of it */
    queries[1].consulter_type = AKKOORD_TEXT("V4");
    queries[2].treatment_relationship = AKKOORD_TREATMENT_NOT_ASSERTED;
    must(akkoord_compiled_decide_batch(compiled, queries, 3, verdicts));
    for (place = 0; place < 3; ++place) {
        printf("   ");
        must(verdicts[place].result);
        print_verdict(&verdicts[place], output);
    }

    printf("5. The whole practice: many patients at an instant\n");
    query = request(after);
    must(akkoord_population_new(engine, after, 2500, &population));
    must(akkoord_population_put(population, profile, error));
    must(akkoord_profile_new_from_json(engine, VELDMAN, strlen(VELDMAN), error, &other));
    must(akkoord_population_put(population, other, error));
    akkoord_profile_free(other); /* the population has what it needs */
    other = NULL;
    must(akkoord_population_count(population, &count));
    printf("   %" PRIu64 " patients\n   ", (uint64_t)count);
    must(akkoord_population_decide(population, "999901424", 9, &query, &verdicts[0]));
    print_verdict(&verdicts[0], output);
    must(akkoord_profile_choice(profile, verdicts[0].decided_by_place, &view));
    printf("   decided by choice ");
    print(view);
    printf("\n   who is not known here: ");
    must(akkoord_population_decide(population, "999990019", 9, &query, &verdicts[0]));
    print_verdict(&verdicts[0], output);

    printf("6. Mr Veldman said no to this GP on 3 March; a week later three patients are asked about in one call\n");
    must(akkoord_instant_parse("2026-03-10T09:00:00Z", 20, &later));
    must(akkoord_population_go_to(population, later, error));
    for (place = 0; place < 3; ++place) {
        queries[place] = request(later);
    }
    must(akkoord_population_decide_batch(population, patients, queries, 3, verdicts));
    for (place = 0; place < 3; ++place) {
        printf("   ");
        must(verdicts[place].result);
        print_verdict(&verdicts[place], output);
    }

    printf("7. Why not for Mr Veldman\n   ");
    akkoord_decision_free(decision);
    decision = NULL;
    must(akkoord_population_decision(population, patients[1].data, patients[1].length, &queries[1], error, &decision));
    must(akkoord_decision_explain(decision, AKKOORD_LANG_NL, AKKOORD_AUDIENCE_HOLDER, output));
    print_written(output);
    printf("\n");
    must(akkoord_decision_outweighed_count(decision, &count));
    for (place = 0; place < count; ++place) {
        akkoord_outweighed outweighed;
        must(akkoord_decision_outweighed(decision, place, &outweighed));
        printf("   outweighed: ");
        print(outweighed.choice);
        printf(", by R%" PRIu32 "\n", outweighed.rule);
    }
    akkoord_decision_free(decision);
    decision = NULL;
    query = request(after); /* any instant can be asked about with the grounds */
    must(akkoord_population_decision(population, patients[1].data, patients[1].length, &query, error, &decision));
    must(akkoord_decision_verdict(decision, &verdicts[0]));
    printf("   in February: ");
    print_verdict(&verdicts[0], output);
    must(akkoord_population_profile(population, patients[1].data, patients[1].length, &other));
    must(akkoord_profile_json(other, output));
    printf("   his choices, for the file and never for a log: ");
    print_written(output);
    printf("\n");

    printf("8. An engine from documents, as for a newer catalogue\n   ");
    must(akkoord_output_new(&ruleset));
    must(akkoord_engine_catalogue_json(engine, output)); /* here those of the library */
    must(akkoord_engine_ruleset_json(engine, ruleset));
    must(akkoord_output_text(output, &view));
    must(akkoord_output_text(ruleset, &rules));
    must(akkoord_engine_new_from_json(view.data, view.length, rules.data, rules.length, error, &second));
    must(akkoord_engine_catalogue_id(second, &view));
    must(akkoord_engine_ruleset_name(second, &rules));
    printf("catalogue ");
    print(view);
    printf(", rules ");
    print(rules);
    printf("\n");

    printf("9. A profile with a misspelt field is refused\n   ");
    akkoord_profile_free(profile);
    profile = NULL;
    code = akkoord_profile_new_from_json(engine, MISSPELT, strlen(MISSPELT), error, &profile);
    must(akkoord_result_name(code, &view));
    print(view);
    must(akkoord_error_path(error, &view));
    printf(" at ");
    print(view);
    must(akkoord_error_line(error, &line));
    printf(", line %" PRIu64 ": ", line);
    must(akkoord_error_message(error, &view));
    print(view);
    printf("\n");

    akkoord_population_free(population);
    akkoord_decision_free(decision);
    akkoord_prepared_query_free(prepared);
    akkoord_compiled_free(compiled);
    akkoord_profile_free(profile); /* NULL: nothing */
    akkoord_profile_free(other);
    akkoord_engine_free(second);
    akkoord_engine_free(engine);
    akkoord_error_free(error);
    akkoord_output_free(ruleset);
    akkoord_output_free(output);
    return 0;
}

typedef uint32_t answers(const akkoord_engine *, const char *, size_t, uint64_t, akkoord_output *);

/* Answers each line of a file. A line ends at a line feed. */
static int lines(const char *path, answers *answer) {
    FILE *file = fopen(path, "rb");
    akkoord_engine *engine = NULL;
    akkoord_output *output = NULL;
    char *all = NULL;
    size_t size = 0;
    size_t start = 0;
    uint64_t number = 0;
    if (file == NULL) {
        perror(path);
        return 2;
    }
    for (;;) {
        char *more = realloc(all, size + 65536);
        size_t got;
        if (more == NULL) {
            return 2;
        }
        all = more;
        got = fread(all + size, 1, 65536, file);
        size += got;
        if (got == 0) {
            break;
        }
    }
    fclose(file);
    must(akkoord_engine_new_mitz(&engine));
    must(akkoord_output_new(&output));
    while (start < size) {
        const char *end = memchr(all + start, '\n', size - start);
        const size_t length = end == NULL ? size - start : (size_t)(end - (all + start));
        must(answer(engine, all + start, length, ++number, output));
        print_written(output);
        putchar('\n');
        start += length + 1;
    }
    akkoord_output_free(output);
    akkoord_engine_free(engine);
    free(all);
    return 0;
}

int main(int count, char **arguments) {
#ifdef _WIN32
    (void)_setmode(_fileno(stdout), _O_BINARY); /* a line ends at a line feed, as everywhere */
#endif
    if (count == 2 && strcmp(arguments[1], "story") == 0) {
        return story();
    }
    if (count == 3 && strcmp(arguments[1], "evaluate") == 0) {
        return lines(arguments[2], akkoord_evaluate_json);
    }
    if (count == 3 && strcmp(arguments[1], "answer") == 0) {
        return lines(arguments[2], akkoord_answer_json);
    }
    fprintf(stderr, "usage: %s story | evaluate FILE | answer FILE\n", arguments[0]);
    return 2;
}
