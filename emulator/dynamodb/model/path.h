/* Document paths of the model: a8.m0[1]. */
#ifndef GABI_DYNAMODB_MODEL_PATH_H
#define GABI_DYNAMODB_MODEL_PATH_H

#include "dynamodb/model/value.h"

#define MODEL_MOST_STEPS 4

typedef struct model_step {
    bool is_index;
    int index; /* of a list's element */
    text name; /* of a map's member */
} model_step;

typedef struct model_path {
    model_step steps[MODEL_MOST_STEPS];
    int count;
} model_path;

model_path model_path_of(text attribute);
model_path model_path_name(model_path path, text name);
model_path model_path_index(model_path path, int index);

/* Whether the path begins with the other, or is the same. */
bool model_path_begins(const model_path *path, const model_path *beginning);

/* Whether DynamoDB takes both in one expression: none is the other's beginning, and none sees a list where the other
 * sees a map. */
bool model_paths_agree(const model_path *a, const model_path *b);

/* What is there; NULL for nothing. */
const model_value *model_find(const model_value *item, const model_path *path);

/* What an item shows of itself when so many paths are asked for; all of it for none. */
model_value model_project(arena *arena, const model_value *item, const model_path *paths, int count);

#endif
