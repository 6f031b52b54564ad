/* Sleepers: threads that sleep by the host's clock until their time is over or somebody wakes them. */
#ifndef GABI_SLEEPERS_H
#define GABI_SLEEPERS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct sleepers {
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t awaken;
    uint64_t awakenings;
    bool are_kept_awake;
} sleepers;

void sleepers_open(sleepers *self);
void sleepers_close(sleepers *self);

void sleepers_sleep(sleepers *self, int64_t duration_ms);

/* Ends the sleep of all who sleep now. */
void sleepers_wake(sleepers *self);

/* The same, and nobody falls asleep until it is told that they may. */
void sleepers_keep_awake(sleepers *self, bool are_kept_awake);

#endif
