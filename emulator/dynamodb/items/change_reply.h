/* Change replies: what PutItem, UpdateItem and DeleteItem answer. */
#ifndef GABI_DYNAMODB_CHANGE_REPLY_H
#define GABI_DYNAMODB_CHANGE_REPLY_H

#include "dynamodb/items/item_change.h"

/* With the attributes that "ReturnValues" asked for; none of them (count 0) are left out. */
void reply_to_change(op_call *call, const item_change *change, const table_item *attributes);

/* For operations that return the item before or nothing. */
void reply_with_old(op_call *call, const item_change *change, text return_values);

/* For answers to several changes: the members "ConsumedCapacity" and "ItemCollectionMetrics", lists by table. */
void write_metrics_of_changes(json_writer *writer, const capacity_meter *meter, const item_change *changes,
                              size_t count);

#endif
