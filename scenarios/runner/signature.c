#include "runner/signature.h"

#include "aws/sigv4.h"

/* The next part of `a:b:c`, or of a host; empty when there is none. */
static text next_part(text *rest, char separator) {
    text part = TEXT("");
    if (!text_is_empty(*rest))
        text_cut(rest, separator, &part);
    return part;
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
    text host_service = next_part(&host, '.'), host_region = next_part(&host, '.');
    if (text_is_empty(signer.service))
        signer.service = host_service;
    if (text_is_empty(signer.region))
        signer.region = host_region;
    if (text_is_empty(signer.region) || text_is_empty(signer.service))
        return *ret_reason = "the host does not say its region and service", false;
    signer.access_key = next_part(&user, ':');
    signer.secret = user;
    signer.path = text_equal(signer.service, TEXT("s3")) ? SIGV4_PATH_AS_IT_STANDS : SIGV4_PATH_NORMALIZED;
    signer.sends_content_hash = text_equal(signer.service, TEXT("s3"));
    sigv4_sign(&signer, arena, request, now_ms);
    return true;
}
