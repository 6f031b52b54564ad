/* Operations: one file each. */
#ifndef GABI_DYNAMODB_OPERATIONS_H
#define GABI_DYNAMODB_OPERATIONS_H

#include "core/op.h"

typedef const gabi_error *operation(op_call *call);

operation create_table;
operation delete_table;
operation describe_table;
operation update_table;
operation tag_resource;
operation untag_resource;
operation list_tags_of_resource;
operation describe_limits;
operation describe_endpoints;
operation create_global_table;
operation delete_resource_policy;
operation describe_contributor_insights;
operation describe_global_table;
operation describe_global_table_settings;
operation describe_kinesis_streaming_destination;
operation describe_table_replica_auto_scaling;
operation disable_kinesis_streaming_destination;
operation enable_kinesis_streaming_destination;
operation get_resource_policy;
operation list_contributor_insights;
operation list_global_tables;
operation put_resource_policy;
operation update_contributor_insights;
operation update_global_table;
operation update_global_table_settings;
operation update_kinesis_streaming_destination;
operation update_table_replica_auto_scaling;
operation list_tables;
operation put_item;
operation get_item;
operation update_item;
operation delete_item;
operation query;
operation scan;
operation batch_get_item;
operation batch_write_item;
operation transact_get_items;
operation transact_write_items;
operation create_backup;
operation describe_backup;
operation list_backups;
operation delete_backup;
operation restore_table_from_backup;
operation describe_continuous_backups;
operation update_continuous_backups;
operation restore_table_to_point_in_time;
operation export_table_to_point_in_time;
operation describe_export;
operation list_exports;
operation import_table;
operation describe_import;
operation list_imports;
operation update_time_to_live;
operation describe_time_to_live;
operation list_streams;
operation describe_stream;
operation get_shard_iterator;
operation get_records;
operation execute_statement;
operation batch_execute_statement;
operation execute_transaction;

#endif
