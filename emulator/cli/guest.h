/* Guest: the worlds of a cloud in this process as the scenario runner has them, and the cloud that it runs in. */
#ifndef GABI_GUEST_H
#define GABI_GUEST_H

#include "cli/boot.h"
#include "runner/runner.h"

/* Boots a cloud for scenarios: the sample loaded if there is one, the clock frozen at a Monday morning, and
 * nothing logged to the standard error: that is told of the scenarios that fail. */
const gabi_error *guest_boot(arena *arena, const command_line *line, uint64_t seed, booted *ret_booted);

/* What opens worlds of the cloud. */
runner_host guest_host(cloud *cloud);

/* Where AWS services seem to be, the control API with them. */
extern const text guest_aws_address;

/* Adds {{api}} and {{aws}}. */
void guest_add_addresses(arena *arena, given_variables *variables);

#endif
