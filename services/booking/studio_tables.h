/* What every op of booking works with: op_call.owner. */
#ifndef GABI_BOOKING_STUDIO_TABLES_H
#define GABI_BOOKING_STUDIO_TABLES_H

#include "core/service.h"

/* No class and no booking has a longer id: what is longer is not looked for. */
#define STUDIO_ID_MOST_BYTES 100

typedef struct studio_tables {
    const ports *ports;
    text classes;
    text bookings;
} studio_tables;

/* Wants the settings CLASSES_TABLE and BOOKINGS_TABLE. */
const gabi_error *studio_tables_open(arena *arena, const settings *settings, const ports *ports, void **ret_owner);

#endif
