/* Backups: the catalog of copies of tables. Each has an SQL table of rows of its own beside the entry in the catalog.
 * All with the store's lock held. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html */
#ifndef GABI_DYNAMODB_BACKUP_H
#define GABI_DYNAMODB_BACKUP_H

#include "core/json_writer.h"
#include "dynamodb/backups/rows_copy.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/table.h"

typedef struct backup {
    int64_t id;
    text arn;
    text suffix; /* "01767600000000-1f2e3d4c": what its ARN ends with; the instant it stands for, then chance */
    text name;
    bool is_complete;
    bool is_of_system; /* made as its table was deleted */
    bool is_restoring; /* a table is being restored from it */
    int64_t created_at_ms;
    int64_t expires_at_ms; /* 0: never */
    const char *rows;      /* the SQL table */

    /* The table as it was. */
    text table_name;
    text table_arn;
    text table_uuid;
    int64_t table_created_at_ms;
    table_definition definition;
    table_settings settings;
    int64_t items;
    int64_t bytes;
} backup;

/* Enters a backup of the table as it is now, whose rows are yet to be copied. */
const gabi_error *backup_begin(world *world, arena *arena, const table *table, text name, const backup **ret_backup,
                               rows_copy *ret_copy);

/* The rows are copied: the backup is complete. */
const gabi_error *backup_finish(world *world, arena *arena, const backup *self);

/* Drops the table, whose items become a backup that expires. */
const gabi_error *backup_of_deleted_table(world *world, arena *arena, const table *table);

/* Finds a backup by a member that is its ARN. ERROR_NOT_FOUND, code "BackupNotFoundException". */
const gabi_error *backup_find(world *world, arena *arena, text value, const backup **ret_backup);

/* Checks the member BackupArn itself; with or without the lock. */
const gabi_error *backup_check_arn(arena *arena, text value);

/* Notes whether a table is being restored from it. */
const gabi_error *backup_mark_restoring(world *world, arena *arena, const backup *self, bool is_restoring);

/* Drops the rows and the entry. */
const gabi_error *backup_drop(world *world, arena *arena, const backup *self);

/* Which backups are listed; what is empty is no condition. */
typedef struct backup_filter {
    text table_name;
    text type; /* "USER", "SYSTEM", "ALL"; there are none of any other */
    int64_t from_ms;
    int64_t until_ms; /* without it */
    text after_suffix;
    text after_table;
} backup_filter;

/* Up to limit of them, the oldest first; *ret_count as many as there are. */
const gabi_error *backup_list(world *world, arena *arena, const backup_filter *filter, size_t limit,
                              backup *ret_backups, size_t *ret_count);

/* The objects "BackupDetails", "BackupDescription" and "BackupSummary", with that status. */
void backup_write_details(json_writer *writer, const backup *self, const char *status);
void backup_describe(json_writer *writer, const backup *self, const char *status);
void backup_summarize(json_writer *writer, const backup *self);

/* "CREATING" or "AVAILABLE". */
const char *backup_status(const backup *self);

/* After the process has ended in the middle of it: takes away backups that are not complete. */
const gabi_error *backup_discard_incomplete(world *world, arena *arena);

/* Drops backups that have expired; *ret_next_ms is when the next one will, INT64_MAX: none. */
const gabi_error *backup_expire(world *world, arena *arena, int64_t *ret_next_ms);

#endif
