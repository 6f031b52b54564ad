/* Texts of conditions, updates and projections in DynamoDB's expressions, and the placeholders in them. */
#ifndef GABI_DYNAMODB_MODEL_RENDER_H
#define GABI_DYNAMODB_MODEL_RENDER_H

#include "dynamodb/model/condition.h"
#include "dynamodb/model/update.h"

/* What stands for names and values in one request's expressions. */
typedef struct placeholders {
    arena *arena;
    chance *chance;
    buffer names;
    buffer values;
    json_writer name_writer;
    json_writer value_writer;
    int name_count;
    int value_count;
} placeholders;

placeholders *placeholders_begin(arena *arena, chance *chance);

/* The members ExpressionAttributeNames and ExpressionAttributeValues, where there are any. */
void placeholders_end(placeholders *self, json_writer *writer);

text render_path(placeholders *self, const model_path *path);
text render_condition(placeholders *self, const model_condition *condition);
text render_update(placeholders *self, const model_update *update);
text render_projection(placeholders *self, const model_path *paths, int count);

#endif
