#include "aws/sigv4.h"

#include <assert.h>

#include "core/buffer.h"
#include "core/civil_time.h"
#include "core/encoding.h"

/* Room for the canonical request of most JSON services, so that it need not grow. */
#define USUAL_CANONICAL_BYTES 1024

#define DATE_BYTES 8 /* YYYYMMDD */

bool sigv4_parse_credential(text credential, sigv4_credential *ret_credential) {
    text rest = credential;
    sigv4_credential parsed;
    if (!text_cut(&rest, '/', &parsed.access_key))
        return false;
    parsed.scope = rest;
    if (!text_cut(&rest, '/', &parsed.date) || !text_cut(&rest, '/', &parsed.region) ||
        !text_cut(&rest, '/', &parsed.service) || !rest.data || text_index(rest, '/') != TEXT_NOT_FOUND)
        return false;
    parsed.terminator = rest;
    *ret_credential = parsed;
    return true;
}

/* Resolves `.` and `..` and drops empty segments; a slash at the end stays (RFC 3986 section 5.2.4). */
static text normalize_path(arena *arena, text path) {
    char *out = arena_alloc(arena, path.length + 1);
    size_t length = 0;
    bool ends_in_slash = true;
    for (text rest = path, segment; text_cut(&rest, '/', &segment);) {
        ends_in_slash = segment.length == 0 || text_equal(segment, TEXT(".")) || text_equal(segment, TEXT(".."));
        if (!ends_in_slash) {
            out[length++] = '/';
            memcpy(out + length, segment.data, segment.length);
            length += segment.length;
        } else if (segment.length == 2) {
            while (length > 0 && out[--length] != '/')
                continue;
        }
    }
    if (ends_in_slash || length == 0)
        out[length++] = '/';
    return (text){out, length};
}

static text canonical_path(arena *arena, text path, sigv4_path rule) {
    if (path.length <= 1)
        return TEXT("/");
    text plain = rule == SIGV4_PATH_NORMALIZED ? normalize_path(arena, path) : percent_decode(arena, path, false);
    return percent_encode(arena, plain, true);
}

static int compare_fields(const http_field *a, const http_field *b) {
    int by_name = text_compare(a->name, b->name);
    return by_name ? by_name : text_compare(a->value, b->value);
}

/* Puts field where it belongs among the count sorted ones before it. There are never many. */
static void insert_sorted(http_field *fields, size_t count, http_field field) {
    size_t at = count;
    for (; at > 0 && compare_fields(&fields[at - 1], &field) > 0; at--)
        fields[at] = fields[at - 1];
    fields[at] = field;
}

static void append_canonical_query(buffer *out, text query) {
    http_fields sorted = {0};
    http_field field;
    for (text rest = query; http_query_next(out->arena, &rest, &field);) {
        if (text_equal(field.name, TEXT("X-Amz-Signature")))
            continue;
        field.name = percent_encode(out->arena, field.name, false);
        field.value = percent_encode(out->arena, field.value, false);
        http_fields_add(out->arena, &sorted, field.name, field.value);
        insert_sorted(sorted.items, sorted.count - 1, field);
    }
    for (size_t i = 0; i < sorted.count; i++) {
        if (i > 0)
            buffer_append_char(out, '&');
        buffer_append(out, sorted.items[i].name);
        buffer_append_char(out, '=');
        buffer_append(out, sorted.items[i].value);
    }
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Trimmed, and each run of white space as one space. */
static void append_canonical_value(buffer *out, text value) {
    value = text_trim(value);
    char *to = buffer_reserve(out, value.length);
    size_t length = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (!is_space(value.data[i]))
            to[length++] = value.data[i];
        else if (!is_space(value.data[i - 1]))
            to[length++] = ' ';
    }
    out->length += length;
}

/* The values of all fields of that name, in their order. */
static void append_canonical_header(buffer *out, const http_fields *headers, text name) {
    buffer_append(out, name);
    buffer_append_char(out, ':');
    bool is_first = true;
    for (size_t i = 0; i < headers->count; i++) {
        if (!text_equal_ignore_case(headers->items[i].name, name))
            continue;
        if (!is_first)
            buffer_append_char(out, ',');
        append_canonical_value(out, headers->items[i].value);
        is_first = false;
    }
    buffer_append_char(out, '\n');
}

text sigv4_canonical_request(arena *arena, const http_request *request, text signed_headers, text payload_hash,
                             sigv4_path path) {
    buffer out = BUFFER(arena);
    buffer_reserve(&out, USUAL_CANONICAL_BYTES);
    buffer_append(&out, request->method);
    buffer_append_char(&out, '\n');
    buffer_append(&out, canonical_path(arena, request->path, path));
    buffer_append_char(&out, '\n');
    append_canonical_query(&out, request->query);
    buffer_append_char(&out, '\n');
    for (text rest = signed_headers, name; text_cut(&rest, ';', &name);)
        append_canonical_header(&out, &request->headers, name);
    buffer_append_char(&out, '\n');
    buffer_append(&out, signed_headers);
    buffer_append_char(&out, '\n');
    buffer_append(&out, payload_hash);
    return buffer_text(&out);
}

text sigv4_string_to_sign(arena *arena, text amz_date, text scope, text canonical_request) {
    buffer out = BUFFER(arena);
    buffer_append(&out, TEXT(SIGV4_ALGORITHM "\n"));
    buffer_append(&out, amz_date);
    buffer_append_char(&out, '\n');
    buffer_append(&out, scope);
    buffer_append_char(&out, '\n');
    buffer_append(&out, sha256_hex(arena, canonical_request));
    return buffer_text(&out);
}

sha256_digest sigv4_signing_key(arena *arena, text secret, const sigv4_credential *credential) {
    sha256_digest key = hmac_sha256(text_format(arena, "AWS4%.*s", TEXT_ARGS(secret)), credential->date);
    key = hmac_sha256(sha256_text(&key), credential->region);
    key = hmac_sha256(sha256_text(&key), credential->service);
    return hmac_sha256(sha256_text(&key), credential->terminator);
}

text sigv4_signature(arena *arena, const sha256_digest *signing_key, text string_to_sign) {
    sha256_digest signature = hmac_sha256(sha256_text(signing_key), string_to_sign);
    return hex_encode(arena, sha256_text(&signature));
}

bool sigv4_key_cache_get(const sigv4_key_cache *self, text credential, sha256_digest *ret_key) {
    if (self->length == 0 || !text_equal((text){self->credential, self->length}, credential))
        return false;
    *ret_key = self->key;
    return true;
}

void sigv4_key_cache_put(sigv4_key_cache *self, text credential, const sha256_digest *key) {
    if (credential.length > sizeof self->credential)
        return;
    memcpy(self->credential, credential.data, credential.length);
    self->length = credential.length;
    self->key = *key;
}

/* The sorted list of the lower-case names of all header fields, each once. */
static text names_to_sign(arena *arena, const http_fields *headers) {
    http_field *sorted = arena_alloc(arena, headers->count * sizeof *sorted);
    for (size_t i = 0; i < headers->count; i++)
        insert_sorted(sorted, i, (http_field){.name = text_lower(arena, headers->items[i].name)});
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < headers->count; i++) {
        if (i > 0 && text_equal(sorted[i].name, sorted[i - 1].name))
            continue;
        if (i > 0)
            buffer_append_char(&out, ';');
        buffer_append(&out, sorted[i].name);
    }
    return buffer_text(&out);
}

static sigv4_credential credential_of(const sigv4_signer *self, arena *arena, text amz_date) {
    text date = text_upto(amz_date, DATE_BYTES);
    return (sigv4_credential){
        .access_key = self->access_key,
        .scope = TEXT_JOIN(arena, date, TEXT("/"), self->region, TEXT("/"), self->service, TEXT("/" SIGV4_TERMINATOR)),
        .date = date,
        .region = self->region,
        .service = self->service,
        .terminator = TEXT(SIGV4_TERMINATOR),
    };
}

static sha256_digest key_of(sigv4_signer *self, arena *arena, text spelled, const sigv4_credential *credential) {
    sha256_digest key;
    if (!sigv4_key_cache_get(&self->cache, spelled, &key)) {
        key = sigv4_signing_key(arena, self->secret, credential);
        sigv4_key_cache_put(&self->cache, spelled, &key);
    }
    return key;
}

void sigv4_sign(sigv4_signer *self, arena *arena, http_request *request, int64_t now_ms) {
    assert(!request->body.read);
    text amz_date = time_to_amz_date(arena, now_ms);
    text payload_hash = sha256_hex(arena, request->body.bytes);
    http_fields_add(arena, &request->headers, TEXT("X-Amz-Date"), amz_date);
    if (self->session_token.length)
        http_fields_add(arena, &request->headers, TEXT("X-Amz-Security-Token"), self->session_token);
    if (self->sends_content_hash)
        http_fields_add(arena, &request->headers, TEXT("X-Amz-Content-Sha256"), payload_hash);

    sigv4_credential credential = credential_of(self, arena, amz_date);
    text spelled = TEXT_JOIN(arena, credential.access_key, TEXT("/"), credential.scope);
    text signed_headers = names_to_sign(arena, &request->headers);
    text canonical = sigv4_canonical_request(arena, request, signed_headers, payload_hash, self->path);
    text string_to_sign = sigv4_string_to_sign(arena, amz_date, credential.scope, canonical);
    sha256_digest key = key_of(self, arena, spelled, &credential);
    text signature = sigv4_signature(arena, &key, string_to_sign);
    http_fields_add(arena, &request->headers, TEXT("Authorization"),
                    TEXT_JOIN(arena, TEXT(SIGV4_ALGORITHM " Credential="), spelled, TEXT(", SignedHeaders="),
                              signed_headers, TEXT(", Signature="), signature));
}
