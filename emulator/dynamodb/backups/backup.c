#include "dynamodb/backups/backup.h"

#include "dynamodb/backups/table_copy.h"
#include "dynamodb/tables/metrics.h"
#include "store/account.h"

#define CREATE_CATALOG                                                                                                 \
    "CREATE TABLE IF NOT EXISTS dynamodb_backups (id INTEGER PRIMARY KEY AUTOINCREMENT, suffix TEXT NOT NULL, "        \
    "table_name TEXT NOT NULL, name TEXT NOT NULL, is_complete INTEGER NOT NULL, is_of_system INTEGER NOT NULL, "      \
    "is_restoring INTEGER NOT NULL, created_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL, table_uuid TEXT "  \
    "NOT NULL, table_created_at_ms INTEGER NOT NULL, definition TEXT NOT NULL, settings TEXT NOT NULL, items INTEGER " \
    "NOT NULL, bytes INTEGER NOT NULL, UNIQUE (suffix, table_name))"

#define COLUMNS                                                                                                        \
    "id, suffix, table_name, name, is_complete, is_of_system, is_restoring, created_at_ms, expires_at_ms, "            \
    "table_uuid, table_created_at_ms, definition, settings, items, bytes"

#define SYSTEM_BACKUP_MS ((int64_t)35 * 24 * 60 * 60 * 1000)

static const char *rows_of(arena *arena, int64_t id) { return arena_printf(arena, "backup_%lld", (long long)id); }

static const gabi_error *read_backup(arena *arena, statement *row, backup *ret_backup) {
    backup self = {
        .id = column_integer(row, 0),
        .suffix = text_copy(arena, column_text(row, 1)),
        .table_name = text_copy(arena, column_text(row, 2)),
        .name = text_copy(arena, column_text(row, 3)),
        .is_complete = column_integer(row, 4),
        .is_of_system = column_integer(row, 5),
        .is_restoring = column_integer(row, 6),
        .created_at_ms = column_integer(row, 7),
        .expires_at_ms = column_integer(row, 8),
        .table_uuid = text_copy(arena, column_text(row, 9)),
        .table_created_at_ms = column_integer(row, 10),
        .items = column_integer(row, 13),
        .bytes = column_integer(row, 14),
    };
    TRY(definition_read(arena, text_copy(arena, column_text(row, 11)), &self.definition));
    TRY(settings_read(arena, text_copy(arena, column_text(row, 12)), &self.settings));
    self.rows = rows_of(arena, self.id);
    self.table_arn =
        text_format(arena, "arn:aws:dynamodb:" ACCOUNT_REGION ":" ACCOUNT_ID ":table/%.*s", TEXT_ARGS(self.table_name));
    self.arn = text_format(arena, "%.*s/backup/%.*s", TEXT_ARGS(self.table_arn), TEXT_ARGS(self.suffix));
    *ret_backup = self;
    return NULL;
}

static const gabi_error *prepare_catalog(world *world, arena *arena) {
    return store_execute(world_store(world), arena, CREATE_CATALOG);
}

/* Whether anything has ever been backed up: most worlds have no catalog. */
static const gabi_error *has_catalog(world *world, arena *arena, bool *ret_has) {
    statement *select =
        store_prepare(world_store(world), "SELECT 1 FROM sqlite_schema WHERE name = 'dynamodb_backups'");
    TRY(statement_step(select, arena, ret_has));
    if (*ret_has)
        statement_reset(select);
    return NULL;
}

/* ---- making ---- */

static const gabi_error *enter(world *world, arena *arena, const table *table, const backup *self, int64_t *ret_id) {
    const table_metrics *metrics;
    bool is_row;
    TRY(prepare_catalog(world, arena));
    TRY(metrics_of(world, arena, table, &metrics));
    statement *insert =
        store_prepare(world_store(world), "INSERT INTO dynamodb_backups (suffix, table_name, name, is_complete, "
                                          "is_of_system, is_restoring, created_at_ms, expires_at_ms, table_uuid, "
                                          "table_created_at_ms, definition, settings, items, bytes) VALUES (?1, ?2, "
                                          "?3, ?4, ?5, 0, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id");
    bind_text(insert, 1, self->suffix);
    bind_text(insert, 2, table->name);
    bind_text(insert, 3, self->name);
    bind_integer(insert, 4, self->is_complete);
    bind_integer(insert, 5, self->is_of_system);
    bind_integer(insert, 6, self->created_at_ms);
    bind_integer(insert, 7, self->expires_at_ms);
    bind_text(insert, 8, table->uuid);
    bind_integer(insert, 9, table->created_at_ms);
    bind_text(insert, 10, definition_to_json(arena, table->definition));
    bind_text(insert, 11, settings_to_json(arena, &table->settings));
    bind_integer(insert, 12, metrics->table.items);
    bind_integer(insert, 13, metrics->table.bytes);
    TRY(statement_step(insert, arena, &is_row));
    *ret_id = column_integer(insert, 0);
    statement_reset(insert);
    return NULL;
}

static const gabi_error *find_by_id(world *world, arena *arena, int64_t id, const backup **ret_backup) {
    bool is_row;
    backup *found = arena_alloc(arena, sizeof *found);
    statement *select = store_prepare(world_store(world), "SELECT " COLUMNS " FROM dynamodb_backups WHERE id = ?1");
    bind_integer(select, 1, id);
    TRY(statement_step(select, arena, &is_row));
    const gabi_error *error = read_backup(arena, select, found);
    statement_reset(select);
    *ret_backup = found;
    return error;
}

const gabi_error *backup_begin(world *world, arena *arena, const table *table, text name, const backup **ret_backup,
                               rows_copy *ret_copy) {
    store *store = world_store(world);
    unsigned char chance[4];
    int64_t id, now_ms = world_now_ms(world);
    world_draw(world, chance, sizeof chance);
    backup self = {
        .name = name,
        .created_at_ms = now_ms,
        .suffix = text_format(arena, "%014lld-%02x%02x%02x%02x", (long long)now_ms, chance[0], chance[1], chance[2],
                              chance[3]),
    };
    TRY(enter(world, arena, table, &self, &id));
    TRY(find_by_id(world, arena, id, ret_backup));
    TRY(rows_create(store, arena, (*ret_backup)->rows));
    return table_begin_copy(world, arena, table, (*ret_backup)->rows, ret_copy);
}

const gabi_error *backup_finish(world *world, arena *arena, const backup *self) {
    statement *update = store_prepare(world_store(world), "UPDATE dynamodb_backups SET is_complete = 1 WHERE id = ?1");
    bind_integer(update, 1, self->id);
    TRY(statement_run(update, arena));
    return table_end_copy(world, arena, self->table_name);
}

const gabi_error *backup_of_deleted_table(world *world, arena *arena, const table *table) {
    int64_t id, now_ms = world_now_ms(world);
    backup self = {
        .name = text_format(arena, "%.*s$DeletedTableBackup", TEXT_ARGS(table->name)),
        .suffix = text_format(arena, "%014lld-00000000", (long long)now_ms),
        .is_complete = true,
        .is_of_system = true,
        .created_at_ms = now_ms,
        .expires_at_ms = now_ms + SYSTEM_BACKUP_MS,
    };
    TRY(enter(world, arena, table, &self, &id));
    world_note_due(world, self.expires_at_ms);
    return table_drop_but_rows(world, arena, table, rows_of(arena, id));
}

/* ---- finding ---- */

#define LEAST_ARN_BYTES 37
#define MOST_ARN_BYTES 1024

const gabi_error *backup_check_arn(arena *arena, text value) {
    constraints found = CONSTRAINTS(arena);
    arn parsed;
    constraint_not_null(&found, "backupArn", value.data != NULL);
    if (value.data)
        constraint_length(&found, "backupArn", value, LEAST_ARN_BYTES, MOST_ARN_BYTES);
    TRY(constraints_error(&found));
    if (text_starts_with(value, TEXT("arn:")) && !text_starts_with(value, TEXT("arn:aws:dynamodb:")))
        return validation_error(arena, "Invalid Request: BackupArn is not valid");
    if (!arn_parse(value, &parsed) || !text_equal(parsed.kind, TEXT("backup")))
        return validation_error(arena, "Invalid Backup ARN");
    return arn_check_account(arena, &parsed);
}

static const gabi_error *not_found(arena *arena, text arn) {
    return error_new(arena, ERROR_NOT_FOUND, "BackupNotFoundException", "Backup not found: %.*s", TEXT_ARGS(arn));
}

const gabi_error *backup_find(world *world, arena *arena, text value, const backup **ret_backup) {
    arn parsed = {0};
    bool is_found;
    TRY(backup_check_arn(arena, value));
    arn_parse(value, &parsed);
    TRY(has_catalog(world, arena, &is_found));
    if (!is_found)
        return not_found(arena, value);
    /* As on AWS, the ARN's region does not matter. */
    statement *select = store_prepare(world_store(world), "SELECT " COLUMNS " FROM dynamodb_backups WHERE suffix = ?1 "
                                                          "AND table_name = ?2");
    bind_text(select, 1, parsed.subject);
    bind_text(select, 2, parsed.table);
    TRY(statement_step(select, arena, &is_found));
    if (!is_found)
        return not_found(arena, value);
    backup *found = arena_alloc(arena, sizeof *found);
    const gabi_error *error = read_backup(arena, select, found);
    statement_reset(select);
    *ret_backup = found;
    return error;
}

const gabi_error *backup_mark_restoring(world *world, arena *arena, const backup *self, bool is_restoring) {
    statement *update =
        store_prepare(world_store(world), "UPDATE dynamodb_backups SET is_restoring = ?2 WHERE id = ?1");
    bind_integer(update, 1, self->id);
    bind_integer(update, 2, is_restoring);
    return statement_run(update, arena);
}

const gabi_error *backup_drop(world *world, arena *arena, const backup *self) {
    store *store = world_store(world);
    statement *remove = store_prepare(store, "DELETE FROM dynamodb_backups WHERE id = ?1");
    bind_integer(remove, 1, self->id);
    TRY(statement_run(remove, arena));
    return rows_drop(store, arena, self->rows);
}

#define LIST                                                                                                           \
    "SELECT " COLUMNS " FROM dynamodb_backups WHERE (?1 = '' OR table_name = ?1) AND (?2 = 'ALL' OR ?2 = iif("         \
    "is_of_system, 'SYSTEM', 'USER')) AND created_at_ms >= ?3 AND created_at_ms < ?4 AND (suffix, table_name) > (?5, " \
    "?6) ORDER BY "                                                                                                    \
    "suffix, table_name LIMIT ?7"

const gabi_error *backup_list(world *world, arena *arena, const backup_filter *filter, size_t limit,
                              backup *ret_backups, size_t *ret_count) {
    size_t count = 0;
    bool is_row;
    TRY(has_catalog(world, arena, &is_row));
    statement *select = is_row ? store_prepare(world_store(world), LIST) : NULL;
    if (select) {
        bind_text(select, 1, filter->table_name);
        bind_text(select, 2, filter->type);
        bind_integer(select, 3, filter->from_ms);
        bind_integer(select, 4, filter->until_ms);
        bind_text(select, 5, filter->after_suffix);
        bind_text(select, 6, filter->after_table);
        bind_integer(select, 7, (int64_t)limit);
    }
    while (select) {
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        const gabi_error *error = read_backup(arena, select, &ret_backups[count++]);
        if (error) {
            statement_reset(select);
            return error;
        }
    }
    *ret_count = count;
    return NULL;
}

/* ---- housekeeping ---- */

/* The backups of which condition is true. */
static const gabi_error *drop_where(world *world, arena *arena, const char *condition, int64_t parameter) {
    for (;;) {
        bool is_row;
        const backup *found;
        statement *select = store_prepare(
            world_store(world), arena_printf(arena, "SELECT id FROM dynamodb_backups WHERE %s LIMIT 1", condition));
        bind_integer(select, 1, parameter);
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            return NULL;
        int64_t id = column_integer(select, 0);
        statement_reset(select);
        TRY(find_by_id(world, arena, id, &found));
        TRY(backup_drop(world, arena, found));
    }
}

const gabi_error *backup_discard_incomplete(world *world, arena *arena) {
    bool has;
    TRY(has_catalog(world, arena, &has));
    if (!has)
        return NULL;
    TRY(drop_where(world, arena, "is_complete = ?1", 0));
    return store_execute(world_store(world), arena, "UPDATE dynamodb_backups SET is_restoring = 0");
}

const gabi_error *backup_expire(world *world, arena *arena, int64_t *ret_next_ms) {
    bool is_row;
    *ret_next_ms = INT64_MAX;
    TRY(has_catalog(world, arena, &is_row));
    if (!is_row)
        return NULL;
    TRY(drop_where(world, arena, "expires_at_ms BETWEEN 1 AND ?1 AND NOT is_restoring", world_now_ms(world)));
    statement *select = store_prepare(world_store(world), "SELECT min(expires_at_ms) FROM dynamodb_backups WHERE "
                                                          "expires_at_ms > 0 AND NOT is_restoring");
    TRY(statement_step(select, arena, &is_row));
    if (!column_is_null(select, 0))
        *ret_next_ms = column_integer(select, 0);
    statement_reset(select);
    return NULL;
}
