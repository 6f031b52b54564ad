/* Conditions of the model, from which the text of each notation is rendered (expression_text.h, partiql_text.h,
 * legacy_text.h). */
#ifndef GABI_DYNAMODB_MODEL_CONDITION_H
#define GABI_DYNAMODB_MODEL_CONDITION_H

#include "dynamodb/model/path.h"

typedef enum model_operand_kind { MODEL_OF_VALUE, MODEL_OF_PATH, MODEL_OF_SIZE } model_operand_kind;

typedef struct model_operand {
    model_operand_kind kind;
    model_path path; /* of the value, or of what has the size */
    model_value value;
} model_operand;

typedef enum model_condition_kind {
    MODEL_AND,
    MODEL_OR,
    MODEL_NOT, /* left alone */
    MODEL_EQUAL,
    MODEL_NOT_EQUAL,
    MODEL_LESS,
    MODEL_LESS_OR_EQUAL,
    MODEL_GREATER,
    MODEL_GREATER_OR_EQUAL,
    MODEL_BETWEEN,
    MODEL_IN,
    MODEL_EXISTS,
    MODEL_NOT_EXISTS,
    MODEL_TYPE_IS, /* the second operand is the type's name */
    MODEL_BEGINS_WITH,
    MODEL_CONTAINS,
    MODEL_CONDITION_KINDS,
} model_condition_kind;

#define MODEL_MOST_OPERANDS 4

typedef struct model_condition {
    model_condition_kind kind;
    const struct model_condition *left;
    const struct model_condition *right;
    model_operand operands[MODEL_MOST_OPERANDS];
    int operand_count;
} model_condition;

const model_condition *model_condition_new(arena *arena, model_condition value);

/* Both, as kind has it; where one is NULL the other alone. */
const model_condition *model_condition_join(arena *arena, model_condition_kind kind, const model_condition *left,
                                            const model_condition *right);

/* NULL, the condition that there is none, holds. */
bool model_holds(arena *arena, const model_condition *condition, const model_value *item);

#endif
