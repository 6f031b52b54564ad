#include "cli/watch_mode.h"

#include "cli/guest.h"
#include "cli/program.h"
#include "runner/watch.h"

#define MOST_FILES 3

/* The files that a cloud is made from. */
typedef struct source_files {
    const char *paths[MOST_FILES];
    size_t count; /* 0: not known yet */
    const char *program;
} source_files;

static void find_files(arena *arena, const project *project, source_files *files) {
    files->program = program_path(arena);
    const char *paths[] = {files->program, project->template_path, project->sample_path};
    for (size_t i = 0; i < MOST_FILES; i++)
        if (paths[i])
            files->paths[files->count++] = arena_copy(arena, paths[i], strlen(paths[i]));
}

/* Until one of the files changes. They are found in the first round, in the outer arena. */
static const gabi_error *run_round(arena *round, arena *outer, const command_line *line, const runner_options *options,
                                   source_files *files) {
    runner_options chosen = *options;
    booted booted;
    size_t changed;
    TRY(guest_boot(round, line, line->seed, &booted));
    if (files->count == 0)
        find_files(outer, &booted.project, files);
    chosen.host = guest_host(booted.cloud);
    const gabi_error *error = runner_watch(round, &chosen, files->paths, files->count, &changed);
    cloud_close(booted.cloud);
    TRY(error);
    bool is_program = files->program && strcmp(files->paths[changed], files->program) == 0;
    return is_program ? program_restart(round, files->program) : NULL;
}

/* Tells what is wrong, and waits for another try to mend it. */
static const gabi_error *await_mending(const source_files *files, const gabi_error *error) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    watch *watch;
    file_list changed;
    fprintf(stderr, "gabi-emu: %s\n", error->message);
    const gabi_error *obstacle = watch_new(arena, files->paths, files->count, &watch);
    if (!obstacle)
        obstacle = watch_wait(watch, arena, &changed);
    arena_free(arena);
    return obstacle ? error : NULL;
}

const gabi_error *watch_mode(arena *arena, const command_line *line, const runner_options *options) {
    source_files files = {0};
    for (bool is_first = true;; is_first = false) {
        struct arena *round = arena_new(ARENA_REQUEST_CEILING_BYTES);
        const gabi_error *error = run_round(round, arena, line, options, &files);
        if (error)
            error = error_new(arena, error->kind, error->code, "%s", error->message); /* outlives the round */
        arena_free(round);
        if (error && is_first)
            return error;
        if (error)
            TRY(await_mending(&files, error));
    }
}
