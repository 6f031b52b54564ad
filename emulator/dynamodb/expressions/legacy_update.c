#include "dynamodb/expressions/legacy_update.h"

#include "dynamodb/values/attribute.h"

static const wire_member members[] = {
    {"Action", wire_read_text, offsetof(legacy_update, action), NULL},
    {"Value", wire_read_value, offsetof(legacy_update, value), NULL},
};
const wire_struct legacy_update_struct = {"AttributeValueUpdate", sizeof(legacy_update), members,
                                          sizeof members / sizeof *members};

void legacy_updates_constrain(const wire_list *updates, constraints *found) {
    const legacy_update *items = updates->items;
    for (size_t i = 0; i < updates->count; i++)
        constraint_enum(
            found, arena_printf(found->problems.arena, "attributeUpdates.%.*s.member.action", TEXT_ARGS(items[i].name)),
            items[i].action, "[ADD, PUT, DELETE]");
}

static bool is_set(attribute_kind kind) { return kind >= ATTRIBUTE_STRING_SET; }

static const gabi_error *compile_delete(arena *arena, const legacy_update *self, update_kind *ret_kind) {
    if (self->value.value && !is_set(self->value.value->kind))
        return parameter_error(arena, "DELETE action with value is not supported for the type %s",
                               attribute_type_name(self->value.value->kind));
    *ret_kind = self->value.value ? UPDATE_DELETE : UPDATE_REMOVE;
    return NULL;
}

/* Unlike in expressions, a list may be added to. */
static const gabi_error *compile_add(arena *arena, const legacy_update *self, update_kind *ret_kind) {
    attribute_kind kind = self->value.value->kind;
    if (kind != ATTRIBUTE_NUMBER && kind != ATTRIBUTE_LIST && !is_set(kind))
        return parameter_error(arena, "ADD action is not supported for the type %s", attribute_type_name(kind));
    *ret_kind = UPDATE_ADD;
    return NULL;
}

static const gabi_error *compile_kind(arena *arena, const legacy_update *self, update_kind *ret_kind) {
    if (text_equal(self->action, TEXT("DELETE")))
        return compile_delete(arena, self, ret_kind);
    if (!self->value.value)
        return parameter_error(arena, "Only DELETE action is allowed when no attribute value is specified");
    if (text_equal(self->action, TEXT("ADD")))
        return compile_add(arena, self, ret_kind);
    *ret_kind = UPDATE_SET;
    return NULL;
}

const gabi_error *legacy_updates_compile(arena *arena, const wire_list *updates, value_reader reader,
                                         update *ret_update) {
    const legacy_update *items = updates->items;
    update_action *actions = arena_alloc(arena, updates->count * sizeof *actions);
    operand *operands = arena_zalloc(arena, updates->count * sizeof *operands);
    for (size_t i = 0; i < updates->count; i++) {
        TRY(attribute_check_name(arena, items[i].name));
        TRY(attribute_problem_error(arena, &items[i].value.problem, reader));
        TRY(compile_kind(arena, &items[i], &actions[i].kind));
        operands[i] = (operand){.kind = OPERAND_VALUE, .value = items[i].value.value};
        actions[i].path = path_of_name(arena, items[i].name);
        actions[i].operand = &operands[i];
    }
    *ret_update = (update){actions, updates->count, .is_legacy = true};
    return NULL;
}
