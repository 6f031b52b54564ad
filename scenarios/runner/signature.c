#include "runner/signature.h"

#include "aws/sigv4.h"

/* The next part of `a:b:c`, or of a host; empty when there is none. */
static text next_part(text *rest, char separator) {
    text part = TEXT("");
    if (!text_is_empty(*rest))
        text_cut(rest, separator, &part);
    return part;
}

/* The part of a host that ends with a dot; empty when there is none. */
static text part_before_dot(text *rest) {
    return text_index(*rest, '.') == TEXT_NOT_FOUND ? TEXT("") : next_part(rest, '.');
}

/* Signed is what the entry says, and Host: not what libcurl adds by itself. */
static http_fields signed_fields(arena *arena, const http_fields *headers) {
    static const char *const unsigned_names[] = {"content-length", "cookie"};
    http_fields kept = {0};
    for (size_t i = 0; i < headers->count; i++) {
        const http_field *field = &headers->items[i];
        text name = text_lower(arena, field->name);
        bool is_usual = text_equal(name, TEXT("accept")) && text_equal(field->value, TEXT("*/*"));
        if (!is_usual && !text_is_one_of(name, unsigned_names, 2))
            http_fields_add(arena, &kept, field->name, field->value);
    }
    return kept;
}

bool signature_add(arena *arena, text parameters, text user, int64_t now_ms, http_request *request,
                   const char **ret_reason) {
    sigv4_signer signer = {.path = SIGV4_PATH_NORMALIZED};
    text host = http_fields_get(&request->headers, TEXT("Host"));
    text provider = next_part(&parameters, ':'), vendor = next_part(&parameters, ':');
    signer.region = next_part(&parameters, ':');
    signer.service = next_part(&parameters, ':');
    if (!text_equal(provider, TEXT("aws")) || (!text_is_empty(vendor) && !text_equal(vendor, TEXT("amz"))))
        return *ret_reason = "signatures are made for the provider aws:amz alone", false;
    if (http_fields_find(&request->headers, TEXT("Authorization"))) /* the entry has one of its own */
        return true;
    text host_service = part_before_dot(&host), host_region = part_before_dot(&host);
    if (text_is_empty(signer.service))
        signer.service = host_service;
    if (text_is_empty(signer.service))
        return *ret_reason = "(3) service missing in parameters and hostname", false;
    if (text_is_empty(signer.region))
        signer.region = host_region;
    if (text_is_empty(signer.region))
        return *ret_reason = "(3) region missing in parameters and hostname", false;
    signer.access_key = next_part(&user, ':');
    signer.secret = user;
    signer.path = text_equal(signer.service, TEXT("s3")) ? SIGV4_PATH_AS_IT_STANDS : SIGV4_PATH_NORMALIZED;
    signer.sends_content_hash = text_equal(signer.service, TEXT("s3"));
    http_request plain = *request;
    plain.headers = signed_fields(arena, &request->headers);
    size_t count = plain.headers.count;
    sigv4_sign(&signer, arena, &plain, now_ms);
    for (size_t i = count; i < plain.headers.count; i++)
        http_fields_add(arena, &request->headers, plain.headers.items[i].name, plain.headers.items[i].value);
    return true;
}
