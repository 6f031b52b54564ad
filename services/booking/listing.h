/* Listings: the query keys `limit` and `next` that all lists of the API share. */
#ifndef GABI_BOOKING_LISTING_H
#define GABI_BOOKING_LISTING_H

#include "core/json_writer.h"
#include "core/op.h"
#include "ports/table.h"

#define LISTING_MOST 100

/* A place in a list: the sort key and the id of the last entry that was given. */
typedef struct listing {
    int64_t limit;
    text after_sort; /* empty: from the beginning */
    text after_id;
} listing;

/* Reads `limit` (1 to LISTING_MOST, which is also the default) and `next`. ERROR_INVALID, code "invalid_query". */
const gabi_error *listing_read(const op_call *call, listing *ret_listing);

/* Writes the member `next` for what follows the entry. */
void listing_write_next(json_writer *writer, arena *arena, text last_sort, text last_id);

/* The errors for a query key with a bad value, and for a `next` that no page of this list gave. */
const gabi_error *invalid_query(arena *arena, const char *key, const char *wanted);
const gabi_error *invalid_next(arena *arena);

#endif
