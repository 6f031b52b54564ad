#include "secretsmanager/secretsmanager.h"

#include "core/json_writer.h"
#include "secretsmanager/resource.h"
#include "secretsmanager/secret_store.h"

#define BODY_LIMIT_BYTES ((size_t)1024 * 1024)
#define MOST_NESTING 8

#define LEAST_VERSION_BYTES 32
#define MOST_VERSION_BYTES 64

#define VALIDATION "ValidationException"

/* Which value of which secret is wanted; a version and a stage that are empty are not told. */
typedef struct secret_request {
    text id;
    text version;
    text stage;
} secret_request;

static const gabi_error *read_request(const op_call *call, secret_request *ret_request) {
    arena *arena = call->arena;
    const json *body;
    if (json_parse(arena, call->request->body.bytes, MOST_NESTING, &body) || json_kind_of(body) != JSON_KIND_OBJECT)
        return error_new(arena, ERROR_INVALID, "SerializationException", "The request body is not a JSON object.");
    const json *wanted = json_member(body, "SecretId");
    if (wanted && json_kind_of(wanted) != JSON_KIND_STRING)
        return error_new(arena, ERROR_INVALID, "SerializationException", "SecretId must be a string.");
    *ret_request = (secret_request){
        json_text(wanted),
        json_member_text(body, "VersionId"),
        json_member_text(body, "VersionStage"),
    };
    return NULL;
}

static const gabi_error *check_request(arena *arena, const secret_request *request) {
    size_t length = request->version.length;
    if (length > 0 && (length < LEAST_VERSION_BYTES || length > MOST_VERSION_BYTES))
        return error_new(
            arena, ERROR_INVALID, VALIDATION,
            "1 validation error detected: Value '%.*s' at 'versionId' failed to satisfy constraint: Member "
            "must have length %s than or equal to %d",
            TEXT_ARGS(request->version), length < LEAST_VERSION_BYTES ? "greater" : "less",
            length < LEAST_VERSION_BYTES ? LEAST_VERSION_BYTES : MOST_VERSION_BYTES);
    if (text_is_empty(request->id))
        return error_new(arena, ERROR_INVALID, "InvalidParameterException",
                         "You must provide a value for the SecretId parameter.");
    return text_starts_with(request->id, TEXT("arn:")) ? NULL : secret_check_name(arena, request->id);
}

/* Each secret has one version, which is current. */
static const gabi_error *check_version(arena *arena, const secret_request *request, const secret *secret) {
    bool is_other_version = !text_is_empty(request->version) && !text_equal(request->version, secret->version_id);
    bool is_other_stage = !text_is_empty(request->stage) && !text_equal(request->stage, TEXT("AWSCURRENT"));
    if (is_other_stage && !is_other_version && !text_is_empty(request->version))
        return error_new(arena, ERROR_INVALID, "InvalidRequestException",
                         "You provided a VersionStage that is not associated to the provided VersionId.");
    if (!is_other_version && !is_other_stage)
        return NULL;
    return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                     "Secrets Manager can't find the specified secret value for %s: %.*s",
                     is_other_version ? "VersionId" : "staging label",
                     TEXT_ARGS(is_other_version ? request->version : request->stage));
}

static const gabi_error *get_secret_value(op_call *call) {
    arena *arena = call->arena;
    world *world = call->owner;
    secret_request request;
    secret secret;
    TRY(read_request(call, &request));
    TRY(check_request(arena, &request));
    TRY(secret_find(arena, world, request.id, &secret));
    TRY(check_version(arena, &request, &secret));
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "ARN", secret.arn);
    json_string_member(&writer, "Name", secret.name);
    json_string_member(&writer, "VersionId", secret.version_id);
    json_string_member(&writer, "SecretString", secret.value);
    json_raw_member(&writer, "VersionStages", TEXT("[\"AWSCURRENT\"]"));
    json_raw_member(
        &writer, "CreatedDate",
        text_format(arena, "%lld.%03d", (long long)(secret.created_at_ms / 1000), (int)(secret.created_at_ms % 1000)));
    json_end_object(&writer);
    http_respond(arena, call->response, 200, TEXT("application/x-amz-json-1.1"), buffer_text(&out));
    http_fields_add(arena, &call->response->headers, TEXT("x-amzn-RequestId"), world_uuid(world, arena));
    return NULL;
}

static const gabi_error *unknown_operation(op_call *call) {
    text target = http_fields_get(&call->request->headers, TEXT("x-amz-target"));
    return error_new(call->arena, ERROR_UNSUPPORTED, "UnknownOperationException",
                     "gabi-emu does not emulate this operation of Secrets Manager: %.*s", TEXT_ARGS(target));
}

static void render_error(op_call *call, const gabi_error *error) {
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "__type", text_of(error->code));
    /* Secrets Manager spells it "Message", the checks in front of it "message". */
    bool is_own = error->kind == ERROR_NOT_FOUND ||
                  (error->kind == ERROR_INVALID && !text_equal(text_of(error->code), TEXT(VALIDATION)));
    json_string_member(&writer, is_own ? "Message" : "message", text_of(error->message));
    json_end_object(&writer);
    http_respond(call->arena, call->response, error->kind == ERROR_INTERNAL ? 500 : 400,
                 TEXT("application/x-amz-json-1.1"), buffer_text(&out));
    http_fields_add(call->arena, &call->response->headers, TEXT("x-amzn-RequestId"),
                    world_uuid(call->owner, call->arena));
}

static void describe(const op_call *call, call_subject *subject) {
    const json *body;
    if (json_parse(call->arena, call->request->body.bytes, MOST_NESTING, &body) == NULL)
        subject_add(call->arena, subject, json_member_text(body, "SecretId"));
}

/* Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html */
static const service_error errors[] = {
    {"ThrottlingException", ERROR_THROTTLED, "Rate exceeded", NULL},
    {"InternalServiceError", ERROR_INTERNAL, "An error occurred on the server side.", NULL},
};

static const gabi_op ops[] = {
    {"GetSecretValue", "POST / +x-amz-target=secretsmanager.GetSecretValue", ANYONE, get_secret_value, NULL},
};

static const resource_type resource_types[] = {
    {"AWS::SecretsManager::Secret", secret_provision},
};

const fake secretsmanager_fake = {
    .name = "secretsmanager",
    .ops = ops,
    .op_count = sizeof ops / sizeof *ops,
    .body_limit_bytes = BODY_LIMIT_BYTES,
    .is_signed = true,
    .fallback = unknown_operation,
    .render_error = render_error,
    .describe = describe,
    .errors = errors,
    .error_count = sizeof errors / sizeof *errors,
    .resource_types = resource_types,
    .resource_type_count = sizeof resource_types / sizeof *resource_types,
};
