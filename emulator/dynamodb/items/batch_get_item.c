#include "core/json.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/items/item_check.h"
#include "dynamodb/items/item_lookup.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/throttling.h"
#include "dynamodb/values/attribute.h"
#include "fake.h"

#define MOST_KEYS 100
#define MOST_ANSWER_BYTES ((size_t)16 * 1024 * 1024)

/* {"Keys": [{…}, …], "ProjectionExpression": …}: keys, and the members that GetItem has too. */
typedef struct keys_of_table {
    text table_name;
    bool has_keys;
    table_item *keys;
    size_t key_count;
    attribute_problem problem; /* the first of the keys' values' */
    item_request request;
    item_lookup lookup;
} keys_of_table;

typedef struct batch_request {
    bool is_present;
    text json; /* of RequestItems */
    keys_of_table *tables;
    size_t table_count;
    size_t key_count;
    text return_consumed_capacity;
    capacity_meter *meter;
} batch_request;

static const gabi_error *read_keys(json_reader *reader, const wire_member *member, void *target) {
    keys_of_table *table = target;
    (void)member;
    json_token token = json_next(reader);
    if (token != JSON_ARRAY_BEGIN)
        return token == JSON_NULL ? NULL : wire_type_error(reader, token, &(wire_type){WIRE_LIST, NULL, false});
    table->has_keys = true;
    for (;;) {
        json_reader ahead = *reader;
        attribute_problem problem;
        token = json_next(&ahead);
        if (token == JSON_ARRAY_END) {
            *reader = ahead;
            return NULL;
        }
        if (token != JSON_OBJECT_BEGIN)
            return wire_type_error(&ahead, token, &(wire_type){WIRE_MAP, "AttributeValue", true});
        table->keys = arena_grow_by_one(reader->arena, table->keys, table->key_count, sizeof *table->keys);
        TRY(item_read(reader, &table->keys[table->key_count++], &problem));
        if (!table->problem.json.data)
            table->problem = problem;
    }
}

static const wire_member keys_members[] = {{"Keys", read_keys, 0, NULL}};
WIRE_SHAPE(keys_struct, "KeysAndAttributes", keys_of_table, keys_members);

static const gabi_error *read_tables(json_reader *reader, const wire_member *member, void *target) {
    batch_request *request = target;
    (void)member;
    json_reader whole = *reader;
    json_token token = json_next(reader);
    if (token != JSON_OBJECT_BEGIN)
        return token == JSON_NULL ? NULL
                                  : wire_type_error(reader, token, &(wire_type){WIRE_MAP, "KeysAndAttributes", false});
    request->is_present = true;
    request->json = json_skip(&whole);
    while ((token = json_next(reader)) == JSON_NAME) {
        request->tables =
            arena_grow_by_one(reader->arena, request->tables, request->table_count, sizeof *request->tables);
        keys_of_table *table = &request->tables[request->table_count++];
        *table = (keys_of_table){.table_name = reader->value};
        /* Read twice: once for the keys, once for what GetItem has too. */
        json_reader again = *reader;
        TRY(wire_read_struct(reader, &keys_struct, table));
        TRY(wire_read_struct(&again, &item_request_struct, &table->request));
        table->request.table_name = table->table_name;
        request->key_count += table->key_count;
    }
    return token == JSON_OBJECT_END ? NULL : json_reader_error(reader);
}

static const wire_member request_members[] = {
    {"RequestItems", read_tables, 0, NULL},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(batch_request, return_consumed_capacity), NULL},
};
WIRE_STRUCT(request_struct, batch_request, request_members);

static const gabi_error *constrain_names(const batch_request *request, constraints *found) {
    arena *arena = found->problems.arena;
    const json *items;
    size_t i = 0;
    while (i < request->table_count && is_table_name_or_arn(request->tables[i].table_name))
        i++;
    if (i == request->table_count)
        return NULL;
    TRY(json_parse(arena, request->json, JSON_MAX_DEPTH, &items));
    constraint_failed(found, "requestItems", text_format(arena, "'%.*s'", TEXT_ARGS(json_print(arena, items))),
                      TABLE_NAMES_CONSTRAINT);
    return NULL;
}

static void constrain_keys(const keys_of_table *keys, constraints *found) {
    const char *member =
        arena_printf(found->problems.arena, "requestItems.%.*s.member.keys", TEXT_ARGS(keys->table_name));
    constraint_not_null(found, member, keys->has_keys);
}

static const gabi_error *wrong_key_count(arena *arena, const keys_of_table *keys, const char *constraint) {
    return validation_error(arena,
                            "1 validation error detected: Value at 'RequestItems.%.*s.member.Keys' failed to satisfy "
                            "constraint: Member must have length %s",
                            TEXT_ARGS(keys->table_name), constraint);
}

static const gabi_error *check_key_counts(arena *arena, const batch_request *request) {
    for (size_t i = 0; i < request->table_count; i++) {
        if (request->tables[i].key_count == 0)
            return wrong_key_count(arena, &request->tables[i], "greater than or equal to 1");
        if (request->tables[i].key_count > MOST_KEYS)
            return wrong_key_count(arena, &request->tables[i], "less than or equal to 100");
    }
    return request->key_count > MOST_KEYS
               ? validation_error(arena, "Too many items requested for the BatchGetItem call")
               : NULL;
}

static const gabi_error *check_request(arena *arena, const batch_request *request) {
    constraints found = CONSTRAINTS(arena);
    TRY(constrain_names(request, &found));
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    constraint_not_null(&found, "requestItems", request->is_present);
    for (size_t i = 0; i < request->table_count; i++)
        constrain_keys(&request->tables[i], &found);
    TRY(constraints_error(&found));
    if (request->table_count == 0)
        return validation_error(arena, "The requestItems parameter is required for BatchGetItem");
    return check_key_counts(arena, request);
}

/* Tables may not be asked in the ways of before expressions and since in one request. */
static const gabi_error *check_mixture(arena *arena, const batch_request *request) {
    item_request all = {0};
    for (size_t i = 0; i < request->table_count; i++) {
        const item_request *each = &request->tables[i].request;
        if (each->projection_expression.data)
            all.projection_expression = each->projection_expression;
        if (each->attributes_to_get.is_present)
            all.attributes_to_get = each->attributes_to_get;
    }
    return item_request_check_together(&all, arena, NULL);
}

static bool is_same(arena *arena, const table_item *a, const table_item *b) {
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const attribute_value *value = item_find(b, a->attributes[i].name);
        if (!value || !attribute_equal(arena, &a->attributes[i].value, value))
            return false;
    }
    return true;
}

static const gabi_error *check_distinct(arena *arena, const keys_of_table *keys) {
    for (size_t i = 1; i < keys->key_count; i++)
        for (size_t j = 0; j < i; j++)
            if (is_same(arena, &keys->keys[i], &keys->keys[j]))
                return validation_error(arena, "Provided list of item keys contains duplicates");
    return NULL;
}

static const gabi_error *check_keys(world *world, arena *arena, const keys_of_table *keys) {
    const table *table;
    TRY(table_find_by_name_or_arn(world, arena, keys->table_name, &table));
    for (size_t i = 0; i < keys->key_count; i++)
        TRY(check_key_matches(arena, &table->key, &keys->keys[i]));
    return NULL;
}

/* The answer while it grows. Once it is full, the keys that remain are handed back. */
typedef struct batch_answer {
    buffer responses;
    buffer unprocessed;
    json_writer response_writer;
    json_writer unprocessed_writer;
    size_t seen_count;
    size_t read_count;
    size_t most_read;            /* of the keys, in their order */
    const gabi_error *throttled; /* why a key was handed back, if it was that */
} batch_answer;

static void write_attributes_to_get(json_writer *writer, const wire_list *names) {
    const text *items = names->items;
    json_name(writer, TEXT("AttributesToGet"));
    json_begin_array(writer);
    for (size_t i = 0; i < names->count; i++)
        json_string(writer, items[i]);
    json_end_array(writer);
}

static void write_unprocessed(batch_answer *answer, const keys_of_table *keys, const table_item *left,
                              size_t left_count) {
    json_writer *writer = &answer->unprocessed_writer;
    if (left_count == 0)
        return;
    json_name(writer, keys->table_name);
    json_begin_object(writer);
    json_name(writer, TEXT("Keys"));
    json_begin_array(writer);
    for (size_t i = 0; i < left_count; i++)
        item_write(writer, &left[i]);
    json_end_array(writer);
    if (keys->request.projection_expression.data)
        json_string_member(writer, "ProjectionExpression", keys->request.projection_expression);
    if (keys->request.attributes_to_get.is_present)
        write_attributes_to_get(writer, &keys->request.attributes_to_get);
    if (keys->request.consistent_read.is_present)
        json_boolean_member(writer, "ConsistentRead", keys->request.consistent_read.value);
    if (keys->request.names.is_present) {
        json_name(writer, TEXT("ExpressionAttributeNames"));
        json_begin_object(writer);
        for (size_t i = 0; i < keys->request.names.fields.count; i++) {
            json_name(writer, keys->request.names.fields.items[i].name);
            json_string(writer, keys->request.names.fields.items[i].value);
        }
        json_end_object(writer);
    }
    json_end_object(writer);
}

/* *ret_is_left tells that the key is to be handed back. */
static const gabi_error *read_key(world *world, arena *arena, keys_of_table *keys, const table_item *key,
                                  batch_answer *answer, bool *ret_is_left) {
    text json;
    *ret_is_left = true;
    if (answer->responses.length >= MOST_ANSWER_BYTES - ITEM_MOST_BYTES)
        return NULL;
    keys->lookup.key = key;
    const gabi_error *error = answer->seen_count++ < answer->most_read
                                  ? item_lookup_run(world, arena, &keys->lookup, &json)
                                  : throttling_error(arena);
    if (error && error->kind == ERROR_THROTTLED) {
        answer->throttled = error;
        return NULL;
    }
    TRY(error);
    *ret_is_left = false;
    answer->read_count++;
    if (!text_is_empty(json))
        json_raw(&answer->response_writer, json);
    return NULL;
}

static const gabi_error *read_table(world *world, arena *arena, keys_of_table *keys, batch_answer *answer) {
    json_writer *writer = &answer->response_writer;
    table_item *left = arena_alloc(arena, keys->key_count * sizeof *left);
    size_t left_count = 0;
    json_name(writer, keys->table_name);
    json_begin_array(writer);
    for (size_t i = 0; i < keys->key_count; i++) {
        bool is_left;
        TRY(read_key(world, arena, keys, &keys->keys[i], answer, &is_left));
        if (is_left)
            left[left_count++] = keys->keys[i];
    }
    json_end_array(writer);
    write_unprocessed(answer, keys, left, left_count);
    return NULL;
}

static const gabi_error *run(world *world, arena *arena, batch_request *request, batch_answer *answer) {
    for (size_t i = 0; i < request->table_count; i++)
        TRY(check_keys(world, arena, &request->tables[i]));
    for (size_t i = 0; i < request->table_count; i++)
        TRY(read_table(world, arena, &request->tables[i], answer));
    return answer->read_count == 0 ? answer->throttled : NULL;
}

static const gabi_error *parse(arena *arena, batch_request *request) {
    request->meter = capacity_meter_new(arena, request->return_consumed_capacity);
    TRY(check_mixture(arena, request));
    for (size_t i = 0; i < request->table_count; i++) {
        keys_of_table *keys = &request->tables[i];
        keys->request.key.is_present = true;
        keys->request.reader = VALUE_READER_SECOND;
        TRY(item_lookup_parse(arena, &keys->request, &keys->lookup));
        TRY(attribute_problem_error(arena, &keys->problem, keys->request.reader));
        TRY(check_distinct(arena, keys));
        keys->lookup.meter = request->meter;
    }
    return NULL;
}

const gabi_error *batch_get_item(op_call *call) {
    arena *arena = call->arena;
    store *store = world_store(call->owner);
    batch_request request = {0};
    TRY(wire_read_body(arena, call->request->body.bytes, &request_struct, &request));
    TRY(check_request(arena, &request));
    TRY(parse(arena, &request));
    batch_answer answer = {.responses = BUFFER(arena), .unprocessed = BUFFER(arena)};
    answer.most_read = request.key_count > left_undone(call) ? request.key_count - left_undone(call) : 0;
    answer.response_writer = JSON_WRITER(&answer.responses);
    answer.unprocessed_writer = JSON_WRITER(&answer.unprocessed);
    json_begin_object(&answer.response_writer);
    json_begin_object(&answer.unprocessed_writer);
    TRY(store_begin(store, arena, STORE_READ));
    TRY(store_end(store, arena, run(call->owner, arena, &request, &answer)));
    json_end_object(&answer.response_writer);
    json_end_object(&answer.unprocessed_writer);
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    capacity_write_list(request.meter, &writer);
    json_raw_member(&writer, "Responses", buffer_text(&answer.responses));
    json_raw_member(&writer, "UnprocessedKeys", buffer_text(&answer.unprocessed));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
