/* Transcript: every request and answer that goes through a transport, byte for byte, without anything that differs from
 * one run to the next. Two runs that should be the same can be compared with `cmp`. */
#ifndef GABI_RUNNER_TRANSCRIPT_H
#define GABI_RUNNER_TRANSCRIPT_H

#include "core/buffer.h"
#include "transport/transport.h"

/* A transport that does what inner does and notes it in out. It lives in the arena. */
transport *transcript_record(arena *arena, transport *inner, buffer *out);

#endif
