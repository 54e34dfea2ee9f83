/* What the tests of the C face share. */
#ifndef SUITE_H
#define SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "akkoord.h"

/* Tells a check that fails, and goes on. */
void check(bool holds, const char *what, const char *file, int line);
#define CHECK(holds) check((holds), #holds, __FILE__, __LINE__)
void check_code(uint32_t actual, uint32_t expected, const char *what, const char *file, int line);
#define CHECK_CODE(actual, expected) check_code((actual), (expected), #actual, __FILE__, __LINE__)

/* A text of C as akkoord takes it. */
akkoord_text text(const char *literal);
bool same(akkoord_text text, const char *expected);
bool begins(akkoord_text text, const char *expected);

/* Invented people, as in the README. */
extern const char *const PROFILE;
extern const char *const LINE;
extern const char *const PATIENT;
extern const int64_t AT;
/* A no of the individual level denies it. */
akkoord_query good_query(void);
/* For another holder, which the blanket yes permits. */
akkoord_query permitted_query(void);

/* One of each handle. */
struct world {
    akkoord_engine *engine;
    akkoord_profile *profile;
    akkoord_compiled *compiled;
    akkoord_prepared_query *prepared;
    akkoord_decision *decision;
    akkoord_population *population;
    akkoord_error *error;
    akkoord_output *output;
    akkoord_output *catalogue;
    akkoord_output *ruleset;
    akkoord_cancel *cancel;
    akkoord_verdict verdict;
};
struct world make_world(void);
void free_world(struct world *world);
/* A batch of good queries for three patients, yours to release; the first column has this name. */
void make_queries(struct ArrowArray *array, struct ArrowSchema *schema, const char *first_column);
/* What a dictionary column says of a row; empty for a null. */
akkoord_text said(const struct ArrowArray *column, const struct ArrowSchema *schema, size_t row);
akkoord_text written(const akkoord_output *output);

void test_conventions(void);
void test_lengths(void);
void test_calls(void);
void test_threads(void);
void test_arrow(void);
void test_malformed(void);
void test_limits(void);

/* Every function of the header that can fail, by name. */
int print_calls(void);

#endif
