/* Chance that the same seed gives again (SplitMix64); or, as long as they last, the bytes that a fuzzer has made up. */
#ifndef GABI_DYNAMODB_MODEL_CHANCE_H
#define GABI_DYNAMODB_MODEL_CHANCE_H

#include "core/text.h"

typedef struct chance {
    uint64_t state;
    text bytes;
} chance;

static inline uint64_t chance_draw(chance *self) {
    if (self->bytes.length > 0) {
        unsigned char byte = (unsigned char)self->bytes.data[0];
        self->bytes = text_from(self->bytes, 1);
        return byte;
    }
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
