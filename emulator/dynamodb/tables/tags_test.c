#include "dynamodb/tables/tags.h"

#include "cloud_fixture.h"
#include "core/testing.h"

static world *world_under_test;

#define ARN "arn:aws:dynamodb:eu-central-1:000000000000:table/Tagged"
#define OF(arn_, rest_) "{\"ResourceArn\":\"" arn_ "\"" rest_ "}"

static http_response answer(arena *arena, const char *operation, const char *body) {
    return cloud_fixture_dynamodb(world_under_test, arena, operation, body);
}

static void create(arena *arena) {
    world_under_test = cloud_fixture_world();
    http_response response =
        answer(arena, "CreateTable",
               "{\"TableName\":\"Tagged\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],"
               "\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\","
               "\"Tags\":[{\"Key\":\"team\",\"Value\":\"yoga\"}]}");
    assert_int_equal(response.status, 200);
}

static void are_added_replaced_listed_and_removed(void **state) {
    arena *arena = *state;
    create(arena);
    http_response added =
        answer(arena, "TagResource",
               OF(ARN, ",\"Tags\":[{\"Key\":\"team\",\"Value\":\"studio\"},{\"Key\":\"stage\",\"Value\":\"\"}]"));
    assert_int_equal(added.status, 200);
    assert_string(added.content.bytes, "");
    assert_string(answer(arena, "ListTagsOfResource", OF(ARN, "")).content.bytes,
                  "{\"Tags\":[{\"Key\":\"team\",\"Value\":\"studio\"},{\"Key\":\"stage\",\"Value\":\"\"}]}");
    /* As on AWS, a token that nobody gave is passed over. */
    assert_int_equal(answer(arena, "ListTagsOfResource", OF(ARN, ",\"NextToken\":\"x\"")).status, 200);
    assert_int_equal(answer(arena, "UntagResource", OF(ARN, ",\"TagKeys\":[\"team\",\"none\"]")).status, 200);
    assert_string(answer(arena, "ListTagsOfResource", OF(ARN, "")).content.bytes,
                  "{\"Tags\":[{\"Key\":\"stage\",\"Value\":\"\"}]}");
}

typedef struct refusal {
    const char *operation;
    const char *body;
    const char *code;
    const char *message;
} refusal;

#define NO_TABLE "arn:aws:dynamodb:eu-central-1:000000000000:table/None"
#define FOREIGN "arn:aws:dynamodb:eu-central-1:111122223333:table/Tagged"
#define TAG(key_, value_) ",\"Tags\":[{\"Key\":\"" key_ "\",\"Value\":\"" value_ "\"}]"

static void refuse_what_cannot_be(void **state) {
    static const refusal refusals[] = {
        {"TagResource", "{}", "ValidationException", "2 validation errors detected"},
        {"TagResource", OF("a:b", TAG("a", "b")), "ValidationException",
         "One or more parameter values were invalid: ARNs must start with 'arn:': a:b"},
        {"TagResource", OF("arn:aws:s3:::b", TAG("a", "b")), "AccessDeniedException", "Access is denied"},
        {"TagResource", OF(ARN "/backup/b", TAG("a", "b")), "ValidationException",
         "Provided Arn is not a DynamoDB resource arn: " ARN "/backup/b"},
        {"TagResource", OF(ARN "/index/i", TAG("a", "b")), "ValidationException",
         "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: " ARN "/index/i"},
        {"TagResource", OF(ARN, ",\"Tags\":[]"), "ValidationException",
         "Atleast one Tag needs to be provided as Input."},
        {"TagResource", OF(ARN, TAG("aws:a", "b")), "ValidationException", "cannot be prefixed with aws:"},
        {"TagResource", OF(ARN, TAG("", "b")), "ValidationException", "The Tag Key provided is invalid"},
        {"TagResource", OF(NO_TABLE, TAG("a", "b")), "ResourceNotFoundException",
         "Requested resource not found: ResourceArn: " NO_TABLE " not found"},
        {"UntagResource", OF(ARN, ",\"TagKeys\":[]"), "ValidationException",
         "Atleast one Tag Key needs to be provided as Input."},
        {"ListTagsOfResource", OF(FOREIGN, ""), "AccessDeniedException", "Access is denied"},
    };
    create(*state);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        text body = answer(*state, refusals[i].operation, refusals[i].body).content.bytes;
        if (text_find(body, text_of(refusals[i].message)) == TEXT_NOT_FOUND ||
            text_find(body, text_of(refusals[i].code)) == TEXT_NOT_FOUND)
            fail_msg("%s %s: %.*s", refusals[i].operation, refusals[i].body, TEXT_ARGS(body));
    }
}

static void are_fifty_at_most(void **state) {
    arena *arena = *state;
    create(arena); /* with one */
    for (int i = 1; i <= 50; i++) {
        http_response response =
            answer(arena, "TagResource",
                   arena_printf(arena, "{\"ResourceArn\":\"" ARN "\",\"Tags\":[{\"Key\":\"%d\",\"Value\":\"x\"}]}", i));
        assert_int_equal(response.status, i < 50 ? 200 : 400);
    }
}

static void limits_and_endpoints_are_told(void **state) {
    create(*state);
    assert_true(text_find(answer(*state, "DescribeLimits", "{}").content.bytes,
                          TEXT("\"TableMaxReadCapacityUnits\":40000")) != TEXT_NOT_FOUND);
    assert_true(text_find(answer(*state, "DescribeEndpoints", "{}").content.bytes,
                          TEXT("\"CachePeriodInMinutes\":1440")) != TEXT_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(are_added_replaced_listed_and_removed),
        TEST(refuse_what_cannot_be),
        TEST(are_fifty_at_most),
        TEST(limits_and_endpoints_are_told),
    };
    return RUN_TESTS(tests);
}
