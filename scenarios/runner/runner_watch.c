#include "runner/runner.h"
#include "runner/watch.h"

typedef struct vigil {
    watch *watch;
    const char *const *others;
    size_t other_count;
    size_t changed_other; /* other_count: none has */
} vigil;

static bool is_scenario(text path) { return text_ends_with(path, TEXT(".hurl")); }

/* Waits, and makes of the options what is to be run next. */
static const gabi_error *await_change(vigil *self, arena *arena, runner_options *options) {
    file_list changed;
    bool are_scenarios = true;
    fprintf(options->output, "\nWaiting for changes; Control-C ends.\n");
    fflush(options->output);
    TRY(watch_wait(self->watch, arena, &changed));
    const char **paths = arena_alloc(arena, changed.count * sizeof *paths);
    for (size_t i = 0; i < changed.count; i++) {
        fprintf(options->output, "%s%.*s", i ? ", " : "\nChanged: ", TEXT_ARGS(changed.items[i]));
        paths[i] = changed.items[i].data;
        are_scenarios = are_scenarios && is_scenario(changed.items[i]);
        for (size_t j = 0; j < self->other_count; j++)
            if (text_equal(changed.items[i], text_of(self->others[j])))
                self->changed_other = j;
    }
    fprintf(options->output, "\n");
    fflush(options->output);
    if (are_scenarios) {
        options->paths = paths;
        options->path_count = changed.count;
    }
    return NULL;
}

/* Later runs only tell what prevents them, since the next change may mend it. */
static const gabi_error *keep_running(vigil *self, arena *arena, const runner_options *all) {
    enum runner_status status;
    struct arena *round = arena_new(ARENA_REQUEST_CEILING_BYTES);
    const gabi_error *error = runner_run(arena, all, &status);
    while (!error && self->changed_other == self->other_count) {
        runner_options next = *all;
        arena_reset(round);
        error = await_change(self, round, &next);
        const gabi_error *obstacle =
            error || self->changed_other < self->other_count ? NULL : runner_run(round, &next, &status);
        if (obstacle)
            fprintf(all->output, "%s\n", obstacle->message);
    }
    if (error)
        error = error_wrap(arena, NULL, error->kind, error->code, "%s", error->message); /* outlives the round */
    arena_free(round);
    return error;
}

const gabi_error *runner_watch(arena *arena, const runner_options *options, const char *const *others,
                               size_t other_count, size_t *ret_other) {
    vigil vigil = {.others = others, .other_count = other_count, .changed_other = other_count};
    size_t count = options->path_count + other_count;
    const char **paths = arena_alloc(arena, count * sizeof *paths);
    for (size_t i = 0; i < count; i++)
        paths[i] = i < options->path_count ? options->paths[i] : others[i - options->path_count];
    TRY(watch_new(arena, paths, count, &vigil.watch));
    TRY(keep_running(&vigil, arena, options));
    *ret_other = vigil.changed_other;
    return NULL;
}
