/* /_gabi/events: what is to be delivered in a world (events/events.h, docs/control-api.md). */
#ifndef GABI_EVENTS_CONTROL_H
#define GABI_EVENTS_CONTROL_H

#include "control/control.h"

extern const control_part events_control;

#endif
