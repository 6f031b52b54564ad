/* GET /_gabi/invariants: what does not hold in a world (invariants/invariants.h, docs/invariants.md). */
#ifndef GABI_INVARIANTS_CONTROL_H
#define GABI_INVARIANTS_CONTROL_H

#include "control/control.h"

extern const control_part invariants_control;

#endif
