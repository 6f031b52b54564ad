#include "booking/seats.h"
#include "core/items.h"
#include "core/transaction.h"

static const gabi_error *refuse_cancelled(arena *arena) {
    return error_new(arena, ERROR_CONFLICT, "booking_cancelled", "This booking has been cancelled; book anew");
}

/* Makes the booking what it shall be, if it still is as it was read. */
static table_write rewrite(const studio_tables *tables, arena *arena, const booking *before, const booking *after) {
    return (table_write){
        .kind = TABLE_UPDATE,
        .table = tables->bookings,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", before->id)),
        .update = "SET classId = :class, classTitle = :title, classStartsAt = :starts, notes = :notes",
        .condition = "#status = :confirmed AND classId = :before",
        .names = {{"#status", "status"}},
        .values =
            NEW_ITEM(arena, STRING_ATTRIBUTE(":class", after->class_id), STRING_ATTRIBUTE(":title", after->class_title),
                     STRING_ATTRIBUTE(":starts", after->class_starts_at), STRING_ATTRIBUTE(":notes", after->notes),
                     STRING_ATTRIBUTE(":confirmed", TEXT("confirmed")), STRING_ATTRIBUTE(":before", before->class_id)),
    };
}

static const gabi_error *change_notes(const studio_tables *tables, arena *arena, const booking *before,
                                      const booking *after) {
    table_write write = rewrite(tables, arena, before, after);
    const gabi_error *error = tables->ports->table->write(tables->ports->table, arena, &write);
    return error && error->kind == ERROR_CONDITION_FAILED ? refuse_cancelled(arena) : error;
}

/* Gives the old place back and takes the new one, both or neither. */
static const gabi_error *move(const studio_tables *tables, arena *arena, const booking *before, booking *after,
                              studio_class *ret_class) {
    text now = class_now(tables, arena);
    TRY(class_get(tables, arena, after->class_id, ret_class));
    if (text_compare(before->class_starts_at, now) <= 0)
        return error_new(arena, ERROR_CONFLICT, "class_started", "This class has started already");
    after->class_title = ret_class->title;
    after->class_starts_at = ret_class->starts_at;
    enum { REWRITE, RELEASE, COUNT_DOWN, CLAIM, COUNT_UP, WRITES };
    table_write writes[WRITES] = {
        [REWRITE] = rewrite(tables, arena, before, after),
        [RELEASE] = seat_release(tables, arena, before),
        [COUNT_DOWN] = seat_count_down(tables, arena, before->class_id),
        [CLAIM] = seat_claim(tables, arena, after),
        [COUNT_UP] = seat_count_up(tables, arena, after->class_id, now),
    };
    const gabi_error *error = transact_patiently(tables->ports, arena, writes, WRITES);
    if (!error)
        ret_class->booked++;
    if (!error || error->kind != ERROR_CONDITION_FAILED)
        return error;
    return writes[REWRITE].outcome == TABLE_OUTCOME_CONDITION_FAILED
               ? refuse_cancelled(arena)
               : seat_refusal(tables, arena, &writes[CLAIM], after->class_id, now);
}

const gabi_error *change_booking(op_call *call) {
    const studio_tables *tables = call->owner;
    const change_booking_input *input = call->input;
    booking before, after;
    studio_class class;
    if (!input->class_id.data && !input->notes.data)
        return error_new(call->arena, ERROR_INVALID, "invalid_body", "Give classId, notes or both");
    TRY(booking_get(tables, call->arena, op_parameter(call, "id"), call->caller, &before));
    if (booking_is_cancelled(&before))
        return refuse_cancelled(call->arena);
    after = before;
    if (input->notes.data)
        after.notes = input->notes;
    if (input->class_id.data)
        after.class_id = input->class_id;
    bool moves = !text_equal(after.class_id, before.class_id);
    TRY(moves ? move(tables, call->arena, &before, &after, &class)
              : change_notes(tables, call->arena, &before, &after));
    respond_booking(call, 200, &after, moves ? &class : NULL);
    return NULL;
}
