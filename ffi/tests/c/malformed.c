/* Structures of Arrow that are not what the interface says. Each is refused; none is read where it does not lead. */
#include "suite.h"

#include <stdlib.h>
#include <string.h>

/* What was given, as it was; the library releases a copy that owns nothing. */
struct given {
    struct ArrowArray array, own_array, child, asserted;
    struct ArrowSchema schema, own_schema, child_schema;
};

static unsigned released;

static void release_nothing(struct ArrowArray *array) {
    ++released;
    array->release = NULL;
}

static void make(struct given *given) {
    make_queries(&given->own_array, &given->own_schema, "patient");
    given->array = given->own_array;
    given->array.release = release_nothing;
    given->schema = given->own_schema;
    given->child = *given->array.children[0];
    given->asserted = *given->array.children[given->array.n_children - 1];
    given->child_schema = *given->schema.children[0];
}

static void undo(struct given *given) {
    *given->own_array.children[0] = given->child;
    *given->own_array.children[given->own_array.n_children - 1] = given->asserted;
    *given->own_schema.children[0] = given->child_schema;
    given->own_array.release(&given->own_array);
    given->own_schema.release(&given->own_schema);
}

/* What is given is taken and released once, and nothing comes out. */
static void is_refused(const struct world *world, struct given *given, const char *path) {
    struct ArrowArray decisions;
    struct ArrowSchema told;
    akkoord_text where = {NULL, 0};
    memset(&decisions, 0x5a, sizeof decisions);
    memset(&told, 0x5a, sizeof told);
    released = 0;
    CHECK_CODE(akkoord_population_decide_arrow(world->population, &given->array, &given->schema, world->error, &decisions, &told), AKKOORD_ERROR_WRONG_TYPE);
    CHECK_CODE(akkoord_error_path(world->error, &where), AKKOORD_OK);
    CHECK(same(where, path));
    CHECK(given->array.release == NULL && decisions.release == NULL && told.release == NULL);
}

static struct ArrowArray *list_of_nothing[1];
static struct ArrowSchema *no_schemas[1];
static const void *no_buffers[4];

/* One fault by number; false if there is none of it. `path` is what the error names. */
static bool spoil(struct given *given, int fault, const char **path) {
    struct ArrowArray *array = &given->array;
    struct ArrowSchema *schema = &given->schema;
    struct ArrowArray *child = array->children[0];
    struct ArrowSchema *child_schema = schema->children[0];
    enum { MANY = 1025 };
    static struct ArrowArray *many_arrays[MANY];
    static struct ArrowSchema *many_schemas[MANY];
    static struct ArrowArray values;
    static struct ArrowSchema values_schema;
    static uint64_t views[8];
    static int64_t sizes[1];
    size_t place;
    static int32_t offsets[4];
    static char long_name[2048];
    *path = fault < 20 ? "queries" : "patient";
    switch (fault) {
    /* The struct. */
    case 0: schema->format = NULL; break;
    case 1: schema->format = "+q"; break;
    case 2: schema->format = "\xff"; break;
    case 3: schema->release = NULL; break;
    case 4: array->length = -1; break;
    case 5: array->offset = -1; break;
    case 6: array->null_count = -2; break;
    case 7: array->null_count = INT64_MAX; break;
    case 8: array->n_children = schema->n_children = -1; break;
    case 9: array->n_children -= 1; break;
    case 10: array->children = NULL; break;
    case 11: schema->children = NULL; break;
    case 12: array->children = list_of_nothing; array->n_children = schema->n_children = 1; break;
    case 13: schema->children = no_schemas; array->n_children = schema->n_children = 1; break;
    case 14: array->n_buffers = 0; break;
    case 15: array->n_buffers = INT64_MIN; break;
    case 16: array->buffers = NULL; break;
    case 17: array->length = INT64_MAX; array->offset = INT64_MAX; break;
    case 18: array->n_children = schema->n_children = INT64_MAX; break;
    case 19:
        memset(long_name, 'x', sizeof long_name - 1);
        child_schema->name = long_name;
        break;
    /* A column. */
    case 20: child_schema->format = NULL; break;
    case 21: child_schema->format = ""; break;
    case 22: child_schema->format = "tsx:UTC"; break;
    case 23: child_schema->format = "+l"; break;
    case 24: child_schema->format = "w:-1"; break;
    case 25: child->release = NULL; break;
    case 26: child->n_buffers = 2; break;
    case 27: child->n_buffers = -3; break;
    case 28: child->buffers = NULL; break;
    case 29: child->buffers = no_buffers; break;
    case 30: child->null_count = child->length + 1; break;
    case 31: child->offset = INT64_MIN; break;
    case 32: child->offset = INT64_MAX; break;
    case 33: child->n_children = 1; break;
    case 34: child->dictionary = child; break;
    case 35: child_schema->dictionary = child_schema; break;
    case 36: child->dictionary = child; child_schema->dictionary = child_schema; child_schema->format = "c"; break;
    /* A null that is not counted would be read as a value. */
    case 37: child->null_count = 0; break;
    case 38: child->length = 2; *path = "queries"; break;
    case 39:
        memcpy(offsets, child->buffers[1], sizeof offsets);
        offsets[3] = -1;
        no_buffers[1] = offsets;
        child->buffers = no_buffers;
        break;
    case 40:
        /* Out of order; seen once all is imported, so the column is not known. */
        memcpy(offsets, child->buffers[1], sizeof offsets);
        offsets[1] = INT32_MAX;
        no_buffers[0] = given->child.buffers[0];
        no_buffers[1] = offsets;
        no_buffers[2] = given->child.buffers[2];
        child->buffers = no_buffers;
        *path = "queries";
        break;
    case 41:
        array->dictionary = child;
        schema->dictionary = child_schema;
        *path = "queries";
        break;
    case 42:
        /* Rows that are null, and not counted. */
        no_buffers[0] = offsets;
        memset(offsets, 0, sizeof offsets);
        array->buffers = no_buffers;
        array->null_count = 0;
        *path = "queries";
        break;
    case 43:
        /* Rows that are null as a whole, and counted. */
        no_buffers[0] = offsets;
        memset(offsets, 0, sizeof offsets);
        array->buffers = no_buffers;
        array->null_count = array->length;
        *path = "queries";
        break;
    case 44:
        for (place = 0; place < MANY; ++place) {
            many_arrays[place] = child;
            many_schemas[place] = child_schema;
        }
        array->children = many_arrays;
        schema->children = many_schemas;
        array->n_children = schema->n_children = MANY;
        *path = "queries";
        break;
    case 45:
        array->children = (struct ArrowArray **)(void *)((char *)(void *)array->children + 1);
        *path = "queries";
        break;
    case 46:
        /* Keys of a dictionary that are texts. */
        values = *child;
        values_schema = *child_schema;
        child->dictionary = &values;
        child_schema->dictionary = &values_schema;
        break;
    case 47: child->buffers = (const void **)(void *)((char *)(void *)child->buffers + 1); break;
    case 48:
        no_buffers[0] = NULL;
        no_buffers[1] = given->child.buffers[1];
        no_buffers[2] = given->child.buffers[2];
        child->buffers = no_buffers;
        child->null_count = 1;
        break;
    case 49:
        memcpy(offsets, child->buffers[1], sizeof offsets);
        no_buffers[0] = given->child.buffers[0];
        no_buffers[1] = (const char *)(const void *)given->child.buffers[1] + 1;
        no_buffers[2] = given->child.buffers[2];
        child->buffers = no_buffers;
        break;
    case 50:
        no_buffers[0] = given->child.buffers[0];
        no_buffers[1] = given->child.buffers[1];
        no_buffers[2] = NULL;
        child->buffers = no_buffers;
        break;
    case 51: child_schema->format = "b"; child->n_buffers = 2; child->buffers = no_buffers; break;
    case 52: child_schema->format = "l"; child->n_buffers = 2; child->buffers = no_buffers; break;
    case 53: child_schema->format = "vu"; child->n_buffers = 3; child->buffers = no_buffers; break;
    case 54: child_schema->format = "vu"; child->n_buffers = INT64_MAX; break;
    case 55:
        sizes[0] = 8;
        no_buffers[1] = views;
        no_buffers[3] = sizes;
        child_schema->format = "vu";
        child->n_buffers = 4;
        child->buffers = no_buffers;
        break;
    case 56:
        /* Flags without values. */
        array->children[array->n_children - 1]->buffers = no_buffers;
        *path = "treatment_relationship";
        break;
    default: return false;
    }
    return true;
}

static void each_fault_is_refused(const struct world *world) {
    int fault;
    for (fault = 0;; ++fault) {
        struct given given;
        const char *path = "";
        bool is_one;
        make(&given);
        memset((void *)no_buffers, 0, sizeof no_buffers);
        is_one = spoil(&given, fault, &path);
        if (is_one) {
            is_refused(world, &given, path);
            check(released == 1, "released once", __FILE__, fault);
        }
        undo(&given);
        if (!is_one) {
            CHECK(fault == 57);
            return;
        }
    }
}

/* A schema that is nested deeper than any stack, and an array like it. */
static void a_deep_schema_is_refused(const struct world *world) {
    enum { DEPTH = 100000 };
    struct ArrowSchema *schemas = calloc(DEPTH, sizeof *schemas);
    struct ArrowArray *arrays = calloc(DEPTH, sizeof *arrays);
    struct ArrowSchema **schema_lists = calloc(DEPTH, sizeof *schema_lists);
    struct ArrowArray **array_lists = calloc(DEPTH, sizeof *array_lists);
    static const char *const formats[] = {"+s", "+l", "c"};
    int kind;
    if (schemas == NULL || arrays == NULL || schema_lists == NULL || array_lists == NULL) {
        abort();
    }
    for (kind = 0; kind < 3; ++kind) {
        struct given given;
        size_t place;
        make(&given);
        for (place = 0; place < DEPTH; ++place) {
            const bool is_last = place + 1 == DEPTH;
            schemas[place] = given.child_schema;
            schemas[place].format = formats[kind];
            arrays[place] = given.child;
            arrays[place].n_buffers = kind == 0 ? 1 : 2;
            if (kind == 2) {
                schemas[place].dictionary = is_last ? NULL : &schemas[place + 1];
                arrays[place].dictionary = is_last ? NULL : &arrays[place + 1];
            } else {
                schema_lists[place] = is_last ? NULL : &schemas[place + 1];
                array_lists[place] = is_last ? NULL : &arrays[place + 1];
                schemas[place].n_children = arrays[place].n_children = is_last ? 0 : 1;
                schemas[place].children = &schema_lists[place];
                arrays[place].children = &array_lists[place];
            }
        }
        *given.own_schema.children[0] = schemas[0];
        *given.own_array.children[0] = arrays[0];
        is_refused(world, &given, "patient");
        CHECK(released == 1);
        undo(&given);
    }
    free(schemas);
    free(arrays);
    free((void *)schema_lists);
    free((void *)array_lists);
}

void test_malformed(void) {
    struct world world = make_world();
    each_fault_is_refused(&world);
    a_deep_schema_is_refused(&world);
    free_world(&world);
}
