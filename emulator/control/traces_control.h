/* /_gabi/traces: which calls its invocations were made of (records/traces.h, docs/control-api.md). */
#ifndef GABI_TRACES_CONTROL_H
#define GABI_TRACES_CONTROL_H

#include "control/control.h"

extern const control_part traces_control;

#endif
