/* Updates of the model, from which the text of each notation is rendered. */
#ifndef GABI_DYNAMODB_MODEL_UPDATE_H
#define GABI_DYNAMODB_MODEL_UPDATE_H

#include "dynamodb/model/path.h"

typedef enum model_term_kind {
    MODEL_TERM_VALUE,
    MODEL_TERM_PATH,
    MODEL_TERM_IF_NOT_EXISTS, /* the path's, else left */
    MODEL_TERM_PLUS,
    MODEL_TERM_MINUS,
    MODEL_TERM_LIST_APPEND,
} model_term_kind;

/* What SET sets. */
typedef struct model_term {
    model_term_kind kind;
    model_path path;
    model_value value;
    const struct model_term *left;
    const struct model_term *right;
} model_term;

typedef enum model_action_kind { MODEL_SET, MODEL_REMOVE, MODEL_ADD, MODEL_DELETE } model_action_kind;

typedef struct model_action {
    model_action_kind kind;
    model_path path;
    const model_term *term; /* of MODEL_REMOVE: none */
} model_action;

#define MODEL_MOST_ACTIONS 4

typedef struct model_update {
    model_action actions[MODEL_MOST_ACTIONS]; /* by kind */
    int count;
} model_update;

/* Whether no two paths are in each other's way. */
bool model_update_is_clear(const model_update *self);

/* Whether there is nothing but REMOVE and DELETE: no item comes of it where there is none. */
bool model_update_only_removes(const model_update *self);

/* What becomes of the item; false when the update is not valid for it. */
bool model_update_apply(arena *arena, const model_update *self, const model_value *item, model_value *ret_item);

/* What UPDATED_OLD and UPDATED_NEW show of an item. */
model_value model_update_part(arena *arena, const model_update *self, const model_value *item);

#endif
