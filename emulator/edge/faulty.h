/* Faulty: how a call of a fake goes wrong where the world has a fault for it (faults/faults.h). */
#ifndef GABI_FAULTY_H
#define GABI_FAULTY_H

#include "fake.h"

/* Has the call answered, by op->handle or the fallback, as well or badly as the world's faults will have it. A lost
 * answer is a response with the status HTTP_NO_ANSWER. Upkeep is spared. */
const gabi_error *faulty_handle(const fake *fake, op_call *call);

#endif
