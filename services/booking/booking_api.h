/* Booking: classes, and the places that members book in them. */
#ifndef GABI_BOOKING_API_H
#define GABI_BOOKING_API_H

#include "core/service.h"

extern const service booking_service;

#endif
