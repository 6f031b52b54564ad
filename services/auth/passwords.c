#include "auth/passwords.h"

#include <assert.h>
#include <crypt.h>

#include "core/crypto.h"

#define PREFIX "$2b$"
#define SALT_BYTES 16
#define HASH_LENGTH 60
#define LEAST_COST 4
#define MOST_COST 31

static const char *salt_of(arena *arena, unsigned long cost, const char bytes[SALT_BYTES]) {
    char *setting = arena_alloc(arena, CRYPT_GENSALT_OUTPUT_SIZE);
    return crypt_gensalt_rn(PREFIX, cost, bytes, SALT_BYTES, setting, CRYPT_GENSALT_OUTPUT_SIZE);
}

const gabi_error *passwords_open(arena *arena, const settings *settings, ids_port *ids, passwords *ret_passwords) {
    text value;
    int64_t cost;
    TRY(settings_get(settings, arena, "BCRYPT_COST", &value));
    if (!text_to_int64(value, &cost) || cost < LEAST_COST || cost > MOST_COST)
        return error_new(arena, ERROR_INTERNAL, "bad_setting", "BCRYPT_COST must be a number from %d to %d, not %.*s",
                         LEAST_COST, MOST_COST, TEXT_ARGS(value));
    static const char no_bytes[SALT_BYTES];
    *ret_passwords = (passwords){
        .ids = ids,
        .cost = (unsigned long)cost,
        .dummy_salt = salt_of(arena, (unsigned long)cost, no_bytes),
    };
    return NULL;
}

/* Empty when the setting, a salt or a hash, is malformed. */
static text compute(arena *arena, text password, const char *setting) {
    struct crypt_data *data = arena_zalloc(arena, sizeof *data);
    return text_of(crypt_rn(text_to_string(arena, password), setting, data, sizeof *data));
}

text passwords_hash(const passwords *self, arena *arena, text password) {
    char bytes[SALT_BYTES];
    self->ids->draw(self->ids, bytes, sizeof bytes);
    assert(password.length <= PASSWORD_MOST_BYTES);
    text hash = compute(arena, password, salt_of(arena, self->cost, bytes));
    assert(hash.length == HASH_LENGTH);
    return hash;
}

/* The forms that Node's libraries make too; "$2x$" marks hashes of an implementation that was broken. */
static bool is_bcrypt(text hash) {
    return hash.length == HASH_LENGTH && (text_starts_with(hash, TEXT("$2b$")) ||
                                          text_starts_with(hash, TEXT("$2a$")) || text_starts_with(hash, TEXT("$2y$")));
}

bool passwords_match(const passwords *self, arena *arena, text password, text hash) {
    bool can_match = is_bcrypt(hash) && password.length <= PASSWORD_MOST_BYTES;
    text computed = compute(arena, password, can_match ? text_to_string(arena, hash) : self->dummy_salt);
    return can_match && secret_equal(computed, hash);
}

static text cost_of(text hash) { return text_upto(text_from(hash, sizeof PREFIX - 1), 2); }

bool passwords_is_outdated(const passwords *self, text hash) {
    return text_compare(cost_of(hash), cost_of(text_of(self->dummy_salt))) < 0;
}
