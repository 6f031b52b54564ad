#include "booking/seats.h"
#include "core/items.h"
#include "core/transaction.h"

/* Writes what is asked for and nothing else, or it would undo what others write meanwhile. */
static table_write rewrite_notes(const studio_tables *tables, arena *arena, const booking *after) {
    return (table_write){
        .kind = TABLE_UPDATE,
        .table = tables->bookings,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", after->id)),
        .update = "SET notes = :notes",
        .condition = "#status = :confirmed",
        .names = {{"#status", "status"}},
        .values = NEW_ITEM(arena, STRING_ATTRIBUTE(":notes", after->notes),
                           STRING_ATTRIBUTE(":confirmed", TEXT("confirmed"))),
    };
}

#define NEW_CLASS "SET classId = :class, classTitle = :title, classStartsAt = :starts"

/* If the booking is still in the class that it was read in. Notes whose data is NULL stay. */
static table_write rewrite_class(const studio_tables *tables, arena *arena, const booking *before, const booking *after,
                                 text notes) {
    attribute values[] = {
        STRING_ATTRIBUTE(":class", after->class_id),         STRING_ATTRIBUTE(":title", after->class_title),
        STRING_ATTRIBUTE(":starts", after->class_starts_at), STRING_ATTRIBUTE(":confirmed", TEXT("confirmed")),
        STRING_ATTRIBUTE(":before", before->class_id),       STRING_ATTRIBUTE(":notes", notes),
    };
    size_t count = sizeof values / sizeof *values;
    return (table_write){
        .kind = TABLE_UPDATE,
        .table = tables->bookings,
        .item = NEW_ITEM(arena, STRING_ATTRIBUTE("bookingId", before->id)),
        .update = notes.data ? NEW_CLASS ", notes = :notes" : NEW_CLASS,
        .condition = "#status = :confirmed AND classId = :before",
        .names = {{"#status", "status"}},
        .values = item_new(arena, values, notes.data ? count : count - 1),
    };
}

/* Gives the old place back and takes the new one, both or neither. ERROR_CONDITION_FAILED when the booking is not as it
 * was read any more. */
static const gabi_error *move(const studio_tables *tables, arena *arena, const booking *before, booking *after,
                              text notes, studio_class *ret_class) {
    text now = class_now(tables, arena);
    TRY(class_get(tables, arena, after->class_id, ret_class));
    if (text_compare(before->class_starts_at, now) <= 0)
        return error_new(arena, ERROR_CONFLICT, "class_started", "This class has started already");
    after->class_title = ret_class->title;
    after->class_starts_at = ret_class->starts_at;
    enum { REWRITE, RELEASE, COUNT_DOWN, CLAIM, COUNT_UP, WRITES };
    table_write writes[WRITES] = {
        [REWRITE] = rewrite_class(tables, arena, before, after, notes),
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
    bool is_as_read = writes[REWRITE].outcome == TABLE_OUTCOME_NONE && writes[RELEASE].outcome == TABLE_OUTCOME_NONE &&
                      writes[COUNT_DOWN].outcome == TABLE_OUTCOME_NONE;
    return is_as_read ? seat_refusal(tables, arena, &writes[CLAIM], after->class_id, now) : error;
}

static const gabi_error *change_as_it_stands(op_call *call, const booking *before) {
    const studio_tables *tables = call->owner;
    const change_booking_input *input = call->input;
    booking after = *before;
    studio_class class;
    if (booking_is_cancelled(before))
        return error_new(call->arena, ERROR_CONFLICT, "booking_cancelled",
                         "This booking has been cancelled; book anew");
    if (input->notes.data)
        after.notes = input->notes;
    if (input->class_id.data)
        after.class_id = input->class_id;
    bool moves = !text_equal(after.class_id, before->class_id);
    if (moves) {
        TRY(move(tables, call->arena, before, &after, input->notes, &class));
    } else if (input->notes.data) {
        table_write write = rewrite_notes(tables, call->arena, &after);
        TRY(tables->ports->table->write(tables->ports->table, call->arena, &write));
    }
    respond_booking(call, 200, &after, moves ? &class : NULL);
    return NULL;
}

const gabi_error *change_booking(op_call *call) {
    const change_booking_input *input = call->input;
    if (!input->class_id.data && !input->notes.data)
        return error_new(call->arena, ERROR_INVALID, "invalid_body", "Give classId, notes or both");
    return booking_alter(call, change_as_it_stands);
}
