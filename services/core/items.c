#include "core/items.h"

table_item item_new(arena *arena, const attribute *attributes, size_t count) {
    return (table_item){(const attribute *)arena_copy(arena, attributes, count * sizeof *attributes), count};
}

static text scalar(const table_item *item, const char *name, attribute_kind kind) {
    for (size_t i = 0; i < item->count; i++)
        if (text_equal(item->attributes[i].name, text_of(name)) && item->attributes[i].value.kind == kind)
            return item->attributes[i].value.text;
    return TEXT("");
}

text item_text(const table_item *item, const char *name) { return scalar(item, name, ATTRIBUTE_STRING); }

int64_t item_integer(const table_item *item, const char *name) {
    int64_t value = 0;
    text_to_int64(scalar(item, name, ATTRIBUTE_NUMBER), &value);
    return value;
}
