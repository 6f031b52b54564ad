/* Bookings: a member's place in a class. */
#ifndef GABI_BOOKING_BOOKINGS_H
#define GABI_BOOKING_BOOKINGS_H

#include "booking/classes.h"
#include "core/guard.h"

#define BOOKING_NOTES_MOST_BYTES 500

typedef struct booking {
    text id;
    text class_id;
    text user_id;
    text status; /* "confirmed" or "cancelled" */
    text notes;  /* may be empty */
    text created_at;
    text class_title; /* as it was when the place was booked */
    text class_starts_at;
} booking;

typedef struct book_class_input {
    text notes;
} book_class_input;

typedef struct change_booking_input {
    text class_id; /* data NULL: stays */
    text notes;    /* data NULL: stay */
} change_booking_input;

/* The caller's own booking; anybody else's is ERROR_NOT_FOUND too, code "booking_not_found". */
const gabi_error *booking_get(const studio_tables *tables, arena *arena, text id, const caller *caller,
                              booking *ret_booking);

/* Does something to the caller's booking (of the path's `id`) as it stands; where that fails with
 * ERROR_CONDITION_FAILED, somebody was faster, and it is done again to what the booking is then. ERROR_UNAVAILABLE
 * after some attempts. */
const gabi_error *booking_alter(op_call *call, const gabi_error *(*alter)(op_call *call, const booking *booking));

bool booking_is_cancelled(const booking *booking);

/* As an item of the table. */
table_item booking_to_item(arena *arena, const booking *booking);

/* Answers with the booking. class is the class that it is for, or NULL: then what the booking remembers of it is given.
 */
void respond_booking(op_call *call, int status, const booking *booking, const studio_class *class);

/* GET /bookings: the caller's, newest first. */
const gabi_error *list_bookings(op_call *call);

/* POST /classes/{id}/book */
const gabi_error *book_class(op_call *call);

/* PUT /bookings/{id}: to another class, with other notes, or both. */
const gabi_error *change_booking(op_call *call);

/* DELETE /bookings/{id}; a booking that is cancelled already is given as it is. */
const gabi_error *cancel_booking(op_call *call);

#endif
