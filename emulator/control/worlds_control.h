/* /_gabi/worlds and /_gabi/reset: worlds are listed, made, put back and ended. */
#ifndef GABI_WORLDS_CONTROL_H
#define GABI_WORLDS_CONTROL_H

#include "control/control.h"

extern const control_part worlds_control;

#endif
