#include "dynamodb/expressions/update_charge.h"

#include "dynamodb/values/attribute.h"

#define UPDATE_BYTES 3
#define SET_BYTES 19   /* and of ADD */
#define REMOVE_BYTES 1 /* and of DELETE */
#define TARGET_STEP_BYTES 4
#define OPERAND_PATH_BYTES 1
#define OPERAND_STEP_BYTES 14
#define PLUS_BYTES 34
#define MINUS_BYTES 37
#define LIST_APPEND_BYTES 37
#define IF_NOT_EXISTS_BYTES 39

/* A name's bytes, or an index's digits. */
static size_t element_bytes(const path_element *element) {
    size_t digits = 1;
    if (!element->is_index)
        return element->name.length;
    for (int64_t rest = element->index; rest >= 10; rest /= 10)
        digits++;
    return digits;
}

static size_t target_bytes(path path) {
    size_t bytes = 0;
    for (size_t i = 0; i < path.count; i++)
        bytes += element_bytes(&path.elements[i]) + (i > 0 ? TARGET_STEP_BYTES : 0);
    return bytes;
}

/* What is read costs nothing. */
static size_t operand_path_bytes(path path) {
    size_t bytes = OPERAND_PATH_BYTES;
    for (size_t i = 0; i < path.count; i++)
        bytes += OPERAND_STEP_BYTES + element_bytes(&path.elements[i]);
    return bytes;
}

static size_t operand_bytes(const operand *operand) {
    switch (operand->kind) {
    case OPERAND_PATH: return operand_path_bytes(operand->path);
    case OPERAND_VALUE: return attribute_size_bytes(operand->value);
    case OPERAND_IF_NOT_EXISTS:
        return IF_NOT_EXISTS_BYTES + operand_path_bytes(operand->path) + operand_bytes(operand->right);
    case OPERAND_LIST_APPEND: return LIST_APPEND_BYTES + operand_bytes(operand->left) + operand_bytes(operand->right);
    case OPERAND_PLUS: return PLUS_BYTES + operand_bytes(operand->left) + operand_bytes(operand->right);
    case OPERAND_MINUS: return MINUS_BYTES + operand_bytes(operand->left) + operand_bytes(operand->right);
    default: return 0; /* no operand of an update */
    }
}

size_t update_charge_bytes(const update *update) {
    size_t bytes = UPDATE_BYTES;
    for (size_t i = 0; i < update->count; i++) {
        const update_action *action = &update->actions[i];
        bool writes = action->kind == UPDATE_SET || action->kind == UPDATE_ADD;
        bytes += target_bytes(action->path) + (writes ? SET_BYTES + operand_bytes(action->operand) : REMOVE_BYTES);
    }
    return bytes;
}
