#include "dynamodb/streams/stream.h"

#include <ctype.h>

#include "core/civil_time.h"
#include "dynamodb/streams/shard.h"

/* Records are numbered across all streams, so that numbers never come twice. A shard's last number stands once it is
 * closed. */
#define CREATE_TABLES                                                                                                  \
    "CREATE TABLE IF NOT EXISTS dynamodb_streams (id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, "    \
    "label TEXT NOT NULL, table_name TEXT NOT NULL, view TEXT NOT NULL, key TEXT NOT NULL, created_at_ms INTEGER NOT " \
    "NULL, disabled_at_ms INTEGER);"                                                                                   \
    "CREATE TABLE IF NOT EXISTS dynamodb_shards (id INTEGER PRIMARY KEY AUTOINCREMENT, stream_id INTEGER NOT NULL, "   \
    "name TEXT NOT NULL, parent TEXT NOT NULL, opened_at_ms INTEGER NOT NULL, closed_at_ms INTEGER, first_sequence "   \
    "INTEGER NOT NULL, last_sequence INTEGER, readable_from INTEGER NOT NULL, UNIQUE (stream_id, name));"              \
    "CREATE TABLE IF NOT EXISTS dynamodb_stream_records (sequence INTEGER PRIMARY KEY AUTOINCREMENT, shard_id "        \
    "INTEGER NOT NULL, created_at_ms INTEGER NOT NULL, event TEXT NOT NULL, event_id TEXT NOT NULL, has_expired "      \
    "INTEGER NOT NULL, change BLOB NOT NULL);"                                                                         \
    "CREATE INDEX IF NOT EXISTS dynamodb_stream_records_of_shard ON dynamodb_stream_records (shard_id)"

#define SEQUENCE_DIGITS 21

const gabi_error *streams_prepare(world *world, arena *arena) {
    return store_execute(world_store(world), arena, CREATE_TABLES);
}

text sequence_to_text(arena *arena, int64_t sequence) {
    return text_format(arena, "1%0*lld", SEQUENCE_DIGITS - 1, (long long)sequence);
}

bool sequence_of_text(text value, int64_t *ret_sequence) {
    for (size_t i = 0; i < value.length; i++)
        if (!isdigit((unsigned char)value.data[i]))
            return false;
    return value.length == SEQUENCE_DIGITS && value.data[0] == '1' &&
           text_to_int64(text_from(value, 1), ret_sequence) && *ret_sequence < INT64_MAX;
}

/* ---- a table's stream ---- */

static text label_of(arena *arena, int64_t at_ms) {
    text sortable = time_to_sortable(arena, at_ms);
    return text_upto(sortable, sortable.length - 1);
}

static text arn_of(arena *arena, const table *table, text label) {
    return text_format(arena, "%.*s/stream/%.*s", TEXT_ARGS(table->arn), TEXT_ARGS(label));
}

static const gabi_error *is_taken(store *store, arena *arena, text arn, bool *ret_is_taken) {
    statement *select = store_prepare(store, "SELECT 1 FROM dynamodb_streams WHERE arn = ?1");
    bind_text(select, 1, arn);
    TRY(statement_step(select, arena, ret_is_taken));
    if (*ret_is_taken)
        statement_reset(select);
    return NULL;
}

/* Says when the stream was made; a table's second one of a millisecond seems to come later. */
static const gabi_error *new_label(world *world, arena *arena, const table *table, text *ret_label) {
    int64_t at_ms = world_now_ms(world);
    for (bool taken = true; taken; at_ms++) {
        *ret_label = label_of(arena, at_ms);
        TRY(is_taken(world_store(world), arena, arn_of(arena, table, *ret_label), &taken));
    }
    return NULL;
}

static const gabi_error *insert_stream(world *world, arena *arena, const table *table, text label, text view,
                                       int64_t *ret_id) {
    statement *insert = store_prepare(world_store(world), "INSERT INTO dynamodb_streams (arn, label, table_name, view, "
                                                          "key, created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                                                          "RETURNING id");
    buffer key = BUFFER(arena);
    json_writer writer = JSON_WRITER(&key);
    wire_write_array(&writer, &key_struct, &table->definition->key);
    bool is_row;
    bind_text(insert, 1, arn_of(arena, table, label));
    bind_text(insert, 2, label);
    bind_text(insert, 3, table->name);
    bind_text(insert, 4, view);
    bind_text(insert, 5, buffer_text(&key));
    bind_integer(insert, 6, world_now_ms(world));
    TRY(statement_step(insert, arena, &is_row));
    *ret_id = column_integer(insert, 0);
    statement_reset(insert);
    return NULL;
}

/* Keeps the settings, and finds the table again, which then is another in memory. */
static const gabi_error *change_settings(world *world, arena *arena, const table *table, const table_settings *settings,
                                         const struct table **ret_table) {
    TRY(table_save_settings(world, arena, table, settings));
    return table_find(world, arena, table->name, ret_table);
}

const gabi_error *stream_enable(world *world, arena *arena, const table *table, text view,
                                const struct table **ret_table) {
    table_settings settings = table->settings;
    int64_t id;
    TRY(new_label(world, arena, table, &settings.stream_label));
    TRY(insert_stream(world, arena, table, settings.stream_label, view, &id));
    TRY(shard_open(world, arena, id, TEXT(""), world_now_ms(world)));
    settings.stream_id = (optional_integer){true, id};
    settings.stream_view = view;
    world_note_due(world, world_now_ms(world)); /* the next look finds when it is */
    return change_settings(world, arena, table, &settings, ret_table);
}

const gabi_error *stream_close(world *world, arena *arena, const table *table) {
    if (!table->settings.stream_view.data)
        return NULL;
    statement *update =
        store_prepare(world_store(world), "UPDATE dynamodb_streams SET disabled_at_ms = ?2 WHERE id = ?1");
    bind_integer(update, 1, table->settings.stream_id.value);
    bind_integer(update, 2, world_now_ms(world));
    TRY(statement_run(update, arena));
    return shards_close(world, arena, table->settings.stream_id.value, world_now_ms(world));
}

const gabi_error *stream_disable(world *world, arena *arena, const table *table, const struct table **ret_table) {
    table_settings settings = table->settings;
    TRY(stream_close(world, arena, table));
    settings.stream_view = (text){0};
    return change_settings(world, arena, table, &settings, ret_table);
}

const gabi_error *stream_change(world *world, arena *arena, const table *table,
                                const stream_specification *specification, const struct table **ret_table) {
    bool has_stream = table->settings.stream_view.data != NULL;
    TRY(stream_specification_check_change(specification, arena));
    if (specification->is_enabled.value && has_stream)
        return validation_error(arena, "Table already has an enabled stream: TableName: %.*s", TEXT_ARGS(table->name));
    if (!specification->is_enabled.value && !has_stream)
        return validation_error(arena, "Table has no stream to disable: TableName: %.*s", TEXT_ARGS(table->name));
    return specification->is_enabled.value ? stream_enable(world, arena, table, specification->view, ret_table)
                                           : stream_disable(world, arena, table, ret_table);
}

text stream_latest_arn(arena *arena, const table *table) {
    return table->settings.stream_label.data ? arn_of(arena, table, table->settings.stream_label) : (text){0};
}

/* The latest stream is named even after it is disabled; the specification is not. */
void stream_describe(json_writer *writer, const table *table) {
    const table_settings *settings = &table->settings;
    if (settings->stream_label.data) {
        json_string_member(writer, "LatestStreamArn", stream_latest_arn(writer->out->arena, table));
        json_string_member(writer, "LatestStreamLabel", settings->stream_label);
    }
    if (!settings->stream_view.data)
        return;
    json_name(writer, TEXT("StreamSpecification"));
    json_begin_object(writer);
    json_boolean_member(writer, "StreamEnabled", true);
    json_string_member(writer, "StreamViewType", settings->stream_view);
    json_end_object(writer);
}
