#include "booking/seats.h"
#include "core/items.h"
#include "core/transaction.h"

static const gabi_error *cancel(const studio_tables *tables, arena *arena, const booking *booking) {
    table_write writes[] = {
        {.kind = TABLE_UPDATE,
         .table = tables->bookings,
         .item = NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", booking->id)),
         .update = "SET #status = :cancelled",
         .condition = "#status = :confirmed AND classId = :class",
         .names = {{"#status", "status"}},
         .values = NEW_ITEM(arena, STRING_ATTRIBUTE(":cancelled", TEXT("cancelled")),
                            STRING_ATTRIBUTE(":confirmed", TEXT("confirmed")),
                            STRING_ATTRIBUTE(":class", booking->class_id))},
        seat_release(tables, arena, booking),
        seat_count_down(tables, arena, booking->class_id),
    };
    return transact_patiently(tables->ports, arena, writes, sizeof writes / sizeof *writes);
}

static const gabi_error *cancel_as_it_stands(op_call *call, const booking *before) {
    const studio_tables *tables = call->owner;
    booking booking = *before;
    if (!booking_is_cancelled(&booking)) {
        if (text_compare(booking.class_starts_at, class_now(tables, call->arena)) <= 0)
            return error_new(call->arena, ERROR_CONFLICT, "class_started", "This class has started already");
        TRY(cancel(tables, call->arena, &booking));
        booking.status = TEXT("cancelled");
    }
    respond_booking(call, 200, &booking, NULL);
    return NULL;
}

const gabi_error *cancel_booking(op_call *call) { return booking_alter(call, cancel_as_it_stands); }
