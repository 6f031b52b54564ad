#include "booking/seats.h"
#include "core/items.h"
#include "core/transaction.h"

#define MOST_ATTEMPTS 3

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

const gabi_error *cancel_booking(op_call *call) {
    const studio_tables *tables = call->owner;
    for (int attempt = 1;; attempt++) {
        booking booking;
        TRY(booking_get(tables, call->arena, op_parameter(call, "id"), call->caller, &booking));
        if (!booking_is_cancelled(&booking)) {
            if (text_compare(booking.class_starts_at, class_now(tables, call->arena)) <= 0)
                return error_new(call->arena, ERROR_CONFLICT, "class_started", "This class has started already");
            const gabi_error *error = cancel(tables, call->arena, &booking);
            /* Somebody was faster, and the booking is now another one: look again. */
            if (error && error->kind == ERROR_CONDITION_FAILED) {
                if (attempt < MOST_ATTEMPTS)
                    continue;
                return error_wrap(call->arena, error, ERROR_UNAVAILABLE, "contended",
                                  "The booking was another one %d times", MOST_ATTEMPTS);
            }
            TRY(error);
            booking.status = TEXT("cancelled");
        }
        respond_booking(call, 200, &booking, NULL);
        return NULL;
    }
}
