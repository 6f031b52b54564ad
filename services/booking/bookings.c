#include "booking/bookings.h"

#include "booking/listing.h"
#include "core/items.h"

#define MOST_ATTEMPTS 5

static booking booking_of(const table_item *item) {
    return (booking){
        .id = item_text(item, "bookingId"),
        .class_id = item_text(item, "classId"),
        .user_id = item_text(item, "userId"),
        .status = item_text(item, "status"),
        .notes = item_text(item, "notes"),
        .created_at = item_text(item, "createdAt"),
        .class_title = item_text(item, "classTitle"),
        .class_starts_at = item_text(item, "classStartsAt"),
    };
}

table_item booking_to_item(arena *arena, const booking *booking) {
    return NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", booking->id), STRING_ATTRIBUTE("classId", booking->class_id),
                    STRING_ATTRIBUTE("userId", booking->user_id), STRING_ATTRIBUTE("status", booking->status),
                    STRING_ATTRIBUTE("notes", booking->notes), STRING_ATTRIBUTE("createdAt", booking->created_at),
                    STRING_ATTRIBUTE("classTitle", booking->class_title),
                    STRING_ATTRIBUTE("classStartsAt", booking->class_starts_at));
}

const gabi_error *booking_get(const studio_tables *tables, arena *arena, text id, const caller *caller,
                              booking *ret_booking) {
    attribute key[] = {STRING_ATTRIBUTE("bookingId", id)};
    table_port *table = tables->ports->table;
    table_item item = {0};
    if (id.length <= STUDIO_ID_MOST_BYTES)
        TRY(table->get(table, arena, tables->bookings, ITEM_OF(key), true, &item));
    booking found = booking_of(&item);
    if (item.count == 0 || !text_equal(found.user_id, caller->user_id))
        return error_new(arena, ERROR_NOT_FOUND, "booking_not_found", "You have no such booking");
    *ret_booking = found;
    return NULL;
}

const gabi_error *booking_alter(op_call *call, const gabi_error *(*alter)(op_call *call, const booking *booking)) {
    for (unsigned attempt = 1;; attempt++) {
        booking booking;
        TRY(booking_get(call->owner, call->arena, op_parameter(call, "id"), call->caller, &booking));
        const gabi_error *error = alter(call, &booking);
        if (!error || error->kind != ERROR_CONDITION_FAILED)
            return error;
        if (attempt == MOST_ATTEMPTS)
            return error_wrap(call->arena, error, ERROR_UNAVAILABLE, "contended",
                              "The booking was another one %d times", MOST_ATTEMPTS);
    }
}

bool booking_is_cancelled(const booking *booking) { return text_equal(booking->status, TEXT("cancelled")); }

static void booking_write(json_writer *writer, const booking *booking, const studio_class *class) {
    json_begin_object(writer);
    json_string_member(writer, "bookingId", booking->id);
    json_string_member(writer, "classId", booking->class_id);
    json_string_member(writer, "userId", booking->user_id);
    json_string_member(writer, "status", booking->status);
    if (!text_is_empty(booking->notes))
        json_string_member(writer, "notes", booking->notes);
    json_string_member(writer, "createdAt", booking->created_at);
    json_name(writer, TEXT("class"));
    if (class) {
        class_write(writer, class);
    } else {
        json_begin_object(writer);
        json_string_member(writer, "classId", booking->class_id);
        json_string_member(writer, "title", booking->class_title);
        json_string_member(writer, "startsAt", booking->class_starts_at);
        json_end_object(writer);
    }
    json_end_object(writer);
}

void respond_booking(op_call *call, int status, const booking *booking, const studio_class *class) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    booking_write(&writer, booking, class);
    respond_json(call, status, buffer_text(&out));
}

static void respond_bookings(op_call *call, const table_page *page) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_name(&writer, TEXT("bookings"));
    json_begin_array(&writer);
    for (size_t i = 0; i < page->count; i++) {
        booking booking = booking_of(&page->items[i]);
        booking_write(&writer, &booking, NULL);
    }
    json_end_array(&writer);
    if (page->next_key.count > 0)
        listing_write_next(&writer, call->arena, item_text(&page->next_key, "createdAt"),
                           item_text(&page->next_key, "bookingId"));
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
}

const gabi_error *list_bookings(op_call *call) {
    const studio_tables *tables = call->owner;
    const caller *caller = call->caller;
    listing listing;
    TRY(listing_read(call, &listing));
    attribute values[] = {STRING_ATTRIBUTE(":user", caller->user_id)};
    table_query query = {
        .table = tables->bookings,
        .index = "UserBookingsIndex",
        .key_condition = "userId = :user",
        .values = ITEM_OF(values),
        .backwards = true,
        .limit = listing.limit,
    };
    if (!text_is_empty(listing.after_id))
        query.start = NEW_ITEM(call->arena, STRING_ATTRIBUTE("userId", caller->user_id),
                               STRING_ATTRIBUTE("createdAt", listing.after_sort),
                               STRING_ATTRIBUTE("bookingId", listing.after_id));
    table_page page;
    TRY(tables->ports->table->query(tables->ports->table, call->arena, &query, &page));
    respond_bookings(call, &page);
    return NULL;
}
