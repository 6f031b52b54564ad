#include "cli/explore_command.h"

#include <unistd.h>

#include "cli/guest.h"
#include "explore/explore.h"
#include "sample.h"

/* Worlds have the seed 0, as in `test`, so that a replay there is the same. */
#define WORLD_SEED 0

/* Everybody whom the sample data lists. */
static const gabi_error *read_logins(arena *arena, text sample, login_list *ret_logins) {
    sample_login *listed;
    size_t count;
    if (text_is_empty(sample))
        return NULL;
    TRY(sample_logins(arena, sample, &listed, &count));
    login *logins = arena_alloc(arena, count * sizeof *logins);
    for (size_t i = 0; i < count; i++)
        logins[i] = (login){listed[i].email, listed[i].password, listed[i].role};
    *ret_logins = (login_list){logins, count};
    return NULL;
}

const gabi_error *explore_command(arena *arena, const command_line *line, int *ret_status) {
    const explore_line *told = &line->explore;
    explore_options options = {
        .path = line->paths[0],
        .first_seed = line->seed,
        .seed_count = told->seed_count,
        .jobs = (size_t)told->jobs,
        .clients = (size_t)told->clients,
        .replay_path = told->replay_path,
        .output = stdout,
        .progress = isatty(STDERR_FILENO) ? stderr : NULL,
    };
    booted booted;
    bool holds = false;
    guest_add_addresses(arena, &options.variables);
    TRY(guest_boot(arena, line, WORLD_SEED, &booted));
    options.host = guest_host(booted.cloud);
    const gabi_error *error = read_logins(arena, booted.project.sample_document, &options.logins);
    if (!error)
        error = explore(arena, &options, &holds);
    cloud_close(booted.cloud);
    TRY(error);
    *ret_status = holds ? 0 : 1;
    return NULL;
}
