/* A batch over the Arrow C Data Interface, put together and taken apart by hand. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static void *room(size_t size) {
    void *memory = calloc(size, 1);
    CHECK(memory != NULL);
    return memory;
}

static void release_array(struct ArrowArray *array) {
    int64_t place;
    for (place = 0; place < array->n_children; ++place) {
        if (array->children[place]->release != NULL) {
            array->children[place]->release(array->children[place]);
        }
        free(array->children[place]);
    }
    for (place = 0; place < array->n_buffers; ++place) {
        free((void *)(uintptr_t)array->buffers[place]);
    }
    free(array->children);
    free((void *)array->buffers);
    array->release = NULL;
}

static void release_schema(struct ArrowSchema *schema) {
    int64_t place;
    for (place = 0; place < schema->n_children; ++place) {
        schema->children[place]->release(schema->children[place]);
        free(schema->children[place]);
    }
    free(schema->children);
    schema->release = NULL;
}

static void start(struct ArrowArray *array, struct ArrowSchema *schema, const char *format, const char *name, int64_t rows, int64_t buffers) {
    memset(array, 0, sizeof *array);
    memset(schema, 0, sizeof *schema);
    schema->format = format;
    schema->name = name;
    schema->flags = ARROW_FLAG_NULLABLE;
    schema->release = release_schema;
    array->length = rows;
    array->n_buffers = buffers;
    array->buffers = room((size_t)buffers * sizeof *array->buffers);
    array->release = release_array;
}

/* A column of texts; NULL is a null. */
static void texts(struct ArrowArray *array, struct ArrowSchema *schema, const char *name, const char *const *cells, size_t rows) {
    unsigned char *valid = room(rows / 8 + 1);
    int32_t *offsets = room((rows + 1) * sizeof *offsets);
    char *data;
    size_t row;
    start(array, schema, "u", name, (int64_t)rows, 3);
    for (row = 0; row < rows; ++row) {
        offsets[row + 1] = offsets[row] + (cells[row] == NULL ? 0 : (int32_t)strlen(cells[row]));
        array->null_count += cells[row] == NULL;
        valid[row / 8] |= (unsigned char)((cells[row] != NULL) << (row % 8));
    }
    data = room((size_t)offsets[rows] + 1);
    for (row = 0; row < rows; ++row) {
        if (cells[row] != NULL) {
            memcpy(data + offsets[row], cells[row], strlen(cells[row]));
        }
    }
    array->buffers[0] = valid;
    array->buffers[1] = offsets;
    array->buffers[2] = data;
}

enum { ROWS = 3, TEXTS = 6 };

void make_queries(struct ArrowArray *array, struct ArrowSchema *schema, const char *first_column) {
    static const char *const names[TEXTS] = {"patient", "holder.id", "holder.type", "consulter.id", "consulter.type", "data"};
    const akkoord_query query = good_query();
    /* The patient, somebody who made no choice, and nobody. */
    const char *const patients[ROWS] = {PATIENT, "999990020", NULL};
    const akkoord_text fields[TEXTS - 1] = {query.holder_id, query.holder_type, query.consulter_id, query.consulter_type, query.data};
    struct ArrowArray *asserted;
    unsigned char *bits = room(1);
    size_t column;
    start(array, schema, "+s", "", ROWS, 1);
    array->n_children = schema->n_children = TEXTS + 1;
    array->children = room((TEXTS + 1) * sizeof *array->children);
    schema->children = room((TEXTS + 1) * sizeof *schema->children);
    for (column = 0; column <= TEXTS; ++column) {
        array->children[column] = room(sizeof **array->children);
        schema->children[column] = room(sizeof **schema->children);
    }
    texts(array->children[0], schema->children[0], first_column, patients, ROWS);
    for (column = 1; column < TEXTS; ++column) {
        const char *const same_in_each[ROWS] = {fields[column - 1].data, fields[column - 1].data, fields[column - 1].data};
        texts(array->children[column], schema->children[column], names[column], same_in_each, ROWS);
    }
    asserted = array->children[TEXTS];
    start(asserted, schema->children[TEXTS], "b", "treatment_relationship", ROWS, 2);
    *bits = 7;
    asserted->buffers[1] = bits;
}

akkoord_text said(const struct ArrowArray *column, const struct ArrowSchema *schema, size_t row) {
    const unsigned char *valid = column->buffers[0];
    const int32_t *offsets;
    const char *data;
    akkoord_text found = {NULL, 0};
    int8_t key;
    CHECK(strcmp(schema->format, "c") == 0 && strcmp(schema->dictionary->format, "u") == 0);
    if (valid != NULL && (valid[row / 8] >> (row % 8) & 1) == 0) {
        return found;
    }
    key = ((const int8_t *)column->buffers[1])[row];
    offsets = column->dictionary->buffers[1];
    data = column->dictionary->buffers[2];
    found.data = data + offsets[key];
    found.length = (size_t)(offsets[key + 1] - offsets[key]);
    return found;
}

static void a_batch_goes_in_and_comes_out(const struct world *world) {
    struct ArrowArray queries, decisions;
    struct ArrowSchema schema, told;
    make_queries(&queries, &schema, "patient");
    CHECK_CODE(akkoord_population_decide_arrow(world->population, &queries, &schema, world->error, &decisions, &told), AKKOORD_OK);
    CHECK(queries.release == NULL);
    CHECK(strcmp(told.format, "+s") == 0 && decisions.length == ROWS && told.n_children == decisions.n_children);
    CHECK(strcmp(told.children[0]->name, "decision") == 0 && strcmp(told.children[1]->name, "reason") == 0);
    CHECK(same(said(decisions.children[0], told.children[0], 0), "deny"));
    CHECK(same(said(decisions.children[1], told.children[1], 0), "individual_no"));
    CHECK(same(said(decisions.children[1], told.children[1], 1), "no_choice"));
    CHECK(same(said(decisions.children[0], told.children[0], 2), "indeterminate"));
    CHECK(said(decisions.children[1], told.children[1], 2).length == 0);
    decisions.release(&decisions);
    told.release(&told);
    schema.release(&schema);
}

static void a_misspelt_column_is_named_and_nothing_is_decided(const struct world *world) {
    struct ArrowArray queries, decisions;
    struct ArrowSchema schema, told;
    akkoord_text path = {NULL, 0};
    memset(&decisions, 0, sizeof decisions);
    memset(&told, 0, sizeof told);
    make_queries(&queries, &schema, "pattient");
    CHECK_CODE(akkoord_population_decide_arrow(world->population, &queries, &schema, world->error, &decisions, &told), AKKOORD_ERROR_UNKNOWN_FIELD);
    CHECK_CODE(akkoord_error_path(world->error, &path), AKKOORD_OK);
    CHECK(same(path, "pattient"));
    CHECK(queries.release == NULL && decisions.release == NULL && told.release == NULL);
    schema.release(&schema);
}

static void what_is_no_batch_is_refused(const struct world *world) {
    struct ArrowArray queries, decisions;
    struct ArrowSchema schema, told;
    make_queries(&queries, &schema, "patient");
    release_array(&queries);
    CHECK_CODE(akkoord_population_decide_arrow(world->population, &queries, &schema, NULL, &decisions, &told), AKKOORD_ERROR_WRONG_TYPE);
    schema.release(&schema);
    make_queries(&queries, &schema, "patient");
    /* One column, without its struct. */
    CHECK_CODE(akkoord_population_decide_arrow(world->population, queries.children[0], schema.children[0], NULL, &decisions, &told), AKKOORD_ERROR_WRONG_TYPE);
    queries.release(&queries);
    schema.release(&schema);
}

void test_arrow(void) {
    struct world world = make_world();
    a_batch_goes_in_and_comes_out(&world);
    a_misspelt_column_is_named_and_nothing_is_decided(&world);
    what_is_no_batch_is_refused(&world);
    free_world(&world);
}
