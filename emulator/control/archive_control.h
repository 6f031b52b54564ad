/* /_gabi/archive: a world as one file, and a world of one file (store/archive.h). */
#ifndef GABI_ARCHIVE_CONTROL_H
#define GABI_ARCHIVE_CONTROL_H

#include "control/control.h"

extern const control_part archive_control;

#endif
