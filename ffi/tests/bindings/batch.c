/* A record batch for the tests of the bindings: made and read here, carried through C#, Java and Pascal as addresses. */
#include "../c/suite.h"

#include <stdio.h>
#include <string.h>

/* All else is hidden, and left out by the linker. */
#define SHARED __attribute__((visibility("default")))

static struct ArrowArray queries, decisions;
static struct ArrowSchema schema, told;

/* Three queries; with a misspelt column if it is not 0. */
SHARED void batch_make(int32_t misspelt) {
    memset(&decisions, 0, sizeof decisions);
    memset(&told, 0, sizeof told);
    make_queries(&queries, &schema, misspelt == 0 ? "patient" : "pattient");
}

/* 0 queries, 1 their schema, 2 room for decisions, 3 room for their schema. */
SHARED void *batch_address(int32_t which) {
    void *const all[] = {&queries, &schema, &decisions, &told};
    return all[which];
}

/* Says what has become of the batch, and releases what there is of it. */
SHARED void batch_tell(void) {
    int64_t row;
    printf("queries %s\n", queries.release == NULL ? "taken" : "kept");
    for (row = 0; row < decisions.length; ++row) {
        const akkoord_text decision = said(decisions.children[0], told.children[0], (size_t)row);
        const akkoord_text reason = said(decisions.children[1], told.children[1], (size_t)row);
        printf("%.*s (%.*s)\n", (int)decision.length, decision.data, (int)reason.length, reason.length == 0 ? "" : reason.data);
    }
    if (queries.release != NULL) {
        queries.release(&queries);
    }
    if (decisions.release != NULL) {
        decisions.release(&decisions);
        told.release(&told);
    }
    schema.release(&schema);
    fflush(stdout);
}

/* The same for Java, as the native methods of BindingTest. */
SHARED void Java_BindingTest_make(void *environment, void *class, int32_t misspelt) {
    (void)environment;
    (void)class;
    batch_make(misspelt);
}

SHARED int64_t Java_BindingTest_address(void *environment, void *class, int32_t which) {
    (void)environment;
    (void)class;
    return (int64_t)(intptr_t)batch_address(which);
}

SHARED void Java_BindingTest_tell(void *environment, void *class) {
    (void)environment;
    (void)class;
    batch_tell();
}
