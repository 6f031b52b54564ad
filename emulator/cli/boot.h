/* Boot: from the command line to a cloud that can answer. */
#ifndef GABI_BOOT_H
#define GABI_BOOT_H

#include "cli/command_line.h"
#include "cli/warnings.h"
#include "cloud.h"
#include "project.h"

/* What becomes of the sample data beside the template. */
typedef enum boot_sample {
    BOOT_WITHOUT_SAMPLE,
    BOOT_WITH_SAMPLE,     /* an error when there is none */
    BOOT_SAMPLE_IF_THERE, /* loaded when there is some */
} boot_sample;

typedef struct boot_options {
    const command_line *line;
    uint64_t seed;
    world_clock clock;
    int64_t frozen_at_ms;
    boot_sample sample;
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
