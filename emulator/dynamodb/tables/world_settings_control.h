/* Rows of the control API that show and change a world's settings. */
#ifndef GABI_DYNAMODB_WORLD_SETTINGS_CONTROL_H
#define GABI_DYNAMODB_WORLD_SETTINGS_CONTROL_H

#include "core/op.h"

/* GET: all settings. */
const gabi_error *world_settings_show(op_call *call);

/* PUT: changes those that the body names. */
const gabi_error *world_settings_change(op_call *call);

#endif
