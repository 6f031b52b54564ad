#include "cli/control_client.h"

#include <inttypes.h>

#include "runner/url.h"

#define MOST_DEPTH 32
#define MOST_SHOWN_BYTES 300

const gabi_error *control_ask(transport *client, arena *arena, text address, text method, text path, text document,
                              const json **ret_answer) {
    url url;
    const char *reason;
    http_response response = {0};
    if (!url_parse(arena, text_format(arena, "%.*s%.*s", TEXT_ARGS(address), TEXT_ARGS(path)), &url, &reason))
        return error_new(arena, ERROR_INVALID, "bad_url", "%.*s: %s", TEXT_ARGS(address), reason);
    http_request request = http_request_to(method, url.path);
    http_fields_add(arena, &request.headers, TEXT("Host"), url_authority(arena, &url));
    if (!text_is_empty(document))
        http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/json"));
    request.body = HTTP_BODY_BYTES(document);
    TRY(client->send(client, arena, url_endpoint(arena, &url), &request, &response));
    text content = response.content.bytes;
    if (response.status >= 300)
        return error_new(arena, ERROR_UNAVAILABLE, "refused", "%.*s %.*s is answered with %d: %.*s", TEXT_ARGS(method),
                         TEXT_ARGS(path), response.status, TEXT_ARGS(text_upto(content, MOST_SHOWN_BYTES)));
    return text_is_empty(content) ? NULL : json_parse(arena, content, MOST_DEPTH, ret_answer);
}

const gabi_error *control_advance(transport *client, arena *arena, text address, int64_t duration_ms) {
    const json *clock;
    return control_ask(client, arena, address, TEXT("POST"), TEXT("/_gabi/clock/advance"),
                       text_format(arena, "{\"milliseconds\":%" PRId64 "}", duration_ms), &clock);
}
