/* Random numbers that a seed decides: the same sequence for the same seed, on every machine. */
#ifndef GABI_CORE_RANDOM_H
#define GABI_CORE_RANDOM_H

#include <stdint.h>

/* The next of the sequence whose state, at first the seed, is kept by the caller. SplitMix64 (Steele, Lea, Flood 2014).
 */
static inline uint64_t random_next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* From 0 up to limit, which is not 0. */
static inline uint64_t random_below(uint64_t *state, uint64_t limit) { return random_next(state) % limit; }

#endif
