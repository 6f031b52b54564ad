/* Readings: a Query or Scan, read page by page, and what must have been found. */
#ifndef GABI_DYNAMODB_MODEL_READING_H
#define GABI_DYNAMODB_MODEL_READING_H

#include "dynamodb/model/legacy.h"
#include "dynamodb/model/run.h"

#define READING_MOST_PATHS 3
#define READING_MOST_CONDITIONS (2 * MODEL_MOST_PARTS)

typedef struct reading {
    const char *operation;
    const model_index *index;                                /* NULL: the table */
    model_condition key_conditions[READING_MOST_CONDITIONS]; /* none for a Scan */
    int key_condition_count;
    model_value start;             /* of a Query of the table: it begins behind that place; count 0: at the beginning */
    const model_condition *filter; /* NULL: none */
    bool is_legacy;                /* in the parameters of before expressions */
    legacy_conditions legacy_filter;
    model_path paths[READING_MOST_PATHS];
    int path_count;     /* 0: all that the index shows */
    const char *select; /* NULL: as is usual */
    bool is_backwards;
    bool is_consistent;
    int limit; /* 0: none */
    int segments;

    const model_state *first_seen;
    const model_state *last_seen;
    model_value *found;
    int found_count;
    int counted;
    int scanned;
} reading;

/* Reads all pages; writes comes between them, unless it is NULL. Then checks what was found. */
void reading_run(run *self, reading *reading, void (*write)(run *self));

#endif
