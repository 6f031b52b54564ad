/* Restores: a new table whose items are copied into it, from a backup or from another table as it was. Until they all
 * are, the table is CREATING, and only DescribeTable finds it. */
#ifndef GABI_DYNAMODB_RESTORE_H
#define GABI_DYNAMODB_RESTORE_H

#include "dynamodb/backups/backup.h"
#include "dynamodb/backups/restore_request.h"

/* Where a table comes from. */
typedef struct restore_source {
    const backup *backup; /* NULL: from another table's journal */
    const table *table;   /* that table */
    int64_t time_ms;      /* what the restored table will be as of */
} restore_source;

typedef struct restore {
    text target_name;
    text backup_arn; /* of one of these */
    text source_name;
    rows_copy copy;
} restore;

typedef const gabi_error *restore_step(world *world, arena *arena, const restore_request *request, json_writer *writer,
                                       restore *ret_restore);

/* With the lock: makes the new table, and writes its description. ERROR_CONFLICT, codes "TableAlreadyExistsException"
 * and "TableInUseException"; ERROR_INVALID, "ValidationException". */
const gabi_error *restore_begin(world *world, arena *arena, const restore_request *request,
                                const restore_source *source, json_writer *writer, restore *ret_restore);

/* Answers a restore request that begin begins with the lock held. The items are copied and put into the indexes without
 * it, and the table is there when this answers: waiters ask until they hear ACTIVE, and then do not wait. When it
 * fails, nothing is left of the table. */
const gabi_error *restore_answer(op_call *call, const restore_request *request, restore_step *begin);

/* The member "RestoreSummary", if the table is being restored. */
void restore_summarize(json_writer *writer, const table *table);

#endif
