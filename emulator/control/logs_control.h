/* /_gabi/logs: what a world's functions have logged (records/logs.h, docs/control-api.md). */
#ifndef GABI_LOGS_CONTROL_H
#define GABI_LOGS_CONTROL_H

#include "control/control.h"

extern const control_part logs_control;

#endif
