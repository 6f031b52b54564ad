/* Changes: a put, update, delete or check of one item as a random request wants it, and what the model makes of it. */
#ifndef GABI_DYNAMODB_MODEL_CHANGE_H
#define GABI_DYNAMODB_MODEL_CHANGE_H

#include "dynamodb/model/run.h"

typedef enum change_kind { CHANGE_PUT, CHANGE_UPDATE, CHANGE_DELETE, CHANGE_CHECK } change_kind;

typedef enum change_outcome {
    CHANGE_DONE,
    CHANGE_CONDITION_FAILED,
    CHANGE_INVALID,   /* for the item as it is */
    CHANGE_MISTAKEN,  /* for the table, whatever the item */
    CHANGE_MALFORMED, /* whatever else: an update that contradicts itself, an empty key */
} change_outcome;

typedef struct change {
    change_kind kind;
    model_value item;                 /* or its key */
    const model_condition *condition; /* NULL: none */
    model_update update;

    change_outcome outcome;
    bool is_idle;       /* there is nothing to write, and no item is made */
    model_value old;    /* empty: there was none */
    model_value result; /* empty: there is none */
} change;

/* A change as chance has it, evaluated. */
change random_change(run *self, change_kind kind);

/* What the table as it is makes of the change. */
void change_evaluate(run *self, change *change);

/* What it does to the model. */
void change_apply(run *self, const change *change);

/* Up to most of different items. */
int random_changes(run *self, change *changes, int most, change_kind (*kind_of)(run *self));

/* The members of a single write, or of one in a transaction. */
void change_write(run *self, json_writer *writer, const change *change);

/* Whether the items before and after are smaller than one write unit, a kilobyte; what it consumes then, in halves. */
bool change_is_small(const change *change);
int64_t change_capacity(run *self, const change *change);

#endif
