/* Point-in-time recovery: while it is on, a table keeps a journal of its writes and can be restored as it was at any
 * second of the last days. All with the store's lock held. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
#ifndef GABI_DYNAMODB_RECOVERY_H
#define GABI_DYNAMODB_RECOVERY_H

#include "core/json_writer.h"
#include "dynamodb/tables/table.h"

#define RECOVERY_MOST_DAYS 35

/* Finds a table for the operations on backups. ERROR_NOT_FOUND, code "TableNotFoundException"; also of a table that is
 * being restored. */
const gabi_error *recovery_find_table(world *world, arena *arena, text name, const table **ret_table);

/* The same, but a table that is being created has no backups yet: ERROR_CONFLICT, code
 * "ContinuousBackupsUnavailableException". */
const gabi_error *recovery_find_created_table(world *world, arena *arena, text name, const table **ret_table);

bool recovery_is_on(const table_settings *self);

/* Switches it on, for so many days (absent: the most), or off. What is on already goes on. */
const gabi_error *recovery_switch(world *world, arena *arena, const table *table, bool on, optional_integer days);

/* The first and the last instant that the table can be restored to: whole seconds, as AWS has them. The last one is
 * five minutes ago, or when recovery was switched on if that is less long ago. */
int64_t recovery_earliest_ms(const table_settings *self, int64_t now_ms);
int64_t recovery_latest_ms(const table_settings *self, int64_t now_ms);

/* The member "ContinuousBackupsDescription". */
void recovery_describe(json_writer *writer, const table_settings *self, int64_t now_ms);

/* Forgets of the table's journal what is too old to be restored; *ret_next_ms is when there is more to forget. */
const gabi_error *recovery_trim(world *world, arena *arena, const table *table, int64_t *ret_next_ms);

#endif
