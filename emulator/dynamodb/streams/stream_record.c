#include "dynamodb/streams/stream_record.h"

#include "core/encoding.h"
#include "dynamodb/values/attribute.h"
#include "store/account.h"

/* Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
#define PAGE_BYTES ((size_t)1024 * 1024)

#define EVENT_ID_BYTES 16

/* ---- writing ---- */

static bool is_same(arena *arena, const table_item *old, const table_item *item) {
    if (old->count != item->count)
        return false;
    for (size_t i = 0; i < old->count; i++) {
        const attribute_value *value = item_find(item, old->attributes[i].name);
        if (!value || !attribute_equal(arena, &old->attributes[i].value, value))
            return false;
    }
    return true;
}

static table_item key_of(arena *arena, const key_schema *schema, const table_item *item) {
    attribute *attributes = arena_alloc(arena, schema->count * sizeof *attributes);
    for (size_t i = 0; i < schema->count; i++)
        attributes[i] = (attribute){schema->attributes[i].name, *item_find(item, schema->attributes[i].name)};
    return (table_item){attributes, schema->count};
}

static bool shows(text view, const char *image) {
    return text_equal(view, text_of(image)) || text_equal(view, TEXT("NEW_AND_OLD_IMAGES"));
}

/* Writes one image, and counts its bytes. */
static void write_image(json_writer *writer, const char *name, const table_item *image, size_t *bytes) {
    json_name(writer, text_of(name));
    item_write(writer, image);
    *bytes += item_size_bytes(image);
}

/* The object "StreamRecord", but for the sequence number. */
static text change_to_json(arena *arena, const table *table, const table_item *old, const table_item *item,
                           int64_t now_ms) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    text view = table->settings.stream_view;
    size_t bytes = 0;
    table_item key = key_of(arena, &table->key, item->count > 0 ? item : old);
    json_begin_object(&writer);
    json_integer_member(&writer, "ApproximateCreationDateTime", now_ms / 1000);
    write_image(&writer, "Keys", &key, &bytes);
    if (item->count > 0 && shows(view, "NEW_IMAGE"))
        write_image(&writer, "NewImage", item, &bytes);
    if (old->count > 0 && shows(view, "OLD_IMAGE"))
        write_image(&writer, "OldImage", old, &bytes);
    json_integer_member(&writer, "SizeBytes", (int64_t)bytes);
    json_string_member(&writer, "StreamViewType", view);
    json_end_object(&writer);
    return buffer_text(&out);
}

static const char *event_name(const table_item *old, const table_item *item) {
    if (item->count == 0)
        return "REMOVE";
    return old->count == 0 ? "INSERT" : "MODIFY";
}

const gabi_error *stream_append(world *world, arena *arena, const table *table, const table_item *old,
                                const table_item *item, stream_actor actor) {
    if (is_same(arena, old, item))
        return NULL;
    int64_t now_ms = world_now_ms(world);
    char id[EVENT_ID_BYTES];
    world_draw(world, id, sizeof id);
    statement *insert = store_prepare(world_store(world),
                                      "INSERT INTO dynamodb_stream_records (shard_id, created_at_ms, event, event_id, "
                                      "has_expired, change) VALUES ((SELECT id FROM dynamodb_shards WHERE stream_id = "
                                      "?1 AND closed_at_ms IS NULL), ?2, ?3, ?4, ?5, ?6)");
    bind_integer(insert, 1, table->settings.stream_id.value);
    bind_integer(insert, 2, now_ms);
    bind_text(insert, 3, text_of(event_name(old, item)));
    bind_text(insert, 4, hex_encode(arena, (text){id, sizeof id}));
    bind_integer(insert, 5, actor == STREAM_ACTOR_EXPIRY);
    bind_blob(insert, 6, change_to_json(arena, table, old, item, now_ms));
    return statement_run(insert, arena);
}

/* ---- reading ---- */

static void write_record(json_writer *writer, statement *row) {
    arena *arena = writer->out->arena;
    text sequence = sequence_to_text(arena, column_integer(row, 0)), change = column_blob(row, 4);
    json_begin_object(writer);
    json_string_member(writer, "awsRegion", TEXT(ACCOUNT_REGION));
    json_raw_member(
        writer, "dynamodb",
        text_format(arena, "{\"SequenceNumber\":\"%.*s\",%.*s", TEXT_ARGS(sequence), TEXT_ARGS(text_from(change, 1))));
    json_string_member(writer, "eventID", column_text(row, 2));
    json_string_member(writer, "eventName", column_text(row, 1));
    json_string_member(writer, "eventSource", TEXT("aws:dynamodb"));
    json_string_member(writer, "eventVersion", TEXT("1.1"));
    if (column_integer(row, 3))
        json_raw_member(writer, "userIdentity",
                        TEXT("{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}"));
    json_end_object(writer);
}

const gabi_error *stream_read(world *world, arena *arena, const shard *shard, int64_t from, size_t limit,
                              json_writer *writer, stream_page *ret_page) {
    statement *select =
        store_prepare(world_store(world), "SELECT sequence, event, event_id, has_expired, change FROM "
                                          "dynamodb_stream_records WHERE shard_id = ?1 AND sequence >= ?2 ORDER BY "
                                          "sequence LIMIT ?3");
    stream_page page = {0, from};
    bind_integer(select, 1, shard->id);
    bind_integer(select, 2, from);
    bind_integer(select, 3, (int64_t)limit);
    for (size_t bytes = 0; bytes < PAGE_BYTES; page.count++) {
        bool is_row;
        TRY(statement_step(select, arena, &is_row));
        if (!is_row)
            break;
        bytes += column_blob(select, 4).length;
        page.next = column_integer(select, 0) + 1;
        write_record(writer, select);
    }
    statement_reset(select);
    *ret_page = page;
    return NULL;
}
