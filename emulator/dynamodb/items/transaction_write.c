#include "dynamodb/items/transaction_write.h"

#include "dynamodb/expressions/update_charge.h"
#include "dynamodb/items/request_tokens.h"
#include "dynamodb/items/transaction_claims.h"
#include "dynamodb/tables/throttling.h"
#include "dynamodb/values/attribute.h"
#include "store/interleaving.h"

#define PAYLOAD_TOO_LARGE "Transaction payload size cannot exceed 4MB. Payload Size"

static const gabi_error *check_distinct(arena *arena, const item_change *changes, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (changes[i].table == changes[j].table && text_equal(changes[i].key, changes[j].key) &&
                !text_is_empty(changes[i].key))
                return transaction_repeats_item(arena);
    return NULL;
}

/* What the request carries counts, not the items that it changes. How AWS counts that to the byte is not known. */
static size_t payload_bytes(const item_change *change) {
    return item_size_bytes(&change->given) +
           (change->kind == TABLE_UPDATE && change->update.count > 0 ? update_charge_bytes(&change->update) : 0);
}

static const gabi_error *check_payload(arena *arena, const item_change *changes, size_t count) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += payload_bytes(&changes[i]);
    return bytes <= TRANSACTION_MOST_BYTES
               ? NULL
               : validation_error(arena, PAYLOAD_TOO_LARGE ": : " PAYLOAD_TOO_LARGE ": %zu", bytes);
}

/* Fails only for what is nobody's reason. */
static const gabi_error *keep_reason(const gabi_error *error, const gabi_error **reason) {
    bool is_reason = error && (error->kind == ERROR_INVALID || error->kind == ERROR_CONDITION_FAILED ||
                               error->kind == ERROR_THROTTLED);
    if (is_reason)
        *reason = error;
    return is_reason ? NULL : error;
}

static const gabi_error *change_all(world *world, arena *arena, const transaction_writes *writes) {
    item_change *changes = writes->changes;
    const gabi_error **reasons = writes->reasons;
    size_t count = writes->count;
    for (size_t i = 0; i < count; i++)
        if (!reasons[i])
            TRY(item_change_find_table(world, arena, &changes[i]));
    for (size_t i = 0; i < count; i++) {
        if (reasons[i])
            continue;
        TRY(keep_reason(item_change_prepare(world, arena, &changes[i]), &reasons[i]));
        if (reasons[i]) /* AWS looks at nothing behind the first that cannot be right */
            return transaction_cancelled(arena, reasons, count);
    }
    TRY(check_distinct(arena, changes, count));
    for (size_t i = 0; i < count; i++)
        if (!reasons[i])
            TRY(keep_reason(item_change_evaluate(world, arena, &changes[i]), &reasons[i]));
    TRY(transaction_cancelled(arena, reasons, count));
    for (size_t i = 0; i < count; i++)
        TRY(keep_reason(item_change_apply(world, arena, &changes[i]), &reasons[i]));
    return transaction_cancelled(arena, reasons, count);
}

/* A transaction that was done before only consumes what reading its items does. */
static const gabi_error *read_all(world *world, arena *arena, const transaction_writes *writes) {
    for (size_t i = 0; i < writes->count; i++) {
        item_change *change = &writes->changes[i];
        TRY(item_change_find_table(world, arena, change));
        TRY(item_change_prepare(world, arena, change));
        capacity_mode mode = CAPACITY_TRANSACTIONAL_READ;
        consumption consumed = {mode, capacity_halves(mode, item_size_bytes(&change->old)), {0}};
        TRY(throttling_take(world, arena, change->table, &consumed, &change->old, NULL));
        capacity_meter_add(change->meter, change->table_name, change->table, &consumed);
    }
    return NULL;
}

static const gabi_error *run(world *world, arena *arena, const transaction_writes *writes) {
    bool is_done = false;
    if (writes->token.length > 0)
        TRY(request_token_use(world, arena, writes->token, writes->body, &is_done));
    return is_done ? read_all(world, arena, writes) : change_all(world, arena, writes);
}

/* Claims the items that the transaction will write. What is wrong with a write is found when its turn comes. */
static const gabi_error *claim_all(world *world, arena *arena, const transaction_writes *writes,
                                   transaction_claims *claims) {
    for (size_t i = 0; i < writes->count; i++) {
        item_change *change = &writes->changes[i];
        if (writes->reasons[i])
            continue;
        TRY(item_change_find_table(world, arena, change));
        TRY(item_change_check_empty_keys(arena, change));
        TRY(keep_reason(item_change_locate(arena, change), &(const gabi_error *){NULL}));
        claims->items[i] = (item_claim){change->table->id, change->key};
    }
    claims->count = writes->count;
    return claims_take(world, arena, claims);
}

const gabi_error *transaction_write(world *world, arena *arena, const transaction_writes *writes) {
    store *store = world_store(world);
    transaction_claims claims = {.token = writes->token};
    TRY(check_payload(arena, writes->changes, writes->count));
    TRY(store_begin(store, arena, STORE_READ));
    TRY(store_end(store, arena, claim_all(world, arena, writes, &claims)));
    interleaving_yield();
    const gabi_error *error = store_begin(store, arena, STORE_WRITE);
    if (!error)
        error = store_end(store, arena, run(world, arena, writes));
    claims_release(world, &claims);
    return error;
}
