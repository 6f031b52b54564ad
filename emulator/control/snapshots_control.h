/* /_gabi/snapshots: what a world was is kept by name, and the world put back to it (store/snapshots.h). */
#ifndef GABI_SNAPSHOTS_CONTROL_H
#define GABI_SNAPSHOTS_CONTROL_H

#include "control/control.h"

extern const control_part snapshots_control;

#endif
