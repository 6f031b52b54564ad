#include "runner/watch.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "runner/list.h"

#define CHANGES (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE)
#define CALM_MS 50
#define EVENT_BYTES 16384

/* A folder that is watched. */
typedef struct watched {
    int descriptor;
    const char *prefix; /* of the names in it: "scenarios/" */
    text file;          /* the only name that counts; empty: all of them */
} watched;

struct watch {
    arena *arena;
    int inotify;
    watched *items;
    size_t count;
    size_t capacity;
};

static const gabi_error *no_watch(arena *arena, const char *path) {
    return error_new(arena, ERROR_UNAVAILABLE, "NoWatch", "%s: cannot be watched: %s", path, strerror(errno));
}

/* ---- what is watched ---- */

static const gabi_error *add(watch *self, const char *folder, const char *prefix, text file) {
    int descriptor = inotify_add_watch(self->inotify, folder, CHANGES);
    if (descriptor < 0)
        return no_watch(self->arena, folder);
    *(watched *)LIST_ADD(self->arena, self) = (watched){descriptor, prefix, file};
    return NULL;
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* Watches the folder and those below it; what is in there already counts as changed when found is not NULL. */
static const gabi_error *add_folder(watch *self, const char *folder, file_list *found) {
    const char *slash = text_ends_with(text_of(folder), TEXT("/")) ? "" : "/";
    const char *prefix = arena_printf(self->arena, "%s%s", folder, slash);
    struct dirent **entries;
    TRY(add(self, folder, prefix, (text){0}));
    int count = scandir(folder, &entries, is_visible, alphasort);
    const gabi_error *error = NULL;
    for (int i = 0; i < count; i++) {
        const char *path = arena_printf(self->arena, "%s%s", prefix, entries[i]->d_name);
        if (!error && collect_is_folder(path, false))
            error = add_folder(self, path, found);
        else if (found)
            *(text *)LIST_ADD(self->arena, found) = text_of(path);
        arena_defer(self->arena, free, entries[i]);
    }
    if (count >= 0)
        arena_defer(self->arena, free, entries);
    return error;
}

/* A file is watched by its folder, since editors put a new file in its place. */
static const gabi_error *add_file(watch *self, const char *path) {
    const char *slash = strrchr(path, '/');
    if (access(path, F_OK) != 0)
        return no_watch(self->arena, path);
    if (!slash)
        return add(self, ".", "", text_of(path));
    const char *prefix = arena_printf(self->arena, "%.*s", (int)(slash + 1 - path), path);
    return add(self, prefix, prefix, text_of(slash + 1));
}

static void close_inotify(void *context) { close(((const watch *)context)->inotify); }

const gabi_error *watch_new(arena *arena, const char *const *paths, size_t count, watch **ret_watch) {
    watch *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->inotify = inotify_init1(IN_CLOEXEC);
    if (self->inotify < 0)
        return no_watch(arena, "inotify");
    arena_defer(arena, close_inotify, self);
    for (size_t i = 0; i < count; i++)
        TRY(collect_is_folder(paths[i], true) ? add_folder(self, paths[i], NULL) : add_file(self, paths[i]));
    *ret_watch = self;
    return NULL;
}

/* ---- what has changed ---- */

static void note(arena *arena, file_list *changed, const char *path) {
    for (size_t i = 0; i < changed->count; i++)
        if (text_equal(changed->items[i], text_of(path)))
            return;
    if (access(path, F_OK) == 0)
        *(text *)LIST_ADD(arena, changed) = text_copy(arena, text_of(path));
}

static const gabi_error *take_event(watch *self, arena *arena, const struct inotify_event *event, file_list *changed) {
    for (size_t i = 0; event->len > 0 && event->name[0] != '.' && i < self->count; i++) {
        const watched *folder = &self->items[i];
        bool counts = text_is_empty(folder->file) || text_equal(folder->file, text_of(event->name));
        if (folder->descriptor != event->wd || !counts)
            continue;
        const char *path = arena_printf(self->arena, "%s%s", folder->prefix, event->name);
        file_list found = {0};
        if (event->mask & IN_ISDIR && text_is_empty(folder->file)) {
            TRY(add_folder(self, path, &found));
            for (size_t j = 0; j < found.count; j++)
                note(arena, changed, found.items[j].data);
            return NULL; /* the list of folders is another one now */
        }
        if (!(event->mask & (IN_ISDIR | IN_CREATE))) /* a file that is made will be written */
            note(arena, changed, path);
    }
    return NULL;
}

static const gabi_error *take_events(watch *self, arena *arena, file_list *changed) {
    _Alignas(struct inotify_event) char events[EVENT_BYTES];
    ssize_t length = read(self->inotify, events, sizeof events);
    if (length <= 0)
        return no_watch(arena, "inotify");
    for (const char *at = events; at < events + length;) {
        const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
        TRY(take_event(self, arena, event, changed));
        at += sizeof *event + event->len;
    }
    return NULL;
}

const gabi_error *watch_wait(watch *self, arena *arena, file_list *ret_changed) {
    file_list changed = {0};
    struct pollfd poll_for = {.fd = self->inotify, .events = POLLIN};
    while (poll(&poll_for, 1, changed.count > 0 ? CALM_MS : -1) != 0)
        TRY(take_events(self, arena, &changed));
    *ret_changed = changed;
    return NULL;
}
