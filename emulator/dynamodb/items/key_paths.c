#include "dynamodb/items/key_paths.h"

#include "dynamodb/values/constraints.h"
#include "dynamodb/values/key.h"

/* The attributes that paths go into. */
typedef struct containers {
    arena *arena;
    text *names;
    size_t count;
    size_t capacity;
} containers;

static void add_path(containers *self, path path) {
    if (path.count < 2)
        return;
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? self->capacity * 2 : 4;
        self->names =
            arena_grow(self->arena, self->names, self->capacity * sizeof *self->names, capacity * sizeof *self->names);
        self->capacity = capacity;
    }
    self->names[self->count++] = path.elements[0].name;
}

static void add_operand(containers *self, const operand *operand) {
    if (!operand)
        return;
    if (operand->kind == OPERAND_PATH || operand->kind == OPERAND_IF_NOT_EXISTS)
        add_path(self, operand->path);
    add_operand(self, operand->left);
    add_operand(self, operand->right);
}

static void add_condition(containers *self, const condition *condition) {
    if (!condition)
        return;
    for (size_t i = 0; i < condition->operand_count; i++)
        add_operand(self, &condition->operands[i]);
    add_condition(self, condition->left);
    add_condition(self, condition->right);
}

static const gabi_error *check_key(const containers *self, const key_schema *schema, const char *what) {
    for (size_t i = 0; i < schema->count; i++)
        for (size_t j = 0; j < self->count; j++)
            if (text_equal(self->names[j], schema->attributes[i].name))
                return validation_error(self->arena,
                                        "Key attributes must be scalars; list random access '[]' and map lookup '.' "
                                        "are not allowed: %s: %.*s",
                                        what, TEXT_ARGS(self->names[j]));
    return NULL;
}

static const gabi_error *check(const containers *self, const table *table) {
    if (self->count == 0)
        return NULL;
    TRY(check_key(self, &table->key, "Key"));
    for (size_t i = 0; i < table->index_count; i++)
        TRY(check_key(self, &table->indexes[i].key, "IndexKey"));
    return NULL;
}

const gabi_error *check_paths_of_projection(arena *arena, const table *table, const projection *projection) {
    containers found = {.arena = arena};
    for (size_t i = 0; i < projection->count; i++)
        add_path(&found, projection->paths[i]);
    return check(&found, table);
}

const gabi_error *check_paths_of_condition(arena *arena, const table *table, const condition *condition) {
    containers found = {.arena = arena};
    add_condition(&found, condition);
    return check(&found, table);
}

const gabi_error *check_paths_of_update(arena *arena, const table *table, const update *update) {
    containers found = {.arena = arena};
    for (size_t i = 0; i < update->count; i++) {
        add_path(&found, update->actions[i].path);
        add_operand(&found, update->actions[i].operand);
    }
    return check(&found, table);
}
