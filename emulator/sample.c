#include "sample.h"

#include "core/civil_time.h"
#include "core/json.h"
#include "core/json_writer.h"
#include "store/account.h"

#define MOST_NESTING 40
#define ITEMS_A_BATCH 25
#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define DYNAMODB_HOST "dynamodb." ACCOUNT_REGION ".amazonaws.com"

/* Replaces every {{day+N}} by a date. */
static const gabi_error *fill_dates(arena *arena, text document, int64_t now_ms, text *ret_filled) {
    buffer out = BUFFER(arena);
    for (text rest = document;;) {
        size_t start = text_find(rest, TEXT("{{day"));
        if (start == TEXT_NOT_FOUND) {
            buffer_append(&out, rest);
            *ret_filled = buffer_text(&out);
            return NULL;
        }
        buffer_append(&out, text_upto(rest, start));
        text token = text_from(rest, start + sizeof "{{day" - 1);
        size_t end = text_find(token, TEXT("}}"));
        int64_t days = 0;
        text number = text_upto(token, end == TEXT_NOT_FOUND ? 0 : end);
        if (text_starts_with(number, TEXT("+")))
            number = text_from(number, 1);
        if (end == TEXT_NOT_FOUND || !text_to_int64(number, &days) || days < -36500 || days > 36500)
            return error_new(arena, ERROR_INVALID, "BadSample", "a date in the sample data must look like {{day+3}}");
        buffer_append(&out, text_upto(time_to_iso8601(arena, now_ms + days * DAY_MS), sizeof "2026-01-05" - 1));
        rest = text_from(token, end + 2);
    }
}

static const gabi_error *send_batch(arena *arena, world *world, text table, text puts) {
    text body = text_format(arena, "{\"RequestItems\":{\"%.*s\":[%.*s]}}", TEXT_ARGS(table), TEXT_ARGS(puts));
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT(DYNAMODB_HOST));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"), TEXT("DynamoDB_20120810.BatchWriteItem"));
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/x-amz-json-1.0"));
    request.body = HTTP_BODY_BYTES(body);
    transport *transport = world_transport(world);
    http_response response = {0};
    TRY(transport->send(transport, arena, TEXT("https://" DYNAMODB_HOST), &request, &response));
    return response.status == 200 ? NULL
                                  : error_new(arena, ERROR_INVALID, "BadSample", "sample data for the table %.*s: %.*s",
                                              TEXT_ARGS(table), TEXT_ARGS(response.content.bytes));
}

static const gabi_error *load_table(arena *arena, world *world, text table, const json *items) {
    buffer puts = BUFFER(arena);
    size_t count = 0;
    for (const json *item = json_first(items); item; item = json_after(item)) {
        buffer_format(&puts, "%s{\"PutRequest\":{\"Item\":%s}}", count ? "," : "", json_print(arena, item).data);
        if (++count == ITEMS_A_BATCH) {
            TRY(send_batch(arena, world, table, buffer_text(&puts)));
            puts = BUFFER(arena);
            count = 0;
        }
    }
    return count ? send_batch(arena, world, table, buffer_text(&puts)) : NULL;
}

const gabi_error *sample_load(arena *arena, world *world, text document) {
    text filled;
    const json *tables;
    TRY(fill_dates(arena, document, world_now_ms(world), &filled));
    TRY(json_parse(arena, filled, MOST_NESTING, &tables));
    for (const json *table = json_first(tables); table; table = json_after(table))
        if (!text_starts_with(json_name_of(table), TEXT("_")))
            TRY(load_table(arena, world, json_name_of(table), table));
    return NULL;
}

const gabi_error *sample_logins(arena *arena, text document, sample_login **ret_logins, size_t *ret_count) {
    const json *tables;
    TRY(json_parse(arena, document, MOST_NESTING, &tables));
    const json *list = json_member(tables, "_logins");
    sample_login *logins = arena_alloc(arena, json_count(list) * sizeof *logins);
    size_t count = 0;
    for (const json *each = json_first(list); each; each = json_after(each))
        logins[count++] = (sample_login){json_member_text(each, "email"), json_member_text(each, "password"),
                                         json_member_text(each, "role")};
    *ret_logins = logins;
    *ret_count = count;
    return NULL;
}
