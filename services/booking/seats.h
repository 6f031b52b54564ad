/* Seats: the writes that take a place in a class and give it back, parts of one transaction.
 *
 * Many functions race for the last place, so nothing here trusts what was read before: the class counts its bookings
 * and its condition refuses one too many; and a guard item in the bookings' table, named for class and member, which
 * only one booking can put, keeps a member from booking twice. */
#ifndef GABI_BOOKING_SEATS_H
#define GABI_BOOKING_SEATS_H

#include "booking/bookings.h"

/* Counts one booking more, if the class is scheduled, has not started by now and has room. */
table_write seat_count_up(const studio_tables *tables, arena *arena, text class_id, text now);

/* Counts one booking less. */
table_write seat_count_down(const studio_tables *tables, arena *arena, text class_id);

/* Puts the guard item of the booking's class and member, if there is none. */
table_write seat_claim(const studio_tables *tables, arena *arena, const booking *booking);

/* Deletes it, if it is that booking's. */
table_write seat_release(const studio_tables *tables, arena *arena, const booking *booking);

/* Why a place in the class was not to be had: what the outcomes of count_up and claim, and the class as it stands, say.
 * ERROR_CONFLICT, code "already_booked", "class_cancelled", "class_started" or "class_full"; ERROR_NOT_FOUND, code
 * "class_not_found". */
const gabi_error *seat_refusal(const studio_tables *tables, arena *arena, const table_write *claim, text class_id,
                               text now);

#endif
