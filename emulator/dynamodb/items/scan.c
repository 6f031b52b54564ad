#include "dynamodb/items/item_page.h"
#include "dynamodb/items/key_paths.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/values/key.h"

static const gabi_error *check_segments(arena *arena, const item_request *request) {
    const optional_integer *segment = &request->segment, *total = &request->total_segments;
    if (segment->is_present && !total->is_present)
        return validation_error(arena, "The TotalSegments parameter is required but was not present in the request "
                                       "when Segment parameter is present");
    if (total->is_present && !segment->is_present)
        return validation_error(arena, "The Segment parameter is required but was not present in the request when "
                                       "parameter TotalSegments is present");
    if (segment->is_present && segment->value >= total->value)
        return validation_error(arena,
                                "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                                "Segment: %lld is not less than TotalSegments: %lld",
                                (long long)segment->value, (long long)total->value);
    return NULL;
}

static const gabi_error *parse(arena *arena, const item_request *request, item_page *ret_page) {
    expression_scope scope;
    TRY(item_page_check(arena, request, PAGE_OF_SCAN, ret_page));
    TRY(check_segments(arena, request));
    TRY(item_request_scope(request, arena, &scope));
    TRY(item_page_parse(request, &scope, ret_page));
    return expression_scope_check_unused(&scope);
}

/* AWS divides the partitions into so many parts, of which a segment has whole ones. */
#define PARTS 4096
#define BUCKETS_PER_PART 16

static text begin_of_segment(arena *arena, int64_t segment, int64_t total) {
    int64_t bucket = (PARTS * segment + total - 1) / total * BUCKETS_PER_PART;
    return key_of_bucket(arena, bucket < KEY_BUCKETS ? (unsigned)bucket : KEY_BUCKETS);
}

/* The rows of the segment; of all without one. */
static row_range segment_range(arena *arena, const item_request *request) {
    int64_t total = request->total_segments.is_present ? request->total_segments.value : 1;
    return (row_range){
        .from = begin_of_segment(arena, request->segment.value, total),
        .to = begin_of_segment(arena, request->segment.value + 1, total),
    };
}

static const char *outside_segment(arena *arena, const item_request *request) {
    return arena_printf(arena,
                        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey "
                        "with correct Segment. TotalSegments: %lld Segment: %lld",
                        (long long)request->total_segments.value, (long long)request->segment.value);
}

static const gabi_error *run(world *world, arena *arena, const item_request *request, item_page *page, text *ret_body) {
    TRY(item_page_find(world, arena, page));
    TRY(item_page_check_start(arena, page, PAGE_OF_SCAN));
    TRY(item_page_check_select(arena, page));
    page->range = segment_range(arena, request);
    page->outside = outside_segment(arena, request);
    TRY(item_page_skip(arena, page));
    TRY(check_paths_of_projection(arena, page->table, &page->projection));
    TRY(check_paths_of_condition(arena, page->table, page->filter));
    return item_page_answer(world, arena, page, ret_body);
}

const gabi_error *scan(op_call *call) {
    item_request request;
    item_page page;
    store *store = world_store(call->owner);
    text body;
    TRY(item_request_read(call, VALUE_READER_FIRST, &request));
    TRY(parse(call->arena, &request, &page));
    TRY(store_begin(store, call->arena, STORE_READ));
    TRY(store_end(store, call->arena, run(call->owner, call->arena, &request, &page, &body)));
    reply(call, body);
    return NULL;
}
