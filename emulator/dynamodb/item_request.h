/* Item requests: the members that the operations on items share. Each operation looks at those that it takes. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
#ifndef GABI_DYNAMODB_ITEM_REQUEST_H
#define GABI_DYNAMODB_ITEM_REQUEST_H

#include "core/op.h"
#include "dynamodb/constraints.h"
#include "dynamodb/expression.h"
#include "dynamodb/wire.h"

typedef struct item_request {
    text table_name;
    text index_name;
    optional_item item;
    optional_item key;
    optional_item exclusive_start_key;
    text condition_expression;
    text update_expression;
    text key_condition_expression;
    text filter_expression;
    text projection_expression;
    optional_names names;
    optional_item values;
    text return_values;
    text return_values_on_condition_check_failure;
    text return_consumed_capacity;
    text return_item_collection_metrics;
    text select;
    optional_boolean consistent_read;
    optional_boolean scan_index_forward;
    optional_integer limit;
    optional_integer segment;
    optional_integer total_segments;

    /* Parameters of before expressions. */
    bool expected;
    bool conditional_operator;
    bool attribute_updates;
    bool attributes_to_get;
    bool key_conditions;
    bool query_filter;
    bool scan_filter;
} item_request;

extern const wire_struct item_request_struct;

/* Reads the request of an operation's body. */
const gabi_error *item_request_read(const op_call *call, item_request *ret_request);

/* Checks the members that are enumerations, and the table's name. */
const gabi_error *item_request_check(const item_request *self, constraints *found);

/* For operations that return the item before or nothing. */
const gabi_error *item_request_check_return_values(const item_request *self, arena *arena);

/* Refuses parameters of before expressions: in AWS's words where they stand beside expressions, otherwise saying that
 * they are not emulated. */
const gabi_error *item_request_check_legacy(const item_request *self, arena *arena);

/* The scope of the request's expressions. absent says which expressions the placeholders would need, e.g.
 * "ConditionExpression is null". */
const gabi_error *item_request_scope(const item_request *self, arena *arena, const char *absent,
                                     expression_scope *ret_scope);

#endif
