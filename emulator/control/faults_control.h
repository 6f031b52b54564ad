/* /_gabi/faults: what shall go wrong in a world (faults/faults.h, docs/control-api.md). */
#ifndef GABI_FAULTS_CONTROL_H
#define GABI_FAULTS_CONTROL_H

#include "control/control.h"

extern const control_part faults_control;

#endif
