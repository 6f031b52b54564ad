/* Shrink: makes a trial that breaks an invariant as small as it goes. */
#ifndef GABI_SHRINK_H
#define GABI_SHRINK_H

#include "explore/trial.h"

/* Takes away requests, clients and faults, and lets faults fire once only, one after the other and again from the
 * beginning, as long as the first invariant that the trial breaks stays broken: in the end it needs all that is left.
 * The trial must have been run, and has been when this returns. */
const gabi_error *shrink(const exploration *exploration, arena *arena, trial *trial);

#endif
