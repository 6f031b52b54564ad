#include "cli/interruption.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

typedef struct interruption {
    pthread_t thread;
    sigset_t signals;
    sigset_t before; /* the signals that were blocked without this */
    atomic_bool has_come;
} interruption;

/* Those who start others, npm and timeout among them, pass on a signal that has come to all of the group. */
static const struct timespec moment = {.tv_nsec = 300000000};

static void *wait_for_signals(void *context) {
    interruption *self = context;
    int received;
    sigwait(&self->signals, &received);
    atomic_store(&self->has_come, true);
    fputs("\ngabi-emu: ending; once more ends at once\n", stderr);
    while (sigtimedwait(&self->signals, NULL, &moment) > 0)
        ;
    sigwait(&self->signals, &received);
    signal(received, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &self->signals, NULL);
    raise(received);
    return NULL;
}

static void stop_waiting(void *context) {
    interruption *self = context;
    pthread_cancel(self->thread); /* sigwait is where it can be */
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
