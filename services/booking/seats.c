#include "booking/seats.h"

#include "core/items.h"

table_write seat_count_up(const studio_tables *tables, arena *arena, text class_id, text now) {
    return (table_write){
        .kind = TABLE_UPDATE,
        .table = tables->classes,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("classId", class_id)),
        .update = "SET booked = booked + :one",
        .condition = "#status = :scheduled AND startsAt > :now AND booked < #capacity",
        .names = {{"#status", "status"}, {"#capacity", "capacity"}},
        .values = NEW_ITEM(arena, INTEGER_ATTRIBUTE(arena, ":one", 1), STRING_ATTRIBUTE(":now", now),
                           STRING_ATTRIBUTE(":scheduled", TEXT("scheduled"))),
    };
}

table_write seat_count_down(const studio_tables *tables, arena *arena, text class_id) {
    return (table_write){
        .kind = TABLE_UPDATE,
        .table = tables->classes,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("classId", class_id)),
        .update = "SET booked = booked - :one",
        .condition = "booked >= :one",
        .values = NEW_ITEM(arena, INTEGER_ATTRIBUTE(arena, ":one", 1)),
    };
}

static text guard_id(arena *arena, const booking *booking) {
    return text_format(arena, "seat#%.*s#%.*s", TEXT_ARGS(booking->class_id), TEXT_ARGS(booking->user_id));
}

table_write seat_claim(const studio_tables *tables, arena *arena, const booking *booking) {
    return (table_write){
        .kind = TABLE_PUT,
        .table = tables->bookings,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", guard_id(arena, booking)),
                         STRING_ATTRIBUTE("ownerId", booking->id)),
        .condition = "attribute_not_exists(bookingId)",
    };
}

table_write seat_release(const studio_tables *tables, arena *arena, const booking *booking) {
    return (table_write){
        .kind = TABLE_DELETE,
        .table = tables->bookings,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", guard_id(arena, booking))),
        .condition = "ownerId = :booking",
        .values = NEW_ITEM(arena, STRING_ATTRIBUTE(":booking", booking->id)),
    };
}

const gabi_error *seat_refusal(const studio_tables *tables, arena *arena, const table_write *claim, text class_id,
                               text now) {
    studio_class class;
    TRY(class_get(tables, arena, class_id, &class));
    if (claim->outcome == TABLE_OUTCOME_CONDITION_FAILED)
        return error_new(arena, ERROR_CONFLICT, "already_booked", "You have a place in this class already");
    if (!class_is_scheduled(&class))
        return error_new(arena, ERROR_CONFLICT, "class_cancelled", "This class has been cancelled");
    if (class_has_started(&class, now))
        return error_new(arena, ERROR_CONFLICT, "class_started", "This class has started already");
    return error_new(arena, ERROR_CONFLICT, "class_full", "There is no place left in this class");
}
