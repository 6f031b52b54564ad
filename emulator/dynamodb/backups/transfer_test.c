/* Exports and imports, as far as they go without S3: AWS's refusals first, then a clear one; and there are none. */
#include "cloud_fixture.h"
#include "core/testing.h"

typedef struct transfer_case {
    const char *operation;
    const char *body;
    const char *answer; /* the whole body */
} transfer_case;

#define VALIDATION(message_)                                                                                           \
    "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"" message_ "\"}"
#define EXCEPTION(code_, message_)                                                                                     \
    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" code_ "\",\"message\":\"" message_ "\"}"
#define DENIED "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"Access is denied\"}"
#define ONE "1 validation error detected: Value "
#define ENUM(set_) "failed to satisfy constraint: Member must satisfy enum value set: " set_

/* The project's template switches recovery of its tables on. */
#define CLASSES "arn:aws:dynamodb:eu-central-1:000000000000:table/Classes"
#define PLAIN "arn:aws:dynamodb:eu-central-1:000000000000:table/Plain"
#define EXPORT "{\"TableArn\":\"" CLASSES "\",\"S3Bucket\":\"bucket\""
#define KEY                                                                                                            \
    "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":" \
    "\"id\",\"KeyType\":\"HASH\"}]"
#define SOURCE "\"S3BucketSource\":{\"S3Bucket\":\"bucket\"}"
#define NEW_TABLE "\"TableCreationParameters\":{\"TableName\":\"New\",\"BillingMode\":\"PAY_PER_REQUEST\"," KEY "}"

static const transfer_case cases[] = {
    {"ExportTableToPointInTime", "{}",
     VALIDATION("2 validation errors detected: Value null at 'tableArn' failed to satisfy constraint: Member must not "
                "be null; Value null at 's3Bucket' failed to satisfy constraint: Member must not be null")},
    {"ExportTableToPointInTime", EXPORT ",\"S3BucketOwner\":\"me\"}",
     VALIDATION(ONE "'me' at 's3BucketOwner' failed to satisfy constraint: Member must satisfy regular expression "
                    "pattern: [0-9]{12}")},
    {"ExportTableToPointInTime", "{\"TableArn\":\"" CLASSES "\",\"S3Bucket\":\"arn:aws:s3:::b\"}",
     VALIDATION(ONE "'arn:aws:s3:::b' at 's3Bucket' failed to satisfy constraint: Member must satisfy regular "
                    "expression pattern: ^[a-z0-9A-Z]+[\\\\.\\\\-\\\\w]*[a-z0-9A-Z]+$")},
    {"ExportTableToPointInTime", EXPORT ",\"ExportFormat\":\"CSV\"}",
     VALIDATION(ONE "'CSV' at 'exportFormat' " ENUM("[DYNAMODB_JSON, ION]"))},
    {"ExportTableToPointInTime", EXPORT ",\"ExportType\":\"PARTIAL_EXPORT\"}",
     VALIDATION(ONE "'PARTIAL_EXPORT' at 'exportType' " ENUM("[FULL_EXPORT, INCREMENTAL_EXPORT]"))},
    {"ExportTableToPointInTime", EXPORT ",\"S3SseAlgorithm\":\"aws:kms\"}",
     VALIDATION(ONE "'aws:kms' at 's3SseAlgorithm' " ENUM("[AES256, KMS]"))},
    {"ExportTableToPointInTime", EXPORT ",\"S3SseKmsKeyId\":\"key\"}",
     VALIDATION("Invalid Request: KMS Key Id is not supported for this encryption type")},
    {"ExportTableToPointInTime", EXPORT ",\"IncrementalExportSpecification\":{}}",
     VALIDATION("Invalid Request: Export Type expected to be Incremental Export when incremental export specification "
                "is provided")},
    {"ExportTableToPointInTime", EXPORT ",\"ExportType\":\"FULL_EXPORT\",\"IncrementalExportSpecification\":{}}",
     VALIDATION("Invalid Request: When Export Type is Full Export , Incremental Export Specification should not be "
                "provided")},
    {"ExportTableToPointInTime", EXPORT ",\"ExportType\":\"INCREMENTAL_EXPORT\"}",
     VALIDATION("Invalid Request: Incremental Export Specification expected when export type is set as Incremental "
                "Export")},
    {"ExportTableToPointInTime", EXPORT ",\"ExportType\":\"INCREMENTAL_EXPORT\",\"IncrementalExportSpecification\":{}}",
     VALIDATION("Invalid Request: ExportFromTime must be provided in IncrementalExportSpecification")},
    {"ExportTableToPointInTime", "{\"TableArn\":\"Classes\",\"S3Bucket\":\"bucket\"}",
     VALIDATION("One or more parameter values were invalid: tableArn is not a valid ARN")},
    {"ExportTableToPointInTime", "{\"TableArn\":\"" CLASSES "/index/ByDay\",\"S3Bucket\":\"bucket\"}",
     VALIDATION("Invalid Request: Table ARN is invalid.")},
    {"ExportTableToPointInTime",
     "{\"TableArn\":\"arn:aws:dynamodb:eu-central-1:111111111111:table/Classes\",\"S3Bucket\":\"bucket\"}", DENIED},
    {"ExportTableToPointInTime", "{\"TableArn\":\"" CLASSES "2\",\"S3Bucket\":\"bucket\"}",
     EXCEPTION("TableNotFoundException", "Table not found: " CLASSES "2")},
    {"ExportTableToPointInTime", "{\"TableArn\":\"" PLAIN "\",\"S3Bucket\":\"bucket\"}",
     EXCEPTION("PointInTimeRecoveryUnavailableException", "Point in time recovery is not enabled for table 'Plain'")},
    {"ExportTableToPointInTime", EXPORT ",\"ExportTime\":1}",
     EXCEPTION("InvalidExportTimeException", "Export Time is invalid")},
    {"ExportTableToPointInTime", EXPORT ",\"ExportTime\":2000000000}",
     EXCEPTION("InvalidExportTimeException", "Export Time is invalid")},
    {"ExportTableToPointInTime", EXPORT "}",
     EXCEPTION("NotEmulatedException", "gabi-emu does not emulate S3 yet, which ExportTableToPointInTime needs; the "
                                       "request is good otherwise")},
    {"DescribeExport", "{\"ExportArn\":\"" CLASSES "/export/01767600000000-00000001\"}",
     EXCEPTION("ExportNotFoundException",
               "Export not found: Export not found: " CLASSES "/export/01767600000000-00000001")},
    {"DescribeExport", "{\"ExportArn\":\"" CLASSES "\"}", VALIDATION("Invalid Export ARN")},
    {"DescribeExport", "{}",
     VALIDATION(ONE "null at 'exportArn' failed to satisfy constraint: Member must not be null")},
    {"ListExports", "{}", "{\"ExportSummaries\":[]}"},
    {"ListExports", "{\"TableArn\":\"Classes\"}",
     VALIDATION("One or more parameter values were invalid: tableArn is not a valid ARN")},
    {"ListExports", "{\"MaxResults\":26}",
     VALIDATION(ONE "'26' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to "
                    "25")},
    {"ListExports", "{\"NextToken\":\"ab\"}", VALIDATION("Invalid Request: Provided nextToken is invalid: ab")},
    {"ImportTable", "{}",
     VALIDATION(
         "3 validation errors detected: Value null at 's3BucketSource' failed to satisfy constraint: Member must "
         "not be null; Value null at 'inputFormat' failed to satisfy constraint: Member must not be null; Value "
         "null at 'tableCreationParameters' failed to satisfy constraint: Member must not be null")},
    {"ImportTable", "{" SOURCE ",\"InputFormat\":\"CSV\",\"InputCompressionType\":\"BZIP2\"," NEW_TABLE "}",
     VALIDATION(ONE "'BZIP2' at 'inputCompressionType' " ENUM("[ZSTD, NONE, GZIP]"))},
    {"ImportTable",
     "{" SOURCE ",\"InputFormat\":\"CSV\",\"InputFormatOptions\":{\"Csv\":{\"Delimiter\":\";;\"}}," NEW_TABLE "}",
     VALIDATION("2 validation errors detected: Value ';;' at 'inputFormatOptions.csv.delimiter' failed to satisfy "
                "constraint: Member must satisfy regular expression pattern: [,;:|\\\\t ]; Value ';;' at "
                "'inputFormatOptions.csv.delimiter' failed to satisfy constraint: Member must have length less than or "
                "equal to 1")},
    {"ImportTable", "{" SOURCE ",\"InputFormat\":\"DYNAMODB_JSON\",\"InputFormatOptions\":{\"Csv\":{}}," NEW_TABLE "}",
     VALIDATION("Invalid Request: Unsupported InputFormatOptions for the given input format: DYNAMODB_JSON.")},
    {"ImportTable", "{" SOURCE ",\"InputFormat\":\"CSV\",\"TableCreationParameters\":{\"TableName\":\"New\"," KEY "}}",
     VALIDATION("One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
                "specified when BillingMode is PROVISIONED")},
    {"ImportTable",
     "{" SOURCE ",\"InputFormat\":\"CSV\",\"TableCreationParameters\":{\"TableName\":\"Classes\",\"BillingMode\":"
     "\"PAY_PER_REQUEST\"," KEY "}}",
     EXCEPTION("ResourceInUseException", "Table already exists: Classes")},
    {"ImportTable", "{" SOURCE ",\"InputFormat\":\"CSV\"," NEW_TABLE "}",
     EXCEPTION("NotEmulatedException",
               "gabi-emu does not emulate S3 yet, which ImportTable needs; the request is good otherwise")},
    {"DescribeImport", "{\"ImportArn\":\"" CLASSES "/import/01767600000000-00000001\"}",
     EXCEPTION("ImportNotFoundException",
               "Import not found: Import not found: " CLASSES "/import/01767600000000-00000001")},
    {"DescribeImport", "{\"ImportArn\":\"" CLASSES "/export/01767600000000-00000001\"}",
     VALIDATION("Invalid Import ARN")},
    {"ListImports", "{\"PageSize\":0}",
     VALIDATION(ONE "'0' at 'pageSize' failed to satisfy constraint: Member must have value greater than or equal to "
                    "1")},
    {"ListImports", "{}", "{\"ImportSummaryList\":[]}"},
};

static void checks_as_aws_does_and_then_says_what_is_missing(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    http_response made = cloud_fixture_dynamodb(
        world, arena, "CreateTable", "{\"TableName\":\"Plain\",\"BillingMode\":\"PAY_PER_REQUEST\"," KEY "}");
    assert_int_equal(made.status, 200);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_response response = cloud_fixture_dynamodb(world, arena, cases[i].operation, cases[i].body);
        assert_string(response.content.bytes, cases[i].answer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(checks_as_aws_does_and_then_says_what_is_missing),
    };
    return RUN_TESTS(tests);
}
