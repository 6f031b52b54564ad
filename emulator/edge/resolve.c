#include "edge/resolve.h"

#define ACCESS_KEY_PREFIX "gabi-"

/* X-Amz-Target's first part of services that have one. */
static const struct {
    const char *prefix;
    const char *service;
} targets[] = {
    {"DynamoDB_20120810.", "dynamodb"},
    {"DynamoDBStreams_20120810.", "dynamodb"},
    {"secretsmanager.", "secretsmanager"},
};

static text host_of(const http_request *request) {
    text host = http_fields_get(&request->headers, TEXT("host"));
    return text_upto(host, text_index(host, ':'));
}

/* The service of an AWS host name: NAME.REGION.amazonaws.com, <api>.execute-api.REGION.amazonaws.com. */
static text service_of_host(text host) {
    if (!text_ends_with(host, TEXT(".amazonaws.com")))
        return TEXT("");
    if (text_find(host, TEXT(".execute-api.")) != TEXT_NOT_FOUND)
        return TEXT("execute-api");
    if (text_starts_with(host, TEXT("streams.dynamodb.")))
        return TEXT("dynamodb");
    return text_upto(host, text_index(host, '.'));
}

/* The credential KEY/DATE/REGION/SERVICE/aws4_request of a signature in the Authorization header or the query, where
 * its slashes are encoded. */
static text credential_of(const http_request *request) {
    static const char in_header[] = "Credential=", in_query[] = "X-Amz-Credential=";
    text header = http_fields_get(&request->headers, TEXT("authorization"));
    size_t at = text_find(header, text_of(in_header));
    if (at != TEXT_NOT_FOUND) {
        text rest = text_from(header, at + sizeof in_header - 1);
        return text_upto(rest, text_index(rest, ','));
    }
    for (text rest = request->query, pair; text_cut(&rest, '&', &pair);)
        if (text_starts_with(pair, text_of(in_query)))
            return text_from(pair, sizeof in_query - 1);
    return TEXT("");
}

/* Cuts a credential at its first slash, which may be encoded; false when there is none. */
static bool cut_credential(text *rest, text *ret_part) {
    for (size_t i = 0; i < rest->length; i++) {
        if (rest->data[i] != '/' && rest->data[i] != '%')
            continue;
        text here = text_from(*rest, i);
        bool is_encoded = text_equal_ignore_case(text_upto(here, 3), TEXT("%2F"));
        if (!is_encoded && here.data[0] != '/')
            continue;
        *ret_part = text_upto(*rest, i);
        *rest = text_from(here, is_encoded ? 3 : 1);
        return true;
    }
    return false;
}

/* Part number `index` of the credential; empty unless another part follows. */
static text credential_part(const http_request *request, unsigned index) {
    text rest = credential_of(request), part = TEXT("");
    for (unsigned i = 0; i <= index; i++)
        if (!cut_credential(&rest, &part))
            return TEXT("");
    return part;
}

static text service_of_target(const http_request *request) {
    text target = http_fields_get(&request->headers, TEXT("x-amz-target"));
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (text_starts_with(target, text_of(targets[i].prefix)))
            return text_of(targets[i].service);
    return TEXT("");
}

static text service_of_path(const http_request *request) {
    return text_starts_with(request->path, TEXT("/2015-03-31/functions")) ? TEXT("lambda") : TEXT("");
}

text resolve_service(edge_entry entry, const http_request *request) {
    if (entry == EDGE_API)
        return TEXT("execute-api");
    text service = service_of_host(host_of(request));
    if (text_is_empty(service))
        service = credential_part(request, 3);
    if (text_is_empty(service))
        service = service_of_target(request);
    return text_is_empty(service) ? service_of_path(request) : service;
}

text resolve_world(const http_request *request) {
    const http_field *named = http_fields_find(&request->headers, TEXT("x-gabi-world"));
    if (named)
        return named->value;
    text host = host_of(request);
    if (text_ends_with(host, TEXT(".world.localhost")))
        return text_upto(host, host.length - (sizeof ".world.localhost" - 1));
    text access_key = credential_part(request, 0);
    return text_starts_with(access_key, TEXT(ACCESS_KEY_PREFIX)) ? text_from(access_key, sizeof ACCESS_KEY_PREFIX - 1)
                                                                 : TEXT("");
}
