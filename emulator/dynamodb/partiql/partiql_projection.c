#include "dynamodb/partiql/partiql_projection.h"

#include "dynamodb/items/item_store.h"
#include "dynamodb/values/constraints.h"

/* ---- what is shown ---- */

/* The last part that is a name, with the indexes behind it. */
static text name_of(arena *arena, path path) {
    buffer out = BUFFER(arena);
    size_t last = path.count - 1;
    while (path.elements[last].is_index)
        last--;
    buffer_append(&out, path.elements[last].name);
    for (size_t i = last + 1; i < path.count; i++)
        buffer_format(&out, "[%lld]", (long long)path.elements[i].index);
    return buffer_text(&out);
}

const gabi_error *partiql_projection_of(const partiql_scope *scope, const partiql_statement *statement,
                                        projection *ret_projection) {
    size_t count = statement->selected.count;
    path *paths = arena_alloc(scope->arena, count * sizeof *paths);
    text *names = arena_alloc(scope->arena, count * sizeof *names);
    for (size_t i = 0; i < count; i++) {
        TRY(partiql_path_of(scope, statement->selected.items[i], &paths[i]));
        names[i] = name_of(scope->arena, paths[i]);
        for (size_t j = 0; j < i; j++)
            if (text_equal(names[i], names[j]))
                return validation_error(scope->arena, "Duplicate identifiers in select clause: %.*s",
                                        TEXT_ARGS(names[i]));
    }
    *ret_projection = (projection){.paths = paths, .count = count, .names = names};
    return NULL;
}

/* ---- what an index has ---- */

/* Names, each once. */
typedef struct name_list {
    text items[EXPRESSION_MOST_OPERATORS];
    size_t count;
} name_list;

static void add_name(name_list *list, text name) {
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->items[i], name))
            return;
    if (list->count < EXPRESSION_MOST_OPERATORS)
        list->items[list->count++] = name;
}

static text join_names(arena *arena, const name_list *list) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < list->count; i++)
        buffer_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(list->items[i]));
    return buffer_text(&out);
}

static void add_unprojected_operand(name_list *list, const table *table, const table_index *index,
                                    const operand *operand);

static void add_unprojected(name_list *list, const table *table, const table_index *index, const condition *condition) {
    if (!condition)
        return;
    add_unprojected(list, table, index, condition->left);
    add_unprojected(list, table, index, condition->right);
    for (size_t i = 0; i < condition->operand_count; i++)
        add_unprojected_operand(list, table, index, &condition->operands[i]);
}

static void add_unprojected_operand(name_list *list, const table *table, const table_index *index,
                                    const operand *operand) {
    if (operand->kind == OPERAND_PATH && !index_projects(table, index, operand->path.elements[0].name))
        add_name(list, operand->path.elements[0].name);
    if (operand->left)
        add_unprojected_operand(list, table, index, operand->left);
    if (operand->condition)
        add_unprojected(list, table, index, operand->condition);
}

const gabi_error *partiql_check_projected(arena *arena, const table *table, const table_index *index,
                                          const projection *projection, const condition *filter) {
    name_list *shown = arena_zalloc(arena, sizeof *shown), *looked_at = arena_zalloc(arena, sizeof *looked_at);
    for (size_t i = 0; !index->is_local && i < projection->count; i++)
        if (!index_projects(table, index, projection->paths[i].elements[0].name))
            add_name(shown, projection->paths[i].elements[0].name);
    if (shown->count > 0)
        return parameter_error(arena, "Global secondary index %.*s does not project [%.*s]", TEXT_ARGS(index->name),
                               TEXT_ARGS(join_names(arena, shown)));
    add_unprojected(looked_at, table, index, filter);
    return looked_at->count == 0
               ? NULL
               : parameter_error(arena, "Secondary index %.*s does not project one or more filter attributes: [%.*s]",
                                 TEXT_ARGS(index->name), TEXT_ARGS(join_names(arena, looked_at)));
}
