/* Chance that the same seed gives again (SplitMix64). */
#ifndef GABI_DYNAMODB_MODEL_CHANCE_H
#define GABI_DYNAMODB_MODEL_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct chance {
    uint64_t state;
} chance;

static inline uint64_t chance_draw(chance *self) {
    uint64_t z = self->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* From 0 up to, but not including, limit. */
static inline int chance_below(chance *self, int limit) { return (int)(chance_draw(self) % (uint64_t)limit); }

static inline bool chance_one_in(chance *self, int chances) { return chance_below(self, chances) == 0; }

#define COUNT_OF(array_) ((int)(sizeof(array_) / sizeof *(array_)))

#endif
