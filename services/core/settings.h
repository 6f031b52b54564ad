/* Settings: what a function is configured with, its environment variables on AWS. */
#ifndef GABI_CORE_SETTINGS_H
#define GABI_CORE_SETTINGS_H

#include "core/arena.h"
#include "core/error.h"
#include "core/http.h"

typedef struct settings {
    const http_field *items;
    size_t count;
} settings;

/* The setting of that name; ERROR_INTERNAL, code "missing_setting", when it is absent or empty. */
const gabi_error *settings_get(const settings *self, arena *arena, const char *name, text *ret_value);

#endif
