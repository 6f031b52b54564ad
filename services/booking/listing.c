#include "booking/listing.h"

#include "core/encoding.h"

/* `next` is the two keys, divided by a byte that neither holds, in base64url: opaque to clients. */
#define DIVIDER '\n'
#define NEXT_MOST_BYTES 512

const gabi_error *invalid_query(arena *arena, const char *key, const char *wanted) {
    return error_new(arena, ERROR_INVALID, "invalid_query", "The query key %s must be %s", key, wanted);
}

const gabi_error *invalid_next(arena *arena) { return invalid_query(arena, "next", "what the page before gave"); }

static const gabi_error *read_next(arena *arena, text next, listing *listing) {
    text keys;
    if (!base64url_decode(arena, next, &keys) || !text_cut(&keys, DIVIDER, &listing->after_sort) ||
        text_is_empty(listing->after_sort) || text_is_empty(keys) || next.length > NEXT_MOST_BYTES ||
        !text_is_utf8(listing->after_sort) || !text_is_utf8(keys))
        return invalid_next(arena);
    listing->after_id = keys;
    return NULL;
}

const gabi_error *listing_read(const op_call *call, listing *ret_listing) {
    arena *arena = call->arena;
    listing listing = {.limit = LISTING_MOST};
    text value;
    if (http_query_get(arena, call->request->query, TEXT("limit"), &value) &&
        (!text_to_int64(value, &listing.limit) || listing.limit < 1 || listing.limit > LISTING_MOST))
        return invalid_query(arena, "limit", "a whole number from 1 to 100");
    if (http_query_get(arena, call->request->query, TEXT("next"), &value))
        TRY(read_next(arena, value, &listing));
    *ret_listing = listing;
    return NULL;
}

void listing_write_next(json_writer *writer, arena *arena, text last_sort, text last_id) {
    text keys = text_format(arena, "%.*s%c%.*s", TEXT_ARGS(last_sort), DIVIDER, TEXT_ARGS(last_id));
    json_string_member(writer, "next", base64url_encode(arena, keys));
}
