#include "auth/passwords.h"

#include <time.h>

#include "auth/common_passwords.h"
#include "core/testing.h"

/* An ids port that counts up: no two salts are alike. */
typedef struct counting_ids {
    ids_port port;
    unsigned char next;
} counting_ids;

static void draw(ids_port *port, void *ret_bytes, size_t size) {
    counting_ids *self = (counting_ids *)port;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)ret_bytes)[i] = self->next++;
}

static const gabi_error *open_with_cost(arena *arena, const char *cost, passwords *ret_passwords) {
    http_field *item = arena_alloc(arena, sizeof *item);
    *item = (http_field){TEXT("BCRYPT_COST"), text_of(cost)};
    counting_ids *ids = arena_zalloc(arena, sizeof *ids);
    ids->port.draw = draw;
    const settings settings = {item, 1};
    return passwords_open(arena, &settings, &ids->port, ret_passwords);
}

static passwords with_cost(arena *arena, const char *cost) {
    passwords passwords = {0};
    assert_success(open_with_cost(arena, cost, &passwords));
    return passwords;
}

static void matches_what_it_hashed(void **state) {
    arena *arena = *state;
    passwords passwords = with_cost(arena, "4");
    text hash = passwords_hash(&passwords, arena, TEXT("downward dog"));
    assert_string(text_upto(hash, 7), "$2b$04$");
    assert_int_equal(hash.length, 60);
    assert_true(passwords_match(&passwords, arena, TEXT("downward dog"), hash));
    assert_false(passwords_match(&passwords, arena, TEXT("downward doG"), hash));
    assert_false(passwords_match(&passwords, arena, TEXT(""), hash));
}

static void salts_each_hash(void **state) {
    arena *arena = *state;
    passwords passwords = with_cost(arena, "4");
    text first = passwords_hash(&passwords, arena, TEXT("downward dog"));
    text second = passwords_hash(&passwords, arena, TEXT("downward dog"));
    assert_false(text_equal(first, second));
}

static void reads_all_72_bytes_and_no_more_are_taken(void **state) {
    arena *arena = *state;
    passwords passwords = with_cost(arena, "4");
    char longest[PASSWORD_MOST_BYTES + 1];
    memset(longest, 'x', sizeof longest);
    text password = {longest, PASSWORD_MOST_BYTES};
    text hash = passwords_hash(&passwords, arena, password);
    assert_true(passwords_match(&passwords, arena, password, hash));
    assert_false(passwords_match(&passwords, arena, text_upto(password, PASSWORD_MOST_BYTES - 1), hash));
    assert_false(passwords_match(&passwords, arena, (text){longest, sizeof longest}, hash));
}

/* From jBCrypt's test vectors; "$2a$", "$2b$" and "$2y$" mean the same for them. */
static void matches_hashes_that_others_made(void **state) {
    arena *arena = *state;
    passwords passwords = with_cost(arena, "4");
    char hash[] = "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC";
    for (const char *form = "aby"; *form; form++) {
        hash[2] = *form;
        assert_true(passwords_match(&passwords, arena, TEXT("abcdefghijklmnopqrstuvwxyz"), text_of(hash)));
        assert_false(passwords_match(&passwords, arena, TEXT("abcdefghijklmnopqrstuvwxyZ"), text_of(hash)));
    }
    hash[2] = 'x';
    assert_false(passwords_match(&passwords, arena, TEXT("abcdefghijklmnopqrstuvwxyz"), text_of(hash)));
}

static void matches_no_hash_of_another_kind(void **state) {
    arena *arena = *state;
    passwords passwords = with_cost(arena, "4");
    static const char *const hashes[] = {
        "",
        "*0",
        "*1",
        "$2b$04$",
        "abNANd1rDfiNc", /* "secret" by the old DES crypt */
        "$2b$99$......................dCAsp4PpJoDgv6BeaLP6BKrXlBV1oi.",
        "secret",
    };
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        assert_false(passwords_match(&passwords, arena, TEXT("secret"), text_of(hashes[i])));
}

static double seconds_to_match(const passwords *passwords, arena *arena, text hash) {
    clock_t start = clock();
    assert_false(passwords_match(passwords, arena, TEXT("downward doG"), hash));
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void takes_as_long_when_there_is_no_hash(void **state) {
    arena *arena = *state;
    passwords passwords = with_cost(arena, "8");
    text hash = passwords_hash(&passwords, arena, TEXT("downward dog"));
    double with_hash = seconds_to_match(&passwords, arena, hash);
    double without_hash = seconds_to_match(&passwords, arena, TEXT(""));
    assert_true(without_hash > with_hash / 3);
    assert_true(without_hash < with_hash * 3);
}

static void knows_which_hashes_are_outdated(void **state) {
    arena *arena = *state;
    passwords cheap = with_cost(arena, "4"), dear = with_cost(arena, "10");
    text hash = passwords_hash(&cheap, arena, TEXT("downward dog"));
    assert_false(passwords_is_outdated(&cheap, hash));
    assert_true(passwords_is_outdated(&dear, hash));
    assert_false(passwords_is_outdated(&cheap, TEXT("$2a$10$")));
}

static void refuses_a_cost_that_bcrypt_does_not_have(void **state) {
    arena *arena = *state;
    static const char *const costs[] = {"3", "32", "-10", "ten", "10 "};
    passwords passwords;
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
        assert_error(open_with_cost(arena, costs[i], &passwords), ERROR_INTERNAL, "bad_setting");
    assert_error(open_with_cost(arena, "", &passwords), ERROR_INTERNAL, "missing_setting");
}

static void knows_the_passwords_that_are_tried_first(void **state) {
    (void)state;
    assert_true(password_is_common(TEXT("password")));
    assert_true(password_is_common(TEXT("PassWord123")));
    assert_false(password_is_common(TEXT("password that nobody tries")));
    assert_false(password_is_common(TEXT("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(matches_what_it_hashed),
        TEST(salts_each_hash),
        TEST(reads_all_72_bytes_and_no_more_are_taken),
        TEST(matches_hashes_that_others_made),
        TEST(matches_no_hash_of_another_kind),
        TEST(takes_as_long_when_there_is_no_hash),
        TEST(knows_which_hashes_are_outdated),
        TEST(refuses_a_cost_that_bcrypt_does_not_have),
        TEST(knows_the_passwords_that_are_tried_first),
    };
    return RUN_TESTS(tests);
}
