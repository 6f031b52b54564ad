/* What becomes of a table that UpdateTable changes: what is worked on, and the parts that do it. */
#ifndef GABI_DYNAMODB_TABLE_EVALUATION_H
#define GABI_DYNAMODB_TABLE_EVALUATION_H

#include "dynamodb/tables/table_update.h"

typedef struct evaluation {
    world *world;
    arena *arena;
    const table_update *update;
    const table *table;
    table_updated *updated;
    int64_t now_ms;
} evaluation;

/* Of provisioned throughput: it must differ from the old, and may not be lowered too often; the change is noted. Of the
 * table, or of the index of that name. */
const gabi_error *evaluation_change_provisioned(evaluation *self, text index_name, const throughput *old,
                                                const throughput *to);

/* Maxima on demand: what is not given stays as it is; old NULL: there is none. */
throughput *evaluation_with_maxima(arena *arena, const throughput *old, const throughput *given);

/* Warm throughput: what is given of the new, the old otherwise; never less than the old. */
const gabi_error *evaluation_change_warm(arena *arena, const throughput *warm, text index_name, const throughput *now,
                                         throughput **ret_warm);

/* When all else is done: the table and its indexes stay ready for what they were ready for, though they may have less
 * throughput or be paid for otherwise now. As recorded from AWS in October of 2026. */
void evaluation_keep_warm(evaluation *self);

const gabi_error *evaluation_change_indexes(evaluation *self);

/* Who switches to provisioned throughput must say what each index has. */
const gabi_error *evaluation_check_all_provisioned(const evaluation *self);

#endif
