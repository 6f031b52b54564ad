#include "core/settings.h"

const gabi_error *settings_get(const settings *self, arena *arena, const char *name, text *ret_value) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(self->items[i].name, text_of(name)) && self->items[i].value.length > 0) {
            *ret_value = self->items[i].value;
            return NULL;
        }
    return error_new(arena, ERROR_INTERNAL, "missing_setting", "The environment variable %s is not set", name);
}
