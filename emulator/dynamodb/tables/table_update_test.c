/* Tables while they are updated: what UpdateTable refuses and in which words (AWS's, as recorded from it), what it
 * changes, and the states that tables and indexes go through. Each list of steps is one world. */
#include "dynamodb/tables/table_update.h"

#include "cloud_fixture.h"
#include "core/testing.h"

#define NAME "\"TableName\":\"Updated\""
#define TABLE "{" NAME ","
#define KEY "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}]"
#define ATTRIBUTES(more) "\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}" more "]"
#define ATTRIBUTE(name, type) "{\"AttributeName\":\"" name "\",\"AttributeType\":\"" type "\"}"
#define UNITS(n) "{\"ReadCapacityUnits\":" n ",\"WriteCapacityUnits\":" n "}"
#define INDEX(name, keys)                                                                                              \
    "{\"IndexName\":\"" name "\",\"KeySchema\":[" keys "],\"Projection\":{\"ProjectionType\":\"ALL\"}"
#define PART(name, type) "{\"AttributeName\":\"" name "\",\"KeyType\":\"" type "\"}"
#define ACTIONS(list) "\"GlobalSecondaryIndexUpdates\":[" list "]"
#define CREATE_INDEX(name) "{\"Create\":" INDEX(name, PART("g", "HASH")) "}}"
#define CREATE_G(name) TABLE "\"AttributeDefinitions\":[" ATTRIBUTE("g", "S") "]," ACTIONS(CREATE_INDEX(name)) "}"
#define DELETE_INDEX(name) "{\"Delete\":{\"IndexName\":\"" name "\"}}"

#define ON_DEMAND "CreateTable", TABLE KEY "," ATTRIBUTES("") ",\"BillingMode\":\"PAY_PER_REQUEST\"}"
#define PROVISIONED "CreateTable", TABLE KEY "," ATTRIBUTES("") ",\"ProvisionedThroughput\":" UNITS("5") "}"

typedef struct step {
    const char *operation; /* "/path": a PUT to the control API */
    const char *body;
    const char *expected; /* stands in the answer; NULL: any that is no failure */
} step;

static http_response send(world *world, arena *arena, const step *step) {
    return *step->operation == '/' ? cloud_fixture_call(world, arena, "PUT", step->operation, NULL, step->body)
                                   : cloud_fixture_dynamodb(world, arena, step->operation, step->body);
}

static void run_in(world *world, arena *arena, const step *steps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        http_response response = send(world, arena, &steps[i]);
        text body = response.content.bytes;
        bool is_expected =
            steps[i].expected ? text_find(body, text_of(steps[i].expected)) != TEXT_NOT_FOUND : response.status == 200;
        if (!is_expected)
            print_error("step %zu, %s: %.*s\n", i, steps[i].operation, TEXT_ARGS(body));
        assert_true(is_expected);
    }
}

#define RUN(steps) run_in(cloud_fixture_world(), *state, steps, sizeof steps / sizeof *steps)

/* ---- refusals ---- */

#define INVALID(message) "One or more parameter values were invalid: " message

static void refuses_what_makes_no_request(void **state) {
    static const step steps[] = {
        {ON_DEMAND, NULL},
        {"UpdateTable", "{\"TableName\":\"Nope\",\"BillingMode\":\"PAY_PER_REQUEST\"}",
         "Requested resource not found: Table: Nope not found"},
        {"UpdateTable", "{" NAME "}",
         "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates"},
        {"UpdateTable", TABLE "\"BillingMode\":\"FREE\"}",
         "Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set"},
        {"UpdateTable", TABLE "\"TableClass\":\"GOLD\"}", "Invalid table-class parameter provided."},
        {"UpdateTable", TABLE ACTIONS("") "}", "At least one of ProvisionedThroughput, BillingMode"},
        {"UpdateTable", TABLE "\"DeletionProtectionEnabled\":true," ACTIONS("") "}",
         INVALID("List of GlobalSecondaryIndexUpdates is empty")},
        {"UpdateTable", TABLE ACTIONS("{}") "}",
         INVALID("One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                 "GlobalSecondaryIndexUpdate.Delete must not be null")},
        {"UpdateTable", TABLE ACTIONS("{\"Delete\":{\"IndexName\":\"abc\"},\"Update\":{\"IndexName\":\"abc\"}}") "}",
         INVALID("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object")},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("abc") "," DELETE_INDEX("abc")) "}",
         INVALID("Only one global secondary index update per index is allowed simultaneously. Index: abc")},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("a")) "}",
         "Value 'a' at 'globalSecondaryIndexUpdates.1.member.delete.indexName' failed to satisfy constraint: Member "
         "must have length greater than or equal to 3"},
        {"UpdateTable", TABLE "\"DeletionProtectionEnabled\":true,\"TableClass\":\"STANDARD\"}",
         INVALID("TableClass modification must be the only operation in the request")},
        {"UpdateTable", TABLE "\"DeletionProtectionEnabled\":true,\"BillingMode\":\"PAY_PER_REQUEST\"}",
         INVALID("DeletionProtection modification must be the only operation in the request")},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"Enabled\":true},\"BillingMode\":\"PAY_PER_REQUEST\"}",
         INVALID("Server-Side Encryption modification must be the only operation in the request")},
        {"UpdateTable", TABLE "\"ReplicaUpdates\":[{\"Create\":{\"RegionName\":\"us-east-1\"}}]}",
         "gabi-emu is one region"},
        {"UpdateTable", TABLE "\"VectorIndexUpdates\":[{\"Delete\":{\"IndexName\":\"abc\"}}]}",
         "gabi-emu does not emulate vector indexes"},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"Enabled\":false}}",
         INVALID("Table is already encrypted by default")},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"Enabled\":true,\"SSEType\":\"AES256\"}}",
         INVALID("SSEType AES256 is not supported")},
    };
    RUN(steps);
}

static void refuses_throughput_that_does_not_fit(void **state) {
    static const step steps[] = {
        {PROVISIONED, NULL},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("5") "}",
         "The provisioned throughput for the table will not change. The requested value equals the current value. "
         "Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current "
         "WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon "
         "DynamoDB Developer Guide for current limits and how to request higher limits."},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("0") "}",
         "Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value "
         "greater than or equal to 1"},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("40001") "}",
         "The requested ReadCapacityUnits, 40001, is above the per table maximum for the account in eu-central-1. Per "
         "table maximum: 40000."},
        {"UpdateTable", TABLE "\"BillingMode\":\"PROVISIONED\"}",
         INVALID("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")},
        {"UpdateTable", TABLE "\"BillingMode\":\"PAY_PER_REQUEST\",\"ProvisionedThroughput\":" UNITS("9") "}",
         INVALID("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                 "PAY_PER_REQUEST")},
        {"UpdateTable", TABLE "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9}}",
         INVALID("MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is "
                 "PROVISIONED")},
        {"UpdateTable", TABLE "\"WarmThroughput\":{\"ReadUnitsPerSecond\":1}}",
         INVALID("Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, "
                 "decreasing WarmThroughput is not supported")},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("4") "}", NULL},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("3") "}", NULL},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("2") "}", NULL},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("1") "}", NULL},
        {"DescribeTable", "{" NAME "}", "\"NumberOfDecreasesToday\":4,\"ReadCapacityUnits\":1"},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("3") "}", "\"LastIncreaseDateTime\""},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("2") "}",
         "Number of decreases today: 4. Last decrease at Monday, January 5, 2026 at 8:00:00 AM Coordinated Universal "
         "Time. Next decrease can be made at Monday, January 5, 2026 at 9:00:00 AM Coordinated Universal Time"},
    };
    RUN(steps);
}

static void refuses_index_actions_that_do_not_fit(void **state) {
    static const step steps[] = {
        {ON_DEMAND, NULL},
        {"UpdateTable", CREATE_G("ghost"), NULL},
        {"UpdateTable", CREATE_G("ghost"), "Attempting to create an index which already exists"},
        {"UpdateTable", TABLE ACTIONS(CREATE_INDEX("other")) "}",
         INVALID("AttributeDefinitions is not specified for index: other")},
        {"UpdateTable", TABLE "\"AttributeDefinitions\":[" ATTRIBUTE("x", "S") "]," ACTIONS(CREATE_INDEX("other")) "}",
         INVALID("Some index key attributes are not defined in AttributeDefinitions. Keys: [g], "
                 "AttributeDefinitions: [x]")},
        {"UpdateTable",
         TABLE "\"AttributeDefinitions\":[" ATTRIBUTE("g", "S") "]," ACTIONS(
             "{\"Create\":" INDEX("other", PART("g", "HASH")) ",\"ProvisionedThroughput\":" UNITS("1") "}}") "}",
         INVALID("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: other when BillingMode "
                 "is PAY_PER_REQUEST")},
        {"UpdateTable", TABLE "\"AttributeDefinitions\":[" ATTRIBUTE("g", "N") "]," ACTIONS(CREATE_INDEX("other")) "}",
         INVALID("Attributes cannot be redefined. Please check that your attribute has the same type as previously "
                 "defined. Existing schema: Schema:[SchemaElement: key{g:S:HASH}] New schema: Schema:[SchemaElement: "
                 "key{g:N:HASH}]")},
        {"UpdateTable",
         TABLE "\"AttributeDefinitions\":[" ATTRIBUTE("g", "S") "," ATTRIBUTE("p", "B") "]," ACTIONS(
             "{\"Create\":" INDEX("other", PART("g", "HASH") "," PART("p", "RANGE")) "}}") "}",
         INVALID("Attributes cannot be redefined. Please check that your attribute has the same type as previously "
                 "defined. Existing schema: Schema:[SchemaElement: key{p:S:HASH}] New schema: Schema:[SchemaElement: "
                 "key{g:S:HASH}, SchemaElement: key{p:B:RANGE}]")},
        {"UpdateTable",
         TABLE ACTIONS("{\"Update\":{\"IndexName\":\"nope\",\"WarmThroughput\":{\"ReadUnitsPerSecond\":"
                       "13000}}}") "}",
         "Requested resource not found: Index nope for table Updated"},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("nope")) "}",
         "Requested resource not found: Index nope for table Updated"},
        {"UpdateTable", TABLE ACTIONS("{\"Update\":{\"IndexName\":\"ghost\"}}") "}",
         INVALID("The only Updates for index: ghost when TableThroughputMode is PAY_PER_REQUEST can be to "
                 "OnDemandThroughput, WarmThroughput")},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("ghost") "," DELETE_INDEX("other")) "}",
         "LimitExceededException\",\"message\":\"Subscriber limit exceeded: Only 1 online index can be created or "
         "deleted simultaneously per table"},
        {"UpdateTable", TABLE "\"BillingMode\":\"PROVISIONED\",\"ProvisionedThroughput\":" UNITS("1") "}",
         INVALID("ProvisionedThroughput must be specified for index: ghost")},
        {"UpdateTable",
         TABLE "\"BillingMode\":\"PROVISIONED\",\"ProvisionedThroughput\":" UNITS("1") "," ACTIONS(
             "{\"Update\":{\"IndexName\":\"ghost\",\"ProvisionedThroughput\":" UNITS("2") "}}") "}",
         NULL},
        {"UpdateTable",
         TABLE ACTIONS("{\"Update\":{\"IndexName\":\"ghost\",\"ProvisionedThroughput\":" UNITS("2") "}}") "}",
         "The provisioned throughput for the index ghost will not change."},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("2") "," ACTIONS(DELETE_INDEX("ghost")) "}",
         INVALID("You cannot create or delete index while updating table IOPS")},
    };
    RUN(steps);
}

/* ---- changes ---- */

static void changes_what_it_is_told(void **state) {
    static const step steps[] = {
        {PROVISIONED, "\"TableStatus\":\"CREATING\""},
        {"DescribeTable", "{" NAME "}", "\"TableStatus\":\"ACTIVE\""},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("7") "}", "\"ReadCapacityUnits\":5"},
        {"DescribeTable", "{" NAME "}", "\"ReadCapacityUnits\":7,\"WriteCapacityUnits\":7"},
        {"UpdateTable", TABLE "\"BillingMode\":\"PAY_PER_REQUEST\"}", "\"TableStatus\":\"UPDATING\""},
        {"DescribeTable", "{" NAME "}",
         "\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\",\"LastUpdateToPayPerRequestDateTime\":"
         "1767600000."},
        {"DescribeTable", "{" NAME "}",
         "\"WarmThroughput\":{\"ReadUnitsPerSecond\":12000,\"Status\":\"ACTIVE\",\"WriteUnitsPerSecond\":4000}"},
        {"UpdateTable", TABLE "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9}}",
         "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9}"},
        {"UpdateTable", TABLE "\"OnDemandThroughput\":{\"MaxWriteRequestUnits\":-1}}",
         "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9,\"MaxWriteRequestUnits\":-1}"},
        {"UpdateTable", TABLE "\"WarmThroughput\":{\"ReadUnitsPerSecond\":13000}}", "\"ReadUnitsPerSecond\":13000"},
        {"UpdateTable", TABLE "\"TableClass\":\"STANDARD_INFREQUENT_ACCESS\"}",
         "\"TableClassSummary\":{\"TableClass\":\"STANDARD_INFREQUENT_ACCESS\"}"},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"Enabled\":true,\"SSEType\":\"KMS\",\"KMSMasterKeyId\":\"k1\"}}",
         "\"SSEDescription\":{\"KMSMasterKeyArn\":\"arn:aws:kms:eu-central-1:000000000000:key/k1\",\"SSEType\":\"KMS\","
         "\"Status\":\"ENABLED\"}"},
        {"UpdateTable", TABLE "\"DeletionProtectionEnabled\":true}", "\"DeletionProtectionEnabled\":true"},
        {"DeleteTable", "{" NAME "}", "Resource cannot be deleted as it is currently protected against deletion."},
        {"UpdateTable", TABLE "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"KEYS_ONLY\"}}",
         "\"StreamViewType\":\"KEYS_ONLY\""},
    };
    RUN(steps);
}

/* As recorded from the service: -1 is in the answer, and nowhere after it. */
static void takes_a_maximum_away(void **state) {
    static const step steps[] = {
        {ON_DEMAND, NULL},
        {"UpdateTable", CREATE_G("ghost"), NULL},
        {"UpdateTable", TABLE "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9,\"MaxWriteRequestUnits\":8}}", NULL},
        {"UpdateTable", TABLE "\"OnDemandThroughput\":{\"MaxWriteRequestUnits\":-1}}",
         "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9,\"MaxWriteRequestUnits\":-1}"},
        {"DescribeTable", "{" NAME "}", "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":9},\"WarmThroughput\""},
        {"UpdateTable", TABLE "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1}}",
         "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1},\"WarmThroughput\""},
        {"DescribeTable", "{" NAME "}", "\"DeletionProtectionEnabled\":false,\"WarmThroughput\""},
        {"UpdateTable",
         TABLE ACTIONS(
             "{\"Update\":{\"IndexName\":\"ghost\",\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1}}}") "}",
         "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1},\"WarmThroughput\""},
        {"DescribeTable", "{" NAME "}", "\"WriteCapacityUnits\":0},\"WarmThroughput\""},
    };
    RUN(steps);
}

#define WARM(reads, writes)                                                                                            \
    "\"WarmThroughput\":{\"ReadUnitsPerSecond\":" reads ",\"Status\":\"ACTIVE\",\"WriteUnitsPerSecond\":" writes "}"

/* As recorded from the service. */
static void stays_ready_for_what_it_was_ready_for(void **state) {
    static const step steps[] = {
        {PROVISIONED, NULL},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("4") "}", NULL},
        {"DescribeTable", "{" NAME "}", WARM("5", "5")},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("6") "}", NULL},
        {"DescribeTable", "{" NAME "}", WARM("6", "6")},
        {"UpdateTable", TABLE "\"BillingMode\":\"PAY_PER_REQUEST\"}", NULL},
        {"DescribeTable", "{" NAME "}", WARM("12000", "4000")},
        {"UpdateTable", CREATE_G("ghost"), NULL},
        {"UpdateTable",
         TABLE "\"BillingMode\":\"PROVISIONED\",\"ProvisionedThroughput\":" UNITS("1") "," ACTIONS(
             "{\"Update\":{\"IndexName\":\"ghost\",\"ProvisionedThroughput\":" UNITS("2") "}}") "}",
         NULL},
        {"DescribeTable", "{" NAME "}", WARM("12000", "4000") "}}"},
        {"DescribeTable", "{" NAME "}", "\"WriteCapacityUnits\":2}," WARM("12000", "4000")},
    };
    RUN(steps);
}

/* As recorded from the service. */
static void takes_the_key_it_is_encrypted_with_again(void **state) {
    static const step steps[] = {
        {ON_DEMAND, NULL},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"Enabled\":false,\"SSEType\":\"KMS\"}}",
         INVALID("SSEType can not be specified if Enabled is false")},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"SSEType\":\"KMS\"}}",
         "\"SSEType\":\"KMS\",\"Status\":\"ENABLED\""},
        {"UpdateTable", TABLE "\"SSESpecification\":{\"Enabled\":true}}", "\"Status\":\"ENABLED\""},
        {"UpdateTable",
         TABLE "\"SSESpecification\":{\"Enabled\":true,\"SSEType\":\"KMS\",\"KMSMasterKeyId\":"
               "\"arn:aws:kms:eu-central-1:000000000000:alias/aws/dynamodb\"}}",
         INVALID("Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to "
                 "change Master Key")},
    };
    RUN(steps);
}

/* As recorded from the service. */
static void tells_of_a_table_that_comes_or_goes_what_it_knows(void **state) {
    static const step steps[] = {
        {PROVISIONED, "\"DeletionProtectionEnabled\":false}}"},
        {"DescribeTable", "{" NAME "}",
         "\"WarmThroughput\":{\"ReadUnitsPerSecond\":5,\"Status\":\"ACTIVE\",\"WriteUnitsPerSecond\":5}}}"},
        {"DeleteTable", "{" NAME "}", "\"DeletionProtectionEnabled\":false}}"},
        {ON_DEMAND,
         "\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},\"DeletionProtectionEnabled\":false}}"},
        {"DeleteTable", "{" NAME "}", NULL},
        {"CreateTable",
         TABLE KEY "," ATTRIBUTES("") ",\"ProvisionedThroughput\":" UNITS(
             "5") ",\"WarmThroughput\":{"
                  "\"ReadUnitsPerSecond\":1000,\"WriteUnitsPerSecond\":1200}}",
         "\"WarmThroughput\":{\"ReadUnitsPerSecond\":1000,\"Status\":\"UPDATING\",\"WriteUnitsPerSecond\":1200}}}"},
        {"DescribeTable", "{" NAME "}",
         "\"WarmThroughput\":{\"ReadUnitsPerSecond\":1000,\"Status\":\"ACTIVE\",\"WriteUnitsPerSecond\":1200}}}"},
    };
    RUN(steps);
}

#define ITEM(p, more) TABLE "\"Item\":{\"p\":{\"S\":\"" p "\"}" more "}}"
#define OF_G(value)                                                                                                    \
    TABLE "\"IndexName\":\"byG\",\"Select\":\"COUNT\",\"KeyConditionExpression\":\"g = :g\","                          \
          "\"ExpressionAttributeValues\":{\":g\":{\"S\":\"" value "\"}}}"

static void backfills_new_indexes(void **state) {
    static const step steps[] = {
        {ON_DEMAND, NULL},
        {"PutItem", ITEM("1", ",\"g\":{\"S\":\"x\"}"), NULL},
        {"PutItem", ITEM("2", ",\"g\":{\"S\":\"x\"}"), NULL},
        {"PutItem", ITEM("3", ",\"g\":{\"N\":\"1\"}"), NULL}, /* cannot be in the index */
        {"PutItem", ITEM("4", ",\"g\":{\"S\":\"\"}"), NULL},
        {"PutItem", ITEM("5", ""), NULL},
        {"UpdateTable", CREATE_G("byG"), "\"IndexStatus\":\"CREATING\",\"Backfilling\":false"},
        {"DescribeTable", "{" NAME "}", "\"IndexSizeBytes\":8,\"ItemCount\":2,\"IndexStatus\":\"ACTIVE\""},
        {"Query", OF_G("x"), "\"Count\":2"},
        {"PutItem", ITEM("3", ",\"g\":{\"N\":\"1\"}"), "Type mismatch for Index Key g Expected: S Actual: N"},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("byG")) "}", "\"IndexStatus\":\"DELETING\""},
        {"Query", OF_G("x"), "The table does not have the specified index: byG"},
        {"DescribeTable", "{" NAME "}",
         "{\"Table\":{\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}]"},
        {"PutItem", ITEM("3", ",\"g\":{\"N\":\"1\"}"), NULL},
        {"UpdateTable", CREATE_G("byG"), NULL},
        {"Query", OF_G("x"), "\"Count\":2"},
    };
    RUN(steps);
}

/* More items than one page of the backfilling. */
static void backfills_page_by_page(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    static const step create[] = {{ON_DEMAND, NULL}};
    static const step update[] = {
        {"UpdateTable", CREATE_G("byG"), NULL},
        {"Query", OF_G("x"), "\"Count\":600"},
    };
    run_in(world, arena, create, 1);
    for (int i = 0; i < 600; i++) {
        const char *body = arena_printf(arena, TABLE "\"Item\":{\"p\":{\"S\":\"%d\"},\"g\":{\"S\":\"x\"}}}", i);
        assert_int_equal(cloud_fixture_dynamodb(world, arena, "PutItem", body).status, 200);
    }
    run_in(world, arena, update, 2);
}

/* ---- states ---- */

#define SETTINGS "/_gabi/dynamodb/settings"

#define BACKUPS_UNAVAILABLE                                                                                            \
    "#ContinuousBackupsUnavailableException\",\"message\":\"Backups are being enabled for the table: Updated. Please " \
    "retry later\""

/* As recorded from the service. */
static void time_to_live_and_backups_wait_for_the_table(void **state) {
    static const step steps[] = {
        {SETTINGS, "{\"table_creation_ms\":6,\"table_deletion_ms\":6}", "\"table_creation_ms\":6"},
        {ON_DEMAND, NULL},
        {"DescribeTimeToLive", "{" NAME "}",
         "Cannot describe time to live while table is in CREATING state: Current table state is CREATING"},
        {"UpdateTimeToLive", TABLE "\"TimeToLiveSpecification\":{\"AttributeName\":\"t\",\"Enabled\":true}}",
         "Attempt to change a resource which is still in use: Table Updated is being created"},
        {"UpdateContinuousBackups", TABLE "\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true}}",
         BACKUPS_UNAVAILABLE},
        {"CreateBackup", TABLE "\"BackupName\":\"abc\"}", BACKUPS_UNAVAILABLE},
        {"DescribeTable", "{" NAME "}", NULL},
        {"DescribeTable", "{" NAME "}", NULL},
        {"DeleteTable", "{" NAME "}", NULL},
        {"DescribeTimeToLive", "{" NAME "}",
         "Cannot describe time to live while table is in DELETING state: Current table state is DELETING"},
    };
    RUN(steps);
}

static void tables_take_the_worlds_time(void **state) {
    static const step steps[] = {
        {SETTINGS, "{\"table_creation_ms\":4,\"table_update_ms\":4,\"table_deletion_ms\":4}",
         "\"table_creation_ms\":4,\"table_update_ms\":4,\"table_deletion_ms\":4"},
        {ON_DEMAND, NULL},
        {"DescribeTable", "{" NAME "}", "\"TableStatus\":\"CREATING\""},
        {"PutItem", ITEM("1", ""), "Requested resource not found"},
        {"DeleteTable", "{" NAME "}",
         "Attempt to change a resource which is still in use: Table is being created: Updated"},
        {"PutItem", ITEM("1", ""), NULL}, /* each request is a millisecond */
        {"UpdateTable", TABLE "\"BillingMode\":\"PROVISIONED\",\"ProvisionedThroughput\":" UNITS("1") "}", NULL},
        {"PutItem", ITEM("2", ""), NULL},
        {"UpdateTable", TABLE "\"ProvisionedThroughput\":" UNITS("2") "}",
         "Attempt to change a resource which is still in use: Table IOPS are currently being updated. Table: Updated"},
        {"DeleteTable", "{" NAME "}",
         "Attempt to change a resource which is still in use: Table: Updated is in the process of being updated."},
        {"DeleteTable", "{" NAME "}", "\"TableStatus\":\"DELETING\""},
        {"DeleteTable", "{" NAME "}",
         "Attempt to change a resource which is still in use: Table is being deleted: Updated"},
        {"PutItem", ITEM("2", ""), "Requested resource not found"},
        {ON_DEMAND, "Table already exists: Updated"},
        {"DescribeTable", "{" NAME "}", "Requested resource not found: Table: Updated not found"},
        {ON_DEMAND, NULL},
    };
    RUN(steps);
}

static void indexes_take_the_worlds_time(void **state) {
    static const step steps[] = {
        {SETTINGS, "{\"index_creation_ms\":4,\"index_deletion_ms\":4}", NULL},
        {ON_DEMAND, NULL},
        {"UpdateTable", CREATE_G("byG"), "\"TableStatus\":\"UPDATING\""},
        {"DescribeTable", "{" NAME "}", "\"IndexStatus\":\"CREATING\",\"Backfilling\":true"},
        {"Query", OF_G("x"), "Cannot read from backfilling global secondary index: byG"},
        {"DeleteTable", "{" NAME "}", "Cannot delete table while indexes are being created, updated, or deleted."},
        {"DescribeTable", "{" NAME "}", "\"IndexStatus\":\"ACTIVE\""},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("byG")) "}", "\"IndexStatus\":\"DELETING\""},
        {"UpdateTable", TABLE ACTIONS(DELETE_INDEX("byG")) "}", "Index is being deleted.  Table: Updated Index: byG"},
        {"UpdateTable", CREATE_G("other"), "Only 1 online index can be created or deleted simultaneously per table"},
        {"DescribeTable", "{" NAME "}", "\"TableStatus\":\"UPDATING\""},
        {"UpdateTable", CREATE_G("other"), NULL},
    };
    RUN(steps);
}

/* ---- keys of several attributes ---- */

#define MULTIPLE(keys)                                                                                                 \
    TABLE "\"AttributeDefinitions\":[" ATTRIBUTE("a", "S") "," ATTRIBUTE("b", "N") "," ATTRIBUTE(                      \
        "c", "S") "," ATTRIBUTE("d", "N") "," ATTRIBUTE("e",                                                           \
                                                        "S") "]," ACTIONS("{\"Create\":" INDEX("many", keys) "}}") "}"
#define MANY PART("a", "HASH") "," PART("b", "HASH") "," PART("c", "RANGE") "," PART("d", "RANGE")
#define WIDE(p, c, d)                                                                                                  \
    ITEM(p, ",\"a\":{\"S\":\"A\"},\"b\":{\"N\":\"1\"},\"c\":{\"S\":\"" c "\"},\"d\":{\"N\":\"" d "\"}")
#define MANY_QUERY(condition, values, more)                                                                            \
    TABLE "\"IndexName\":\"many\",\"ProjectionExpression\":\"p\",\"KeyConditionExpression\":\"" condition              \
          "\",\"ExpressionAttributeValues\":{" values "}" more "}"
#define A ":a\":{\"S\":\"A\"},\":b\":{\"N\":\"1.0\"}"

static void queries_keys_of_several_attributes(void **state) {
    static const step steps[] = {
        {ON_DEMAND, NULL},
        {"UpdateTable", MULTIPLE(PART("c", "RANGE")), "The first KeySchemaElement is not a HASH key type"},
        {"UpdateTable", MULTIPLE(PART("a", "HASH") "," PART("c", "RANGE") "," PART("b", "HASH")),
         INVALID("All HASH key attributes must precede RANGE key attributes in the KeySchema")},
        {"UpdateTable", MULTIPLE(PART("a", "HASH") "," PART("a", "RANGE")),
         "Both the Hash Key and the Range Key element in the KeySchema have the same name"},
        {"UpdateTable", MULTIPLE(PART("a", "HASH") "," PART("b", "HASH") "," PART("a", "HASH")),
         "The KeySchema contains multiple key attributes with the same name"},
        {"UpdateTable",
         MULTIPLE(
             PART("a", "HASH") "," PART("b", "HASH") "," PART("c", "HASH") "," PART("d", "HASH") "," PART("e", "HASH")),
         INVALID("The KeySchema exceeds the maximum allowed number of HASH key attributes")},
        {"PutItem", WIDE("1", "x", "2"), NULL},
        {"UpdateTable", MULTIPLE(MANY), NULL},
        {"PutItem", WIDE("2", "x", "10"), NULL},
        {"PutItem", WIDE("3", "y", "1"), NULL},
        {"PutItem", ITEM("4", ",\"a\":{\"S\":\"A\"},\"b\":{\"N\":\"1\"},\"c\":{\"S\":\"x\"}"),
         NULL}, /* no d: not in it */
        {"Query", MANY_QUERY("a = :a AND b = :b", "\"" A, ""),
         "\"Items\":[{\"p\":{\"S\":\"1\"}},{\"p\":{\"S\":\"2\"}},{\"p\":{\"S\":\"3\"}}]"},
        {"Query",
         MANY_QUERY("a = :a AND b = :b AND c = :c AND d > :d", "\":c\":{\"S\":\"x\"},\":d\":{\"N\":\"2\"},\"" A, ""),
         "\"Items\":[{\"p\":{\"S\":\"2\"}}]"},
        {"Query", MANY_QUERY("a = :a AND b = :b AND begins_with(c, :c)", "\":c\":{\"S\":\"x\"},\"" A, ""),
         "\"Items\":[{\"p\":{\"S\":\"1\"}},{\"p\":{\"S\":\"2\"}}]"},
        {"Query", MANY_QUERY("a = :a", "\":a\":{\"S\":\"A\"}", ""),
         "HASH key attributes b must have equality conditions specified in the query"},
        {"Query", MANY_QUERY("c = :c AND b > :b", "\":c\":{\"S\":\"x\"},\":b\":{\"N\":\"1\"}", ""),
         "HASH key attributes a, b must have equality conditions specified in the query"},
        {"Query", MANY_QUERY("a = :a AND b = :b AND d = :d", "\":d\":{\"N\":\"2\"},\"" A, ""),
         "RANGE key attributes c must have equality conditions specified in the query because a condition is "
         "present on key attribute d"},
        {"Query", MANY_QUERY("a = :a AND b = :b", "\"" A, ",\"Limit\":2"),
         "\"LastEvaluatedKey\":{\"p\":{\"S\":\"2\"},\"a\":{\"S\":\"A\"},\"b\":{\"N\":\"1\"},\"c\":{\"S\":\"x\"},\"d\":{"
         "\"N\":\"10\"}}"},
        {"Query",
         MANY_QUERY(
             "a = :a AND b = :b", "\"" A,
             ",\"ExclusiveStartKey\":{\"p\":{\"S\":\"2\"},\"a\":{\"S\":\"A\"},\"b\":{\"N\":\"1\"},\"c\":{\"S\":\"x\"},"
             "\"d\":{\"N\":\"10\"}}"),
         "\"Items\":[{\"p\":{\"S\":\"3\"}}]"},
        {"Scan", TABLE "\"IndexName\":\"many\",\"Select\":\"COUNT\"}", "\"Count\":3"},
    };
    RUN(steps);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(refuses_what_makes_no_request),
        TEST(refuses_throughput_that_does_not_fit),
        TEST(refuses_index_actions_that_do_not_fit),
        TEST(changes_what_it_is_told),
        TEST(takes_a_maximum_away),
        TEST(stays_ready_for_what_it_was_ready_for),
        TEST(takes_the_key_it_is_encrypted_with_again),
        TEST(tells_of_a_table_that_comes_or_goes_what_it_knows),
        TEST(backfills_new_indexes),
        TEST(backfills_page_by_page),
        TEST(time_to_live_and_backups_wait_for_the_table),
        TEST(tables_take_the_worlds_time),
        TEST(indexes_take_the_worlds_time),
        TEST(queries_keys_of_several_attributes),
    };
    return RUN_TESTS(tests);
}
