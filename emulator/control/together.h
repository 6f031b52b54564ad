/* POST /_gabi/together: several requests at once to one world, their calls to the emulated services interleaved as a
 * seed decides ("How things interleave" in docs/architecture.md). */
#ifndef GABI_TOGETHER_H
#define GABI_TOGETHER_H

#include "control/control.h"
#include "core/op.h"

/* The op's owner is a control_call. */
const gabi_error *together(op_call *call);

#endif
