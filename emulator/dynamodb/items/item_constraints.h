/* Item constraints: what AWS's front end demands of the members of an item request, one by one. */
#ifndef GABI_DYNAMODB_ITEM_CONSTRAINTS_H
#define GABI_DYNAMODB_ITEM_CONSTRAINTS_H

#include "dynamodb/items/item_request.h"

typedef enum item_operation {
    ITEM_GET,
    ITEM_PUT,
    ITEM_UPDATE,
    ITEM_DELETE, /* and a condition check, which has the same members */
    ITEM_QUERY,
    ITEM_SCAN,
} item_operation;

/* Adds all that is wrong with the members that the operation has, in AWS's order. */
void item_constraints_find(const item_request *request, item_operation operation, constraints *found);

/* The same, alone. */
const gabi_error *item_constraints_check(const item_request *request, arena *arena, item_operation operation);

#endif
