#include "dynamodb/expressions/legacy_projection.h"

#include "dynamodb/values/attribute.h"

#define MOST_NAMES 255

static text list_names(arena *arena, const wire_list *names) {
    const text *items = names->items;
    buffer out = BUFFER(arena);
    buffer_append(&out, TEXT("'["));
    for (size_t i = 0; i < names->count; i++)
        buffer_format(&out, "%s%.*s", i > 0 ? ", " : "", TEXT_ARGS(items[i]));
    buffer_append(&out, TEXT("]'"));
    return buffer_text(&out);
}

void legacy_projection_constrain(const wire_list *names, constraints *found) {
    if (!names->is_present || (names->count > 0 && names->count <= MOST_NAMES))
        return;
    constraint_failed(found, "attributesToGet", list_names(found->problems.arena, names),
                      names->count == 0 ? "Member must have length greater than or equal to 1"
                                        : "Member must have length less than or equal to 255");
}

const gabi_error *legacy_projection_compile(arena *arena, const wire_list *names, projection *ret_projection) {
    const text *items = names->items;
    path *paths = arena_alloc(arena, names->count * sizeof *paths);
    for (size_t i = 0; i < names->count; i++) {
        TRY(attribute_check_name(arena, items[i]));
        for (size_t j = 0; j < i; j++)
            if (text_equal(items[i], items[j]))
                return parameter_error(arena, "Duplicate value in attribute name: %.*s", TEXT_ARGS(items[i]));
        paths[i] = path_of_name(arena, items[i]);
    }
    *ret_projection = (projection){.paths = paths, .count = names->count};
    return NULL;
}
