/* Policies of tables; and the operations on what no table has here, which say so. Each list of
 * steps is one world. Messages are AWS's, as recorded from it, but where gabi-emu speaks of itself. */
#include "cloud_fixture.h"
#include "core/testing.h"
#include "dynamodb/dynamodb.h"

#define ARN_OF(name) "arn:aws:dynamodb:eu-central-1:000000000000:table/" name
#define RESOURCE "{\"ResourceArn\":\"" ARN_OF("Classes") "\""

typedef struct step {
    const char *operation;
    const char *body;
    const char *expected; /* stands in the answer */
} step;

static void run_steps(arena *arena, const step *steps, size_t count) {
    world *world = cloud_fixture_world();
    for (size_t i = 0; i < count; i++) {
        http_response response = cloud_fixture_dynamodb(world, arena, steps[i].operation, steps[i].body);
        text body = response.content.bytes;
        bool is_expected = text_find(body, text_of(steps[i].expected)) != TEXT_NOT_FOUND;
        if (!is_expected)
            print_error("step %zu, %s: %.*s\n", i, steps[i].operation, TEXT_ARGS(body));
        assert_true(is_expected);
    }
}

#define RUN(steps) run_steps(*state, steps, sizeof steps / sizeof *steps)

#define POLICY "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\",\\\"Resource\\\":\\\"*\\\"}]}"

static void policies_are_kept(void **state) {
    static const step steps[] = {
        {"GetResourcePolicy", RESOURCE "}", "PolicyNotFoundException"},
        {"GetResourcePolicy", "{\"ResourceArn\":\"" ARN_OF("Nope") "\"}",
         "Requested resource not found: Table: Nope not found"},
        {"PutResourcePolicy", RESOURCE "}", "Value null at 'policy' failed to satisfy constraint"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"{\"}", "This policy contains invalid Json"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"{}\"}", "Syntax error at position (1,3)"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"null\"}", "This text appears not to be a policy"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"{\\\"Statement\\\":[]}\"}", "Statement is empty!"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"{\\\"Statement\\\":[{}]}\"}", "Missing required field Effect"},
        {"DeleteResourcePolicy", RESOURCE ",\"ExpectedRevisionId\":\"\"}", "Value '' at 'expectedRevisionId'"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"" POLICY "\",\"ExpectedRevisionId\":\"NO_POLICY\"}",
         "{\"RevisionId\":\"17676"},
        {"PutResourcePolicy", RESOURCE ",\"Policy\":\"" POLICY "\",\"ExpectedRevisionId\":\"NO_POLICY\"}",
         "PolicyNotFoundException"},
        {"GetResourcePolicy", RESOURCE "}", "{\"Policy\":\"" POLICY "\",\"RevisionId\":\"17676"},
        {"DeleteResourcePolicy", RESOURCE "}", "{\"RevisionId\":\"17676"},
        {"DeleteResourcePolicy", RESOURCE "}", "{}"},
    };
    RUN(steps);
}

#define CLASSES "{\"TableName\":\"Classes\""

static void what_no_table_has_is_said(void **state) {
    static const step steps[] = {
        {"DescribeLimits", "{}",
         "{\"AccountMaxReadCapacityUnits\":80000,\"AccountMaxWriteCapacityUnits\":80000,\"TableMaxReadCapacityUnits\":"
         "40000,\"TableMaxWriteCapacityUnits\":40000}"},
        {"DescribeEndpoints", "{}", "\"CachePeriodInMinutes\":1440}]}"},
        {"DescribeContributorInsights", CLASSES "}",
         "{\"ContributorInsightsStatus\":\"DISABLED\",\"TableName\":\"Classes\"}"},
        {"DescribeContributorInsights", CLASSES ",\"IndexName\":\"nope\"}", "Index: nope not found"},
        {"UpdateContributorInsights", CLASSES "}", "Value null at 'contributorInsightsAction'"},
        {"UpdateContributorInsights", CLASSES ",\"ContributorInsightsAction\":\"ENABLE\"}",
         "gabi-emu does not emulate Contributor Insights"},
        {"UpdateContributorInsights", CLASSES ",\"ContributorInsightsAction\":\"DISABLE\"}", "\"DISABLED\""},
        {"ListContributorInsights", "{}", "{\"ContributorInsightsSummaries\":[]}"},
        {"DescribeKinesisStreamingDestination", CLASSES "}",
         "{\"KinesisDataStreamDestinations\":[],\"TableName\":\"Classes\"}"},
        {"EnableKinesisStreamingDestination", CLASSES "}", "Value null at 'streamArn'"},
        {"EnableKinesisStreamingDestination", CLASSES ",\"StreamArn\":\"x\"}", "gabi-emu does not emulate Kinesis"},
        {"DisableKinesisStreamingDestination", CLASSES ",\"StreamArn\":\"x\"}",
         "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation."},
        {"UpdateKinesisStreamingDestination", CLASSES ",\"StreamArn\":\"x\"}", "TableName: Classes, kdsArn: x"},
        {"CreateGlobalTable", "{\"GlobalTableName\":\"Classes\"}", "global tables version 2017.11.29 is not supported"},
        {"UpdateGlobalTable", "{\"GlobalTableName\":\"Classes\"}", "global tables version 2017.11.29 is not supported"},
        {"DescribeGlobalTable", "{\"GlobalTableName\":\"Classes\"}", "GlobalTableNotFoundException"},
        {"DescribeGlobalTableSettings", "{\"GlobalTableName\":\"Classes\"}", "GlobalTableNotFoundException"},
        {"UpdateGlobalTableSettings", "{}", "Value null at 'globalTableName'"},
        {"ListGlobalTables", "{}", "{\"GlobalTables\":[]}"},
        {"DescribeTableReplicaAutoScaling", CLASSES "}",
         "{\"TableAutoScalingDescription\":{\"Replicas\":[],\"TableName\":\"Classes\",\"TableStatus\":\"ACTIVE\"}}"},
        {"UpdateTableReplicaAutoScaling", CLASSES "}", "gabi-emu does not emulate auto scaling"},
    };
    RUN(steps);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(policies_are_kept),
        TEST(what_no_table_has_is_said),
    };
    return RUN_TESTS(tests);
}
