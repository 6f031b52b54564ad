/* Against: scenarios over HTTP, at a gabi-emu that runs elsewhere or at a deployed stage.
 *
 * At a gabi-emu each file has a world of its own, made with the seed and a clock that stands, and dropped in the end. A
 * stage has no worlds: all files meet there, by the time and chance of the real world. */
#ifndef GABI_AGAINST_H
#define GABI_AGAINST_H

#include "runner/runner.h"
#include "transport/connection.h"

typedef struct against against;

/* Asks who answers at the address, a URL, over such connections (NULL: the usual ones; they must outlive it), which
 * requests of files have of their own. It lives in the arena. ERROR_UNAVAILABLE, code "no_answer", when nobody does.
 */
const gabi_error *against_new(arena *arena, const char *address, uint64_t seed, const connection *connection,
                              against **ret_against);

/* Whether it is a stage, which knows no /_gabi. */
bool against_is_stage(const against *self);

/* Where the control API of a gabi-emu is. */
text against_address(const against *self);

/* Adds {{api}}, and {{aws}} of a gabi-emu. */
void against_add_addresses(const against *self, arena *arena, given_variables *variables);

runner_host against_host(against *self);

#endif
