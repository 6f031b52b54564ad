/* Replay: a trial as a scenario file of its own, that shows again what it showed. */
#ifndef GABI_REPLAY_H
#define GABI_REPLAY_H

#include "explore/trial.h"

/* The scenario with the trial's faults and seed in it. It expects of the answers what they were, where that is what the
 * scenario expects, and in the end that all invariants hold, which fails. */
text replay_of(arena *arena, const exploration *self, const trial *trial);

#endif
