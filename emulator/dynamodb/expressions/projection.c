#include "dynamodb/expressions/projection.h"

#include "dynamodb/expressions/expression_parser.h"

const gabi_error *expression_parse_projection(expression_scope *scope, text expression, projection *ret_projection) {
    expression_parser parser;
    path *paths = NULL;
    size_t count = 0;
    TRY(parser_init(&parser, scope, "ProjectionExpression", expression));
    do {
        paths = arena_grow_by_one(scope->arena, paths, count, sizeof *paths);
        TRY(parser_path(&parser, &paths[count++]));
    } while (parser_accept(&parser, ","));
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            parser_note_overlap(&parser, paths[j], paths[i]);
    TRY(parser_finish(&parser));
    *ret_projection = (projection){.paths = paths, .count = count};
    return NULL;
}

static bool fits(const path_element *element, const attribute *member, size_t index, bool is_list) {
    return element->is_index == is_list &&
           (is_list ? (size_t)element->index == index : text_equal(element->name, member->name));
}

/* The paths among the given ones whose element number `level` is this member; *ret_ends when one of them ends here. */
static size_t paths_through(const path *paths, size_t count, size_t level, const attribute *member, size_t index,
                            bool is_list, path *ret_paths, bool *ret_ends) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (fits(&paths[i].elements[level], member, index, is_list)) {
            *ret_ends = *ret_ends || paths[i].count == level + 1;
            ret_paths[found++] = paths[i];
        }
    return found;
}

/* The members of container that the paths lead to or through. */
static attribute_value project(arena *arena, const attribute_value *container, const path *paths, size_t count,
                               size_t level) {
    bool is_list = container->kind == ATTRIBUTE_LIST;
    attribute *members = arena_alloc(arena, container->member_count * sizeof *members);
    attribute_value result = {.kind = container->kind, .members = members};
    path *deeper = arena_alloc(arena, count * sizeof *deeper);
    for (size_t i = 0; i < container->member_count; i++) {
        const attribute *member = &container->members[i];
        bool ends = false;
        size_t through = paths_through(paths, count, level, member, i, is_list, deeper, &ends);
        if (through == 0)
            continue;
        if (ends) {
            members[result.member_count++] = *member;
            continue;
        }
        if (member->value.kind != ATTRIBUTE_MAP && member->value.kind != ATTRIBUTE_LIST)
            continue;
        attribute_value part = project(arena, &member->value, deeper, through, level + 1);
        if (part.member_count > 0)
            members[result.member_count++] = (attribute){member->name, part};
    }
    return result;
}

/* The values at the paths, side by side. */
static table_item flatten(arena *arena, const projection *projection, const table_item *item) {
    attribute *attributes = arena_alloc(arena, projection->count * sizeof *attributes);
    size_t count = 0;
    for (size_t i = 0; i < projection->count; i++) {
        const attribute_value *value = path_find(item, projection->paths[i]);
        if (value)
            attributes[count++] = (attribute){projection->names[i], *value};
    }
    return (table_item){attributes, count};
}

table_item projection_apply(arena *arena, const projection *projection, const table_item *item) {
    if (projection->count == 0)
        return *item;
    if (projection->names)
        return flatten(arena, projection, item);
    attribute_value tree = {.kind = ATTRIBUTE_MAP, .members = item->attributes, .member_count = item->count};
    attribute_value result = project(arena, &tree, projection->paths, projection->count, 0);
    return (table_item){result.members, result.member_count};
}
