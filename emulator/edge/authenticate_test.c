#include "edge/authenticate.h"

#include <pthread.h>

#include "aws/sigv4_vectors_fixture.h"
#include "core/buffer.h"
#include "core/testing.h"

#define MINUTE_MS INT64_C(60000)

static const char file_content[] =
    "[vectors]\naws_access_key_id = " VECTOR_ACCESS_KEY "\naws_secret_access_key = " VECTOR_SECRET "\n";

static authenticator *new_authenticator(arena *arena) {
    credentials *credentials = credentials_new(arena);
    assert_success(credentials_add(credentials, arena, text_of(file_content), "test"));
    return authenticator_new(arena, credentials);
}

static const authenticate_terms dynamodb_terms = {
    .service = TEXT_INIT("dynamodb"),
    .world_now_ms = VECTOR_TIME_MS,
    .host_now_ms = VECTOR_TIME_MS,
};

/* A request of a DynamoDB client, signed by that key at VECTOR_TIME_MS. */
static http_request signed_request(arena *arena, const char *access_key, const char *secret) {
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    request.body = HTTP_BODY_BYTES(TEXT("{}"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("dynamodb.eu-central-1.amazonaws.com"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("DynamoDB_20120810.ListTables"));
    sigv4_signer signer = {.access_key = text_of(access_key),
                           .secret = text_of(secret),
                           .region = TEXT("eu-central-1"),
                           .service = TEXT("dynamodb")};
    sigv4_sign(&signer, arena, &request, VECTOR_TIME_MS);
    return request;
}

static void set_header(http_request *request, const char *name, text value) {
    for (size_t i = 0; i < request->headers.count; i++)
        if (text_equal_ignore_case(request->headers.items[i].name, text_of(name)))
            request->headers.items[i].value = value;
}

/* Puts replacement where pattern stands in a header. */
static void edit_header(arena *arena, http_request *request, const char *name, const char *pattern,
                        const char *replacement) {
    text value = http_fields_get(&request->headers, text_of(name));
    size_t at = text_find(value, text_of(pattern));
    assert_int_not_equal(at, TEXT_NOT_FOUND);
    set_header(request, name,
               text_format(arena, "%.*s%s%.*s", TEXT_ARGS(text_upto(value, at)), replacement,
                           TEXT_ARGS(text_from(value, at + strlen(pattern)))));
}

/* The vector's request as it arrives: with the header fields that signing adds, and the signature that AWS gives. */
static void check_vector(arena *arena, sigv4_vector *vector) {
    text lines = vector->canonical_request, signed_headers = {0}, last = {0}, line;
    while (text_cut(&lines, '\n', &line)) {
        signed_headers = last;
        last = line;
    }
    http_fields *headers = &vector->request.headers;
    http_fields_add(arena, headers, TEXT("X-Amz-Date"), TEXT("20150830T123600Z"));
    if (vector->session_token.length)
        http_fields_add(arena, headers, TEXT("X-Amz-Security-Token"), vector->session_token);
    if (vector->sends_content_hash)
        http_fields_add(arena, headers, TEXT("X-Amz-Content-Sha256"), last);
    http_fields_add(arena, headers, TEXT("Authorization"),
                    text_format(arena,
                                "AWS4-HMAC-SHA256 Credential=" VECTOR_ACCESS_KEY "/20150830/" VECTOR_REGION
                                "/" VECTOR_SERVICE "/aws4_request, SignedHeaders=%.*s, Signature=%.*s",
                                TEXT_ARGS(signed_headers), TEXT_ARGS(vector->signature)));
    authenticate_terms terms = {
        .service = TEXT(VECTOR_SERVICE),
        .world_now_ms = VECTOR_TIME_MS,
        .host_now_ms = VECTOR_TIME_MS,
        .is_strict = true,
        .path = vector->has_path_as_it_stands ? SIGV4_PATH_AS_IT_STANDS : SIGV4_PATH_NORMALIZED,
    };
    identity sender;
    assert_success(authenticate(new_authenticator(arena), arena, &vector->request, &terms, &sender));
    assert_string(sender.access_key, VECTOR_ACCESS_KEY);
    assert_true(sender.is_known);
}

static void verifies_awss_vectors(void **state) { for_each_vector(*state, check_vector); }

static void knows_who_signed(void **state) {
    arena *arena = *state;
    authenticator *authenticator = new_authenticator(arena);
    for (int round = 0; round < 2; round++) { /* with the signing key derived, and with the remembered one */
        http_request request = signed_request(arena, "111122223333", "test");
        identity sender;
        assert_success(authenticate(authenticator, arena, &request, &dynamodb_terms, &sender));
        assert_string(sender.access_key, "111122223333");
        assert_string(sender.account_id, "111122223333");
        assert_true(sender.is_known);
    }
}

static void lets_unknown_keys_in_unless_strict(void **state) {
    arena *arena = *state;
    authenticator *authenticator = new_authenticator(arena);
    http_request request = signed_request(arena, "AKIDUNKNOWN", "whatever");
    authenticate_terms terms = dynamodb_terms;
    identity sender;
    assert_success(authenticate(authenticator, arena, &request, &terms, &sender));
    assert_false(sender.is_known);
    assert_string(sender.account_id, "000000000000");
    terms.is_strict = true;
    const gabi_error *error = authenticate(authenticator, arena, &request, &terms, &sender);
    assert_error(error, ERROR_INVALID, "UnrecognizedClientException");
    assert_string(text_of(error->message), "The security token included in the request is invalid.");
}

static void assert_refused(arena *arena, const http_request *request, const char *code, const char *message) {
    identity sender;
    const gabi_error *error = authenticate(new_authenticator(arena), arena, request, &dynamodb_terms, &sender);
    assert_error(error, ERROR_INVALID, code);
    assert_string(text_of(error->message), message);
}

static void refuses_what_is_not_signed(void **state) {
    arena *arena = *state;
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    assert_false(request_is_signed(arena, &request));
    assert_refused(arena, &request, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
    http_fields_add(arena, &request.headers, TEXT("Authorization"), TEXT("Bearer abc"));
    assert_true(request_is_signed(arena, &request));
    assert_refused(arena, &request, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
}

static void names_what_is_missing(void **state) {
    arena *arena = *state;
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_fields_add(arena, &request.headers, TEXT("Authorization"), TEXT("AWS4-HMAC-SHA256"));
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "Authorization header requires 'Credential' parameter. "
                   "Authorization header requires 'Signature' parameter. "
                   "Authorization header requires 'SignedHeaders' parameter. "
                   "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                   "Authorization=AWS4-HMAC-SHA256");
    set_header(&request, "authorization", TEXT("AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders"));
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: "
                   "'AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders'.");
}

/* As botocore's SigV4QueryAuth signs it. */
static http_request presigned_request(arena *arena) {
    http_request request = http_request_to(
        TEXT("POST"), TEXT("/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20150830%2Feu-central-1%2F"
                           "dynamodb%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders"
                           "=host%3Bx-amz-target&X-Amz-Signature="
                           "6854f27b4655e43904c2fbf7990e16003d147b1db3a8dada7833e272b42e0bc7"));
    request.body = HTTP_BODY_BYTES(TEXT("{}"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("dynamodb.eu-central-1.amazonaws.com"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("DynamoDB_20120810.ListTables"));
    return request;
}

static void verifies_signatures_in_the_query(void **state) {
    arena *arena = *state;
    authenticator *authenticator = new_authenticator(arena);
    http_request request = presigned_request(arena);
    authenticate_terms terms = dynamodb_terms;
    identity sender;
    assert_true(request_is_signed(arena, &request));
    assert_success(authenticate(authenticator, arena, &request, &terms, &sender));
    assert_string(sender.access_key, "test");
    assert_true(sender.is_known);
    terms.world_now_ms = terms.host_now_ms = VECTOR_TIME_MS + 59 * MINUTE_MS;
    assert_success(authenticate(authenticator, arena, &request, &terms, &sender));
    terms.world_now_ms = terms.host_now_ms = VECTOR_TIME_MS + 61 * MINUTE_MS;
    const gabi_error *error = authenticate(authenticator, arena, &request, &terms, &sender);
    assert_error(error, ERROR_INVALID, "InvalidSignatureException");
    assert_string(text_of(error->message), "Signature expired: 20150830T123600Z is now earlier than 20150830T133700Z");
    request.body = HTTP_BODY_BYTES(TEXT("{ }"));
    assert_error(authenticate(authenticator, arena, &request, &dynamodb_terms, &sender), ERROR_INVALID,
                 "InvalidSignatureException");
}

/* So many seconds before it was made that they are no number of milliseconds. */
static void passes_over_a_time_that_is_none(void **state) {
    arena *arena = *state;
    authenticate_terms terms = dynamodb_terms;
    identity sender;
    http_request request =
        http_request_to(TEXT("POST"), TEXT("/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20150830%2F"
                                           "eu-central-1%2Fdynamodb%2Faws4_request&X-Amz-Date=20150830T123600Z"
                                           "&X-Amz-Expires=-9223372036854775807&X-Amz-SignedHeaders=host"
                                           "&X-Amz-Signature=a"));
    terms.world_now_ms = terms.host_now_ms = VECTOR_TIME_MS + 14 * MINUTE_MS;
    const gabi_error *error = authenticate(new_authenticator(arena), arena, &request, &terms, &sender);
    assert_error(error, ERROR_INVALID, "InvalidSignatureException");
    assert_true(text_starts_with(text_of(error->message), TEXT("The request signature we calculated does not match")));
}

static void names_what_is_missing_of_a_query(void **state) {
    arena *arena = *state;
    http_request request = http_request_to(TEXT("POST"), TEXT("/?X-Amz-Algorithm"));
    assert_true(request_is_signed(arena, &request));
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "AWS query-string parameters must include 'X-Amz-Algorithm'. "
                   "AWS query-string parameters must include 'X-Amz-Credential'. "
                   "AWS query-string parameters must include 'X-Amz-Signature'. "
                   "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                   "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.");
    request =
        http_request_to(TEXT("POST"), TEXT("/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d"));
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the query-string "
                   "parameters.");
    request = http_request_to(TEXT("POST"), TEXT("/?X-Amz-Credential=a&X-Amz-Signature=b"));
    assert_false(request_is_signed(arena, &request));
}

static void refuses_a_signature_in_two_places(void **state) {
    arena *arena = *state;
    http_request request = http_request_to(TEXT("GET"), TEXT("/?X-Amz-Algorithm"));
    http_fields_add(arena, &request.headers, TEXT("Authorization"), TEXT("AWS4-HMAC-SHA256"));
    assert_refused(arena, &request, "InvalidSignatureException",
                   "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
}

static void refuses_malformed_parts(void **state) {
    arena *arena = *state;
    http_request request = signed_request(arena, "test", "test");
    set_header(&request, "x-amz-date", TEXT("201"));
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "Date must be in ISO-8601 'basic format'. Got '201'. See http://en.wikipedia.org/wiki/ISO_8601");

    request = signed_request(arena, "test", "test");
    edit_header(arena, &request, "authorization", "HMAC-SHA256", "HMAC-SHA25");
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ");

    request = signed_request(arena, "test", "test");
    edit_header(arena, &request, "authorization", "test/20150830/eu-central-1/dynamodb/aws4_request", "a/b/c/d");
    assert_refused(arena, &request, "IncompleteSignatureException",
                   "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                   "got 'a/b/c/d'");

    request = signed_request(arena, "test", "test");
    edit_header(arena, &request, "authorization", "SignedHeaders=host;", "SignedHeaders=");
    assert_refused(arena, &request, "InvalidSignatureException",
                   "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
}

static void names_all_that_is_wrong_with_the_scope(void **state) {
    arena *arena = *state;
    http_request request = signed_request(arena, "test", "test");
    edit_header(arena, &request, "authorization", "20150830/eu-central-1/dynamodb/aws4_request", "b/c/d/e");
    assert_refused(arena, &request, "InvalidSignatureException",
                   "Credential should be scoped to correct service: 'dynamodb'. "
                   "Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. "
                   "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                   "'b' != '20150830', from '20150830T123600Z'.");
}

static void refuses_what_is_too_old_or_too_early(void **state) {
    arena *arena = *state;
    authenticator *authenticator = new_authenticator(arena);
    http_request request = signed_request(arena, "test", "test");
    authenticate_terms terms = dynamodb_terms;
    identity sender;
    terms.world_now_ms = terms.host_now_ms = VECTOR_TIME_MS + 16 * MINUTE_MS;
    const gabi_error *error = authenticate(authenticator, arena, &request, &terms, &sender);
    assert_error(error, ERROR_INVALID, "InvalidSignatureException");
    assert_string(text_of(error->message), "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z "
                                           "(20150830T125200Z - 15 min.)");
    terms.world_now_ms = terms.host_now_ms = VECTOR_TIME_MS - 16 * MINUTE_MS;
    error = authenticate(authenticator, arena, &request, &terms, &sender);
    assert_error(error, ERROR_INVALID, "InvalidSignatureException");
    assert_string(text_of(error->message), "Signature not yet current: 20150830T123600Z is still later than "
                                           "20150830T123500Z (20150830T122000Z + 15 min.)");
}

static void takes_the_worlds_time_or_the_hosts(void **state) {
    arena *arena = *state;
    authenticator *authenticator = new_authenticator(arena);
    http_request request = signed_request(arena, "test", "test");
    identity sender;
    authenticate_terms terms = dynamodb_terms;
    terms.world_now_ms = VECTOR_TIME_MS + 15 * MINUTE_MS;
    terms.host_now_ms = 0;
    assert_success(authenticate(authenticator, arena, &request, &terms, &sender));
    terms.world_now_ms = 0;
    terms.host_now_ms = VECTOR_TIME_MS - 15 * MINUTE_MS;
    assert_success(authenticate(authenticator, arena, &request, &terms, &sender));
}

static void shows_what_should_have_been_signed(void **state) {
    arena *arena = *state;
    http_request request = signed_request(arena, "test", "wrong");
    assert_refused(
        arena, &request, "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details.\n\n"
        "The Canonical String for this request should have been\n"
        "'POST\n/\n\nhost:dynamodb.eu-central-1.amazonaws.com\nx-amz-date:20150830T123600Z\n"
        "x-amz-target:DynamoDB_20120810.ListTables\n\nhost;x-amz-date;x-amz-target\n"
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'\n\n"
        "The String-to-Sign should have been\n"
        "'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/eu-central-1/dynamodb/aws4_request\n"
        "a150cc34a5cab92c1b0faaa77e33540080b5e2ea75cc87e1f1e4e37c7e07a1ac'\n");
}

static void notices_every_change(void **state) {
    arena *arena = *state;
    authenticator *authenticator = new_authenticator(arena);
    identity sender;
    http_request changed[4];
    for (size_t i = 0; i < 4; i++)
        changed[i] = signed_request(arena, "test", "test");
    changed[0].method = TEXT("PUT");
    changed[1].query = TEXT("a=1");
    changed[2].body = HTTP_BODY_BYTES(TEXT("{ }"));
    set_header(&changed[3], "x-amz-target", TEXT("DynamoDB_20120810.DeleteTable"));
    for (size_t i = 0; i < 4; i++)
        assert_error(authenticate(authenticator, arena, &changed[i], &dynamodb_terms, &sender), ERROR_INVALID,
                     "InvalidSignatureException");
}

static void takes_a_payload_that_is_declared_as_unsigned(void **state) {
    arena *arena = *state;
    http_request request = http_request_to(TEXT("PUT"), TEXT("/bucket/key"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Content-Sha256"), TEXT(SIGV4_UNSIGNED_PAYLOAD));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Date"), TEXT("20150830T123600Z"));
    text signed_headers = TEXT("host;x-amz-content-sha256;x-amz-date");
    text spelled = TEXT("test/20150830/eu-central-1/dynamodb/aws4_request");
    sigv4_credential credential;
    assert_true(sigv4_parse_credential(spelled, &credential));
    sha256_digest key = sigv4_signing_key(arena, TEXT("test"), &credential);
    text canonical =
        sigv4_canonical_request(arena, &request, signed_headers, TEXT(SIGV4_UNSIGNED_PAYLOAD), SIGV4_PATH_NORMALIZED);
    text to_sign = sigv4_string_to_sign(arena, TEXT("20150830T123600Z"), credential.scope, canonical);
    http_fields_add(arena, &request.headers, TEXT("Authorization"),
                    text_format(arena, "AWS4-HMAC-SHA256 Credential=%.*s,SignedHeaders=%.*s,Signature=%.*s",
                                TEXT_ARGS(spelled), TEXT_ARGS(signed_headers),
                                TEXT_ARGS(sigv4_signature(arena, &key, to_sign))));
    request.body = HTTP_BODY_BYTES(TEXT("anything"));
    identity sender;
    assert_success(authenticate(new_authenticator(arena), arena, &request, &dynamodb_terms, &sender));
}

#define THREADS 4
#define REQUESTS_A_THREAD 500

/* Each thread uses keys of its own accounts, so that the remembered ones are replaced all the time. */
static void *verify_many(void *shared) {
    authenticator *authenticator = shared;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    intptr_t failures = 0;
    for (int i = 0; i < REQUESTS_A_THREAD; i++) {
        const char *access_key = arena_printf(arena, "%012d", i % 100);
        http_request request = signed_request(arena, access_key, "test");
        identity sender;
        failures += authenticate(authenticator, arena, &request, &dynamodb_terms, &sender) != NULL;
        arena_reset(arena);
    }
    arena_free(arena);
    return (void *)failures;
}

static void serves_many_threads(void **state) {
    authenticator *authenticator = new_authenticator(*state);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, verify_many, authenticator), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *failures;
        pthread_join(threads[i], &failures);
        assert_null(failures);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(verifies_awss_vectors),
        TEST(knows_who_signed),
        TEST(lets_unknown_keys_in_unless_strict),
        TEST(refuses_what_is_not_signed),
        TEST(names_what_is_missing),
        TEST(verifies_signatures_in_the_query),
        TEST(passes_over_a_time_that_is_none),
        TEST(names_what_is_missing_of_a_query),
        TEST(refuses_a_signature_in_two_places),
        TEST(refuses_malformed_parts),
        TEST(names_all_that_is_wrong_with_the_scope),
        TEST(refuses_what_is_too_old_or_too_early),
        TEST(takes_the_worlds_time_or_the_hosts),
        TEST(shows_what_should_have_been_signed),
        TEST(notices_every_change),
        TEST(takes_a_payload_that_is_declared_as_unsigned),
        TEST(serves_many_threads),
    };
    return RUN_TESTS(tests);
}
