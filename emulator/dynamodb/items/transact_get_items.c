#include "dynamodb/items/item_constraints.h"
#include "dynamodb/items/item_lookup.h"
#include "dynamodb/items/transaction.h"
#include "dynamodb/items/transaction_read.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/values/attribute.h"

typedef struct get_entry {
    item_request *get;
} get_entry;

static const wire_member entry_members[] = {
    {"Get", wire_read_object, offsetof(get_entry, get), &item_request_without_legacy_struct},
};
WIRE_SHAPE(entry_struct, "TransactGetItem", get_entry, entry_members);

typedef struct get_request {
    wire_list items;
    text return_consumed_capacity;
} get_request;

static const wire_member request_members[] = {
    {"TransactItems", wire_read_list, offsetof(get_request, items), &entry_struct},
    {"ReturnConsumedCapacity", wire_read_text, offsetof(get_request, return_consumed_capacity), NULL},
};
WIRE_STRUCT(request_struct, get_request, request_members);

static void constrain_entry(const get_entry *entry, size_t number, constraints *found) {
    constraint_not_null(found, arena_printf(found->problems.arena, "transactItems.%zu.member.get", number),
                        entry->get != NULL);
    if (!entry->get)
        return;
    found->path = arena_printf(found->problems.arena, "transactItems.%zu.member.get.", number);
    item_constraints_find(entry->get, ITEM_GET, found);
    found->path = NULL;
}

static const gabi_error *check_members(arena *arena, const get_request *request) {
    const get_entry *entries = request->items.items;
    constraints found = CONSTRAINTS(arena);
    for (size_t i = 0; i < request->items.count && request->items.count <= TRANSACTION_MOST_ITEMS; i++)
        constrain_entry(&entries[i], i + 1, &found);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    return check_transaction_size(&found, "transactItems", &request->items);
}

static const gabi_error *parse(arena *arena, const get_request *request, item_lookup *lookups) {
    const get_entry *entries = request->items.items;
    capacity_meter *meter = capacity_meter_new(arena, request->return_consumed_capacity);
    TRY(check_members(arena, request));
    for (size_t i = 0; i < request->items.count; i++) {
        TRY(item_lookup_parse(arena, entries[i].get, &lookups[i]));
        lookups[i].mode = CAPACITY_TRANSACTIONAL_READ;
        lookups[i].meter = meter;
    }
    return NULL;
}

static const gabi_error *run(world *world, arena *arena, item_lookup *lookups, size_t count, json_writer *writer) {
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {NULL};
    return transaction_read(world, arena, lookups, reasons, count, writer);
}

const gabi_error *transact_get_items(op_call *call) {
    arena *arena = call->arena;
    store *store = world_store(call->owner);
    get_request request = {0};
    item_lookup lookups[TRANSACTION_MOST_ITEMS];
    buffer out = BUFFER(arena), responses = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(wire_read_body(arena, call->request->body.bytes, &request_struct, &request));
    TRY(parse(arena, &request, lookups));
    json_writer responses_writer = JSON_WRITER(&responses);
    json_begin_array(&responses_writer);
    TRY(store_begin(store, arena, STORE_READ));
    TRY(store_end(store, arena, run(call->owner, arena, lookups, request.items.count, &responses_writer)));
    json_end_array(&responses_writer);
    json_begin_object(&writer);
    capacity_write_list(lookups[0].meter, &writer);
    json_raw_member(&writer, "Responses", buffer_text(&responses));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
