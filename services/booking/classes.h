/* Classes: what the studio teaches, when, and how many places are left. */
#ifndef GABI_BOOKING_CLASSES_H
#define GABI_BOOKING_CLASSES_H

#include "booking/studio_tables.h"
#include "core/json_writer.h"

/* A class in the table of classes. Instants are RFC 3339 in UTC, so that their order is that of time. */
typedef struct studio_class {
    text id;
    text title;
    text instructor;
    text starts_at;
    int64_t duration_minutes;
    int64_t capacity;
    int64_t booked;
    int64_t price_cents;
    text status; /* "scheduled", or "cancelled" by the studio */
} studio_class;

/* The class as it stands now. ERROR_NOT_FOUND, code "class_not_found". */
const gabi_error *class_get(const studio_tables *tables, arena *arena, text id, studio_class *ret_class);

/* The moment from which a class has started, in the form of starts_at. */
text class_now(const studio_tables *tables, arena *arena);

bool class_is_scheduled(const studio_class *class);
bool class_has_started(const studio_class *class, text now);

/* The member `class` of a booking, or an element of a list. */
void class_write(json_writer *writer, const studio_class *class);

/* GET /classes: those that are scheduled from `from` (default: that have not started) up to `to`, in the order of time.
 */
const gabi_error *list_classes(op_call *call);

#endif
