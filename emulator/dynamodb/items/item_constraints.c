#include "dynamodb/items/item_constraints.h"

#include "dynamodb/expressions/legacy_projection.h"
#include "dynamodb/expressions/legacy_update.h"
#include "dynamodb/items/capacity.h"
#include "dynamodb/items/item_collection.h"
#include "dynamodb/tables/arn.h"

#define MOST_SEGMENTS 1000000

/* ---- each member's ---- */

typedef void constrain(const item_request *request, constraints *found);

static void constrain_table_name(const item_request *request, constraints *found) {
    constraint_not_null(found, "tableName", request->table_name.data != NULL);
    if (request->table_name.data && !is_arn(request->table_name))
        constraint_name(found, "tableName", request->table_name, 1);
}

static void constrain_index_name(const item_request *request, constraints *found) {
    if (request->index_name.data)
        constraint_name(found, "indexName", request->index_name, 3);
}

static void constrain_key(const item_request *request, constraints *found) {
    constraint_not_null(found, "key", request->key.is_present);
}

static void constrain_item(const item_request *request, constraints *found) {
    constraint_not_null(found, "item", request->item.is_present);
}

static void constrain_capacity(const item_request *request, constraints *found) {
    constraint_enum(found, "returnConsumedCapacity", request->return_consumed_capacity, CAPACITY_WANTED);
}

static void constrain_collection(const item_request *request, constraints *found) {
    constraint_enum(found, "returnItemCollectionMetrics", request->return_item_collection_metrics,
                    ITEM_COLLECTION_WANTED);
}

static void constrain_return_values(const item_request *request, constraints *found) {
    constraint_enum(found, "returnValues", request->return_values,
                    "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
}

static void constrain_on_failure(const item_request *request, constraints *found) {
    constraint_enum(found, "returnValuesOnConditionCheckFailure", request->return_values_on_condition_check_failure,
                    "[ALL_OLD, NONE]");
}

static void constrain_select(const item_request *request, constraints *found) {
    constraint_enum(found, "select", request->select,
                    "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]");
}

static void constrain_segment(const item_request *request, constraints *found) {
    if (request->segment.is_present)
        constraint_range(found, "segment", request->segment.value, 0, MOST_SEGMENTS - 1);
}

static void constrain_total_segments(const item_request *request, constraints *found) {
    if (request->total_segments.is_present)
        constraint_range(found, "totalSegments", request->total_segments.value, 1, MOST_SEGMENTS);
}

static void constrain_limit(const item_request *request, constraints *found) {
    if (request->limit.is_present)
        constraint_range(found, "limit", request->limit.value, 1, INT64_MAX);
}

static void constrain_conditional_operator(const item_request *request, constraints *found) {
    constraint_enum(found, "conditionalOperator", request->conditional_operator, "[OR, AND]");
}

static void constrain_expected(const item_request *request, constraints *found) {
    legacy_conditions_constrain(&request->expected, "expected", false, found);
}

static void constrain_updates(const item_request *request, constraints *found) {
    legacy_updates_constrain(&request->attribute_updates, found);
}

static void constrain_attributes_to_get(const item_request *request, constraints *found) {
    legacy_projection_constrain(&request->attributes_to_get, found);
}

static void constrain_query_filter(const item_request *request, constraints *found) {
    legacy_conditions_constrain(&request->query_filter, "queryFilter", true, found);
}

static void constrain_scan_filter(const item_request *request, constraints *found) {
    legacy_conditions_constrain(&request->scan_filter, "scanFilter", true, found);
}

static void constrain_key_conditions(const item_request *request, constraints *found) {
    legacy_conditions_constrain(&request->key_conditions, "keyConditions", true, found);
}

/* ---- each operation's ---- */

#define MOST_MEMBERS 10

/* In the order in which AWS lists them, as recorded from the service. */
static constrain *const orders[][MOST_MEMBERS] = {
    [ITEM_GET] = {constrain_capacity, constrain_attributes_to_get, constrain_table_name, constrain_key},
    [ITEM_PUT] = {constrain_capacity, constrain_table_name, constrain_item, constrain_conditional_operator,
                  constrain_expected, constrain_return_values, constrain_collection, constrain_on_failure},
    [ITEM_UPDATE] = {constrain_capacity, constrain_table_name, constrain_collection, constrain_return_values,
                     constrain_conditional_operator, constrain_key, constrain_expected, constrain_updates,
                     constrain_on_failure},
    [ITEM_DELETE] = {constrain_capacity, constrain_table_name, constrain_return_values, constrain_collection,
                     constrain_conditional_operator, constrain_key, constrain_expected, constrain_on_failure},
    /* The limit of a Query is checked later, and alone. */
    [ITEM_QUERY] = {constrain_select, constrain_index_name, constrain_capacity, constrain_query_filter,
                    constrain_table_name, constrain_conditional_operator, constrain_attributes_to_get,
                    constrain_key_conditions},
    [ITEM_SCAN] = {constrain_select, constrain_index_name, constrain_total_segments, constrain_capacity,
                   constrain_table_name, constrain_conditional_operator, constrain_scan_filter, constrain_segment,
                   constrain_limit, constrain_attributes_to_get},
};

void item_constraints_find(const item_request *request, item_operation operation, constraints *found) {
    for (size_t i = 0; i < MOST_MEMBERS && orders[operation][i]; i++)
        orders[operation][i](request, found);
}

const gabi_error *item_constraints_check(const item_request *request, arena *arena, item_operation operation) {
    constraints found = CONSTRAINTS(arena);
    item_constraints_find(request, operation, &found);
    return constraints_error(&found);
}
