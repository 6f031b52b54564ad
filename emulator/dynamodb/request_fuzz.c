/* "Operation {…}": whatever the body, the operation answers JSON or one of the documented errors, what is due then can
 * be done, and nothing leaks. */
#include "core/json.h"
#include "core/json_reader.h"
#include "dynamodb/operation_fixture.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define ANSWER_DEPTH 128

static world *prepared; /* forked for each input */

static void set_up(arena *arena, const char *operation, const char *body) {
    http_response response = operation_fixture_call(prepared, arena, operation, text_of(body));
    if (response.status == 200)
        return;
    fprintf(stderr, "request_fuzz: %.*s\n", TEXT_ARGS(response.content.bytes));
    abort();
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    prepared = operation_fixture_world(arena);
    set_up(arena, "CreateTable",
           "{\"TableName\":\"Fuzz\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":[{\"AttributeName\":"
           "\"p\",\"AttributeType\":\"S\"},{\"AttributeName\":\"s\",\"AttributeType\":\"N\"},{\"AttributeName\":\"b\","
           "\"AttributeType\":\"B\"}],\"KeySchema\":[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},{"
           "\"AttributeName\":\"s\",\"KeyType\":\"RANGE\"}],\"GlobalSecondaryIndexes\":[{\"IndexName\":\"global\","
           "\"KeySchema\":[{\"AttributeName\":\"b\",\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":"
           "\"KEYS_ONLY\"}}],\"LocalSecondaryIndexes\":[{\"IndexName\":\"local\",\"KeySchema\":[{\"AttributeName\":"
           "\"p\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"b\",\"KeyType\":\"RANGE\"}],\"Projection\":{"
           "\"ProjectionType\":\"INCLUDE\",\"NonKeyAttributes\":[\"x\"]}}]}");
    set_up(arena, "PutItem",
           "{\"TableName\":\"Fuzz\",\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"1\"},\"b\":{\"B\":\"AP8=\"},\"x\":{"
           "\"L\":[{\"N\":\"1.5\"},{\"M\":{\"y\":{\"SS\":[\"u\",\"v\"]}}}]}}}");
    set_up(arena, "PutItem",
           "{\"TableName\":\"Fuzz\",\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"-2\"},\"x\":{\"N\":\"7\"}}}");
    arena_free(arena);
    return 0;
}

static const gabi_op *find_operation(text name) {
    for (size_t i = 0; i < dynamodb_fake.op_count; i++)
        if (text_equal(text_of(dynamodb_fake.ops[i].name), name))
            return &dynamodb_fake.ops[i];
    return NULL;
}

/* Whether the answer's status goes with its "__type". */
static bool is_documented(arena *arena, int status, text body) {
    static const char *const codes[] = {
        "AccessDeniedException",
        "BackupInUseException",
        "BackupNotFoundException",
        "ConditionalCheckFailedException",
        "ContinuousBackupsUnavailableException",
        "DuplicateItemException",
        "ExpiredIteratorException",
        "ExportNotFoundException",
        "GlobalTableNotFoundException",
        "IdempotentParameterMismatchException",
        "ImportNotFoundException",
        "InvalidExportTimeException",
        "InvalidRestoreTimeException",
        "ItemCollectionSizeLimitExceededException",
        "LimitExceededException",
        "PointInTimeRecoveryUnavailableException",
        "PolicyNotFoundException",
        "ProvisionedThroughputExceededException",
        "ResourceInUseException",
        "ResourceNotFoundException",
        "SerializationException",
        "TableAlreadyExistsException",
        "TableInUseException",
        "TableNotFoundException",
        "TransactionCanceledException",
        "TransactionConflictException",
        "TransactionInProgressException",
        "TrimmedDataAccessException",
        "ValidationException",
    };
    const json *answer;
    if (json_parse(arena, body, ANSWER_DEPTH, &answer))
        return false;
    text type = json_member_text(answer, "__type");
    text code = text_from(type, text_index(type, '#') + 1);
    if (status == 501)
        return text_equal(code, TEXT("NotEmulatedException"));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (text_equal(code, text_of(codes[i])))
            return status == 400;
    return false;
}

static bool is_json(arena *arena, text body) {
    json_reader reader;
    json_token token;
    json_reader_init(&reader, arena, body, ANSWER_DEPTH);
    do
        token = json_next(&reader);
    while (token != JSON_END && token != JSON_ERROR);
    return token == JSON_END;
}

/* Whether a request that was done may answer so: those that only tag answer nothing. */
static bool is_answer(arena *arena, const gabi_op *operation, text body) {
    text name = text_of(operation->name);
    bool is_empty = text_equal(name, TEXT("TagResource")) || text_equal(name, TEXT("UntagResource"));
    return is_empty ? text_is_empty(body) : is_json(arena, body);
}

static const gabi_error *settle(world *world, arena *arena) {
    invocation invocation;
    world_begin_upkeep(world, &invocation);
    const gabi_error *error = dynamodb_fake.settle(world, arena);
    world_end_invocation(&invocation);
    return error;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text body = text_copy(arena, (text){(const char *)data, size}), name;
    text_cut(&body, ' ', &name);
    const gabi_op *operation = find_operation(name);
    world *world = NULL;
    if (operation && !world_fork(arena, prepared, TEXT("fuzz"), &world)) {
        http_response response = operation_fixture_call(world, arena, operation->name, body);
        text answer = response.content.bytes;
        const gabi_error *error = settle(world, arena);
        if (error || (response.status == 200 ? !is_answer(arena, operation, answer)
                                             : !is_documented(arena, response.status, answer))) {
            fprintf(stderr, "request_fuzz: answered %d: %.*s\n%s\n", response.status, TEXT_ARGS(answer),
                    error ? error->message : "");
            abort();
        }
        world_free(world);
    }
    arena_free(arena);
    return 0;
}
