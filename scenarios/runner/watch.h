/* Watch: waits for files to change, on Linux's inotify. */
#ifndef GABI_RUNNER_WATCH_H
#define GABI_RUNNER_WATCH_H

#include "runner/collect.h"

typedef struct watch watch;

/* Begins to watch files, and folders with all that is below them. What changes from here on is told by watch_wait. It
 * lives in the arena. ERROR_UNAVAILABLE, code "NoWatch", when a path is not there or the system watches no more. */
const gabi_error *watch_new(arena *arena, const char *const *paths, size_t count, watch **ret_watch);

/* Waits until something has changed, and then until nothing has for a moment, as an editor that saves is not done with
 * its first write. Returns the files that were made, written or renamed to and are there, each once, named as they
 * would be collected. */
const gabi_error *watch_wait(watch *self, arena *arena, file_list *ret_changed);

#endif
