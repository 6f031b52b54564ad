#include "dynamodb/item_request.h"

#include "dynamodb/capacity.h"
#include "dynamodb/item_collection.h"

#define MEMBER(name_, read_, field_)                                                                                   \
    { name_, wire_read_##read_, offsetof(item_request, field_), NULL }

static const wire_member members[] = {
    MEMBER("TableName", text, table_name),
    MEMBER("IndexName", text, index_name),
    MEMBER("Item", item, item),
    MEMBER("Key", item, key),
    MEMBER("ExclusiveStartKey", item, exclusive_start_key),
    MEMBER("ConditionExpression", text, condition_expression),
    MEMBER("UpdateExpression", text, update_expression),
    MEMBER("KeyConditionExpression", text, key_condition_expression),
    MEMBER("FilterExpression", text, filter_expression),
    MEMBER("ProjectionExpression", text, projection_expression),
    MEMBER("ExpressionAttributeNames", names, names),
    MEMBER("ExpressionAttributeValues", item, values),
    MEMBER("ReturnValues", text, return_values),
    MEMBER("ReturnValuesOnConditionCheckFailure", text, return_values_on_condition_check_failure),
    MEMBER("ReturnConsumedCapacity", text, return_consumed_capacity),
    MEMBER("ReturnItemCollectionMetrics", text, return_item_collection_metrics),
    MEMBER("Select", text, select),
    MEMBER("ConsistentRead", boolean, consistent_read),
    MEMBER("ScanIndexForward", boolean, scan_index_forward),
    MEMBER("Limit", integer, limit),
    MEMBER("Segment", integer, segment),
    MEMBER("TotalSegments", integer, total_segments),
    MEMBER("Expected", presence, expected),
    MEMBER("ConditionalOperator", presence, conditional_operator),
    MEMBER("AttributeUpdates", presence, attribute_updates),
    MEMBER("AttributesToGet", presence, attributes_to_get),
    MEMBER("KeyConditions", presence, key_conditions),
    MEMBER("QueryFilter", presence, query_filter),
    MEMBER("ScanFilter", presence, scan_filter),
};

const wire_struct item_request_struct = {sizeof(item_request), members, sizeof members / sizeof *members};

const gabi_error *item_request_read(const op_call *call, item_request *ret_request) {
    *ret_request = (item_request){0};
    return wire_read_body(call->arena, call->request->body.bytes, &item_request_struct, ret_request);
}

const gabi_error *item_request_check(const item_request *self, constraints *found) {
    TRY(check_table_name(found, self->table_name, 1));
    constraint_enum(found, "returnConsumedCapacity", self->return_consumed_capacity, CAPACITY_WANTED);
    constraint_enum(found, "returnItemCollectionMetrics", self->return_item_collection_metrics, ITEM_COLLECTION_WANTED);
    constraint_enum(found, "returnValues", self->return_values, "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
    constraint_enum(found, "returnValuesOnConditionCheckFailure", self->return_values_on_condition_check_failure,
                    "[ALL_OLD, NONE]");
    constraint_enum(found, "select", self->select,
                    "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]");
    return constraints_error(found);
}

const gabi_error *item_request_check_return_values(const item_request *self, arena *arena) {
    static const char *const wrong[] = {"ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (text_equal(self->return_values, text_of(wrong[i])))
            return validation_error(arena, "Return values set to invalid value");
    return NULL;
}

static void list_name(buffer *out, bool is_present, const char *name) {
    if (is_present)
        buffer_format(out, "%s%s", out->length ? ", " : "", name);
}

const gabi_error *item_request_check_legacy(const item_request *self, arena *arena) {
    buffer legacy = BUFFER(arena), expressions = BUFFER(arena);
    list_name(&legacy, self->expected, "Expected");
    list_name(&legacy, self->attribute_updates, "AttributeUpdates");
    list_name(&legacy, self->attributes_to_get, "AttributesToGet");
    list_name(&legacy, self->query_filter, "QueryFilter");
    list_name(&legacy, self->scan_filter, "ScanFilter");
    list_name(&legacy, self->key_conditions, "KeyConditions");
    list_name(&legacy, self->conditional_operator, "ConditionalOperator");
    list_name(&expressions, self->update_expression.data != NULL, "UpdateExpression");
    list_name(&expressions, self->projection_expression.data != NULL, "ProjectionExpression");
    list_name(&expressions, self->filter_expression.data != NULL, "FilterExpression");
    list_name(&expressions, self->condition_expression.data != NULL, "ConditionExpression");
    list_name(&expressions, self->key_condition_expression.data != NULL, "KeyConditionExpression");
    if (legacy.length == 0)
        return NULL;
    if (expressions.length > 0)
        return validation_error(arena,
                                "Can not use both expression and non-expression parameters in the same request: "
                                "Non-expression parameters: {%s} Expression parameters: {%s}",
                                buffer_text(&legacy).data, buffer_text(&expressions).data);
    return error_new(arena, ERROR_UNSUPPORTED, "NotEmulatedException",
                     "gabi-emu does not emulate the legacy parameters {%s} yet; use expressions",
                     buffer_text(&legacy).data);
}

const gabi_error *item_request_scope(const item_request *self, arena *arena, const char *absent,
                                     expression_scope *ret_scope) {
    bool has_expressions = self->condition_expression.data || self->update_expression.data ||
                           self->key_condition_expression.data || self->filter_expression.data ||
                           self->projection_expression.data;
    return expression_scope_init(ret_scope, arena, self->names.is_present ? &self->names.fields : NULL,
                                 self->values.is_present ? &self->values.item : NULL, has_expressions ? NULL : absent);
}
