#include "aws/sigv4.h"

#include "aws/sigv4_vectors_fixture.h"
#include "core/testing.h"

static sigv4_signer vector_signer(const sigv4_vector *vector) {
    return (sigv4_signer){
        .access_key = TEXT(VECTOR_ACCESS_KEY),
        .secret = TEXT(VECTOR_SECRET),
        .session_token = vector->session_token,
        .region = TEXT(VECTOR_REGION),
        .service = TEXT(VECTOR_SERVICE),
        .path = vector->has_path_as_it_stands ? SIGV4_PATH_AS_IT_STANDS : SIGV4_PATH_NORMALIZED,
        .sends_content_hash = vector->sends_content_hash,
    };
}

static text authorization_part(const http_request *request, text name) {
    text value = http_fields_get(&request->headers, TEXT("authorization"));
    size_t at = text_find(value, name);
    assert_int_not_equal(at, TEXT_NOT_FOUND);
    value = text_from(value, at + name.length);
    return text_upto(value, text_index(value, ','));
}

static void check_signature(arena *arena, sigv4_vector *vector) {
    sigv4_signer signer = vector_signer(vector);
    sigv4_sign(&signer, arena, &vector->request, VECTOR_TIME_MS);
    if (!text_equal(authorization_part(&vector->request, TEXT("Signature=")), vector->signature))
        fail_msg("%s: wrong signature", vector->file);
}

static void signs_as_awss_vectors_say(void **state) { for_each_vector(*state, check_signature); }

/* The last line of each canonical request is the payload's hash, the one before it the list of signed headers. */
static void check_steps(arena *arena, sigv4_vector *vector) {
    sigv4_signer signer = vector_signer(vector);
    sigv4_sign(&signer, arena, &vector->request, VECTOR_TIME_MS);
    text canonical =
        sigv4_canonical_request(arena, &vector->request, authorization_part(&vector->request, TEXT("SignedHeaders=")),
                                sha256_hex(arena, vector->request.body.bytes), signer.path);
    assert_text(canonical, vector->canonical_request);
    text scope = TEXT("20150830/" VECTOR_REGION "/" VECTOR_SERVICE "/" SIGV4_TERMINATOR);
    assert_text(sigv4_string_to_sign(arena, TEXT("20150830T123600Z"), scope, canonical), vector->string_to_sign);
}

static void takes_each_step_as_awss_vectors_say(void **state) { for_each_vector(*state, check_steps); }

static text canonical_path_of(arena *arena, const char *target, sigv4_path path) {
    http_request request = http_request_to(TEXT("GET"), text_of(target));
    text rest = sigv4_canonical_request(arena, &request, TEXT("host"), TEXT("hash"), path), line;
    text_cut(&rest, '\n', &line);
    text_cut(&rest, '\n', &line);
    return line;
}

static void encodes_an_encoded_path_again_but_for_s3(void **state) {
    arena *arena = *state;
    const char *target = "/test/@connections/JBDvjfGEIAMCERw%3D";
    assert_string(canonical_path_of(arena, target, SIGV4_PATH_NORMALIZED), "/test/%40connections/JBDvjfGEIAMCERw%253D");
    assert_string(canonical_path_of(arena, target, SIGV4_PATH_AS_IT_STANDS), "/test/%40connections/JBDvjfGEIAMCERw%3D");
}

static void resolves_dots_but_never_above_the_root(void **state) {
    arena *arena = *state;
    assert_string(canonical_path_of(arena, "/../../a/./b/../c//", SIGV4_PATH_NORMALIZED), "/a/c/");
    assert_string(canonical_path_of(arena, "/..", SIGV4_PATH_NORMALIZED), "/");
    assert_string(canonical_path_of(arena, "", SIGV4_PATH_NORMALIZED), "/");
    assert_string(canonical_path_of(arena, "/a//../b", SIGV4_PATH_AS_IT_STANDS), "/a//../b");
}

static void leaves_a_signature_in_the_query_out_of_itself(void **state) {
    arena *arena = *state;
    http_request with = http_request_to(TEXT("GET"), TEXT("/?b=2&X-Amz-Signature=abc&a=1"));
    http_request without = http_request_to(TEXT("GET"), TEXT("/?a=1&b=2"));
    assert_text(sigv4_canonical_request(arena, &with, TEXT("host"), TEXT("hash"), SIGV4_PATH_NORMALIZED),
                sigv4_canonical_request(arena, &without, TEXT("host"), TEXT("hash"), SIGV4_PATH_NORMALIZED));
}

static void reads_credentials_of_five_parts_only(void **state) {
    (void)state;
    sigv4_credential parsed;
    assert_true(sigv4_parse_credential(TEXT("KEY/20150830/us-east-1/s3/aws4_request"), &parsed));
    assert_string(parsed.access_key, "KEY");
    assert_string(parsed.scope, "20150830/us-east-1/s3/aws4_request");
    assert_string(parsed.date, "20150830");
    assert_string(parsed.region, "us-east-1");
    assert_string(parsed.service, "s3");
    assert_string(parsed.terminator, "aws4_request");
    assert_false(sigv4_parse_credential(TEXT(""), &parsed));
    assert_false(sigv4_parse_credential(TEXT("a/b/c/d"), &parsed));
    assert_false(sigv4_parse_credential(TEXT("a/b/c/d/e/f"), &parsed));
}

static void remembers_a_signing_key_for_its_credential_only(void **state) {
    arena *arena = *state;
    sigv4_key_cache cache = {0};
    sha256_digest key = sha256(TEXT("a key")), found;
    assert_false(sigv4_key_cache_get(&cache, TEXT(""), &found));
    sigv4_key_cache_put(&cache, TEXT("KEY/20150830/us-east-1/s3/aws4_request"), &key);
    assert_false(sigv4_key_cache_get(&cache, TEXT("KEY/20150831/us-east-1/s3/aws4_request"), &found));
    assert_true(sigv4_key_cache_get(&cache, TEXT("KEY/20150830/us-east-1/s3/aws4_request"), &found));
    assert_memory_equal(found.bytes, key.bytes, sizeof key.bytes);

    char *longer = arena_zalloc(arena, SIGV4_LONGEST_CREDENTIAL_BYTES + 1);
    text too_long = {longer, SIGV4_LONGEST_CREDENTIAL_BYTES + 1};
    sigv4_key_cache_put(&cache, too_long, &key);
    assert_false(sigv4_key_cache_get(&cache, too_long, &found));
}

static void signs_anew_when_the_day_changes(void **state) {
    arena *arena = *state;
    sigv4_signer signer = {
        .access_key = TEXT("KEY"), .secret = TEXT("secret"), .region = TEXT("r"), .service = TEXT("s")};
    const int64_t day_ms = INT64_C(86400000);
    http_request requests[3];
    for (int i = 0; i < 3; i++) {
        requests[i] = http_request_to(TEXT("GET"), TEXT("/"));
        sigv4_sign(&signer, arena, &requests[i], VECTOR_TIME_MS + (i == 1 ? day_ms : 0));
    }
    text first = authorization_part(&requests[0], TEXT("Signature="));
    assert_false(text_equal(first, authorization_part(&requests[1], TEXT("Signature="))));
    assert_text(authorization_part(&requests[2], TEXT("Signature=")), first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(signs_as_awss_vectors_say),
        TEST(takes_each_step_as_awss_vectors_say),
        TEST(encodes_an_encoded_path_again_but_for_s3),
        TEST(resolves_dots_but_never_above_the_root),
        TEST(leaves_a_signature_in_the_query_out_of_itself),
        TEST(reads_credentials_of_five_parts_only),
        TEST(remembers_a_signing_key_for_its_credential_only),
        TEST(signs_anew_when_the_day_changes),
    };
    return RUN_TESTS(tests);
}
