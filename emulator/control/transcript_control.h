/* /_gabi/transcript: what a world was asked and answered (records/transcript.h, docs/control-api.md). */
#ifndef GABI_TRANSCRIPT_CONTROL_H
#define GABI_TRANSCRIPT_CONTROL_H

#include "control/control.h"

extern const control_part transcript_control;

#endif
