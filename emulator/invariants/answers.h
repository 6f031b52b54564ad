/* Answers: invariants of what clients were told (docs/invariants.md), beside those of the data alone. */
#ifndef GABI_ANSWERS_H
#define GABI_ANSWERS_H

#include "invariants/invariants.h"
#include "records/transcript.h"

/* Adds what does not hold of what a world's transcript has. */
void answers_check(arena *arena, const recorded_exchange *exchanges, size_t count, const studio_data *data,
                   violation_list *list);

#endif
