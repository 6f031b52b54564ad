#include "dynamodb/items/item_request.h"

#include "dynamodb/expressions/legacy_projection.h"
#include "dynamodb/expressions/legacy_update.h"

#define MAP(name_, field_, element_)                                                                                   \
    { name_, wire_read_map, offsetof(item_request, field_), element_ }

static const wire_member members[] = {
    WIRE_MEMBER(item_request, "TableName", text, table_name),
    WIRE_MEMBER(item_request, "IndexName", text, index_name),
    WIRE_MEMBER(item_request, "Item", item, item),
    WIRE_MEMBER(item_request, "Key", item, key),
    WIRE_MEMBER(item_request, "ExclusiveStartKey", item, exclusive_start_key),
    WIRE_MEMBER(item_request, "ConditionExpression", text, condition_expression),
    WIRE_MEMBER(item_request, "UpdateExpression", text, update_expression),
    WIRE_MEMBER(item_request, "KeyConditionExpression", text, key_condition_expression),
    WIRE_MEMBER(item_request, "FilterExpression", text, filter_expression),
    WIRE_MEMBER(item_request, "ProjectionExpression", text, projection_expression),
    WIRE_MEMBER(item_request, "ExpressionAttributeNames", names, names),
    WIRE_MEMBER(item_request, "ExpressionAttributeValues", item, values),
    WIRE_MEMBER(item_request, "ReturnValues", text, return_values),
    WIRE_MEMBER(item_request, "ReturnValuesOnConditionCheckFailure", text, return_values_on_condition_check_failure),
    WIRE_MEMBER(item_request, "ReturnConsumedCapacity", text, return_consumed_capacity),
    WIRE_MEMBER(item_request, "ReturnItemCollectionMetrics", text, return_item_collection_metrics),
    WIRE_MEMBER(item_request, "Select", text, select),
    WIRE_MEMBER(item_request, "ConsistentRead", boolean, consistent_read),
    WIRE_MEMBER(item_request, "ScanIndexForward", boolean, scan_index_forward),
    WIRE_MEMBER(item_request, "Limit", integer, limit),
    WIRE_MEMBER(item_request, "Segment", integer, segment),
    WIRE_MEMBER(item_request, "TotalSegments", integer, total_segments),
    WIRE_MEMBER(item_request, "ConditionalOperator", text, conditional_operator),
    WIRE_MEMBER(item_request, "AttributesToGet", list, attributes_to_get),
    MAP("Expected", expected, &legacy_expectation_struct),
    MAP("AttributeUpdates", attribute_updates, &legacy_update_struct),
    MAP("KeyConditions", key_conditions, &legacy_condition_struct),
    MAP("QueryFilter", query_filter, &legacy_condition_struct),
    MAP("ScanFilter", scan_filter, &legacy_condition_struct),
};
#define LEGACY_MEMBERS 7 /* the last of them */

const wire_struct item_request_struct = {"", sizeof(item_request), members, sizeof members / sizeof *members};
const wire_struct item_request_without_legacy_struct = {"", sizeof(item_request), members,
                                                        sizeof members / sizeof *members - LEGACY_MEMBERS};

const gabi_error *item_request_read(const op_call *call, value_reader reader, item_request *ret_request) {
    *ret_request = (item_request){.reader = reader};
    return wire_read_body(call->arena, call->request->body.bytes, &item_request_struct, ret_request);
}

const gabi_error *item_request_check_return_values(const item_request *self, arena *arena) {
    static const char *const wrong[] = {"ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (text_equal(self->return_values, text_of(wrong[i])))
            return validation_error(arena, "ReturnValues can only be ALL_OLD or NONE");
    return NULL;
}

static void list_name(buffer *out, bool is_present, const char *name) {
    if (!is_present)
        return;
    buffer_append(out, out->length ? TEXT(", ") : TEXT(""));
    buffer_append(out, text_of(name));
}

/* KeyConditions may stand beside any expression but the one that takes their place. */
static const gabi_error *check_mixture(const item_request *self, arena *arena) {
    buffer legacy = BUFFER(arena), expressions = BUFFER(arena);
    bool has_key_expression = self->key_condition_expression.data != NULL;
    list_name(&legacy, self->attribute_updates.is_present, "AttributeUpdates");
    list_name(&legacy, self->expected.is_present, "Expected");
    list_name(&legacy, self->attributes_to_get.is_present, "AttributesToGet");
    list_name(&legacy, self->query_filter.is_present, "QueryFilter");
    list_name(&legacy, self->scan_filter.is_present, "ScanFilter");
    list_name(&legacy, self->conditional_operator.data != NULL, "ConditionalOperator");
    list_name(&legacy, self->key_conditions.is_present && has_key_expression, "KeyConditions");
    list_name(&expressions, self->update_expression.data != NULL, "UpdateExpression");
    list_name(&expressions, self->projection_expression.data != NULL, "ProjectionExpression");
    list_name(&expressions, self->filter_expression.data != NULL, "FilterExpression");
    list_name(&expressions, self->condition_expression.data != NULL, "ConditionExpression");
    list_name(&expressions, has_key_expression, "KeyConditionExpression");
    if (legacy.length == 0 || expressions.length == 0)
        return NULL;
    return validation_error(arena,
                            "Can not use both expression and non-expression parameters in the same request: "
                            "Non-expression parameters: {%s} Expression parameters: {%s}",
                            buffer_text(&legacy).data, buffer_text(&expressions).data);
}

static const gabi_error *check_conditional_operator(const item_request *self, arena *arena) {
    size_t joined = self->expected.count + self->query_filter.count + self->scan_filter.count;
    if (!self->conditional_operator.data || joined > 1)
        return NULL;
    return validation_error(arena, joined == 0 ? "ConditionalOperator cannot be used without Filter or Expected"
                                               : "ConditionalOperator can only be used when Filter or Expected has two "
                                                 "or more elements");
}

static bool takes_values(const item_request *self) {
    return self->condition_expression.data || self->update_expression.data || self->key_condition_expression.data ||
           self->filter_expression.data;
}

const gabi_error *item_request_check_together(const item_request *self, arena *arena, const char *absent) {
    TRY(check_mixture(self, arena));
    if (self->names.is_present && !takes_values(self) && !self->projection_expression.data)
        return validation_error(arena, "ExpressionAttributeNames can only be specified when using expressions");
    if (absent && self->values.is_present && !takes_values(self))
        return validation_error(arena, "ExpressionAttributeValues can only be specified when using expressions: %s",
                                absent);
    return check_conditional_operator(self, arena);
}

legacy_join item_request_join(const item_request *self) {
    return text_equal(self->conditional_operator, TEXT("OR")) ? LEGACY_OR : LEGACY_AND;
}

const gabi_error *item_request_projection(const item_request *self, expression_scope *scope,
                                          projection *ret_projection) {
    return self->projection_expression.data
               ? expression_parse_projection(scope, self->projection_expression, ret_projection)
               : legacy_projection_compile(scope->arena, &self->attributes_to_get, ret_projection);
}

bool item_request_has_projection(const item_request *self) {
    return self->projection_expression.data || self->attributes_to_get.is_present;
}

const gabi_error *item_request_scope(const item_request *self, arena *arena, expression_scope *ret_scope) {
    bool has_values = self->values.is_present && takes_values(self);
    const gabi_error *problem = attribute_problem_error(arena, &self->values.problem, self->reader);
    TRY(expression_scope_init(ret_scope, arena, self->names.is_present ? &self->names.fields : NULL,
                              has_values ? &self->values.item : NULL));
    if (!has_values || !problem)
        return NULL;
    return self->reader == VALUE_READER_SECOND
               ? problem
               : validation_error(arena, "ExpressionAttributeValues contains invalid value: %s for key %.*s",
                                  problem->message, TEXT_ARGS(self->values.problem.name));
}
