#include "dynamodb/backups/restore.h"

#include "dynamodb/backups/backup_settle.h"
#include "dynamodb/backups/journal.h"
#include "dynamodb/backups/table_copy.h"
#include "dynamodb/items/item_store.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/metrics.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/instant.h"
#include "dynamodb/values/key.h"
#include "store/paged_work.h"

/* Items that are put into indexes with the lock held. */
#define ITEMS_A_PAGE 256

/* ---- beginning ---- */

static const gabi_error *check_target(world *world, arena *arena, const restore_request *request) {
    const table *target;
    TRY(table_find_or_null(world, arena, request->target_name, &target));
    if (!target)
        return NULL;
    if (!settings_are_of_restoring(&target->settings))
        return error_new(arena, ERROR_CONFLICT, "TableAlreadyExistsException", "Table already exists: %.*s",
                         TEXT_ARGS(request->target_name));
    bool is_of_backup = target->settings.restored_from_backup.data != NULL;
    text from = is_of_backup ? target->settings.restored_from_backup : target->settings.restored_from_table;
    return error_new(arena, ERROR_CONFLICT, "TableInUseException",
                     "Table: %.*s is already being restored from %s: %.*s", TEXT_ARGS(request->target_name),
                     is_of_backup ? "backup" : "table", TEXT_ARGS(from));
}

/* Copied, for a table is only valid until the catalog is read again. */
static table_settings settings_of_target(arena *arena, const restore_source *source) {
    return (table_settings){
        .restored_from_table = text_copy(arena, source->backup ? source->backup->table_arn : source->table->arn),
        .restored_from_backup = source->backup ? source->backup->arn : (text){0},
        .restored_time_ms = {true, source->time_ms},
    };
}

static const gabi_error *begin_copy(world *world, arena *arena, const restore_source *source, rows_copy *ret_copy) {
    if (source->backup) {
        *ret_copy = (rows_copy){.from = source->backup->rows};
        return backup_mark_restoring(world, arena, source->backup, true);
    }
    TRY(table_begin_copy(world, arena, source->table, NULL, ret_copy));
    return journal_position_at(world_store(world), arena, source->table->id, source->time_ms, &ret_copy->position);
}

const gabi_error *restore_begin(world *world, arena *arena, const restore_request *request,
                                const restore_source *source, json_writer *writer, restore *ret_restore) {
    table_definition definition;
    const table *target;
    table_settings settings = settings_of_target(arena, source);
    restore self = {
        .target_name = request->target_name,
        .backup_arn = settings.restored_from_backup,
        .source_name = source->table ? text_copy(arena, source->table->name) : (text){0},
    };
    TRY(check_target(world, arena, request));
    TRY(restore_request_define(request, arena, source->backup ? &source->backup->definition : source->table->definition,
                               &definition));
    TRY(begin_copy(world, arena, source, &self.copy));
    TRY(table_create(world, arena, &definition, &target));
    self.copy.to = table_rows(arena, target);
    TRY(table_save_settings(world, arena, target, &settings));
    TRY(table_find_or_null(world, arena, request->target_name, &target));
    TRY(table_describe(world, arena, target, world_now_ms(world), writer));
    *ret_restore = self;
    return NULL;
}

/* ---- going on ---- */

typedef struct indexing {
    world *world;
    arena *arena;
    text table_name;
    text upto; /* rows before this are in the indexes */
} indexing;

static const gabi_error *index_page(void *work, arena *page, bool *ret_is_done) {
    indexing *self = work;
    const table *table;
    row row = {0};
    bool is_found = true;
    TRY(table_find_or_null(self->world, page, self->table_name, &table));
    row_range rest = {.from = self->upto, .to = key_of_bucket(page, KEY_BUCKETS)};
    statement *rows = rows_open(world_store(self->world), &table->statements, &rest);
    for (int i = 0; i < ITEMS_A_PAGE && is_found; i++) {
        TRY(rows_next(rows, page, &is_found, &row));
        if (!is_found)
            break;
        table_item item = item_of_json(page, row.json);
        const gabi_error *error = items_index(self->world, page, table, row.key, &item);
        if (error) {
            statement_reset(rows);
            return error;
        }
    }
    if (is_found)
        statement_reset(rows);
    if (row.key.data) /* with a NUL: right behind the row */
        self->upto = text_copy(self->arena, (text){row.key.data, row.key.length + 1});
    *ret_is_done = !is_found;
    return NULL;
}

static const gabi_error *index_items(world *world, arena *arena, text table_name) {
    indexing self = {world, arena, table_name, key_of_bucket(arena, 0)};
    return store_work(world_store(world), arena, STORE_WRITE, index_page, &self);
}

static const gabi_error *release_source(world *world, arena *arena, const restore *self) {
    const backup *backup;
    if (!self->backup_arn.data)
        return table_end_copy(world, arena, self->source_name);
    TRY(backup_find(world, arena, self->backup_arn, &backup));
    return backup_mark_restoring(world, arena, backup, false);
}

static const gabi_error *finish(world *world, arena *arena, const restore *self, bool is_made) {
    const table *target;
    const table_settings settings = {0};
    TRY(release_source(world, arena, self));
    TRY(table_find_or_null(world, arena, self->target_name, &target));
    if (!is_made)
        return table_drop(world, arena, target);
    metrics_forget(world, target->id); /* of whoever looked at it half made */
    return table_save_settings(world, arena, target, &settings);
}

static const gabi_error *run(world *world, arena *arena, const restore *self) {
    store *store = world_store(world);
    const gabi_error *error = rows_copy_run(world, arena, &self->copy);
    if (!error)
        error = index_items(world, arena, self->target_name);
    TRY(store_begin(store, arena, STORE_WRITE));
    TRY(store_end(store, arena, finish(world, arena, self, error == NULL)));
    return error;
}

const gabi_error *restore_answer(op_call *call, const restore_request *request, restore_step *begin) {
    restore restore;
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(backups_discard_leftovers(call->owner, call->arena));
    json_begin_object(&writer);
    json_name(&writer, TEXT("TableDescription"));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena, begin(call->owner, call->arena, request, &writer, &restore)));
    TRY(run(call->owner, call->arena, &restore));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

void restore_summarize(json_writer *writer, const table *table) {
    const table_settings *settings = &table->settings;
    if (!settings_are_of_restoring(settings))
        return;
    json_name(writer, TEXT("RestoreSummary"));
    json_begin_object(writer);
    json_instant_member(writer, "RestoreDateTime", settings->restored_time_ms.value);
    json_boolean_member(writer, "RestoreInProgress", true);
    if (settings->restored_from_backup.data)
        json_string_member(writer, "SourceBackupArn", settings->restored_from_backup);
    json_string_member(writer, "SourceTableArn", settings->restored_from_table);
    json_end_object(writer);
}
