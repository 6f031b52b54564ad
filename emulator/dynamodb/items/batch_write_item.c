#include "dynamodb/items/change_reply.h"
#include "dynamodb/items/item_check.h"
#include "dynamodb/items/transaction_claims.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/throttling.h"
#include "dynamodb/values/attribute_java.h"
#include "fake.h"

#define MOST_WRITES 25

/* {"PutRequest": {"Item": …}} or {"DeleteRequest": {"Key": …}} */
typedef struct batch_entry {
    item_request *put;
    item_request *delete;
} batch_entry;

static const wire_member entry_members[] = {
    {"PutRequest", wire_read_object, offsetof(batch_entry, put), &item_request_without_legacy_struct},
    {"DeleteRequest", wire_read_object, offsetof(batch_entry, delete), &item_request_without_legacy_struct},
};
WIRE_SHAPE(entry_struct, "WriteRequest", batch_entry, entry_members);

/* Writes by table: RequestItems is an object whose names are the tables'. */
typedef struct table_batch {
    text table_name;
    wire_list entries;
} table_batch;

typedef struct batch_request {
    bool is_present;
    table_batch *tables;
    size_t table_count;
    size_t entry_count;
    text return_consumed_capacity;
    text return_item_collection_metrics;
    capacity_meter *meter;
} batch_request;

static const gabi_error *read_tables(json_reader *reader, const wire_member *member, void *target) {
    static const wire_member entries = {"", wire_read_list, 0, &entry_struct};
    static const wire_type values = {WIRE_MAP, "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>", false};
    batch_request *request = target;
    (void)member;
    json_token token = json_next(reader);
    if (token != JSON_OBJECT_BEGIN)
        return token == JSON_NULL ? NULL : wire_type_error(reader, token, &values);
    request->is_present = true;
    while ((token = json_next(reader)) == JSON_NAME) {
        request->tables =
            arena_grow_by_one(reader->arena, request->tables, request->table_count, sizeof *request->tables);
        table_batch *table = &request->tables[request->table_count++];
        *table = (table_batch){.table_name = reader->value};
        json_reader ahead = *reader;
        token = json_next(&ahead);
        if (token != JSON_ARRAY_BEGIN && token != JSON_NULL)
            return wire_type_error(&ahead, token, &(wire_type){WIRE_LIST, NULL, true});
        TRY(wire_read_list(reader, &entries, &table->entries));
        request->entry_count += table->entries.count;
    }
    return token == JSON_OBJECT_END ? NULL : json_reader_error(reader);
}

static const wire_member request_members[] = {
    {"RequestItems", read_tables, 0, NULL},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(batch_request, return_consumed_capacity), NULL},
    {"ReturnItemCollectionMetrics", wire_read_text, offsetof(batch_request, return_item_collection_metrics), NULL},
};
WIRE_STRUCT(request_struct, batch_request, request_members);

static void append_write(buffer *out, const char *name, const char *member, const optional_item *item,
                         const char *end) {
    buffer_format(out, "%s(%s=", name, member);
    item_append_java(out, &item->item);
    buffer_append(out, text_of(end));
}

static void append_entry(buffer *out, const batch_entry *entry) {
    buffer_append(out, TEXT("WriteRequest(putRequest="));
    if (entry->put)
        append_write(out, "PutRequest", "item", &entry->put->item, ", workloadProfileName=null)");
    else
        buffer_append(out, TEXT("null"));
    buffer_append(out, TEXT(", deleteRequest="));
    if (entry->delete)
        append_write(out, "DeleteRequest", "key", &entry->delete->key, ")");
    else
        buffer_append(out, TEXT("null"));
    buffer_append_char(out, ')');
}

/* The member RequestItems as AWS shows it. */
static text show_request(arena *arena, const batch_request *request) {
    buffer shown = BUFFER(arena);
    buffer_append(&shown, TEXT("'{"));
    for (size_t i = 0; i < request->table_count; i++) {
        const table_batch *table = &request->tables[i];
        buffer_format(&shown, "%s%.*s=[", i ? ", " : "", TEXT_ARGS(table->table_name));
        for (size_t j = 0; j < table->entries.count; j++) {
            buffer_append(&shown, j ? TEXT(", ") : TEXT(""));
            append_entry(&shown, (const batch_entry *)table->entries.items + j);
        }
        buffer_append_char(&shown, ']');
    }
    buffer_append(&shown, TEXT("}'"));
    return buffer_text(&shown);
}

/* Each table's list has 1 to MOST_WRITES entries. */
static void constrain_lists(constraints *found, const batch_request *request) {
    bool all_fit = true;
    for (size_t i = 0; i < request->table_count; i++) {
        size_t count = request->tables[i].entries.count;
        all_fit = all_fit && count >= 1 && count <= MOST_WRITES;
    }
    if (!all_fit)
        constraint_failed(found, "requestItems", show_request(found->problems.arena, request),
                          "Map value must satisfy constraint: [Member must have length less than or equal to 25, "
                          "Member must have length greater than or equal to 1]");
}

/* Names of tables, of which AWS says nothing where something else is wrong. */
static const gabi_error *check_names(arena *arena, const batch_request *request) {
    constraints found = CONSTRAINTS(arena);
    for (size_t i = 0; i < request->table_count && found.count == 0; i++)
        if (!is_table_name_or_arn(request->tables[i].table_name))
            constraint_failed(&found, "requestItems", show_request(arena, request), TABLE_NAMES_CONSTRAINT);
    return constraints_error(&found);
}

static void constrain_entries(const table_batch *table, constraints *found) {
    const batch_entry *entries = table->entries.items;
    for (size_t i = 0; i < table->entries.count; i++) {
        const char *path = arena_printf(found->problems.arena, "requestItems.%.*s.member.%zu.member",
                                        TEXT_ARGS(table->table_name), i + 1);
        if (entries[i].delete)
            constraint_not_null(found, arena_printf(found->problems.arena, "%s.deleteRequest.key", path),
                                entries[i].delete->key.is_present);
        if (entries[i].put)
            constraint_not_null(found, arena_printf(found->problems.arena, "%s.putRequest.item", path),
                                entries[i].put->item.is_present);
    }
}

static const gabi_error *check_request(arena *arena, const batch_request *request) {
    constraints found = CONSTRAINTS(arena);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    constraint_enum(&found, "returnItemCollectionMetrics", request->return_item_collection_metrics,
                    ITEM_COLLECTION_WANTED);
    constraint_not_null(&found, "requestItems", request->is_present);
    constrain_lists(&found, request);
    for (size_t i = 0; i < request->table_count; i++)
        constrain_entries(&request->tables[i], &found);
    TRY(constraints_error(&found));
    TRY(check_names(arena, request));
    if (request->table_count == 0)
        return validation_error(arena, "The requestItems parameter is required for BatchWriteItem");
    return request->entry_count > MOST_WRITES
               ? validation_error(arena, "Too many items requested for the BatchWriteItem call")
               : NULL;
}

static const gabi_error *parse_entry(arena *arena, text table_name, const batch_entry *entry, item_change *ret_change) {
    if (!entry->put == !entry->delete)
        return validation_error(arena, "Supplied AttributeValue has more than one datatypes set, must contain exactly "
                                       "one of the supported datatypes");
    item_request *request = entry->put ? entry->put : entry->delete;
    request->table_name = table_name;
    return item_change_parse(arena, entry->put ? TABLE_PUT : TABLE_DELETE, request, ret_change);
}

static const gabi_error *parse(arena *arena, batch_request *request, item_change *changes) {
    request->meter = capacity_meter_new(arena, request->return_consumed_capacity);
    size_t count = 0;
    for (size_t i = 0; i < request->table_count; i++) {
        const batch_entry *entries = request->tables[i].entries.items;
        for (size_t j = 0; j < request->tables[i].entries.count; j++) {
            item_change *change = &changes[count++];
            TRY(parse_entry(arena, request->tables[i].table_name, &entries[j], change));
            change->meter = request->meter;
            change->wants_collection = item_collection_is_wanted(request->return_item_collection_metrics);
        }
    }
    return NULL;
}

/* Writes that a transaction or a lack of capacity is in the way of are left; a lack for all of them is an error. */
static const gabi_error *change_all(world *world, arena *arena, item_change *changes, size_t count, size_t left_undone,
                                    bool *ret_are_left) {
    const gabi_error *throttled = NULL;
    size_t left_count = 0;
    for (size_t i = 0; i < count; i++) {
        const gabi_error *error = i + left_undone >= count ? throttling_error(arena) : NULL;
        if (!error)
            error = claims_check(world, arena, changes[i].table, changes[i].key);
        if (!error)
            error = item_change_evaluate(world, arena, &changes[i]);
        ret_are_left[i] = error && (error->kind == ERROR_THROTTLED || error->kind == ERROR_CONFLICT);
        if (ret_are_left[i]) {
            throttled = error->kind == ERROR_THROTTLED ? error : throttled;
            left_count++;
            continue;
        }
        TRY(error);
        TRY(item_change_apply(world, arena, &changes[i]));
    }
    return left_count == count ? throttled : NULL;
}

static const gabi_error *run(world *world, arena *arena, item_change *changes, size_t count, size_t left_undone,
                             bool *ret_are_left) {
    for (size_t i = 0; i < count; i++)
        TRY(item_change_find_table(world, arena, &changes[i]));
    for (size_t i = 0; i < count; i++) {
        TRY(check_item_matches(arena, &changes[i].table->key, &changes[i].given));
        TRY(item_change_prepare(world, arena, &changes[i]));
        for (size_t j = 0; j < i; j++)
            if (changes[i].table == changes[j].table && text_equal(changes[i].key, changes[j].key))
                return validation_error(arena, "Provided list of item keys contains duplicates");
    }
    return change_all(world, arena, changes, count, left_undone, ret_are_left);
}

static void write_request(json_writer *writer, const item_change *change) {
    bool is_put = change->kind == TABLE_PUT;
    json_begin_object(writer);
    json_name(writer, is_put ? TEXT("PutRequest") : TEXT("DeleteRequest"));
    json_begin_object(writer);
    json_name(writer, is_put ? TEXT("Item") : TEXT("Key"));
    item_write(writer, &change->given);
    json_end_object(writer);
    json_end_object(writer);
}

/* The writes that are left, by table, as the next request would have them. */
static void write_unprocessed(json_writer *writer, const batch_request *request, const item_change *changes,
                              const bool *are_left) {
    size_t number = 0;
    json_name(writer, TEXT("UnprocessedItems"));
    json_begin_object(writer);
    for (size_t i = 0; i < request->table_count; i++) {
        bool is_begun = false;
        for (size_t j = 0; j < request->tables[i].entries.count; j++, number++) {
            if (!are_left[number])
                continue;
            if (!is_begun) {
                json_name(writer, request->tables[i].table_name);
                json_begin_array(writer);
            }
            is_begun = true;
            write_request(writer, &changes[number]);
        }
        if (is_begun)
            json_end_array(writer);
    }
    json_end_object(writer);
}

const gabi_error *batch_write_item(op_call *call) {
    store *store = world_store(call->owner);
    batch_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(check_request(call->arena, &request));
    item_change changes[MOST_WRITES];
    bool are_left[MOST_WRITES] = {false};
    TRY(parse(call->arena, &request, changes));
    TRY(store_begin(store, call->arena, STORE_WRITE));
    TRY(store_end(store, call->arena,
                  run(call->owner, call->arena, changes, request.entry_count, left_undone(call), are_left)));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    write_metrics_of_changes(&writer, request.meter, changes, request.entry_count);
    write_unprocessed(&writer, &request, changes, are_left);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
