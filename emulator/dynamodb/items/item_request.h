/* Item requests: the members that the operations on items share. Each operation looks at those that it takes. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
#ifndef GABI_DYNAMODB_ITEM_REQUEST_H
#define GABI_DYNAMODB_ITEM_REQUEST_H

#include "core/op.h"
#include "dynamodb/expressions/expression.h"
#include "dynamodb/expressions/legacy_condition.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

typedef struct item_request {
    value_reader reader; /* whose words tell what is wrong with values */
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
    wire_list expected;          /* legacy_condition, as of the others that are conditions */
    text conditional_operator;   /* "AND", "OR" */
    wire_list attribute_updates; /* legacy_update */
    wire_list attributes_to_get; /* texts */
    wire_list key_conditions;
    wire_list query_filter;
    wire_list scan_filter;
} item_request;

extern const wire_struct item_request_struct;

/* Without the parameters of before expressions: for operations that came after, or never took them. */
extern const wire_struct item_request_without_legacy_struct;

/* Reads the request of an operation's body. */
const gabi_error *item_request_read(const op_call *call, value_reader reader, item_request *ret_request);

/* For operations that return the item before or nothing. */
const gabi_error *item_request_check_return_values(const item_request *self, arena *arena);

/* Refuses members that do not go together: parameters of before expressions beside expressions, placeholders
 * without an expression, a ConditionalOperator that has nothing to join. absent says which of the operation's
 * expressions values would be for ("ConditionExpression is null"); NULL: it takes no values. */
const gabi_error *item_request_check_together(const item_request *self, arena *arena, const char *absent);

/* How ConditionalOperator joins the conditions. */
legacy_join item_request_join(const item_request *self);

/* What the request asks for of an item, as an expression of the scope or as AttributesToGet. */
const gabi_error *item_request_projection(const item_request *self, expression_scope *scope,
                                          projection *ret_projection);

/* Whether it asks for less than the whole item. */
bool item_request_has_projection(const item_request *self);

/* The scope of the request's expressions. */
const gabi_error *item_request_scope(const item_request *self, arena *arena, expression_scope *ret_scope);

#endif
