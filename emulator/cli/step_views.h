/* What the stepper of scenarios (runner/stepper.h) shows of a world of gabi-emu's. It is asked of the control API,
 * which moves no clock and shifts no ids, so that to look changes nothing. */
#ifndef GABI_STEP_VIEWS_H
#define GABI_STEP_VIEWS_H

#include "runner/stepper.h"

#define STEP_VIEWS 1

/* Views of worlds whose AWS services are at the address, "http://localhost:4566". */
void step_views(arena *arena, text address, stepper_view ret_views[STEP_VIEWS]);

#endif
