#include "booking/booking_api.h"

#include "booking/bookings.h"
#include "booking/classes.h"
#include "booking/studio_tables.h"

static const schema_field book_class_fields[] = {
    {"notes", SCHEMA_TEXT, SCHEMA_OFFSET(book_class_input, notes), .most = BOOKING_NOTES_MOST_BYTES},
};
SCHEMA(book_class_input, book_class_fields);

static const schema_field change_booking_fields[] = {
    {"classId", SCHEMA_TEXT, SCHEMA_OFFSET(change_booking_input, class_id), .least = 1, .most = STUDIO_ID_MOST_BYTES},
    {"notes", SCHEMA_TEXT, SCHEMA_OFFSET(change_booking_input, notes), .most = BOOKING_NOTES_MOST_BYTES},
};
SCHEMA(change_booking_input, change_booking_fields);

static const gabi_op ops[] = {
    {"ListClasses", "GET /classes", ANYONE, list_classes, NULL},
    {"BookClass", "POST /classes/{id}/book", MEMBER, book_class, INPUT(book_class_input)},
    {"ListBookings", "GET /bookings", MEMBER, list_bookings, NULL},
    {"ChangeBooking", "PUT /bookings/{id}", MEMBER, change_booking, INPUT(change_booking_input)},
    {"CancelBooking", "DELETE /bookings/{id}", MEMBER, cancel_booking, NULL},
};

const service booking_service = {
    .name = "booking",
    .ops = ops,
    .op_count = sizeof ops / sizeof *ops,
    .open = studio_tables_open,
};
