#include "jwt/tokens_jwt.h"

#include "core/crypto.h"
#include "core/encoding.h"
#include "core/testing.h"

#define KEY TEXT("0123456789abcdef0123456789abcdef")
#define OTHER_KEY TEXT("fedcba9876543210fedcba9876543210")
#define NOW_S 1767600000

static const char payload[] =
    "{\"iss\":\"gabi\",\"aud\":\"studio\",\"sub\":\"u1\",\"jti\":\"t1\",\"token_use\":\"access\",\"role\":"
    "\"member\",\"iat\":1767600000,\"nbf\":1767600000,\"exp\":1767600900}";

static text sign(arena *arena) {
    tokens_port *tokens = tokens_jwt_new(arena);
    token_claims claims = {TEXT("gabi"),   TEXT("studio"), TEXT("u1"), TEXT("t1"), TEXT("access"),
                           TEXT("member"), NOW_S,          NOW_S,      NOW_S + 900};
    text token;
    assert_success(tokens->sign(tokens, arena, KEY, &claims, &token));
    return token;
}

static const gabi_error *verify(arena *arena, text key, text token, int64_t now_s, token_claims *ret_claims) {
    tokens_port *tokens = tokens_jwt_new(arena);
    return tokens->verify(tokens, arena, key, token, now_s, ret_claims);
}

/* A token of our own making, signed well: whatever header and payload say. */
static text forge(arena *arena, const char *header, const char *claims) {
    text signed_part = text_format(arena, "%s.%s", base64url_encode(arena, text_of(header)).data,
                                   base64url_encode(arena, text_of(claims)).data);
    sha256_digest signature = hmac_sha256(KEY, signed_part);
    return text_format(arena, "%s.%s", signed_part.data, base64url_encode(arena, sha256_text(&signature)).data);
}

static void gives_back_the_claims_that_it_signed(void **state) {
    token_claims claims;
    assert_success(verify(*state, KEY, sign(*state), NOW_S, &claims));
    assert_string(claims.issuer, "gabi");
    assert_string(claims.audience, "studio");
    assert_string(claims.subject, "u1");
    assert_string(claims.id, "t1");
    assert_string(claims.use, "access");
    assert_string(claims.role, "member");
    assert_int_equal(claims.expires_at_s, NOW_S + 900);
}

static void accepts_a_token_that_others_made_alike(void **state) {
    token_claims claims;
    assert_success(verify(*state, KEY, forge(*state, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload), NOW_S, &claims));
}

static void keeps_to_the_times(void **state) {
    token_claims claims;
    text token = sign(*state);
    assert_success(verify(*state, KEY, token, NOW_S + 899, &claims));
    assert_error(verify(*state, KEY, token, NOW_S + 900, &claims), ERROR_UNAUTHENTICATED, "token_expired");
    assert_error(verify(*state, KEY, token, NOW_S - 1, &claims), ERROR_UNAUTHENTICATED, "invalid_token");
}

static void refuses_another_key_and_changed_bytes(void **state) {
    arena *arena = *state;
    token_claims claims;
    text token = sign(arena);
    assert_error(verify(arena, OTHER_KEY, token, NOW_S, &claims), ERROR_UNAUTHENTICATED, "invalid_token");
    for (size_t i = 0; i < token.length - 1; i += 7) {
        char *changed = text_to_string(arena, token);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_error(verify(arena, KEY, text_of(changed), NOW_S, &claims), ERROR_UNAUTHENTICATED, "invalid_token");
    }
}

static void a_token_that_was_good_once_is_looked_at_again(void **state) {
    arena *arena = *state;
    tokens_port *tokens = tokens_jwt_new(arena);
    token_claims claims;
    text token = sign(arena);
    for (int i = 0; i < 2; i++) {
        assert_success(tokens->verify(tokens, arena, KEY, token, NOW_S, &claims));
        assert_string(claims.subject, "u1");
        assert_error(tokens->verify(tokens, arena, OTHER_KEY, token, NOW_S, &claims), ERROR_UNAUTHENTICATED,
                     "invalid_token");
        assert_error(tokens->verify(tokens, arena, KEY, token, NOW_S + 900, &claims), ERROR_UNAUTHENTICATED,
                     "token_expired");
        assert_error(tokens->verify(tokens, arena, KEY, token, NOW_S - 1, &claims), ERROR_UNAUTHENTICATED,
                     "invalid_token");
        assert_error(tokens->verify(tokens, arena, KEY, text_upto(token, token.length - 1), NOW_S, &claims),
                     ERROR_UNAUTHENTICATED, "invalid_token");
    }
}

/* More tokens than are remembered, each with claims of its own. */
static void many_tokens_do_not_get_mixed_up(void **state) {
    arena *arena = *state;
    tokens_port *tokens = tokens_jwt_new(arena);
    text made[100];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 100; i++) {
            text user = text_format(arena, "user-%d", i);
            token_claims claims = {TEXT("gabi"),   TEXT("studio"), user,  TEXT("t1"), TEXT("access"),
                                   TEXT("member"), NOW_S,          NOW_S, NOW_S + 900};
            if (round == 0)
                assert_success(tokens->sign(tokens, arena, KEY, &claims, &made[i]));
            assert_success(tokens->verify(tokens, arena, KEY, made[i], NOW_S, &claims));
            assert_true(text_equal(claims.subject, user));
        }
}

static void refuses_every_other_algorithm(void **state) {
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS384\"}",
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"ES256\"}",
        "{}",
        "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}",
    };
    token_claims claims;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        assert_error(verify(*state, KEY, forge(*state, headers[i], payload), NOW_S, &claims), ERROR_UNAUTHENTICATED,
                     "invalid_token");
    text unsigned_token = text_format(*state, "%s.%s.", base64url_encode(*state, TEXT("{\"alg\":\"none\"}")).data,
                                      base64url_encode(*state, text_of(payload)).data);
    assert_error(verify(*state, KEY, unsigned_token, NOW_S, &claims), ERROR_UNAUTHENTICATED, "invalid_token");
}

static void refuses_claims_that_are_absent_or_of_another_type(void **state) {
    static const char *const names[] = {"iss", "aud", "sub", "jti", "token_use", "role", "iat", "nbf", "exp"};
    arena *arena = *state;
    token_claims claims;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *name = strstr(payload, arena_printf(arena, "\"%s\"", names[i]));
        const char *value = strchr(name, ':') + 1;
        size_t end = strcspn(value, ",}");
        text absent = text_format(arena, "%.*s\"x\":1%s", (int)(name - payload), payload, value + end);
        text other = text_format(arena, "%.*s[]%s", (int)(value - payload), payload, value + end);
        const char *header = "{\"alg\":\"HS256\"}";
        assert_error(verify(arena, KEY, forge(arena, header, absent.data), NOW_S, &claims), ERROR_UNAUTHENTICATED,
                     "invalid_token");
        assert_error(verify(arena, KEY, forge(arena, header, other.data), NOW_S, &claims), ERROR_UNAUTHENTICATED,
                     "invalid_token");
    }
    const char *later = arena_printf(arena, "%.*s1.5e9}", (int)(strstr(payload, "\"exp\":") + 6 - payload), payload);
    assert_error(verify(arena, KEY, forge(arena, "{\"alg\":\"HS256\"}", later), NOW_S, &claims), ERROR_UNAUTHENTICATED,
                 "token_expired");
}

static void refuses_garbage(void **state) {
    static const char *const garbage[] = {"", ".", "..", "a.b.c", "x", "....", "eyJhbGciOiJIUzI1NiJ9..", "\xff\xfe"};
    token_claims claims;
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++)
        assert_error(verify(*state, KEY, text_of(garbage[i]), NOW_S, &claims), ERROR_UNAUTHENTICATED, "invalid_token");
    char *long_one = arena_zalloc(*state, 100001);
    memset(long_one, 'a', 100000);
    assert_error(verify(*state, KEY, text_of(long_one), NOW_S, &claims), ERROR_UNAUTHENTICATED, "invalid_token");
}

static void needs_a_key_of_256_bits(void **state) {
    tokens_port *tokens = tokens_jwt_new(*state);
    token_claims claims = {0};
    text token;
    assert_error(tokens->sign(tokens, *state, text_upto(KEY, 31), &claims, &token), ERROR_INTERNAL, "short_key");
    assert_error(verify(*state, TEXT(""), sign(*state), NOW_S, &claims), ERROR_INTERNAL, "short_key");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(gives_back_the_claims_that_it_signed),
        TEST(accepts_a_token_that_others_made_alike),
        TEST(keeps_to_the_times),
        TEST(refuses_another_key_and_changed_bytes),
        TEST(a_token_that_was_good_once_is_looked_at_again),
        TEST(many_tokens_do_not_get_mixed_up),
        TEST(refuses_every_other_algorithm),
        TEST(refuses_claims_that_are_absent_or_of_another_type),
        TEST(refuses_garbage),
        TEST(needs_a_key_of_256_bits),
    };
    return RUN_TESTS(tests);
}
