#include "booking/seats.h"
#include "core/civil_time.h"
#include "core/identifiers.h"
#include "core/transaction.h"

static booking new_booking(const op_call *call, const studio_class *class) {
    const studio_tables *tables = call->owner;
    const caller *caller = call->caller;
    const book_class_input *input = call->input;
    const ports *ports = tables->ports;
    return (booking){
        .id = new_uuid(call->arena, ports->ids),
        .class_id = class->id,
        .user_id = caller->user_id,
        .status = TEXT("confirmed"),
        .notes = input->notes,
        .created_at = time_to_sortable(call->arena, ports->clock->now_ms(ports->clock)),
        .class_title = class->title,
        .class_starts_at = class->starts_at,
    };
}

const gabi_error *book_class(op_call *call) {
    const studio_tables *tables = call->owner;
    arena *arena = call->arena;
    studio_class class;
    TRY(class_get(tables, arena, op_parameter(call, "id"), &class));
    booking booking = new_booking(call, &class);
    text now = class_now(tables, arena);
    enum { COUNT_UP, CLAIM, PUT, WRITES };
    table_write writes[WRITES] = {
        [COUNT_UP] = seat_count_up(tables, arena, class.id, now),
        [CLAIM] = seat_claim(tables, arena, &booking),
        [PUT] = {.kind = TABLE_PUT,
                 .table = tables->bookings,
                 .item = booking_to_item(arena, &booking),
                 .condition = "attribute_not_exists(bookingId)"},
    };
    const gabi_error *error = transact_patiently(tables->ports, arena, writes, WRITES);
    if (error && error->kind == ERROR_CONDITION_FAILED)
        return seat_refusal(tables, arena, &writes[CLAIM], class.id, now);
    TRY(error);
    class.booked++;
    respond_booking(call, 201, &booking, &class);
    return NULL;
}
