#include "store/pool.h"

#include <pthread.h>

/* So many connections lie idle at most. */
#define MOST_IDLE 16

/* After so many times that a connection was taken from a store that had it cached, one more is opened: opening costs as
 * much as some dozens of these. */
#define TAKEN_BEFORE_ANOTHER 16

struct connection_pool {
    arena *arena;
    pthread_mutex_t lock;
    size_t users;
    uint64_t schemas;
    connection *first; /* of the idle: the one that is so for longest */
    connection *last;
    size_t idle_count;
    unsigned taken;
};

connection_pool *pool_new(void) {
    arena *arena = arena_new(4 * sizeof(connection_pool));
    connection_pool *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->lock = (pthread_mutex_t)PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP; /* held for nanoseconds */
    self->users = 1;
    return self;
}

connection_pool *pool_join(connection_pool *self) {
    pthread_mutex_lock(&self->lock);
    self->users++;
    pthread_mutex_unlock(&self->lock);
    return self;
}

void pool_leave(connection_pool *self) {
    pthread_mutex_lock(&self->lock);
    bool is_last = --self->users == 0;
    pthread_mutex_unlock(&self->lock);
    if (!is_last)
        return;
    for (connection *each = self->first, *next; each; each = next) {
        next = each->next;
        connection_close(each);
    }
    pthread_mutex_destroy(&self->lock);
    arena_free(self->arena);
}

uint64_t pool_new_schema(connection_pool *self) {
    pthread_mutex_lock(&self->lock);
    uint64_t schema = ++self->schemas;
    pthread_mutex_unlock(&self->lock);
    return schema;
}

/* ---- the idle; with the lock held ---- */

static void remove_idle(connection_pool *self, connection *connection) {
    *(connection->previous ? &connection->previous->next : &self->first) = connection->next;
    *(connection->next ? &connection->next->previous : &self->last) = connection->previous;
    self->idle_count--;
}

static void add_last(connection_pool *self, connection *connection) {
    connection->previous = self->last;
    connection->next = NULL;
    *(self->last ? &self->last->next : &self->first) = connection;
    self->last = connection;
    self->idle_count++;
}

static void add_first(connection_pool *self, connection *connection) {
    connection->previous = NULL;
    connection->next = self->first;
    *(self->first ? &self->first->previous : &self->last) = connection;
    self->first = connection;
    self->idle_count++;
}

static void forget_user(connection *self) {
    if (self->user)
        self->user->connection = NULL;
    self->user = NULL;
}

/* An idle connection to be turned to the store; NULL when none will do. */
static connection *choose(const connection_pool *self, const pooled *store) {
    uint32_t cookie = page_file_schema_cookie(store->pages);
    connection *other = NULL;
    for (connection *each = self->first; each; each = each->next) {
        if (each->schema == store->schema)
            return each;
        if (!other && each->schema_cookie != cookie)
            other = each;
    }
    return other;
}

static connection *take_idle(connection_pool *self, pooled *store) {
    connection *taken = store->connection;
    if (!taken) {
        taken = choose(self, store);
        if (taken && taken->user && self->idle_count < MOST_IDLE && ++self->taken >= TAKEN_BEFORE_ANOTHER) {
            self->taken = 0;
            taken = NULL;
        }
    }
    if (taken)
        remove_idle(self, taken);
    if (taken && taken->user != store)
        forget_user(taken);
    return taken;
}

/* ---- taking and giving back ---- */

static const gabi_error *turn(connection *taken, arena *arena, const pooled *store) {
    TRY(connection_turn_to(taken, arena, store->pages, taken->schema != store->schema));
    taken->schema = store->schema;
    taken->schema_cookie = page_file_schema_cookie(store->pages);
    return NULL;
}

static const gabi_error *open(const pooled *store, arena *arena, connection **ret_connection) {
    TRY(connection_open_pages(arena, store->pages, ret_connection));
    (*ret_connection)->schema = store->schema;
    (*ret_connection)->schema_cookie = page_file_schema_cookie(store->pages);
    return NULL;
}

const gabi_error *pool_take(pooled *self, arena *arena, connection **ret_connection) {
    pthread_mutex_lock(&self->pool->lock);
    connection *taken = take_idle(self->pool, self);
    pthread_mutex_unlock(&self->pool->lock);
    if (!taken)
        TRY(open(self, arena, &taken));
    const gabi_error *error = taken->link.file == self->pages && taken->user == self ? NULL : turn(taken, arena, self);
    if (error) {
        connection_close(taken);
        return error;
    }
    taken->user = self;
    taken->uses++;
    self->connection = taken;
    *ret_connection = taken;
    return NULL;
}

void pool_give_back(pooled *self) {
    connection *used = self->connection, *spare = NULL;
    uint32_t cookie = page_file_schema_cookie(self->pages);
    pthread_mutex_lock(&self->pool->lock);
    if (cookie != used->schema_cookie) {
        self->schema = used->schema = ++self->pool->schemas;
        used->schema_cookie = cookie;
    }
    add_last(self->pool, used);
    if (self->pool->idle_count > MOST_IDLE) {
        spare = self->pool->first;
        remove_idle(self->pool, spare);
        forget_user(spare);
    }
    pthread_mutex_unlock(&self->pool->lock);
    connection_close(spare);
}

void pool_forget(pooled *self) {
    pthread_mutex_lock(&self->pool->lock);
    connection *idle = self->connection;
    if (idle) {
        remove_idle(self->pool, idle);
        forget_user(idle);
        add_first(self->pool, idle);
    }
    pthread_mutex_unlock(&self->pool->lock);
}
