#include "booking/classes.h"

#include "booking/listing.h"
#include "core/civil_time.h"
#include "core/items.h"

#define SCHEDULED "scheduled"
#define WANTED_INSTANT "a time like 2026-01-05T18:30:00Z or a day like 2026-01-05"
#define LATEST "9999-12-31T23:59:59Z"

static studio_class class_of(const table_item *item) {
    return (studio_class){
        .id = item_text(item, "classId"),
        .title = item_text(item, "title"),
        .instructor = item_text(item, "instructor"),
        .starts_at = item_text(item, "startsAt"),
        .duration_minutes = item_integer(item, "durationMinutes"),
        .capacity = item_integer(item, "capacity"),
        .booked = item_integer(item, "booked"),
        .price_cents = item_integer(item, "priceCents"),
        .status = item_text(item, "status"),
    };
}

const gabi_error *class_get(const studio_tables *tables, arena *arena, text id, studio_class *ret_class) {
    attribute key[] = {STRING_ATTRIBUTE("classId", id)};
    table_port *table = tables->ports->table;
    table_item item = {0};
    if (!text_is_empty(id) && id.length <= STUDIO_ID_MOST_BYTES)
        TRY(table->get(table, arena, tables->classes, ITEM_OF(key), true, &item));
    if (item.count == 0)
        return error_new(arena, ERROR_NOT_FOUND, "class_not_found", "There is no such class");
    *ret_class = class_of(&item);
    return NULL;
}

/* Whole seconds, as starts_at has them. */
static text to_starts_at(arena *arena, int64_t time_ms) { return time_to_iso8601(arena, time_ms - time_ms % 1000); }

text class_now(const studio_tables *tables, arena *arena) {
    clock_port *clock = tables->ports->clock;
    return to_starts_at(arena, clock->now_ms(clock));
}

/* The earliest start of a class that has not started yet. */
static text soonest_start(const studio_tables *tables, arena *arena) {
    clock_port *clock = tables->ports->clock;
    return to_starts_at(arena, clock->now_ms(clock) + 1000);
}

bool class_is_scheduled(const studio_class *class) { return text_equal(class->status, TEXT(SCHEDULED)); }

bool class_has_started(const studio_class *class, text now) { return text_compare(class->starts_at, now) <= 0; }

void class_write(json_writer *writer, const studio_class *class) {
    int64_t available = class->capacity - class->booked;
    json_begin_object(writer);
    json_string_member(writer, "classId", class->id);
    json_string_member(writer, "title", class->title);
    json_string_member(writer, "instructor", class->instructor);
    json_string_member(writer, "startsAt", class->starts_at);
    json_integer_member(writer, "durationMinutes", class->duration_minutes);
    json_integer_member(writer, "capacity", class->capacity);
    json_integer_member(writer, "booked", class->booked);
    json_integer_member(writer, "available", available > 0 ? available : 0);
    json_integer_member(writer, "priceCents", class->price_cents);
    json_string_member(writer, "status", class->status);
    json_end_object(writer);
}

/* A query key that names an instant, or a day, which begins at midnight UTC. */
static const gabi_error *read_instant(const op_call *call, const char *key, text otherwise, text *ret_instant) {
    arena *arena = call->arena;
    text value;
    int64_t time_ms;
    *ret_instant = otherwise;
    if (!http_query_get(arena, call->request->query, text_of(key), &value))
        return NULL;
    bool is_day = value.length == sizeof "2026-01-05" - 1;
    if (!time_from_iso8601(is_day ? text_format(arena, "%.*sT00:00:00Z", TEXT_ARGS(value)) : value, &time_ms))
        return invalid_query(arena, key, WANTED_INSTANT);
    text instant = to_starts_at(arena, time_ms);
    /* An offset can lead to the year 10000, which texts sort before ours. */
    if (instant.length != sizeof LATEST - 1)
        return invalid_query(arena, key, WANTED_INSTANT);
    *ret_instant = instant;
    return NULL;
}

static void respond_classes(op_call *call, const table_page *page) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("classes"));
    json_begin_array(&writer);
    for (size_t i = 0; i < page->count; i++) {
        studio_class class = class_of(&page->items[i]);
        class_write(&writer, &class);
    }
    json_end_array(&writer);
    if (page->next_key.count > 0)
        listing_write_next(&writer, call->arena, item_text(&page->next_key, "startsAt"),
                           item_text(&page->next_key, "classId"));
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
}

const gabi_error *list_classes(op_call *call) {
    const studio_tables *tables = call->owner;
    listing listing;
    text from, to;
    TRY(listing_read(call, &listing));
    TRY(read_instant(call, "from", soonest_start(tables, call->arena), &from));
    TRY(read_instant(call, "to", TEXT(LATEST), &to));
    if (text_compare(from, to) > 0)
        return invalid_query(call->arena, "to", "after from");
    if (text_compare(listing.after_sort, to) > 0)
        return invalid_next(call->arena);
    attribute values[] = {
        STRING_ATTRIBUTE(":status", TEXT(SCHEDULED)),
        STRING_ATTRIBUTE(":from", from),
        STRING_ATTRIBUTE(":to", to),
    };
    table_query query = {
        .table = tables->classes,
        .index = "DateTimeIndex",
        .key_condition = "#status = :status AND startsAt BETWEEN :from AND :to",
        .names = {{"#status", "status"}},
        .values = ITEM_OF(values),
        .limit = listing.limit,
    };
    /* Classes may have begun since the page before: then this one begins with those that have not. */
    if (text_compare(listing.after_sort, from) >= 0)
        query.start =
            NEW_ITEM(call->arena, STRING_ATTRIBUTE("status", TEXT(SCHEDULED)),
                     STRING_ATTRIBUTE("startsAt", listing.after_sort), STRING_ATTRIBUTE("classId", listing.after_id));
    table_page page;
    TRY(tables->ports->table->query(tables->ports->table, call->arena, &query, &page));
    respond_classes(call, &page);
    return NULL;
}
