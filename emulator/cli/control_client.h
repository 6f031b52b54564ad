/* Requests to the control API of a gabi-emu, here or elsewhere. */
#ifndef GABI_CONTROL_CLIENT_H
#define GABI_CONTROL_CLIENT_H

#include "core/json.h"
#include "transport/transport.h"

/* Asks address ("http://localhost:4566") for path, with a JSON document or, where it is empty, without. *ret_answer is
 * untouched when the answer has no body. ERROR_UNAVAILABLE when there is none, or one with a status of 300 or more. */
const gabi_error *control_ask(transport *client, arena *arena, text address, text method, text path, text document,
                              const json **ret_answer);

/* Lets time pass: a frozen clock jumps ahead, and everything due in between is done at its time. */
const gabi_error *control_advance(transport *client, arena *arena, text address, int64_t duration_ms);

#endif
