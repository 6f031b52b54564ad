/* Faulty: how a call of a fake goes wrong where the world has a fault for it (faults/faults.h). */
#ifndef GABI_FAULTY_H
#define GABI_FAULTY_H

#include <stdatomic.h>

#include "fake.h"

/* So many calls wait at once by the host's clock, of the server's 64 threads; further ones that shall are refused,
 * ERROR_UNAVAILABLE, code "TooManyWaiting". */
#define FAULTY_MOST_WAITING 48

/* Has the call answered, by op->handle or the fallback, as well or badly as the world's faults will have it. A lost
 * answer is a response with the status HTTP_NO_ANSWER. Upkeep is spared. *waiting counts those who wait in all worlds,
 * *ret_fault is the id of the fault that fired, and untouched when none did. */
const gabi_error *faulty_handle(const fake *fake, op_call *call, atomic_int *waiting, int64_t *ret_fault);

#endif
