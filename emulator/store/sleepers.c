#include "store/sleepers.h"

#include <time.h>

void sleepers_open(sleepers *self) {
    pthread_condattr_t by_the_hosts_clock;
    *self = (sleepers){0};
    pthread_mutex_init(&self->lock, NULL);
    pthread_condattr_init(&by_the_hosts_clock);
    pthread_condattr_setclock(&by_the_hosts_clock, CLOCK_MONOTONIC);
    pthread_cond_init(&self->awaken, &by_the_hosts_clock);
    pthread_condattr_destroy(&by_the_hosts_clock);
}

void sleepers_close(sleepers *self) {
    pthread_cond_destroy(&self->awaken);
    pthread_mutex_destroy(&self->lock);
}

static struct timespec in(int64_t duration_ms) {
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += duration_ms / 1000;
    end.tv_nsec += duration_ms % 1000 * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000;
    }
    return end;
}

void sleepers_sleep(sleepers *self, int64_t duration_ms) {
    struct timespec end = in(duration_ms);
    bool is_over = duration_ms <= 0;
    pthread_mutex_lock(&self->lock);
    uint64_t awakenings = self->awakenings;
    while (!is_over && !self->are_kept_awake && self->awakenings == awakenings)
        is_over = pthread_cond_timedwait(&self->awaken, &self->lock, &end) != 0;
    pthread_mutex_unlock(&self->lock);
}

void sleepers_wake(sleepers *self) {
    pthread_mutex_lock(&self->lock);
    self->awakenings++;
    pthread_cond_broadcast(&self->awaken);
    pthread_mutex_unlock(&self->lock);
}

void sleepers_keep_awake(sleepers *self, bool are_kept_awake) {
    pthread_mutex_lock(&self->lock);
    self->are_kept_awake = are_kept_awake;
    pthread_cond_broadcast(&self->awaken);
    pthread_mutex_unlock(&self->lock);
}
