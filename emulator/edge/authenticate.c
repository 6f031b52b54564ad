#include "edge/authenticate.h"

#include <assert.h>
#include <pthread.h>

#include "core/buffer.h"
#include "core/civil_time.h"
#include "store/account.h"

/* Signing keys at hand: as many as there are likely to be access keys, services and regions in use on one day. */
#define KEY_SLOTS 64

#define TOLERANCE_MS INT64_C(900000)   /* 15 minutes */
#define MOST_EXPIRES_S INT64_C(604800) /* a week */

#define STREAMING_PREFIX "STREAMING-"

struct authenticator {
    const credentials *credentials;
    pthread_mutex_t lock;
    sigv4_key_cache keys[KEY_SLOTS]; /* under the lock */
};

/* An Authorization header taken apart, or what stands for it in a query string. */
typedef struct authorization {
    text whole; /* of a header */
    text algorithm;
    text credential;
    text signed_headers;
    text signature;
    text amz_date;      /* of a header of its own */
    int64_t expires_ms; /* how long it is good; 0: not told */
} authorization;

static void destroy_lock(void *lock) { pthread_mutex_destroy(lock); }

authenticator *authenticator_new(arena *arena, const credentials *credentials) {
    authenticator *self = arena_zalloc(arena, sizeof *self);
    self->credentials = credentials;
    pthread_mutex_init(&self->lock, NULL);
    arena_defer(arena, destroy_lock, &self->lock);
    return self;
}

static bool is_signed_in_query(arena *arena, const http_request *request) {
    text algorithm;
    return !text_is_empty(request->query) && http_query_get(arena, request->query, TEXT("X-Amz-Algorithm"), &algorithm);
}

bool request_is_signed(arena *arena, const http_request *request) {
    return http_fields_find(&request->headers, TEXT("authorization")) || is_signed_in_query(arena, request);
}

static const gabi_error *incomplete(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "IncompleteSignatureException", "%s", message);
}

static const gabi_error *invalid(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "InvalidSignatureException", "%s", message);
}

/* Cuts the next part off a list whose parts are divided by commas, spaces or both. */
static bool next_part(text *rest, text *ret_part) {
    while (rest->length > 0 && (rest->data[0] == ',' || rest->data[0] == ' '))
        *rest = text_from(*rest, 1);
    *ret_part = text_upto(*rest, text_index(*rest, ','));
    *ret_part = text_upto(*ret_part, text_index(*ret_part, ' '));
    *rest = text_from(*rest, ret_part->length);
    return ret_part->length > 0;
}

/* The header's `name=value` parts; unknown names are passed over. */
static const gabi_error *split_parameters(arena *arena, text rest, authorization *authorization) {
    for (text part; next_part(&rest, &part);) {
        text value = part, name;
        text_cut(&value, '=', &name);
        if (!value.data)
            return incomplete(arena, arena_printf(arena,
                                                  "'%.*s' not a valid key=value pair (missing equal-sign) in "
                                                  "Authorization header: '%.*s'.",
                                                  TEXT_ARGS(part), TEXT_ARGS(authorization->whole)));
        if (text_equal(name, TEXT("Credential")))
            authorization->credential = value;
        else if (text_equal(name, TEXT("SignedHeaders")))
            authorization->signed_headers = value;
        else if (text_equal(name, TEXT("Signature")))
            authorization->signature = value;
    }
    return NULL;
}

static const gabi_error *check_presence(arena *arena, const authorization *authorization) {
    const struct {
        text value;
        const char *complaint;
    } wanted[] = {
        {authorization->credential, "Authorization header requires 'Credential' parameter. "},
        {authorization->signature, "Authorization header requires 'Signature' parameter. "},
        {authorization->signed_headers, "Authorization header requires 'SignedHeaders' parameter. "},
        {authorization->amz_date,
         "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "},
    };
    buffer message = BUFFER(arena);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (text_is_empty(wanted[i].value))
            buffer_append(&message, text_of(wanted[i].complaint));
    if (message.length == 0)
        return NULL;
    buffer_append(&message, TEXT("Authorization="));
    buffer_append(&message, authorization->whole);
    return incomplete(arena, buffer_text(&message).data);
}

/* The parts of a signature in the query string; what is missing of it is told, and no more. */
static const gabi_error *read_query(arena *arena, const http_request *request, authorization *ret_authorization) {
    authorization found = {0};
    const struct {
        const char *name;
        text *target;
    } wanted[] = {
        {"X-Amz-Algorithm", &found.algorithm}, {"X-Amz-Credential", &found.credential},
        {"X-Amz-Signature", &found.signature}, {"X-Amz-SignedHeaders", &found.signed_headers},
        {"X-Amz-Date", &found.amz_date},
    };
    buffer message = BUFFER(arena);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        http_query_get(arena, request->query, text_of(wanted[i].name), wanted[i].target);
        if (text_is_empty(*wanted[i].target))
            buffer_format(&message, "AWS query-string parameters must include '%s'. ", wanted[i].name);
    }
    if (message.length > 0) {
        buffer_append(&message, TEXT("Re-examine the query-string parameters."));
        return incomplete(arena, buffer_text(&message).data);
    }
    text expires = TEXT("");
    http_query_get(arena, request->query, TEXT("X-Amz-Expires"), &expires);
    int64_t expires_s;
    if (text_to_int64(expires, &expires_s) && expires_s > 0)
        found.expires_ms = (expires_s > MOST_EXPIRES_S ? MOST_EXPIRES_S : expires_s) * 1000;
    *ret_authorization = found;
    return NULL;
}

/* Takes the signature's parts out of the request, or says what is missing. */
static const gabi_error *read_authorization(arena *arena, const http_request *request,
                                            authorization *ret_authorization) {
    text whole = text_trim(http_fields_get(&request->headers, TEXT("authorization")));
    if (is_signed_in_query(arena, request))
        return text_is_empty(whole) ? read_query(arena, request, ret_authorization)
                                    : invalid(arena, "Found both 'X-Amz-Algorithm' as a query-string param and "
                                                     "'Authorization' as HTTP header.");
    if (!text_starts_with(whole, TEXT("AWS4-")))
        return error_new(arena, ERROR_INVALID, "MissingAuthenticationTokenException",
                         "Request is missing Authentication Token");
    authorization authorization = {.whole = whole, .amz_date = http_fields_get(&request->headers, TEXT("x-amz-date"))};
    if (text_is_empty(authorization.amz_date))
        authorization.amz_date = http_fields_get(&request->headers, TEXT("date"));
    text parameters = whole;
    next_part(&parameters, &authorization.algorithm);
    TRY(split_parameters(arena, parameters, &authorization));
    TRY(check_presence(arena, &authorization));
    *ret_authorization = authorization;
    return NULL;
}

/* Whether a signature of that time is good at now_ms. */
static bool is_current(const authorization *authorization, int64_t time_ms, int64_t now_ms) {
    int64_t good_for_ms = authorization->expires_ms > 0 ? authorization->expires_ms : TOLERANCE_MS;
    return time_ms - now_ms <= TOLERANCE_MS && now_ms - time_ms <= good_for_ms;
}

static const gabi_error *check_date(arena *arena, const authorization *authorization, const authenticate_terms *terms,
                                    bool may_be_old) {
    text amz_date = authorization->amz_date;
    int64_t time_ms;
    if (!time_from_amz_date(amz_date, &time_ms))
        return incomplete(arena, arena_printf(arena,
                                              "Date must be in ISO-8601 'basic format'. Got '%.*s'. See "
                                              "http://en.wikipedia.org/wiki/ISO_8601",
                                              TEXT_ARGS(amz_date)));
    if (may_be_old || is_current(authorization, time_ms, terms->world_now_ms) ||
        is_current(authorization, time_ms, terms->host_now_ms))
        return NULL;
    text now = time_to_amz_date(arena, terms->world_now_ms);
    if (authorization->expires_ms > 0 && time_ms <= terms->world_now_ms)
        return invalid(arena, arena_printf(arena, "Signature expired: %.*s is now earlier than %.*s",
                                           TEXT_ARGS(amz_date), TEXT_ARGS(now)));
    bool is_early = time_ms > terms->world_now_ms;
    text limit = time_to_amz_date(arena, terms->world_now_ms + (is_early ? TOLERANCE_MS : -TOLERANCE_MS));
    return invalid(arena, arena_printf(arena, "Signature %s: %.*s is %s than %.*s (%.*s %c 15 min.)",
                                       is_early ? "not yet current" : "expired", TEXT_ARGS(amz_date),
                                       is_early ? "still later" : "now earlier", TEXT_ARGS(limit), TEXT_ARGS(now),
                                       is_early ? '+' : '-'));
}

static bool signs_header(text signed_headers, text wanted) {
    for (text name; text_cut(&signed_headers, ';', &name);)
        if (text_equal_ignore_case(name, wanted))
            return true;
    return false;
}

/* All that is wrong with the scope comes in one message, as AWS has it. */
static const gabi_error *check_scope(arena *arena, const sigv4_credential *scope, text service, text amz_date) {
    text day = text_upto(amz_date, sizeof "YYYYMMDD" - 1);
    buffer message = BUFFER(arena);
    if (!text_equal(scope->service, service))
        buffer_format(&message, "Credential should be scoped to correct service: '%.*s'. ", TEXT_ARGS(service));
    if (!text_equal(scope->terminator, TEXT(SIGV4_TERMINATOR)))
        buffer_format(&message,
                      "Credential should be scoped with a valid terminator: '" SIGV4_TERMINATOR "', not '%.*s'. ",
                      TEXT_ARGS(scope->terminator));
    if (!text_equal(scope->date, day))
        buffer_format(&message,
                      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                      "'%.*s' != '%.*s', from '%.*s'.",
                      TEXT_ARGS(scope->date), TEXT_ARGS(day), TEXT_ARGS(amz_date));
    return message.length ? invalid(arena, buffer_text(&message).data) : NULL;
}

/* Everything that can be checked without a secret, in the order in which AWS does. */
static const gabi_error *check_form(arena *arena, const authorization *authorization, const authenticate_terms *terms,
                                    bool may_be_old, sigv4_credential *ret_credential) {
    TRY(check_date(arena, authorization, terms, may_be_old));
    if (!signs_header(authorization->signed_headers, TEXT("host")))
        return invalid(arena, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    if (!text_equal(authorization->algorithm, TEXT(SIGV4_ALGORITHM)))
        return incomplete(
            arena, arena_printf(arena, "Unsupported AWS 'algorithm': '%.*s' (only " SIGV4_ALGORITHM " for now). ",
                                TEXT_ARGS(authorization->algorithm)));
    if (!sigv4_parse_credential(authorization->credential, ret_credential))
        return incomplete(arena, arena_printf(arena,
                                              "Credential must have exactly 5 slash-delimited elements, e.g. "
                                              "keyid/date/region/service/term, got '%.*s'",
                                              TEXT_ARGS(authorization->credential)));
    return check_scope(arena, ret_credential, terms->service, authorization->amz_date);
}

static sha256_digest signing_key(authenticator *self, arena *arena, text spelled, text secret,
                                 const sigv4_credential *credential) {
    sigv4_key_cache *slot = &self->keys[text_hash(spelled) % KEY_SLOTS];
    sha256_digest key;
    pthread_mutex_lock(&self->lock);
    bool is_at_hand = sigv4_key_cache_get(slot, spelled, &key);
    pthread_mutex_unlock(&self->lock);
    if (is_at_hand)
        return key;
    key = sigv4_signing_key(arena, secret, credential);
    pthread_mutex_lock(&self->lock);
    sigv4_key_cache_put(slot, spelled, &key);
    pthread_mutex_unlock(&self->lock);
    return key;
}

/* What stands for the body in the canonical request: its hash, unless the client says that it is not signed. */
static text payload_hash(arena *arena, const http_request *request) {
    text declared = http_fields_get(&request->headers, TEXT("x-amz-content-sha256"));
    if (text_equal(declared, TEXT(SIGV4_UNSIGNED_PAYLOAD)) || text_starts_with(declared, TEXT(STREAMING_PREFIX)))
        return declared;
    assert(!request->body.read);
    return sha256_hex(arena, request->body.bytes);
}

static const gabi_error *check_signature(authenticator *self, arena *arena, const http_request *request,
                                         const authorization *authorization, const sigv4_credential *claimed,
                                         text secret, sigv4_path path) {
    text canonical =
        sigv4_canonical_request(arena, request, authorization->signed_headers, payload_hash(arena, request), path);
    text string_to_sign = sigv4_string_to_sign(arena, authorization->amz_date, claimed->scope, canonical);
    sha256_digest key = signing_key(self, arena, authorization->credential, secret, claimed);
    if (secret_equal(sigv4_signature(arena, &key, string_to_sign), authorization->signature))
        return NULL;
    return invalid(arena,
                   arena_printf(arena,
                                "The request signature we calculated does not match the signature you provided. "
                                "Check your AWS Secret Access Key and signing method. Consult the service "
                                "documentation for details.\n\nThe Canonical String for this request should have "
                                "been\n'%.*s'\n\nThe String-to-Sign should have been\n'%.*s'\n",
                                TEXT_ARGS(canonical), TEXT_ARGS(string_to_sign)));
}

static text access_key_of(const authorization *authorization) {
    size_t slash = text_index(authorization->credential, '/');
    return text_upto(authorization->credential, slash == TEXT_NOT_FOUND ? 0 : slash);
}

const gabi_error *authenticate(authenticator *self, arena *arena, const http_request *request,
                               const authenticate_terms *terms, identity *ret_identity) {
    authorization authorization;
    sigv4_credential claimed;
    TRY(read_authorization(arena, request, &authorization));
    credential known;
    bool is_known = credentials_find(self->credentials, access_key_of(&authorization), &known);
    bool is_let_in = !is_known && !terms->is_strict; /* whatever the signature, and however old */
    TRY(check_form(arena, &authorization, terms, is_let_in, &claimed));
    if (is_known)
        TRY(check_signature(self, arena, request, &authorization, &claimed, known.secret, terms->path));
    else if (!is_let_in)
        return error_new(arena, ERROR_INVALID, "UnrecognizedClientException",
                         "The security token included in the request is invalid.");
    *ret_identity = (identity){
        .access_key = claimed.access_key,
        .account_id = is_known ? known.account_id : TEXT(ACCOUNT_ID),
        .is_known = is_known,
    };
    return NULL;
}
