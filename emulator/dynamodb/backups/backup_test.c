/* Backups, restores and point-in-time recovery, as clients see them. Expected messages are AWS's, as recorded against
 * the real service. */
#include "cloud_fixture.h"
#include "core/civil_time.h"
#include "core/json.h"
#include "core/testing.h"
#include "dynamodb/backups/backup.h"
#include "dynamodb/backups/backup_settle.h"
#include "dynamodb/backups/table_copy.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

#define CREATE_NOTES                                                                                                   \
    "{\"TableName\":\"Notes\",\"BillingMode\":\"PAY_PER_REQUEST\",\"DeletionProtectionEnabled\":false,"                \
    "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"},{\"AttributeName\":\"tag\","         \
    "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],"                       \
    "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"TagIndex\",\"KeySchema\":[{\"AttributeName\":\"tag\",\"KeyType\":"   \
    "\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]}"

#define SWITCH_ON "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true}}"

static text done(world *world, arena *arena, const char *operation, const char *body) {
    http_response response = cloud_fixture_dynamodb(world, arena, operation, body);
    if (response.status != 200)
        print_error("%s: %.*s\n", operation, TEXT_ARGS(response.content.bytes));
    assert_int_equal(response.status, 200);
    return response.content.bytes;
}

static const json *parsed(arena *arena, text body) {
    const json *root = NULL;
    assert_success(json_parse(arena, body, 64, &root));
    return root;
}

/* The member at the end of a path of names. */
static const json *member(arena *arena, text body, const char *path) {
    const json *value = parsed(arena, body);
    text rest = text_of(path);
    for (text name; text_cut(&rest, '.', &name);)
        value = json_member(value, text_to_string(arena, name));
    return value;
}

static int64_t integer(arena *arena, text body, const char *path) {
    return (int64_t)json_number(member(arena, body, path));
}

static void refused(world *world, arena *arena, const char *operation, const char *body, const char *code,
                    const char *message) {
    http_response response = cloud_fixture_dynamodb(world, arena, operation, body);
    text type = json_text(member(arena, response.content.bytes, "__type"));
    const json *told = member(arena, response.content.bytes, "message");
    size_t mark = text_index(type, '#');
    assert_int_not_equal(response.status, 200);
    assert_string(text_from(type, mark + 1), code);
    assert_string(json_text(told ? told : member(arena, response.content.bytes, "Message")), message);
}

static void put(world *world, arena *arena, const char *table, const char *id, const char *tag) {
    done(world, arena, "PutItem",
         arena_printf(arena, "{\"TableName\":\"%s\",\"Item\":{\"id\":{\"S\":\"%s\"},\"tag\":{\"S\":\"%s\"}}}", table,
                      id, tag));
}

static void delete_note(world *world, arena *arena, const char *id) {
    done(world, arena, "DeleteItem",
         arena_printf(arena, "{\"TableName\":\"Notes\",\"Key\":{\"id\":{\"S\":\"%s\"}}}", id));
}

/* The tag of the note with that id; empty when it is not there. */
static text tag_of(world *world, arena *arena, const char *table, const char *id) {
    text body = done(world, arena, "GetItem",
                     arena_printf(arena, "{\"TableName\":\"%s\",\"Key\":{\"id\":{\"S\":\"%s\"}}}", table, id));
    return json_text(member(arena, body, "Item.tag.S"));
}

static int64_t count_of(world *world, arena *arena, const char *table) {
    text body = done(world, arena, "Scan", arena_printf(arena, "{\"TableName\":\"%s\"}", table));
    return integer(arena, body, "Count");
}

/* How many notes the index has under a tag. */
static int64_t count_tagged(world *world, arena *arena, const char *table, const char *tag) {
    text body =
        done(world, arena, "Query",
             arena_printf(arena,
                          "{\"TableName\":\"%s\",\"IndexName\":\"TagIndex\",\"KeyConditionExpression\":\"tag = :t\","
                          "\"ExpressionAttributeValues\":{\":t\":{\"S\":\"%s\"}}}",
                          table, tag));
    return integer(arena, body, "Count");
}

static world *world_with_notes(arena *arena) {
    world *world = cloud_fixture_world();
    done(world, arena, "CreateTable", CREATE_NOTES);
    put(world, arena, "Notes", "1", "red");
    put(world, arena, "Notes", "2", "red");
    put(world, arena, "Notes", "3", "blue");
    return world;
}

#define BACK_UP "{\"TableName\":\"Notes\",\"BackupName\":\"first\"}"

static text back_up(world *world, arena *arena) {
    return json_text(member(arena, done(world, arena, "CreateBackup", BACK_UP), "BackupDetails.BackupArn"));
}

static const char *restore_body(arena *arena, text arn, const char *more) {
    return arena_printf(arena, "{\"TargetTableName\":\"Copy\",\"BackupArn\":\"%.*s\"%s}", TEXT_ARGS(arn), more);
}

/* ---- backups ---- */

static void restores_a_table_as_it_was_backed_up(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    text made = done(world, arena, "CreateBackup", BACK_UP);
    text arn = json_text(member(arena, made, "BackupDetails.BackupArn"));
    assert_string(json_text(member(arena, made, "BackupDetails.BackupStatus")), "CREATING");
    put(world, arena, "Notes", "1", "green");
    delete_note(world, arena, "2");
    put(world, arena, "Notes", "4", "blue");
    text body = done(world, arena, "RestoreTableFromBackup", restore_body(arena, arn, ""));
    assert_string(json_text(member(arena, body, "TableDescription.TableStatus")), "CREATING");
    assert_text(json_text(member(arena, body, "TableDescription.RestoreSummary.SourceBackupArn")), arn);
    assert_true(json_is_true(member(arena, body, "TableDescription.RestoreSummary.RestoreInProgress")));
    assert_string(tag_of(world, arena, "Copy", "1"), "red");
    assert_string(tag_of(world, arena, "Copy", "2"), "red");
    assert_string(tag_of(world, arena, "Copy", "4"), "");
    assert_int_equal(count_of(world, arena, "Copy"), 3);
    assert_int_equal(count_tagged(world, arena, "Copy", "red"), 2);
    assert_int_equal(count_tagged(world, arena, "Copy", "blue"), 1);
    text table = done(world, arena, "DescribeTable", "{\"TableName\":\"Copy\"}");
    assert_string(json_text(member(arena, table, "Table.TableStatus")), "ACTIVE");
    assert_null(member(arena, table, "Table.RestoreSummary"));
    assert_int_equal(integer(arena, table, "Table.ItemCount"), 3);
}

static void describes_lists_and_deletes_backups(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    text arn = back_up(world, arena);
    const char *named = arena_printf(arena, "{\"BackupArn\":\"%.*s\"}", TEXT_ARGS(arn));
    text body = done(world, arena, "DescribeBackup", named);
    assert_string(json_text(member(arena, body, "BackupDescription.BackupDetails.BackupStatus")), "AVAILABLE");
    assert_int_equal(integer(arena, body, "BackupDescription.SourceTableDetails.ItemCount"), 3);
    assert_string(json_text(member(arena, body, "BackupDescription.SourceTableDetails.BillingMode")),
                  "PAY_PER_REQUEST");
    assert_int_equal(
        json_count(member(arena, body, "BackupDescription.SourceTableFeatureDetails.GlobalSecondaryIndexes")), 1);
    text second = back_up(world, arena);
    text page = done(world, arena, "ListBackups", "{\"TableName\":\"Notes\",\"Limit\":1}");
    assert_int_equal(json_count(member(arena, page, "BackupSummaries")), 1);
    assert_text(json_text(member(arena, page, "LastEvaluatedBackupArn")), arn);
    page = done(world, arena, "ListBackups",
                arena_printf(arena, "{\"ExclusiveStartBackupArn\":\"%.*s\"}", TEXT_ARGS(arn)));
    assert_int_equal(json_count(member(arena, page, "BackupSummaries")), 1);
    assert_text(json_member_text(json_first(member(arena, page, "BackupSummaries")), "BackupArn"), second);
    body = done(world, arena, "DeleteBackup", named);
    assert_string(json_text(member(arena, body, "BackupDescription.BackupDetails.BackupStatus")), "DELETED");
    refused(world, arena, "DescribeBackup", named, "BackupNotFoundException",
            arena_printf(arena, "Backup not found: %.*s", TEXT_ARGS(arn)));
    page = done(world, arena, "ListBackups", "{}");
    assert_int_equal(json_count(member(arena, page, "BackupSummaries")), 1);
}

static void lists_backups_of_a_range_of_time(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    int64_t began_ms = world_now_ms(world);
    back_up(world, arena);
    world_sleep_ms(world, 60000);
    back_up(world, arena);
    struct {
        int64_t from_ms, until_ms;
        size_t count;
    } cases[] = {{0, 2 * began_ms, 2}, {began_ms + 30000, 2 * began_ms, 1}, {0, began_ms + 30000, 1}, {0, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *range = arena_printf(arena, "{\"TimeRangeLowerBound\":%lld.%03d,\"TimeRangeUpperBound\":%lld}",
                                         (long long)cases[i].from_ms / 1000, (int)(cases[i].from_ms % 1000),
                                         (long long)cases[i].until_ms / 1000);
        text page = done(world, arena, "ListBackups", range);
        assert_int_equal(json_count(member(arena, page, "BackupSummaries")), cases[i].count);
    }
}

/* Whoever writes while a copy is made must not be seen in it. */
static void copies_what_was_there_when_it_began(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    store *store = world_store(world);
    invocation invocation;
    const table *table;
    const backup *made;
    rows_copy copy;
    for (int i = 100; i < 900; i++)
        put(world, arena, "Notes", arena_printf(arena, "%d", i), "many");
    world_begin_invocation(world, &invocation);
    assert_success(store_begin(store, arena, STORE_WRITE));
    assert_success(table_find(world, arena, TEXT("Notes"), &table));
    assert_success(store_end(store, arena, backup_begin(world, arena, table, TEXT("slow"), &made, &copy)));
    world_end_invocation(&invocation);
    for (int i = 100; i < 900; i += 2) {
        delete_note(world, arena, arena_printf(arena, "%d", i));
        put(world, arena, "Notes", arena_printf(arena, "%d", i), "again");
        put(world, arena, "Notes", arena_printf(arena, "new-%d", i), "new");
        delete_note(world, arena, arena_printf(arena, "%d", i + 1));
    }
    refused(world, arena, "DeleteTable", "{\"TableName\":\"Notes\"}", "ResourceInUseException",
            "Attempt to change a resource which is still in use: Table is being backed up or restored: Notes");
    refused(world, arena, "DeleteBackup", arena_printf(arena, "{\"BackupArn\":\"%.*s\"}", TEXT_ARGS(made->arn)),
            "BackupInUseException", arena_printf(arena, "Backup is being created: %.*s", TEXT_ARGS(made->arn)));
    refused(world, arena, "RestoreTableFromBackup", restore_body(arena, made->arn, ""), "BackupInUseException",
            arena_printf(arena, "Backup is being created: %.*s", TEXT_ARGS(made->arn)));
    assert_success(rows_copy_run(world, arena, &copy));
    assert_success(store_begin(store, arena, STORE_WRITE));
    assert_success(store_end(store, arena, backup_finish(world, arena, made)));
    done(world, arena, "RestoreTableFromBackup", restore_body(arena, made->arn, ""));
    assert_int_equal(count_of(world, arena, "Copy"), 803);
    assert_int_equal(count_tagged(world, arena, "Copy", "many"), 800);
    assert_int_equal(count_tagged(world, arena, "Copy", "new"), 0);
    assert_int_equal(count_tagged(world, arena, "Notes", "again"), 400);
    done(world, arena, "DeleteTable", "{\"TableName\":\"Notes\"}");
}

static void backups_outlive_their_table(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    text arn = back_up(world, arena);
    done(world, arena, "DeleteTable", "{\"TableName\":\"Notes\"}");
    text page = done(world, arena, "ListBackups", "{\"TableName\":\"Notes\",\"BackupType\":\"ALL\"}");
    assert_int_equal(json_count(member(arena, page, "BackupSummaries")), 1);
    done(world, arena, "RestoreTableFromBackup",
         arena_printf(arena, "{\"TargetTableName\":\"Notes\",\"BackupArn\":\"%.*s\"}", TEXT_ARGS(arn)));
    assert_string(tag_of(world, arena, "Notes", "3"), "blue");
}

/* ---- overrides ---- */

static void restores_with_overrides(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    text arn = back_up(world, arena);
    done(world, arena, "RestoreTableFromBackup",
         restore_body(arena, arn,
                      ",\"BillingModeOverride\":\"PROVISIONED\",\"ProvisionedThroughputOverride\":{"
                      "\"ReadCapacityUnits\":3,\"WriteCapacityUnits\":4},\"GlobalSecondaryIndexOverride\":[]"));
    text table = done(world, arena, "DescribeTable", "{\"TableName\":\"Copy\"}");
    assert_int_equal(integer(arena, table, "Table.ProvisionedThroughput.WriteCapacityUnits"), 4);
    assert_null(member(arena, table, "Table.GlobalSecondaryIndexes"));
    assert_int_equal(json_count(member(arena, table, "Table.AttributeDefinitions")), 1);
    assert_int_equal(count_of(world, arena, "Copy"), 3);
}

static void restores_indexes_by_another_name(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    text arn = back_up(world, arena);
    done(world, arena, "RestoreTableFromBackup",
         restore_body(arena, arn,
                      ",\"GlobalSecondaryIndexOverride\":[{\"IndexName\":\"ByTag\",\"KeySchema\":[{\"AttributeName\":"
                      "\"tag\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]"));
    text found = done(world, arena, "Query",
                      "{\"TableName\":\"Copy\",\"IndexName\":\"ByTag\",\"KeyConditionExpression\":\"tag = :t\","
                      "\"ExpressionAttributeValues\":{\":t\":{\"S\":\"red\"}}}");
    assert_int_equal(integer(arena, found, "Count"), 2);
}

typedef struct refusal {
    const char *operation;
    const char *body;
    const char *code;
    const char *message;
} refusal;

static void check_refusals(world *world, arena *arena, const refusal *cases, size_t count) {
    for (size_t i = 0; i < count; i++)
        refused(world, arena, cases[i].operation, cases[i].body, cases[i].code, cases[i].message);
}

#define CHECK_REFUSALS(world_, arena_, cases_) check_refusals(world_, arena_, cases_, sizeof cases_ / sizeof *cases_)

#define NO_THROUGHPUT "Invalid Request: Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED"

static void refuses_overrides_that_do_not_fit(void **state) {
    static const refusal cases[] = {
        {NULL, ",\"BillingModeOverride\":\"PROVISIONED\"", "ValidationException", NO_THROUGHPUT},
        {NULL, ",\"ProvisionedThroughputOverride\":{\"ReadCapacityUnits\":1,\"WriteCapacityUnits\":1}",
         "ValidationException",
         "Invalid Request: Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED"},
        {NULL,
         ",\"BillingModeOverride\":\"PAY_PER_REQUEST\",\"ProvisionedThroughputOverride\":{\"ReadCapacityUnits\":1,"
         "\"WriteCapacityUnits\":1}",
         "ValidationException",
         "Invalid Request: Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST"},
        {NULL,
         ",\"BillingModeOverride\":\"PROVISIONED\",\"ProvisionedThroughputOverride\":{\"ReadCapacityUnits\":1,"
         "\"WriteCapacityUnits\":1}",
         "ValidationException", "Invalid Request: Must specify provisioned throughput for index TagIndex"},
        {NULL,
         ",\"BillingModeOverride\":\"PROVISIONED\",\"ProvisionedThroughputOverride\":{\"ReadCapacityUnits\":1,"
         "\"WriteCapacityUnits\":1},\"OnDemandThroughputOverride\":{\"MaxReadRequestUnits\":9}",
         "ValidationException",
         "Invalid Request: Cannot override MaxReadRequestUnits for OnDemandThroughput unless BillingModeOverride is "
         "PAY_PER_REQUEST"},
        {NULL, ",\"OnDemandThroughputOverride\":{\"MaxReadRequestUnits\":0}", "ValidationException",
         "Invalid Request: Requested MaxReadRequestUnits for OnDemandThroughput is outside of valid range"},
        {NULL, ",\"OnDemandThroughputOverride\":{\"MaxWriteRequestUnits\":0}", "ValidationException",
         "Invalid Request: Requested MaxWriteRequestUnits for OnDemandThroughput is outside of valid range"},
        {NULL,
         ",\"GlobalSecondaryIndexOverride\":[{\"IndexName\":\"New\",\"KeySchema\":[{\"AttributeName\":\"id\","
         "\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]",
         "ValidationException",
         "Invalid Request: Index New does not match a secondary index that existed in the source table and cannot be "
         "created during the restore operation"},
        {NULL, ",\"BillingModeOverride\":\"FREE\"", "ValidationException",
         "1 validation error detected: Value 'FREE' at 'billingModeOverride' failed to satisfy constraint: Member must "
         "satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]"},
        {NULL, ",\"ProvisionedThroughputOverride\":{\"ReadCapacityUnits\":0}", "ValidationException",
         "2 validation errors detected: Value '0' at 'provisionedThroughputOverride.readCapacityUnits' failed to "
         "satisfy constraint: Member must have value greater than or equal to 1; Value null at "
         "'provisionedThroughputOverride.writeCapacityUnits' failed to satisfy constraint: Member must not be null"},
    };
    arena *arena = *state;
    world *world = world_with_notes(arena);
    text arn = back_up(world, arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(world, arena, "RestoreTableFromBackup", restore_body(arena, arn, cases[i].body), cases[i].code,
                cases[i].message);
    refused(world, arena, "DescribeTable", "{\"TableName\":\"Copy\"}", "ResourceNotFoundException",
            "Requested resource not found: Table: Copy not found");
}

/* ---- refusals ---- */

#define BACKUP_ARN "arn:aws:dynamodb:eu-central-1:000000000000:table/Notes/backup/01767600000000-00000001"
#define PATTERN "failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"

static void refuses_backups_that_cannot_be(void **state) {
    static const refusal cases[] = {
        {"CreateBackup", "{\"TableName\":\"None\",\"BackupName\":\"abc\"}", "TableNotFoundException",
         "Table not found: None"},
        {"CreateBackup", "{\"TableName\":\"Notes\",\"BackupName\":\"a:c\"}", "ValidationException",
         "1 validation error detected: Value 'a:c' at 'backupName' " PATTERN},
        {"CreateBackup", "{\"TableName\":\"Notes\",\"BackupName\":\"ab\"}", "ValidationException",
         "1 validation error detected: Value 'ab' at 'backupName' failed to satisfy constraint: Member must have "
         "length greater than or equal to 3"},
        {"CreateBackup", "{}", "ValidationException",
         "2 validation errors detected: Value null at 'backupName' failed to satisfy constraint: Member must not be "
         "null; Value null at 'tableName' failed to satisfy constraint: Member must not be null"},
        {"CreateBackup",
         "{\"TableName\":\"arn:aws:dynamodb:eu-central-1:111111111111:table/Notes\",\"BackupName\":\"abc\"}",
         "AccessDeniedException", "Access is denied"},
        {"DescribeBackup", "{\"BackupArn\":\"" BACKUP_ARN "\"}", "BackupNotFoundException",
         "Backup not found: " BACKUP_ARN},
        {"DescribeBackup", "{\"BackupArn\":\"arn:aws:dynamodb:eu-central-1:000000000000:table/Notes\"}",
         "ValidationException", "Invalid Backup ARN"},
        {"DescribeBackup", "{\"BackupArn\":\"arn:aws:s3:eu-central-1:000000000000:table/Notes/backup/1\"}",
         "ValidationException", "Invalid Request: BackupArn is not valid"},
        {"DescribeBackup", "{\"BackupArn\":\"arn:aws:dynamodb:eu-central-1:111111111111:table/Notes/backup/1\"}",
         "AccessDeniedException", "Access is denied"},
        {"DescribeBackup", "{\"BackupArn\":\"short\"}", "ValidationException",
         "1 validation error detected: Value 'short' at 'backupArn' failed to satisfy constraint: Member must have "
         "length greater than or equal to 37"},
        {"DeleteBackup", "{}", "ValidationException",
         "1 validation error detected: Value null at 'backupArn' failed to satisfy constraint: Member must not be "
         "null"},
        {"DeleteBackup", "{\"BackupArn\":\"" BACKUP_ARN "\"}", "BackupNotFoundException",
         "Backup not found: " BACKUP_ARN},
        {"ListBackups", "{\"Limit\":101}", "ValidationException",
         "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value "
         "less than or equal to 100"},
        {"ListBackups", "{\"BackupType\":\"user\"}", "ValidationException",
         "1 validation error detected: Value 'user' at 'backupType' failed to satisfy constraint: Member must satisfy "
         "enum value set: [USER, SYSTEM, AWS_BACKUP, ALL]"},
        {"ListBackups", "{\"TimeRangeLowerBound\":2,\"TimeRangeUpperBound\":1}", "ValidationException",
         "One or more parameter values were invalid: Time range lower bound must be less than or equal to upper "
         "bound"},
        {"ListBackups", "{\"ExclusiveStartBackupArn\":\"Notes\"}", "ValidationException", "Invalid Backup ARN"},
        {"ListBackups",
         "{\"ExclusiveStartBackupArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/Notes/backup/1\"}",
         "ValidationException", "Invalid Request: The supplied ExclusiveStartBackupArn does not match the region"},
        {"ListBackups", "{\"TimeRangeLowerBound\":\"now\"}", "SerializationException",
         "STRING_VALUE cannot be converted to Date"},
        {"ListBackups", "{\"TimeRangeLowerBound\":1e300}", "SerializationException",
         "DECIMAL_VALUE cannot be converted to Date"},
        {"RestoreTableFromBackup", "{\"TargetTableName\":\"Copy\",\"BackupArn\":\"" BACKUP_ARN "\"}",
         "BackupNotFoundException", "Backup not found: " BACKUP_ARN},
        {"RestoreTableFromBackup", "{\"TargetTableName\":\"a b\",\"BackupArn\":\"" BACKUP_ARN "\"}",
         "ValidationException", "1 validation error detected: Value 'a b' at 'targetTableName' " PATTERN},
        {"RestoreTableFromBackup",
         "{\"TargetTableName\":\"Copy\",\"BackupArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/Notes/backup/"
         "01767600000000-00000001\"}",
         "ValidationException", "Invalid Request: sseSpecificationOverride must be provided for cross-region restores"},
    };
    arena *arena = *state;
    world *world = world_with_notes(arena);
    CHECK_REFUSALS(world, arena, cases);
    text arn = back_up(world, arena);
    refused(world, arena, "RestoreTableFromBackup",
            arena_printf(arena, "{\"TargetTableName\":\"Notes\",\"BackupArn\":\"%.*s\"}", TEXT_ARGS(arn)),
            "TableAlreadyExistsException", "Table already exists: Notes");
}

#define ARN_OF(name_) "arn:aws:dynamodb:eu-central-1:000000000000:table/" name_

static void refuses_recoveries_that_cannot_be(void **state) {
    static const refusal cases[] = {
        {"DescribeContinuousBackups", "{\"TableName\":\"None\"}", "TableNotFoundException", "Table not found: None"},
        {"UpdateContinuousBackups",
         "{\"TableName\":\"None\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true}}",
         "TableNotFoundException", "Table not found: None"},
        {"UpdateContinuousBackups", "{\"TableName\":\"Notes\"}", "ValidationException",
         "1 validation error detected: Value null at 'pointInTimeRecoverySpecification' failed to satisfy constraint: "
         "Member must not be null"},
        {"UpdateContinuousBackups", "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{}}",
         "ValidationException",
         "1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' "
         "failed to satisfy constraint: Member must not be null"},
        {"UpdateContinuousBackups",
         "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true,"
         "\"RecoveryPeriodInDays\":36}}",
         "ValidationException",
         "1 validation error detected: Value '36' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to "
         "satisfy constraint: Member must have value less than or equal to 35"},
        {"UpdateContinuousBackups",
         "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":false,"
         "\"RecoveryPeriodInDays\":7}}",
         "ValidationException",
         "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery."},
        {"RestoreTableToPointInTime",
         "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Copy\",\"UseLatestRestorableTime\":true}",
         "PointInTimeRecoveryUnavailableException", "Point in time recovery is not enabled for table 'Notes'"},
        {"RestoreTableToPointInTime",
         "{\"SourceTableName\":\"None\",\"TargetTableName\":\"Notes\",\"UseLatestRestorableTime\":true}",
         "TableNotFoundException", "Table not found: None"},
        {"RestoreTableToPointInTime", "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Copy\"}",
         "ValidationException",
         "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both"},
        {"RestoreTableToPointInTime",
         "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Copy\",\"UseLatestRestorableTime\":true,"
         "\"RestoreDateTime\":1}",
         "ValidationException",
         "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore "
         "request. Please specify either RestoreDateTime time or UseLatestRestorableTime"},
        {"RestoreTableToPointInTime", "{\"TargetTableName\":\"Copy\",\"UseLatestRestorableTime\":true}",
         "ValidationException", "The parameter 'TableName' is required but was not present in the request"},
        {"RestoreTableToPointInTime",
         "{\"SourceTableName\":\"Notes\",\"SourceTableArn\":\"" ARN_OF("Notes") "\",\"TargetTableName\":\"Copy\"}",
         "ValidationException", "Must provide exactly one of: sourceTableArn, sourceTableName"},
        {"RestoreTableToPointInTime", "{\"SourceTableArn\":\"Notes\",\"TargetTableName\":\"Copy\"}",
         "ValidationException", "One or more parameter values were invalid: ARNs must start with 'arn:': Notes"},
        {"RestoreTableToPointInTime", "{\"SourceTableArn\":\"arn:aws:s3:::x\",\"TargetTableName\":\"Copy\"}",
         "ValidationException", "One or more parameter values were invalid: sourceTableArn is not a valid ARN"},
        {"RestoreTableToPointInTime",
         "{\"SourceTableArn\":\"arn:aws:dynamodb:eu-central-1:111111111111:table/Notes\",\"TargetTableName\":\"Copy\"}",
         "ValidationException", "This action is only supported by accounts that match the resource owner’s account."},
    };
    arena *arena = *state;
    world *world = world_with_notes(arena);
    CHECK_REFUSALS(world, arena, cases);
}

/* ---- point-in-time recovery ---- */

static const char *restore_at(arena *arena, int64_t time_ms) {
    return arena_printf(arena,
                        "{\"SourceTableArn\":\"" ARN_OF("Notes") "\",\"TargetTableName\":\"Copy\",\"RestoreDateTime\":"
                                                                 "%lld.%03d}",
                        (long long)(time_ms / 1000), (int)(time_ms % 1000));
}

static void restores_to_any_second(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    done(world, arena, "UpdateContinuousBackups", SWITCH_ON);
    world_sleep_ms(world, 10000);
    put(world, arena, "Notes", "1", "green");
    put(world, arena, "Notes", "4", "green");
    world_sleep_ms(world, 10000);
    int64_t between_ms = world_now_ms(world);
    world_sleep_ms(world, 10000);
    put(world, arena, "Notes", "1", "yellow");
    delete_note(world, arena, "2");
    done(world, arena, "UpdateItem",
         "{\"TableName\":\"Notes\",\"Key\":{\"id\":{\"S\":\"5\"}},\"UpdateExpression\":\"SET tag = :t\","
         "\"ExpressionAttributeValues\":{\":t\":{\"S\":\"new\"}}}");
    world_sleep_ms(world, 10 * 60 * 1000);
    put(world, arena, "Notes", "3", "too late");
    text body = done(world, arena, "RestoreTableToPointInTime", restore_at(arena, between_ms));
    assert_string(json_text(member(arena, body, "TableDescription.RestoreSummary.SourceTableArn")), ARN_OF("Notes"));
    assert_string(tag_of(world, arena, "Copy", "1"), "green");
    assert_string(tag_of(world, arena, "Copy", "2"), "red");
    assert_string(tag_of(world, arena, "Copy", "3"), "blue");
    assert_int_equal(count_of(world, arena, "Copy"), 4);
    assert_int_equal(count_tagged(world, arena, "Copy", "green"), 2);
    text recovery = done(world, arena, "DescribeContinuousBackups", "{\"TableName\":\"Copy\"}");
    assert_string(json_text(member(arena, recovery,
                                   "ContinuousBackupsDescription.PointInTimeRecoveryDescription."
                                   "PointInTimeRecoveryStatus")),
                  "DISABLED");
    done(world, arena, "RestoreTableToPointInTime",
         "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Latest\",\"UseLatestRestorableTime\":true}");
    assert_string(tag_of(world, arena, "Latest", "1"), "yellow");
    assert_string(tag_of(world, arena, "Latest", "5"), "new");
    assert_string(tag_of(world, arena, "Latest", "3"), "blue");
    assert_int_equal(count_of(world, arena, "Latest"), 4);
}

#define RECOVERY "ContinuousBackupsDescription.PointInTimeRecoveryDescription."

static void the_latest_time_is_when_it_was_switched_on_or_five_minutes_ago(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    int64_t since = world_now_ms(world) / 1000;
    text body = done(world, arena, "UpdateContinuousBackups", SWITCH_ON);
    assert_int_equal(integer(arena, body, RECOVERY "EarliestRestorableDateTime"), since);
    assert_int_equal(integer(arena, body, RECOVERY "LatestRestorableDateTime"), since);
    assert_int_equal(integer(arena, body, RECOVERY "RecoveryPeriodInDays"), 35);
    put(world, arena, "Notes", "9", "unseen");
    done(world, arena, "RestoreTableToPointInTime",
         "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Copy\",\"UseLatestRestorableTime\":true}");
    assert_int_equal(count_of(world, arena, "Copy"), 3);
    world_sleep_ms(world, 20 * 60 * 1000);
    body = done(world, arena, "DescribeContinuousBackups", "{\"TableName\":\"" ARN_OF("Notes") "\"}");
    assert_int_equal(integer(arena, body, RECOVERY "LatestRestorableDateTime"), world_now_ms(world) / 1000 - 300);
    refused(world, arena, "RestoreTableToPointInTime",
            "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Notes\",\"RestoreDateTime\":1}",
            "InvalidRestoreTimeException",
            arena_printf(arena,
                         "RestoreDateTime '1970-01-01T00:00:01Z' must be within EarliestRestorableDateTime '%.*s' and "
                         "LatestRestorableDateTime '%.*s'",
                         TEXT_ARGS(time_to_iso8601(arena, since * 1000)),
                         TEXT_ARGS(time_to_iso8601(arena, world_now_ms(world) / 1000 * 1000 - 300000))));
    refused(world, arena, "RestoreTableToPointInTime",
            "{\"SourceTableName\":\"Notes\",\"TargetTableName\":\"Notes\",\"UseLatestRestorableTime\":true}",
            "TableAlreadyExistsException", "Table already exists: Notes");
}

/* The journal's entries. */
static int64_t journal_entries(world *world, arena *arena) {
    store *store = world_store(world);
    const table *table;
    bool is_row;
    assert_success(store_begin(store, arena, STORE_READ));
    assert_success(table_find(world, arena, TEXT("Notes"), &table));
    statement *count =
        store_prepare(store, arena_printf(arena, "SELECT count(*) FROM journal_%lld", (long long)table->id));
    assert_success(statement_step(count, arena, &is_row));
    int64_t entries = column_integer(count, 0);
    statement_reset(count);
    assert_success(store_end(store, arena, NULL));
    return entries;
}

static void forgets_what_is_older_than_its_period(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    done(world, arena, "UpdateContinuousBackups",
         "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true,"
         "\"RecoveryPeriodInDays\":2}}");
    for (int i = 0; i < 1200; i++)
        put(world, arena, "Notes", "1", "old");
    world_sleep_ms(world, DAY_MS);
    put(world, arena, "Notes", "1", "young");
    assert_int_equal(journal_entries(world, arena), 1201);
    world_sleep_ms(world, DAY_MS + 60000);
    text body = done(world, arena, "DescribeContinuousBackups", "{\"TableName\":\"Notes\"}");
    assert_int_equal(integer(arena, body, RECOVERY "EarliestRestorableDateTime"),
                     (world_now_ms(world) - 2 * DAY_MS) / 1000);
    assert_int_equal(journal_entries(world, arena), 1);
    done(world, arena, "RestoreTableToPointInTime", restore_at(arena, world_now_ms(world) - 2 * DAY_MS + 1000));
    assert_string(tag_of(world, arena, "Copy", "1"), "old");
}

static text set_period(world *world, arena *arena, int days) {
    return done(world, arena, "UpdateContinuousBackups",
                arena_printf(arena,
                             "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{"
                             "\"PointInTimeRecoveryEnabled\":true,\"RecoveryPeriodInDays\":%d}}",
                             days));
}

static void a_longer_period_brings_nothing_back(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    set_period(world, arena, 1);
    world_sleep_ms(world, 3 * DAY_MS);
    text body = set_period(world, arena, 30);
    assert_int_equal(integer(arena, body, RECOVERY "RecoveryPeriodInDays"), 30);
    assert_int_equal(integer(arena, body, RECOVERY "EarliestRestorableDateTime"),
                     (world_now_ms(world) - DAY_MS) / 1000);
}

static void switched_off_it_keeps_nothing(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    done(world, arena, "UpdateContinuousBackups", SWITCH_ON);
    put(world, arena, "Notes", "1", "green");
    text body = done(world, arena, "UpdateContinuousBackups",
                     "{\"TableName\":\"Notes\",\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":"
                     "false}}");
    assert_string(json_text(member(arena, body, RECOVERY "PointInTimeRecoveryStatus")), "DISABLED");
    assert_null(member(arena, body, RECOVERY "EarliestRestorableDateTime"));
    put(world, arena, "Notes", "1", "yellow");
    done(world, arena, "UpdateContinuousBackups", SWITCH_ON);
    assert_int_equal(journal_entries(world, arena), 0);
}

static void templates_switch_it_on(void **state) {
    arena *arena = *state;
    text body = done(cloud_fixture_world(), arena, "DescribeContinuousBackups", "{\"TableName\":\"Classes\"}");
    assert_string(json_text(member(arena, body, RECOVERY "PointInTimeRecoveryStatus")), "ENABLED");
}

/* ---- what is left of a deleted table ---- */

static void a_deleted_table_leaves_a_backup_for_35_days(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    done(world, arena, "UpdateContinuousBackups", SWITCH_ON);
    put(world, arena, "Notes", "4", "last");
    done(world, arena, "DeleteTable", "{\"TableName\":\"Notes\"}");
    text page = done(world, arena, "ListBackups", "{\"TableName\":\"Notes\"}");
    assert_int_equal(json_count(member(arena, page, "BackupSummaries")), 0);
    page = done(world, arena, "ListBackups", "{\"BackupType\":\"SYSTEM\"}");
    const json *summary = json_first(member(arena, page, "BackupSummaries"));
    assert_string(json_member_text(summary, "BackupName"), "Notes$DeletedTableBackup");
    text arn = json_member_text(summary, "BackupArn");
    assert_true(text_ends_with(arn, TEXT("-00000000")));
    assert_int_equal((int64_t)(json_number(json_member(summary, "BackupExpiryDateTime")) -
                               json_number(json_member(summary, "BackupCreationDateTime")) + 0.5),
                     35 * DAY_MS / 1000);
    done(world, arena, "RestoreTableFromBackup", restore_body(arena, arn, ""));
    assert_string(tag_of(world, arena, "Copy", "4"), "last");
    assert_int_equal(count_tagged(world, arena, "Copy", "red"), 2);
    http_response response = cloud_fixture_dynamodb(world, arena, "DeleteBackup",
                                                    arena_printf(arena, "{\"BackupArn\":\"%.*s\"}", TEXT_ARGS(arn)));
    assert_int_equal(response.status, 400);
    assert_true(text_find(response.content.bytes, TEXT("User is not allowed to delete the system backup with arn")) !=
                TEXT_NOT_FOUND);
    world_sleep_ms(world, 35 * DAY_MS);
    page = done(world, arena, "ListBackups", "{\"BackupType\":\"ALL\"}");
    assert_int_equal(json_count(member(arena, page, "BackupSummaries")), 0);
}

/* ---- a process that ends in the middle ---- */

static const gabi_error *leave_half_made(world *world, arena *arena) {
    const table *table;
    const backup *half;
    rows_copy copy;
    TRY(table_find(world, arena, TEXT("Notes"), &table));
    TRY(backup_begin(world, arena, table, TEXT("half"), &half, &copy));
    table_settings settings = {.restored_from_table = TEXT(ARN_OF("Notes")), .restored_time_ms = {true, 1}};
    table_definition definition;
    TRY(table_find(world, arena, TEXT("Notes"), &table));
    TRY(definition_read(arena, definition_to_json(arena, table->definition), &definition));
    definition.name = TEXT("Half");
    TRY(table_create(world, arena, &definition, &table));
    return table_save_settings(world, arena, table, &settings);
}

static void a_table_that_is_being_restored_is_only_described(void **state) {
    static const refusal cases[] = {
        {"GetItem", "{\"TableName\":\"Half\",\"Key\":{\"id\":{\"S\":\"1\"}}}", "ResourceNotFoundException",
         "Requested resource not found"},
        {"PutItem", "{\"TableName\":\"Half\",\"Item\":{\"id\":{\"S\":\"1\"}}}", "ResourceNotFoundException",
         "Requested resource not found"},
        {"CreateBackup", "{\"TableName\":\"Half\",\"BackupName\":\"abc\"}", "TableNotFoundException",
         "Table not found: Half"},
        {"DescribeContinuousBackups", "{\"TableName\":\"Half\"}", "TableNotFoundException", "Table not found: Half"},
        {"DeleteTable", "{\"TableName\":\"Half\"}", "ResourceInUseException",
         "Attempt to change a resource which is still in use: Table is being created: Half"},
    };
    arena *arena = *state;
    world *world = world_with_notes(arena);
    store *store = world_store(world);
    invocation invocation;
    text arn = back_up(world, arena);
    world_begin_invocation(world, &invocation);
    assert_success(store_begin(store, arena, STORE_WRITE));
    assert_success(store_end(store, arena, leave_half_made(world, arena)));
    world_end_invocation(&invocation);
    CHECK_REFUSALS(world, arena, cases);
    refused(world, arena, "RestoreTableFromBackup",
            arena_printf(arena, "{\"TargetTableName\":\"Half\",\"BackupArn\":\"%.*s\"}", TEXT_ARGS(arn)),
            "TableInUseException", "Table: Half is already being restored from table: " ARN_OF("Notes"));
    text table = done(world, arena, "DescribeTable", "{\"TableName\":\"Half\"}");
    assert_string(json_text(member(arena, table, "Table.TableStatus")), "CREATING");
    assert_true(json_is_true(member(arena, table, "Table.RestoreSummary.RestoreInProgress")));
}

static void what_was_half_made_is_gone_with_the_next_process(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena), *next;
    invocation invocation;
    const table *table;
    backup backups[4];
    size_t count;
    const backup_filter all = {.type = TEXT("ALL"), .until_ms = INT64_MAX};
    text arn = back_up(world, arena);
    const backup *whole;
    world_begin_invocation(world, &invocation);
    assert_success(store_begin(world_store(world), arena, STORE_WRITE));
    assert_success(backup_find(world, arena, arn, &whole));
    assert_success(backup_mark_restoring(world, arena, whole, true));
    assert_success(store_end(world_store(world), arena, leave_half_made(world, arena)));
    world_end_invocation(&invocation);
    assert_success(world_fork(arena, world, TEXT("next"), &next));
    assert_success(backups_settle(next, arena));
    assert_success(store_begin(world_store(next), arena, STORE_READ));
    assert_success(table_find_or_null(next, arena, TEXT("Half"), &table));
    assert_null(table);
    assert_success(table_find(next, arena, TEXT("Notes"), &table));
    assert_null(table->journal);
    assert_success(backup_list(next, arena, &all, 4, backups, &count));
    assert_int_equal(count, 1);
    assert_text(backups[0].arn, arn);
    assert_false(backups[0].is_restoring);
    assert_success(store_end(world_store(next), arena, NULL));
    world_free(next);
}

static void one_backup_feeds_one_restore_at_a_time(void **state) {
    arena *arena = *state;
    world *world = world_with_notes(arena);
    const backup *busy;
    text arn = back_up(world, arena);
    assert_success(store_begin(world_store(world), arena, STORE_WRITE));
    assert_success(backup_find(world, arena, arn, &busy));
    assert_success(store_end(world_store(world), arena, backup_mark_restoring(world, arena, busy, true)));
    refused(world, arena, "RestoreTableFromBackup", restore_body(arena, arn, ""), "BackupInUseException",
            arena_printf(arena, "Backup is being used to restore another table: %.*s", TEXT_ARGS(arn)));
    refused(world, arena, "DeleteBackup", arena_printf(arena, "{\"BackupArn\":\"%.*s\"}", TEXT_ARGS(arn)),
            "BackupInUseException", arena_printf(arena, "Backup is being used to restore table: %.*s", TEXT_ARGS(arn)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(restores_a_table_as_it_was_backed_up),
        TEST(describes_lists_and_deletes_backups),
        TEST(lists_backups_of_a_range_of_time),
        TEST(copies_what_was_there_when_it_began),
        TEST(backups_outlive_their_table),
        TEST(restores_with_overrides),
        TEST(restores_indexes_by_another_name),
        TEST(refuses_overrides_that_do_not_fit),
        TEST(refuses_backups_that_cannot_be),
        TEST(refuses_recoveries_that_cannot_be),
        TEST(restores_to_any_second),
        TEST(the_latest_time_is_when_it_was_switched_on_or_five_minutes_ago),
        TEST(forgets_what_is_older_than_its_period),
        TEST(a_longer_period_brings_nothing_back),
        TEST(switched_off_it_keeps_nothing),
        TEST(templates_switch_it_on),
        TEST(a_deleted_table_leaves_a_backup_for_35_days),
        TEST(a_table_that_is_being_restored_is_only_described),
        TEST(what_was_half_made_is_gone_with_the_next_process),
        TEST(one_backup_feeds_one_restore_at_a_time),
    };
    return RUN_TESTS(tests);
}
