/* Boot: from the command line to a cloud that can answer. */
#ifndef GABI_BOOT_H
#define GABI_BOOT_H

#include "cli/command_line.h"
#include "cli/warnings.h"
#include "cloud.h"
#include "project.h"

typedef struct boot_options {
    const command_line *line;
    uint64_t seed;
    world_clock clock;
    int64_t frozen_at_ms;
    bool has_sample; /* sample data is to be loaded; an error when there is none */
} boot_options;

typedef struct booted {
    cloud *cloud;
    project project;
    uint64_t seed;
    bool is_new;            /* false: a data folder was opened again */
    bool has_sample;        /* sample data was loaded */
    warning_list *warnings; /* what of the template has no effect */
} booted;

/* Reads the project's files, opens a cloud and prepares it. */
const gabi_error *boot(arena *arena, const boot_options *options, booted *ret_booted);

#endif
