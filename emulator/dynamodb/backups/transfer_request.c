#include "dynamodb/backups/transfer_request.h"

#include <ctype.h>

#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"

#define LEAST_ARN_BYTES 37
#define MOST_ARN_BYTES 1024
#define MOST_BUCKET_BYTES 255
#define MOST_LISTED 25
#define ACCOUNT_DIGITS 12

typedef struct transfer_request {
    text arn;
    text table_arn;
    text next_token;
    optional_integer limit;
} transfer_request;

static const gabi_error *read_request(const op_call *call, const transfer_kind *kind, transfer_request *ret_request) {
    const wire_member members[] = {
        {kind->arn_member, wire_read_text, offsetof(transfer_request, arn), NULL},
        {kind->limit_member, wire_read_integer, offsetof(transfer_request, limit), NULL},
        {"TableArn", wire_read_text, offsetof(transfer_request, table_arn), NULL},
        {"NextToken", wire_read_text, offsetof(transfer_request, next_token), NULL},
    };
    const wire_struct description = {"", sizeof(transfer_request), members, sizeof members / sizeof *members};
    transfer_request request = {0};
    TRY(wire_read_body(call->arena, call->request->body.bytes, &description, &request));
    *ret_request = request;
    return NULL;
}

const gabi_error *transfer_describe(op_call *call, const transfer_kind *kind) {
    arn parsed;
    transfer_request request;
    constraints found = CONSTRAINTS(call->arena);
    TRY(read_request(call, kind, &request));
    constraint_not_null(&found, kind->arn_label, request.arn.data != NULL);
    if (request.arn.data)
        constraint_length(&found, kind->arn_label, request.arn, LEAST_ARN_BYTES, MOST_ARN_BYTES);
    TRY(constraints_error(&found));
    if (!arn_parse(request.arn, &parsed) || !text_equal(parsed.kind, text_of(kind->kind)))
        return validation_error(call->arena, "Invalid %s ARN", kind->title);
    TRY(arn_check_account(call->arena, &parsed));
    return error_new(call->arena, ERROR_NOT_FOUND, kind->not_found_code, "%s not found: %s not found: %.*s",
                     kind->title, kind->title, TEXT_ARGS(request.arn));
}

const gabi_error *transfer_list(op_call *call, const transfer_kind *kind) {
    arn parsed;
    transfer_request request;
    constraints found = CONSTRAINTS(call->arena);
    buffer out = BUFFER(call->arena);
    TRY(read_request(call, kind, &request));
    if (request.limit.is_present)
        constraint_range(&found, kind->limit_label, request.limit.value, 1, MOST_LISTED);
    TRY(constraints_error(&found));
    if (request.table_arn.data && !arn_parse(request.table_arn, &parsed))
        return parameter_error(call->arena, "tableArn is not a valid ARN");
    if (request.next_token.data) /* none was ever given */
        return validation_error(call->arena, "Invalid Request: Provided nextToken is invalid: %.*s",
                                TEXT_ARGS(request.next_token));
    buffer_format(&out, "{\"%s\":[]}", kind->list_member);
    reply(call, buffer_text(&out));
    return NULL;
}

static bool is_bucket_name(text name) {
    bool fits =
        name.length >= 2 && isalnum((unsigned char)name.data[0]) && isalnum((unsigned char)name.data[name.length - 1]);
    for (size_t i = 0; fits && i < name.length; i++)
        fits = isalnum((unsigned char)name.data[i]) || strchr("._-", name.data[i]);
    return fits;
}

static bool is_account(text owner) {
    bool fits = owner.length == ACCOUNT_DIGITS;
    for (size_t i = 0; fits && i < owner.length; i++)
        fits = isdigit((unsigned char)owner.data[i]);
    return fits;
}

void constraint_bucket(constraints *self, const char *prefix, text bucket, text owner) {
    arena *arena = self->problems.arena;
    const char *bucket_member = arena_printf(arena, "%ss3Bucket", prefix);
    constraint_not_null(self, bucket_member, bucket.data != NULL);
    if (bucket.data && !is_bucket_name(bucket))
        constraint_failed(self, bucket_member, text_format(arena, "'%.*s'", TEXT_ARGS(bucket)),
                          "Member must satisfy regular expression pattern: ^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$");
    if (bucket.data)
        constraint_length(self, bucket_member, bucket, 0, MOST_BUCKET_BYTES);
    if (owner.data && !is_account(owner))
        constraint_failed(self, arena_printf(arena, "%ss3BucketOwner", prefix),
                          text_format(arena, "'%.*s'", TEXT_ARGS(owner)),
                          "Member must satisfy regular expression pattern: [0-9]{12}");
}

const gabi_error *transfer_not_emulated(arena *arena, const char *operation) {
    return error_new(arena, ERROR_UNSUPPORTED, "NotEmulatedException",
                     "gabi-emu does not emulate S3 yet, which %s needs; the request is good otherwise", operation);
}
