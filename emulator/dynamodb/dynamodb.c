#include "dynamodb/dynamodb.h"

#include "dynamodb/backups/backup_settle.h"
#include "dynamodb/call_subject.h"
#include "dynamodb/front.h"
#include "dynamodb/items/item_collection_control.h"
#include "dynamodb/items/items_control.h"
#include "dynamodb/items/request_tokens.h"
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/service_errors.h"
#include "dynamodb/streams/stream.h"
#include "dynamodb/tables/index_lag.h"
#include "dynamodb/tables/index_lag_control.h"
#include "dynamodb/tables/resource.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/tables_control.h"
#include "dynamodb/tables/throttling_control.h"
#include "dynamodb/tables/time_to_live.h"
#include "dynamodb/tables/world_settings_control.h"

/* Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (16 MB) */
#define BODY_LIMIT_BYTES ((size_t)16 * 1024 * 1024)

/* Shards are followed by the next before items expire, so that the records of those lie in a shard that is open, and
 * items leave indexes that lag after that. */
static const gabi_error *settle(world *world, arena *arena) {
    store *store = world_store(world);
    TRY(store_begin(store, arena, STORE_WRITE));
    tables_gather(world);
    TRY(store_end(store, arena, tables_prepare(world, arena)));
    TRY(tables_settle(world, arena));
    TRY(streams_settle(world, arena));
    TRY(time_to_live_settle(world, arena));
    TRY(index_lag_settle(world, arena));
    TRY(request_tokens_settle(world, arena));
    return backups_settle(world, arena);
}

#define OP(name_, handle_)                                                                                             \
    { #name_, "POST / +x-amz-target=DynamoDB_20120810." #name_, ANYONE, handle_, NULL }

#define STREAMS_OP(name_, handle_)                                                                                     \
    { #name_, "POST / +x-amz-target=DynamoDBStreams_20120810." #name_, ANYONE, handle_, NULL }

static const gabi_op ops[] = {
    OP(BatchExecuteStatement, batch_execute_statement),
    OP(BatchGetItem, batch_get_item),
    OP(BatchWriteItem, batch_write_item),
    OP(CreateBackup, create_backup),
    OP(CreateGlobalTable, create_global_table),
    OP(CreateTable, create_table),
    OP(DeleteBackup, delete_backup),
    OP(DeleteItem, delete_item),
    OP(DeleteResourcePolicy, delete_resource_policy),
    OP(DeleteTable, delete_table),
    OP(DescribeBackup, describe_backup),
    OP(DescribeContinuousBackups, describe_continuous_backups),
    OP(DescribeContributorInsights, describe_contributor_insights),
    OP(DescribeEndpoints, describe_endpoints),
    OP(DescribeExport, describe_export),
    OP(DescribeGlobalTable, describe_global_table),
    OP(DescribeGlobalTableSettings, describe_global_table_settings),
    OP(DescribeImport, describe_import),
    OP(DescribeKinesisStreamingDestination, describe_kinesis_streaming_destination),
    OP(DescribeLimits, describe_limits),
    OP(DescribeTable, describe_table),
    OP(DescribeTableReplicaAutoScaling, describe_table_replica_auto_scaling),
    OP(DescribeTimeToLive, describe_time_to_live),
    OP(DisableKinesisStreamingDestination, disable_kinesis_streaming_destination),
    OP(EnableKinesisStreamingDestination, enable_kinesis_streaming_destination),
    OP(ExportTableToPointInTime, export_table_to_point_in_time),
    OP(ExecuteStatement, execute_statement),
    OP(ExecuteTransaction, execute_transaction),
    OP(GetItem, get_item),
    OP(GetResourcePolicy, get_resource_policy),
    OP(ImportTable, import_table),
    OP(ListBackups, list_backups),
    OP(ListContributorInsights, list_contributor_insights),
    OP(ListExports, list_exports),
    OP(ListGlobalTables, list_global_tables),
    OP(ListImports, list_imports),
    OP(ListTables, list_tables),
    OP(ListTagsOfResource, list_tags_of_resource),
    OP(PutItem, put_item),
    OP(PutResourcePolicy, put_resource_policy),
    OP(Query, query),
    OP(RestoreTableFromBackup, restore_table_from_backup),
    OP(RestoreTableToPointInTime, restore_table_to_point_in_time),
    OP(Scan, scan),
    OP(TagResource, tag_resource),
    OP(TransactGetItems, transact_get_items),
    OP(TransactWriteItems, transact_write_items),
    OP(UntagResource, untag_resource),
    OP(UpdateContinuousBackups, update_continuous_backups),
    OP(UpdateContributorInsights, update_contributor_insights),
    OP(UpdateGlobalTable, update_global_table),
    OP(UpdateGlobalTableSettings, update_global_table_settings),
    OP(UpdateItem, update_item),
    OP(UpdateKinesisStreamingDestination, update_kinesis_streaming_destination),
    OP(UpdateTable, update_table),
    OP(UpdateTableReplicaAutoScaling, update_table_replica_auto_scaling),
    OP(UpdateTimeToLive, update_time_to_live),
    STREAMS_OP(DescribeStream, describe_stream),
    STREAMS_OP(GetRecords, get_records),
    STREAMS_OP(GetShardIterator, get_shard_iterator),
    STREAMS_OP(ListStreams, list_streams),
};

static const gabi_op control_ops[] = {
    {"ShowTables", "GET /_gabi/dynamodb/tables", ANYONE, tables_show, NULL},
    {"ShowItems", "GET /_gabi/dynamodb/tables/{table}/items", ANYONE, items_show, NULL},
    {"AssertItems", "POST /_gabi/dynamodb/tables/{table}/items/assert", ANYONE, items_assert, NULL},
    {"ShowIndexLag", "GET /_gabi/dynamodb/tables/{table}/index-lag", ANYONE, index_lag_show, NULL},
    {"SetIndexLag", "PUT /_gabi/dynamodb/tables/{table}/index-lag", ANYONE, index_lag_set, NULL},
    {"ShowItemCollectionLimit", "GET /_gabi/dynamodb/tables/{table}/item-collection-limit", ANYONE,
     item_collection_limit_show, NULL},
    {"SetItemCollectionLimit", "PUT /_gabi/dynamodb/tables/{table}/item-collection-limit", ANYONE,
     item_collection_limit_set, NULL},
    {"ShowDynamoDBSettings", "GET /_gabi/dynamodb/settings", ANYONE, world_settings_show, NULL},
    {"ChangeDynamoDBSettings", "PUT /_gabi/dynamodb/settings", ANYONE, world_settings_change, NULL},
    {"ShowThrottling", "GET /_gabi/dynamodb/tables/{table}/throttling", ANYONE, throttling_show, NULL},
    {"SwitchThrottling", "PUT /_gabi/dynamodb/tables/{table}/throttling", ANYONE, throttling_switch, NULL},
};

static const char *const batch_ops[] = {"BatchWriteItem", "BatchGetItem"};

static const resource_type resource_types[] = {
    {"AWS::DynamoDB::Table", table_provision},
};

const fake dynamodb_fake = {
    .name = "dynamodb",
    .ops = ops,
    .op_count = sizeof ops / sizeof *ops,
    .body_limit_bytes = BODY_LIMIT_BYTES,
    .is_signed = true,
    .ignores_path = true,
    .takes_compressed = true,
    .admits = front_admits,
    .fallback = front_answer,
    .render_error = reply_error,
    .describe = call_subject_describe,
    .errors = service_errors,
    .error_count = SERVICE_ERRORS,
    .batch_ops = batch_ops,
    .batch_op_count = sizeof batch_ops / sizeof *batch_ops,
    .settle = settle,
    .control_ops = control_ops,
    .control_op_count = sizeof control_ops / sizeof *control_ops,
    .resource_types = resource_types,
    .resource_type_count = sizeof resource_types / sizeof *resource_types,
};
