/* Any URL, and any cookie that an answer sets, is kept or refused; what is kept can be sent and written. */
#include <stdlib.h>

#include "runner/cookies.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define NOW_MS INT64_C(1767600000000) /* 2026-01-05T08:00:00Z */

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text rest = text_copy(arena, (text){(const char *)data, size}), spelled, value;
    cookie_list cookies = {0};
    http_fields headers = {0};
    url url = {0}, shown;
    const char *reason = NULL;
    text_cut(&rest, '\n', &spelled);
    while (text_cut(&rest, '\n', &value)) {
        cookies_keep_line(arena, &cookies, value);
        http_fields_add(arena, &headers, TEXT("Set-Cookie"), value);
    }
    if (url_parse(arena, spelled, &url, &reason)) {
        cookies_keep(arena, &cookies, &url, &headers, NOW_MS);
        cookies_for(arena, &cookies, &url, NOW_MS);
        url_join(arena, &url, headers.count ? headers.items[0].value : TEXT(""));
        if (!url_parse(arena, url_show(arena, &url), &shown, &reason) || !url_same_origin(&url, &shown))
            abort();
    } else if (!reason) {
        abort();
    }
    for (size_t i = 0; i < cookies.count; i++)
        if (text_is_empty(cookie_line(arena, &cookies.items[i])))
            abort();
    arena_free(arena);
    return 0;
}
