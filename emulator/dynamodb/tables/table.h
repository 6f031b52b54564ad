/* Tables: the catalog of a world. A table is found with the store's lock held, and is valid as long as it is held. */
#ifndef GABI_DYNAMODB_TABLE_H
#define GABI_DYNAMODB_TABLE_H

#include "dynamodb/tables/definition.h"
#include "dynamodb/tables/settings.h"
#include "store/store.h"
#include "store/world.h"

/* The SQL texts that reach the rows of a table or an index. */
typedef struct row_statements {
    const char *get; /* tables only */
    const char *put;
    const char *remove;
    const char *forwards; /* from ?1 up to but without ?2: key, item */
    const char *backwards;
} row_statements;

typedef struct table_index {
    int64_t id; /* of its rows: never used again, whatever becomes of indexes by that name */
    text name;
    key_schema key;
    bool is_local;
    const projection_definition *projection;
    row_statements statements;
    text change; /* what it goes through: "CREATING", "UPDATING", "DELETING"; or empty */
    int64_t change_until_ms;
    bool is_backfilling; /* its rows up to backfilled are those of the table */
    text backfilled;     /* a key of a row of the table; empty: none yet */
} table_index;

typedef struct table {
    int64_t id;
    text name;
    key_schema key;
    const table_definition *definition;
    table_settings settings;
    const table_index *indexes;
    size_t index_count;
    row_statements statements;
    const char *journal; /* the SQL text of journal_statement; NULL: it keeps none */
    text arn;
    text uuid;
    int64_t created_at_ms;
} table;

/* ERROR_NOT_FOUND, code "ResourceNotFoundException", message "Requested resource not found"; also of a table that is
 * being created, restored or deleted. */
const gabi_error *table_find(world *world, arena *arena, text name, const table **ret_table);

/* NULL when there is none; for operations on tables, whose messages name the table. */
const gabi_error *table_find_or_null(world *world, arena *arena, text name, const table **ret_table);

/* All tables, in the order of their names. The list is valid until tables are found again. */
const gabi_error *table_all(world *world, arena *arena, const table *const **ret_tables, size_t *ret_count);

/* The index of that name, or NULL. */
const table_index *table_find_index(const table *self, text name);

/* ---- changes, which are in force with the transaction that makes them ---- */

/* Before a transaction finds tables: if any was read alone since all were read, all are read again, so that forks can
 * share them. */
void tables_gather(world *world);

/* Makes the SQL tables of the catalog where they are not there yet. */
const gabi_error *tables_prepare(world *world, arena *arena);

/* The catalog's table of that name was made, changed or dropped, and will be another when it is found again. */
void table_changed(world *world, text name);

/* Makes the table, which must not be there yet, and finds it. */
const gabi_error *table_create(world *world, arena *arena, const table_definition *definition, const table **ret_table);

/* Keeps a changed definition and changed settings of the table. Indexes that the definition has no more lose their
 * rows; new ones begin without any, and are to be backfilled. */
const gabi_error *table_save(world *world, arena *arena, const table *table, const table_definition *definition,
                             const table_settings *settings);

/* Keeps changed settings, and begins or ends the table's journal as they want it. */
const gabi_error *table_save_settings(world *world, arena *arena, const table *table, const table_settings *settings);

/* Notes that the table's index goes through a change until then. */
const gabi_error *index_begin_change(world *world, arena *arena, const table *table, const table_index *index,
                                     const char *change, int64_t until_ms);

/* Notes how far the backfilling of the table's index has come; without upto it is done. */
const gabi_error *index_note_backfilled(world *world, arena *arena, const table *table, const table_index *index,
                                        const text *upto);

/* Drops the table with its items. */
const gabi_error *table_drop(world *world, arena *arena, const table *table);

/* Drops the table, whose items stay as an SQL table by another name. */
const gabi_error *table_drop_but_rows(world *world, arena *arena, const table *table, const char *rows);

/* Up to limit names in their order, those behind after; *ret_count as many as there are. */
const gabi_error *table_list(world *world, arena *arena, text after, size_t limit, text *ret_names, size_t *ret_count);

/* The object "TableDescription", as it is at that time. */
const gabi_error *table_describe(world *world, arena *arena, const table *table, int64_t at_ms, json_writer *writer);

/* The same without keys, indexes and the time at which it was made: what DeleteTable tells. */
const gabi_error *table_describe_briefly(world *world, arena *arena, const table *table, int64_t at_ms,
                                         json_writer *writer);

#endif
