#include "dynamodb/items/change_reply.h"
#include "dynamodb/items/transaction.h"
#include "dynamodb/items/transaction_write.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"

#define LONGEST_TOKEN 36

typedef struct write_entry {
    item_request *writes[TABLE_CHECK + 1]; /* by table_write_kind; exactly one is there */
} write_entry;

#define ENTRY_MEMBER(name_, kind_)                                                                                     \
    {                                                                                                                  \
        name_, wire_read_object, offsetof(write_entry, writes) + (kind_) * sizeof(item_request *),                     \
            &item_request_without_legacy_struct                                                                        \
    }

static const wire_member entry_members[] = {
    ENTRY_MEMBER("Put", TABLE_PUT),
    ENTRY_MEMBER("Update", TABLE_UPDATE),
    ENTRY_MEMBER("Delete", TABLE_DELETE),
    ENTRY_MEMBER("ConditionCheck", TABLE_CHECK),
};
WIRE_SHAPE(entry_struct, "TransactWriteItem", write_entry, entry_members);

typedef struct write_request {
    wire_list items;
    text token;
    text return_consumed_capacity;
    text return_item_collection_metrics;
} write_request;

static const wire_member request_members[] = {
    {"TransactItems", wire_read_list, offsetof(write_request, items), &entry_struct},
    {"ClientRequestToken", wire_read_text, offsetof(write_request, token), NULL},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(write_request, return_consumed_capacity), NULL},
    {"ReturnItemCollectionMetrics", wire_read_text, offsetof(write_request, return_item_collection_metrics), NULL},
};
WIRE_STRUCT(request_struct, write_request, request_members);

/* ---- the request ---- */

static const gabi_error *parse_entry(arena *arena, const write_entry *entry, item_change *ret_change) {
    const item_request *request = NULL;
    table_write_kind kind = TABLE_PUT;
    size_t count = 0;
    for (table_write_kind each = TABLE_PUT; each <= TABLE_CHECK; each++)
        if (entry->writes[each]) {
            request = entry->writes[each];
            kind = each;
            count++;
        }
    if (count == 0)
        return validation_error(arena,
                                "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
    if (count > 1)
        return validation_error(arena, "TransactItems can only contain one of Check, Put, Update or Delete");
    return item_change_parse(arena, kind, request, ret_change);
}

static void constrain_entry(const write_entry *entry, size_t number, constraints *found) {
    static const char *const names[] = {
        [TABLE_PUT] = "put", [TABLE_UPDATE] = "update", [TABLE_DELETE] = "delete", [TABLE_CHECK] = "conditionCheck"};
    for (table_write_kind kind = TABLE_PUT; kind <= TABLE_CHECK; kind++) {
        const item_request *write = entry->writes[kind];
        if (!write)
            continue;
        found->path = arena_printf(found->problems.arena, "transactItems.%zu.member.%s.", number, names[kind]);
        item_constraints_find(write, item_change_operation(kind), found);
        if (kind == TABLE_CHECK)
            constraint_not_null(found, "conditionExpression", write->condition_expression.data != NULL);
        if (kind == TABLE_UPDATE)
            constraint_not_null(found, "updateExpression", write->update_expression.data != NULL);
    }
    found->path = NULL;
}

static const gabi_error *check_members(arena *arena, const write_request *request) {
    const write_entry *entries = request->items.items;
    constraints found = CONSTRAINTS(arena);
    if (request->token.data)
        constraint_length(&found, "clientRequestToken", request->token, 1, LONGEST_TOKEN);
    for (size_t i = 0; i < request->items.count && request->items.count <= TRANSACTION_MOST_ITEMS; i++)
        constrain_entry(&entries[i], i + 1, &found);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    constraint_enum(&found, "returnItemCollectionMetrics", request->return_item_collection_metrics,
                    ITEM_COLLECTION_WANTED);
    return check_transaction_size(&found, "transactItems", &request->items);
}

static const gabi_error *parse(arena *arena, const write_request *request, item_change *changes) {
    const write_entry *entries = request->items.items;
    capacity_meter *meter = capacity_meter_new(arena, request->return_consumed_capacity);
    TRY(check_members(arena, request));
    for (size_t i = 0; i < request->items.count; i++) {
        TRY(parse_entry(arena, &entries[i], &changes[i]));
        changes[i].mode = CAPACITY_TRANSACTIONAL_WRITE;
        changes[i].meter = meter;
        changes[i].wants_collection = item_collection_is_wanted(request->return_item_collection_metrics);
    }
    return NULL;
}

const gabi_error *transact_write_items(op_call *call) {
    write_request request = {0};
    item_change changes[TRANSACTION_MOST_ITEMS];
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {NULL};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(parse(call->arena, &request, changes));
    transaction_writes writes = {changes, reasons, request.items.count, request.token, call->request->body.bytes};
    TRY(transaction_write(call->owner, call->arena, &writes));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    write_metrics_of_changes(&writer, changes[0].meter, changes, request.items.count);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
