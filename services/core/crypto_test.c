#include "core/crypto.h"

#include "core/encoding.h"
#include "core/testing.h"

/* FIPS 180-2, appendix B. */
static void sha256_meets_the_standard(void **state) {
    assert_string(sha256_hex(*state, TEXT("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string(sha256_hex(*state, (text){NULL, 0}),
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string(sha256_hex(*state, TEXT("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string(sha256_hex(*state, TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static text repeated(arena *arena, char byte, size_t count) {
    char *bytes = arena_alloc(arena, count);
    memset(bytes, byte, count);
    return (text){bytes, count};
}

static text hmac_hex(arena *arena, text key, text message) {
    sha256_digest digest = hmac_sha256(key, message);
    return hex_encode(arena, sha256_text(&digest));
}

/* RFC 4231, test cases 1, 2, 3 and 6. */
static void md5_meets_the_rfc(void **state) {
    md5_digest empty = md5((text){NULL, 0}), letters = md5(TEXT("message digest"));
    assert_string(hex_encode(*state, md5_text(&empty)), "d41d8cd98f00b204e9800998ecf8427e");
    assert_string(hex_encode(*state, md5_text(&letters)), "f96b697d7cb7938d525a2f31aaf161d0");
}

static void hmac_meets_the_rfc(void **state) {
    arena *arena = *state;
    assert_string(hmac_hex(arena, repeated(arena, 0x0B, 20), TEXT("Hi There")),
                  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_string(hmac_hex(arena, TEXT("Jefe"), TEXT("what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assert_string(hmac_hex(arena, repeated(arena, (char)0xAA, 20), repeated(arena, (char)0xDD, 50)),
                  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    assert_string(hmac_hex(arena, repeated(arena, (char)0xAA, 131),
                           TEXT("Test Using Larger Than Block-Size Key - Hash Key First")),
                  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void an_empty_key_or_message_is_no_special_case(void **state) {
    assert_string(hmac_hex(*state, (text){NULL, 0}, (text){NULL, 0}),
                  "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void secrets_are_equal_in_every_byte_and_length(void **state) {
    (void)state;
    assert_true(secret_equal(TEXT("s3cret"), TEXT("s3cret")));
    assert_false(secret_equal(TEXT("s3cret"), TEXT("s3creT")));
    assert_false(secret_equal(TEXT("s3cret"), TEXT("s3cre")));
    assert_true(secret_equal((text){NULL, 0}, TEXT("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sha256_meets_the_standard),
        TEST(md5_meets_the_rfc),
        TEST(hmac_meets_the_rfc),
        TEST(an_empty_key_or_message_is_no_special_case),
        TEST(secrets_are_equal_in_every_byte_and_length),
    };
    return RUN_TESTS(tests);
}
