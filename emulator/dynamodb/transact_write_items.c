#include "dynamodb/attribute.h"
#include "dynamodb/change_reply.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/request_tokens.h"
#include "dynamodb/throttling.h"
#include "dynamodb/transaction_claims.h"
#include "store/interleaving.h"

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
WIRE_STRUCT(entry_struct, write_entry, entry_members);

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

static const gabi_error *parse_entry(arena *arena, const write_entry *entry, size_t number, item_change *ret_change) {
    const item_request *request = NULL;
    table_write_kind kind = TABLE_PUT;
    size_t count = 0;
    for (table_write_kind each = TABLE_PUT; each <= TABLE_CHECK; each++)
        if (entry->writes[each]) {
            request = entry->writes[each];
            kind = each;
            count++;
        }
    if (count != 1)
        return validation_error(arena, "TransactItems can only contain one of Check, Put, Update or Delete");
    if (kind == TABLE_CHECK && !request->condition_expression.data)
        return validation_error(arena,
                                "1 validation error detected: Value null at 'transactItems.%zu.member.conditionCheck."
                                "conditionExpression' failed to satisfy constraint: Member must not be null",
                                number);
    if (kind == TABLE_UPDATE && !request->update_expression.data)
        return validation_error(arena,
                                "1 validation error detected: Value null at 'transactItems.%zu.member.update."
                                "updateExpression' failed to satisfy constraint: Member must not be null",
                                number);
    return item_change_parse(arena, kind, request, ret_change);
}

static const gabi_error *check_members(arena *arena, const write_request *request) {
    constraints found = CONSTRAINTS(arena);
    constraint_enum(&found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
    constraint_enum(&found, "returnItemCollectionMetrics", request->return_item_collection_metrics,
                    ITEM_COLLECTION_WANTED);
    return check_transaction_size(&found, &request->items);
}

static const gabi_error *parse(arena *arena, const write_request *request, item_change *changes) {
    const write_entry *entries = request->items.items;
    capacity_meter *meter = capacity_meter_new(arena, request->return_consumed_capacity);
    TRY(check_members(arena, request));
    if (request->token.length > LONGEST_TOKEN)
        return validation_error(arena,
                                "1 validation error detected: Value '%.*s' at 'clientRequestToken' failed to satisfy "
                                "constraint: Member must have length less than or equal to 36",
                                TEXT_ARGS(request->token));
    for (size_t i = 0; i < request->items.count; i++) {
        TRY(parse_entry(arena, &entries[i], i + 1, &changes[i]));
        changes[i].mode = CAPACITY_TRANSACTIONAL_WRITE;
        changes[i].meter = meter;
        changes[i].wants_collection = item_collection_is_wanted(request->return_item_collection_metrics);
    }
    return NULL;
}

/* ---- the items ---- */

static const gabi_error *check_distinct(arena *arena, const item_change *changes, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (changes[i].table == changes[j].table && text_equal(changes[i].key, changes[j].key) &&
                !text_is_empty(changes[i].key))
                return transaction_repeats_item(arena);
    return NULL;
}

static const gabi_error *check_total_size(arena *arena, const item_change *changes, size_t count) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += item_size_bytes(&changes[i].item);
    return bytes <= TRANSACTION_MOST_BYTES
               ? NULL
               : validation_error(arena, "The aggregate size of the items in the transaction cannot exceed 4 MB");
}

/* Fails only for what is nobody's reason. */
static const gabi_error *keep_reason(const gabi_error *error, const gabi_error **reason) {
    bool is_reason = error && (error->kind == ERROR_INVALID || error->kind == ERROR_CONDITION_FAILED ||
                               error->kind == ERROR_THROTTLED);
    if (is_reason)
        *reason = error;
    return is_reason ? NULL : error;
}

static const gabi_error *change_all(world *world, arena *arena, item_change *changes, size_t count) {
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {NULL};
    for (size_t i = 0; i < count; i++)
        TRY(item_change_find_table(world, arena, &changes[i]));
    for (size_t i = 0; i < count; i++)
        TRY(keep_reason(item_change_prepare(world, arena, &changes[i]), &reasons[i]));
    TRY(check_distinct(arena, changes, count));
    for (size_t i = 0; i < count; i++)
        if (!reasons[i])
            TRY(keep_reason(item_change_evaluate(world, arena, &changes[i]), &reasons[i]));
    TRY(transaction_cancelled(arena, reasons, count));
    TRY(check_total_size(arena, changes, count));
    for (size_t i = 0; i < count; i++)
        TRY(item_change_apply(world, arena, &changes[i]));
    return NULL;
}

/* A transaction that was done before only consumes what reading its items does. */
static const gabi_error *read_all(world *world, arena *arena, item_change *changes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        item_change *change = &changes[i];
        TRY(item_change_find_table(world, arena, change));
        TRY(item_change_prepare(world, arena, change));
        capacity_mode mode = CAPACITY_TRANSACTIONAL_READ;
        consumption consumed = {mode, capacity_halves(mode, item_size_bytes(&change->old)), {0}};
        TRY(throttling_take(world, arena, change->table, &consumed, &change->old, NULL));
        capacity_meter_add(change->meter, change->request->table_name, change->table, &consumed);
    }
    return NULL;
}

static const gabi_error *run(const op_call *call, const write_request *request, item_change *changes) {
    bool is_done = false;
    if (request->token.length > 0)
        TRY(request_token_use(call->owner, call->arena, request->token, call->request->body.bytes, &is_done));
    return is_done ? read_all(call->owner, call->arena, changes, request->items.count)
                   : change_all(call->owner, call->arena, changes, request->items.count);
}

/* Claims the items that the transaction will write. What is wrong with a write is found when its turn comes. */
static const gabi_error *claim_all(world *world, arena *arena, item_change *changes, size_t count,
                                   transaction_claims *claims) {
    for (size_t i = 0; i < count; i++) {
        TRY(item_change_find_table(world, arena, &changes[i]));
        TRY(keep_reason(item_change_locate(arena, &changes[i]), &(const gabi_error *){NULL}));
        claims->items[i] = (item_claim){changes[i].table->id, changes[i].key};
    }
    claims->count = count;
    return claims_take(world, arena, claims);
}

/* Admission, and then the writing when its turn comes. */
static const gabi_error *execute(const op_call *call, const write_request *request, item_change *changes) {
    store *store = world_store(call->owner);
    transaction_claims claims = {.token = request->token};
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, claim_all(call->owner, call->arena, changes, request->items.count, &claims)));
    interleaving_yield();
    const gabi_error *error = store_begin(store, call->arena, STORE_WRITE);
    if (!error)
        error = store_end(store, call->arena, run(call, request, changes));
    claims_release(call->owner, &claims);
    return error;
}

const gabi_error *transact_write_items(op_call *call) {
    write_request request = {0};
    item_change changes[TRANSACTION_MOST_ITEMS];
    TRY(wire_read_body(call->arena, call->request->body.bytes, &request_struct, &request));
    TRY(parse(call->arena, &request, changes));
    TRY(execute(call, &request, changes));
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    write_metrics_of_changes(&writer, changes[0].meter, changes, request.items.count);
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}
