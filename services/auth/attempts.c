#include "auth/attempts.h"

#include "core/crypto.h"
#include "core/items.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define FIRST_LOCK_MS (15 * MINUTE_MS)
#define MOST_DOUBLINGS 6

/* Longer than the longest lock. */
#define MEMORY_MS (24 * HOUR_MS)

const gabi_error *attempts_open(arena *arena, const settings *settings, const ports *ports, attempts *ret_attempts) {
    text table;
    TRY(settings_get(settings, arena, "TOKENS_TABLE", &table));
    *ret_attempts = (attempts){.ports = ports, .table = table};
    return NULL;
}

static int64_t now_ms(const attempts *self) { return self->ports->clock->now_ms(self->ports->clock); }

static const gabi_error *get_history(const attempts *self, arena *arena, text id, int64_t most_failures,
                                     attempt_history *ret_history) {
    attribute key[] = {STRING_ATTRIBUTE("tokenId", id)};
    table_port *table = self->ports->table;
    table_item item;
    TRY(table->get(table, arena, self->table, ITEM_OF(key), true, &item));
    *ret_history = (attempt_history){
        .id = id,
        .most_failures = most_failures,
        .lockouts = item_integer(&item, "lockouts"),
        .is_locked = item_integer(&item, "lockedUntil") > now_ms(self),
    };
    return NULL;
}

const gabi_error *attempts_by_email(const attempts *self, arena *arena, text email, attempt_history *ret_history) {
    /* Hashed, since it may be the address of somebody who has nothing to do with us. */
    text digest = sha256_hex(arena, text_lower(arena, email));
    text id = text_format(arena, "attempts#email#%.*s", TEXT_ARGS(digest));
    return get_history(self, arena, id, ATTEMPTS_MOST_BY_EMAIL, ret_history);
}

const gabi_error *attempts_by_address(const attempts *self, arena *arena, text address, attempt_history *ret_history) {
    text digest = sha256_hex(arena, address);
    text id = text_format(arena, "attempts#address#%lld#%.*s", (long long)(now_ms(self) / HOUR_MS), TEXT_ARGS(digest));
    return get_history(self, arena, id, ATTEMPTS_MOST_BY_ADDRESS, ret_history);
}

static const gabi_error *count_up(const attempts *self, arena *arena, table_item key) {
    attribute values[] = {
        INTEGER_ATTRIBUTE(arena, ":one", 1),
        INTEGER_ATTRIBUTE(arena, ":forgotten", (now_ms(self) + MEMORY_MS) / 1000),
    };
    table_write write = {
        .kind = TABLE_UPDATE,
        .table = self->table,
        .item = key,
        .update = "SET expiresAt = :forgotten ADD failures :one",
        .values = ITEM_OF(values),
    };
    table_port *table = self->ports->table;
    return table->write(table, arena, &write);
}

static int64_t lock_duration_ms(int64_t lockouts) {
    return FIRST_LOCK_MS << (lockouts < MOST_DOUBLINGS ? lockouts : MOST_DOUBLINGS);
}

static const gabi_error *lock_if_too_many(const attempts *self, arena *arena, const attempt_history *history,
                                          table_item key) {
    attribute values[] = {
        INTEGER_ATTRIBUTE(arena, ":until", now_ms(self) + lock_duration_ms(history->lockouts)),
        INTEGER_ATTRIBUTE(arena, ":lockouts", history->lockouts + 1),
        INTEGER_ATTRIBUTE(arena, ":none", 0),
        INTEGER_ATTRIBUTE(arena, ":most", history->most_failures),
    };
    table_write write = {
        .kind = TABLE_UPDATE,
        .table = self->table,
        .item = key,
        .update = "SET lockedUntil = :until, lockouts = :lockouts, failures = :none",
        .condition = "failures >= :most",
        .values = ITEM_OF(values),
    };
    table_port *table = self->ports->table;
    const gabi_error *error = table->write(table, arena, &write);
    return error && error->kind == ERROR_CONDITION_FAILED ? NULL : error;
}

const gabi_error *attempts_add(const attempts *self, arena *arena, const attempt_history *history) {
    attribute key[] = {STRING_ATTRIBUTE("tokenId", history->id)};
    TRY(count_up(self, arena, ITEM_OF(key)));
    return lock_if_too_many(self, arena, history, ITEM_OF(key));
}

const gabi_error *attempts_clear(const attempts *self, arena *arena, const attempt_history *history) {
    attribute key[] = {STRING_ATTRIBUTE("tokenId", history->id)};
    attribute values[] = {INTEGER_ATTRIBUTE(arena, ":now", now_ms(self))};
    table_write write = {
        .kind = TABLE_DELETE,
        .table = self->table,
        .item = ITEM_OF(key),
        .condition = "attribute_not_exists(lockedUntil) OR lockedUntil <= :now",
        .values = ITEM_OF(values),
    };
    table_port *table = self->ports->table;
    return table->write(table, arena, &write);
}
