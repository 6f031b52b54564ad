#include "dynamodb/values/key_schema.h"

bool key_has(const key_schema *self, text name) {
    for (size_t i = 0; i < self->count; i++)
        if (text_equal(self->attributes[i].name, name))
            return true;
    return false;
}
