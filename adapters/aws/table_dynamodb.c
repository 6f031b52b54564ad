#include "aws/table_dynamodb.h"

#include "aws/attribute_json.h"
#include "core/buffer.h"
#include "core/identifiers.h"
#include "core/json.h"

typedef struct table_dynamodb {
    table_port port;
    aws_client *client;
    ids_port *ids;
} table_dynamodb;

static const aws_service dynamodb_service = {"dynamodb", "DynamoDB_20120810.", "application/x-amz-json-1.0"};

/* A request's body while it is written. */
typedef struct request_body {
    buffer out;
    json_writer json;
} request_body;

static void begin_body(request_body *self, arena *arena) {
    self->out = BUFFER(arena);
    self->json = JSON_WRITER(&self->out);
    json_begin_object(&self->json);
}

static text end_body(request_body *self) {
    json_end_object(&self->json);
    return buffer_text(&self->out);
}

static void item_member(json_writer *json, arena *arena, const char *name, table_item item) {
    json_name(json, text_of(name));
    attribute_json_write_item(json, arena, item);
}

static void optional_text_member(json_writer *json, const char *name, const char *value) {
    if (value)
        json_string_member(json, name, text_of(value));
}

/* The stand-ins of expressions; DynamoDB refuses empty ones. */
static void placeholder_members(json_writer *json, arena *arena, const table_name *names, table_item values) {
    if (names[0].placeholder) {
        json_name(json, TEXT("ExpressionAttributeNames"));
        json_begin_object(json);
        for (size_t i = 0; i < TABLE_MAX_NAMES && names[i].placeholder; i++)
            json_string_member(json, names[i].placeholder, text_of(names[i].name));
        json_end_object(json);
    }
    if (values.count)
        item_member(json, arena, "ExpressionAttributeValues", values);
}

static const gabi_error *malformed(arena *arena, const char *operation) {
    return error_new(arena, ERROR_UNAVAILABLE, "malformed_answer", "DynamoDB's answer to %s is not understood",
                     operation);
}

/* Calls an operation whose refusals mean nothing special. */
static const gabi_error *call(table_dynamodb *self, arena *arena, const char *operation, text body, text *ret_answer) {
    aws_answer answer = {0};
    TRY(aws_client_call(self->client, arena, operation, body, &answer));
    if (answer.error_type.length)
        return aws_answer_error(arena, &answer);
    *ret_answer = answer.body;
    return NULL;
}

/* Opens an answer, whose members are then stepped through with json_next. */
static bool begin_answer(json_reader *reader, arena *arena, text answer) {
    json_reader_init(reader, arena, answer, JSON_MAX_DEPTH);
    return json_next(reader) == JSON_OBJECT_BEGIN;
}

static const gabi_error *get(table_port *port, arena *arena, text table, table_item key, bool consistent,
                             table_item *ret_item) {
    request_body body;
    begin_body(&body, arena);
    json_string_member(&body.json, "TableName", table);
    item_member(&body.json, arena, "Key", key);
    if (consistent)
        json_boolean_member(&body.json, "ConsistentRead", true);
    text answer;
    TRY(call((table_dynamodb *)port, arena, "GetItem", end_body(&body), &answer));

    table_item item = {0};
    json_reader reader;
    bool is_understood = begin_answer(&reader, arena, answer);
    while (is_understood && json_next(&reader) == JSON_NAME) {
        if (text_equal(reader.value, TEXT("Item")))
            is_understood = attribute_json_read_item(&reader, &item);
        else
            json_skip(&reader);
    }
    if (!is_understood || json_next(&reader) != JSON_END)
        return malformed(arena, "GetItem");
    *ret_item = item;
    return NULL;
}

static const char *const operations[] = {
    [TABLE_PUT] = "PutItem",
    [TABLE_UPDATE] = "UpdateItem",
    [TABLE_DELETE] = "DeleteItem",
};

static void write_members(json_writer *json, arena *arena, const table_write *write) {
    json_string_member(json, "TableName", write->table);
    item_member(json, arena, write->kind == TABLE_PUT ? "Item" : "Key", write->item);
    optional_text_member(json, "UpdateExpression", write->update);
    optional_text_member(json, "ConditionExpression", write->condition);
    placeholder_members(json, arena, write->names, write->values);
}

static const gabi_error *transact(table_port *port, arena *arena, table_write *writes, size_t count);

static const gabi_error *write_one(table_port *port, arena *arena, const table_write *write) {
    if (write->kind == TABLE_CHECK) { /* exists in transactions only */
        table_write check = *write;
        return transact(port, arena, &check, 1);
    }
    request_body body;
    begin_body(&body, arena);
    write_members(&body.json, arena, write);
    aws_answer answer = {0};
    TRY(aws_client_call(((table_dynamodb *)port)->client, arena, operations[write->kind], end_body(&body), &answer));
    if (text_equal(answer.error_type, TEXT("ConditionalCheckFailedException")))
        return error_new(arena, ERROR_CONDITION_FAILED, "condition_failed", "%.*s", TEXT_ARGS(answer.error_message));
    return answer.error_type.length ? aws_answer_error(arena, &answer) : NULL;
}

static const char *const transaction_members[] = {
    [TABLE_PUT] = "Put",
    [TABLE_UPDATE] = "Update",
    [TABLE_DELETE] = "Delete",
    [TABLE_CHECK] = "ConditionCheck",
};

static text transaction_body(table_dynamodb *self, arena *arena, const table_write *writes, size_t count) {
    request_body body;
    begin_body(&body, arena);
    json_string_member(&body.json, "ClientRequestToken", new_uuid(arena, self->ids));
    json_name(&body.json, TEXT("TransactItems"));
    json_begin_array(&body.json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&body.json);
        json_name(&body.json, text_of(transaction_members[writes[i].kind]));
        json_begin_object(&body.json);
        write_members(&body.json, arena, &writes[i]);
        json_end_object(&body.json);
        json_end_object(&body.json);
    }
    json_end_array(&body.json);
    return end_body(&body);
}

static table_outcome outcome_of(text code) {
    if (text_equal(code, TEXT("None")))
        return TABLE_OUTCOME_NONE;
    if (text_equal(code, TEXT("ConditionalCheckFailed")))
        return TABLE_OUTCOME_CONDITION_FAILED;
    return text_equal(code, TEXT("TransactionConflict")) ? TABLE_OUTCOME_CONFLICT : TABLE_OUTCOME_OTHER;
}

/* Why a transaction was cancelled, write by write. */
static const gabi_error *read_cancellation(arena *arena, const aws_answer *answer, table_write *writes, size_t count) {
    const json *tree;
    TRY(json_parse(arena, answer->body, JSON_MAX_DEPTH, &tree));
    const json *reasons = json_member(tree, "CancellationReasons");
    if (json_count(reasons) != count)
        return malformed(arena, "TransactWriteItems");
    bool has[TABLE_OUTCOME_OTHER + 1] = {false}, is_throttled = false;
    const json *reason = json_first(reasons);
    for (size_t i = 0; i < count; i++, reason = json_after(reason)) {
        text code = json_member_text(reason, "Code");
        writes[i].outcome = outcome_of(code);
        has[writes[i].outcome] = true;
        is_throttled |=
            text_equal(code, TEXT("ThrottlingError")) || text_equal(code, TEXT("ProvisionedThroughputExceeded"));
    }
    if (has[TABLE_OUTCOME_CONDITION_FAILED])
        return error_new(arena, ERROR_CONDITION_FAILED, "condition_failed", "%.*s", TEXT_ARGS(answer->error_message));
    if (has[TABLE_OUTCOME_CONFLICT])
        return error_new(arena, ERROR_CONFLICT, "transaction_conflict", "%.*s", TEXT_ARGS(answer->error_message));
    if (is_throttled)
        return error_new(arena, ERROR_UNAVAILABLE, "service_throttled", "%.*s", TEXT_ARGS(answer->error_message));
    return aws_answer_error(arena, answer);
}

static const gabi_error *transact(table_port *port, arena *arena, table_write *writes, size_t count) {
    table_dynamodb *self = (table_dynamodb *)port;
    aws_answer answer = {0};
    text body = transaction_body(self, arena, writes, count);
    TRY(aws_client_call(self->client, arena, "TransactWriteItems", body, &answer));
    if (text_equal(answer.error_type, TEXT("TransactionCanceledException")))
        return read_cancellation(arena, &answer, writes, count);
    return answer.error_type.length ? aws_answer_error(arena, &answer) : NULL;
}

static text query_body(arena *arena, const table_query *query) {
    request_body body;
    begin_body(&body, arena);
    json_writer *json = &body.json;
    json_string_member(json, "TableName", query->table);
    optional_text_member(json, "IndexName", query->index);
    optional_text_member(json, "KeyConditionExpression", query->key_condition);
    optional_text_member(json, "FilterExpression", query->filter);
    placeholder_members(json, arena, query->names, query->values);
    if (query->consistent)
        json_boolean_member(json, "ConsistentRead", true);
    if (query->backwards)
        json_boolean_member(json, "ScanIndexForward", false);
    if (query->limit)
        json_integer_member(json, "Limit", query->limit);
    if (query->start.count)
        item_member(json, arena, "ExclusiveStartKey", query->start);
    return end_body(&body);
}

static const gabi_error *query(table_port *port, arena *arena, const table_query *query, table_page *ret_page) {
    const char *operation = query->key_condition ? "Query" : "Scan";
    text answer;
    TRY(call((table_dynamodb *)port, arena, operation, query_body(arena, query), &answer));
    table_page page = {0};
    json_reader reader;
    bool is_understood = begin_answer(&reader, arena, answer);
    while (is_understood && json_next(&reader) == JSON_NAME) {
        if (text_equal(reader.value, TEXT("Items")))
            is_understood = attribute_json_read_items(&reader, &page.items, &page.count);
        else if (text_equal(reader.value, TEXT("LastEvaluatedKey")))
            is_understood = attribute_json_read_item(&reader, &page.next_key);
        else
            json_skip(&reader);
    }
    if (!is_understood || json_next(&reader) != JSON_END)
        return malformed(arena, operation);
    *ret_page = page;
    return NULL;
}

table_port *table_dynamodb_new(arena *arena, const aws_options *options) {
    table_dynamodb *self = arena_zalloc(arena, sizeof *self);
    self->port = (table_port){.get = get, .write = write_one, .transact = transact, .query = query};
    self->client = aws_client_new(arena, options, &dynamodb_service);
    self->ids = options->ids;
    return &self->port;
}
