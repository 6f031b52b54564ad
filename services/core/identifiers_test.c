#include "core/identifiers.h"

#include "core/testing.h"

/* Draws 0, 1, 2, … */
typedef struct counting_ids {
    ids_port port;
    unsigned char next;
} counting_ids;

static void draw_next(ids_port *port, void *ret_bytes, size_t size) {
    counting_ids *self = (counting_ids *)port;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)ret_bytes)[i] = self->next++;
}

static void uuids_carry_version_and_variant(void **state) {
    unsigned char bytes[16];
    memset(bytes, 0xFF, sizeof bytes);
    assert_string(uuid_of_bytes(*state, bytes), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    memset(bytes, 0, sizeof bytes);
    assert_string(uuid_of_bytes(*state, bytes), "00000000-0000-4000-8000-000000000000");
}

static void new_uuids_are_drawn_from_the_port(void **state) {
    counting_ids ids = {.port.draw = draw_next};
    assert_string(new_uuid(*state, &ids.port), "00010203-0405-4607-8809-0a0b0c0d0e0f");
    assert_string(new_uuid(*state, &ids.port), "10111213-1415-4617-9819-1a1b1c1d1e1f");
}

static void secrets_are_base64url_of_all_their_bytes(void **state) {
    counting_ids ids = {.port.draw = draw_next};
    text secret = new_secret(*state, &ids.port, 32);
    assert_string(secret, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    assert_int_equal(secret.length, 43);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(uuids_carry_version_and_variant),
        TEST(new_uuids_are_drawn_from_the_port),
        TEST(secrets_are_base64url_of_all_their_bytes),
    };
    return RUN_TESTS(tests);
}
