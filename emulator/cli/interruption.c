#include "cli/interruption.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

typedef struct interruption {
    pthread_t thread;
    sigset_t signals;
    sigset_t before; /* the signals that were blocked without this */
    atomic_bool has_come;
    atomic_bool is_over; /* what comes now is only to wake the thread */
} interruption;

/* Those who start others, npm and timeout among them, pass on a signal that has come to all of the group. */
static const struct timespec moment = {.tv_nsec = 300000000};

/* False when there is nothing to wait for any more. */
static bool wait_for_signal(interruption *self, int *ret_signal) {
    sigwait(&self->signals, ret_signal);
    return !atomic_load(&self->is_over);
}

static void *wait_for_signals(void *context) {
    interruption *self = context;
    int received;
    if (!wait_for_signal(self, &received))
        return NULL;
    atomic_store(&self->has_come, true);
    fputs("\ngabi-emu: ending; once more ends at once\n", stderr);
    while (!atomic_load(&self->is_over) && sigtimedwait(&self->signals, NULL, &moment) > 0)
        ;
    if (atomic_load(&self->is_over) || !wait_for_signal(self, &received))
        return NULL;
    signal(received, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &self->signals, NULL);
    raise(received);
    return NULL;
}

static void stop_waiting(void *context) {
    interruption *self = context;
    atomic_store(&self->is_over, true);
    pthread_kill(self->thread, SIGINT);
    pthread_join(self->thread, NULL);
    pthread_sigmask(SIG_SETMASK, &self->before, NULL);
}

const atomic_bool *interruption_await(arena *arena) {
    interruption *self = arena_zalloc(arena, sizeof *self);
    sigemptyset(&self->signals);
    sigaddset(&self->signals, SIGINT);
    sigaddset(&self->signals, SIGTERM);
    sigaddset(&self->signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &self->signals, &self->before);
    if (pthread_create(&self->thread, NULL, wait_for_signals, self) == 0)
        arena_defer(arena, stop_waiting, self);
    else /* then they end the process, as ever */
        pthread_sigmask(SIG_SETMASK, &self->before, NULL);
    return &self->has_come;
}
