#include "dynamodb/items/transaction_claims.h"

#include <pthread.h>
#include <stdatomic.h>

#define REGISTER_CEILING_BYTES ((size_t)4096)

typedef struct claims_register {
    arena *arena;
    pthread_mutex_t lock; /* of the list; nothing else is locked under it */
    atomic_size_t count;  /* of transactions under way: mostly none, and then nobody looks further */
    transaction_claims *first;
} claims_register;

static void *open_register(world *world) {
    (void)world;
    arena *arena = arena_new(REGISTER_CEILING_BYTES);
    claims_register *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    pthread_mutex_init(&self->lock, NULL);
    return self;
}

static void close_register(void *state) {
    claims_register *self = state;
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}

static const world_state register_state = {.open = open_register, .close = close_register};

static const gabi_error *conflict(arena *arena) {
    return error_new(arena, ERROR_CONFLICT, "TransactionConflictException", "Transaction is ongoing for the item");
}

/* With the lock. */
static bool is_claimed(const claims_register *self, int64_t table_id, text row) {
    for (const transaction_claims *each = self->first; each; each = each->next)
        for (size_t i = 0; i < each->count; i++)
            if (each->items[i].table_id == table_id && !text_is_empty(row) && text_equal(each->items[i].row, row))
                return true;
    return false;
}

static bool is_under_way(const claims_register *self, text token) {
    for (const transaction_claims *each = self->first; each && !text_is_empty(token); each = each->next)
        if (text_equal(each->token, token))
            return true;
    return false;
}

static const gabi_error *take(claims_register *self, arena *arena, transaction_claims *claims) {
    const gabi_error *reasons[TRANSACTION_MOST_ITEMS] = {NULL};
    if (is_under_way(self, claims->token))
        return error_new(arena, ERROR_CONFLICT, "TransactionInProgressException",
                         "The transaction with the given request token is already in progress.");
    for (size_t i = 0; i < claims->count; i++)
        if (is_claimed(self, claims->items[i].table_id, claims->items[i].row))
            reasons[i] = conflict(arena);
    TRY(transaction_cancelled(arena, reasons, claims->count));
    claims->next = self->first;
    self->first = claims;
    atomic_fetch_add(&self->count, 1);
    return NULL;
}

const gabi_error *claims_take(world *world, arena *arena, transaction_claims *claims) {
    claims_register *self = world_state_of(world, &register_state);
    pthread_mutex_lock(&self->lock);
    const gabi_error *error = take(self, arena, claims);
    pthread_mutex_unlock(&self->lock);
    return error;
}

void claims_release(world *world, transaction_claims *claims) {
    claims_register *self = world_state_of(world, &register_state);
    pthread_mutex_lock(&self->lock);
    transaction_claims **link = &self->first;
    while (*link != claims)
        link = &(*link)->next;
    *link = claims->next;
    atomic_fetch_sub(&self->count, 1);
    pthread_mutex_unlock(&self->lock);
}

const gabi_error *claims_check(world *world, arena *arena, const table *table, text row) {
    claims_register *self = world_state_of(world, &register_state);
    if (atomic_load(&self->count) == 0)
        return NULL;
    pthread_mutex_lock(&self->lock);
    bool is_taken = is_claimed(self, table->id, row);
    pthread_mutex_unlock(&self->lock);
    return is_taken ? conflict(arena) : NULL;
}
