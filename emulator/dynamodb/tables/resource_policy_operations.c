/* PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. */
#include "dynamodb/operations.h"
#include "dynamodb/reply.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/resource_policy.h"
#include "dynamodb/tables/tags.h"

#define MOST_REVISION_BYTES 255

typedef struct policy_request {
    text resource;
    text policy;
    text expected_revision; /* "NO_POLICY": there is none */
} policy_request;

static const wire_member members[] = {
    {"ResourceArn", wire_read_text, offsetof(policy_request, resource), NULL},
    {"Policy", wire_read_text, offsetof(policy_request, policy), NULL},
    {"ExpectedRevisionId", wire_read_text, offsetof(policy_request, expected_revision), NULL},
};
WIRE_STRUCT(policy_request_struct, policy_request, members);

static const gabi_error *policy_not_found(arena *arena, text resource) {
    return error_new(arena, ERROR_NOT_FOUND, "PolicyNotFoundException",
                     "Resource-based policy not found for the provided ResourceArn: %.*s", TEXT_ARGS(resource));
}

static const gabi_error *check_revision(arena *arena, const policy_request *request, const table_settings *settings) {
    text is = settings->policy_revision.data ? settings->policy_revision : TEXT("NO_POLICY");
    return !request->expected_revision.data || text_equal(request->expected_revision, is)
               ? NULL
               : policy_not_found(arena, request->resource);
}

static const gabi_error *check_members(constraints *found, const policy_request *request) {
    constraint_not_null(found, "resourceArn", request->resource.data != NULL);
    if (request->expected_revision.data)
        constraint_length(found, "expectedRevisionId", request->expected_revision, 1, MOST_REVISION_BYTES);
    return constraints_error(found);
}

/* The table, which is told by its name when there is none. */
static const gabi_error *find_table(world *world, arena *arena, text resource, const table **ret_table) {
    const gabi_error *error = tags_find_table(world, arena, resource, ret_table);
    arn parsed;
    return error && error->kind == ERROR_NOT_FOUND && arn_parse(resource, &parsed) && !parsed.kind.data
               ? error_new(arena, ERROR_NOT_FOUND, error->code, "Requested resource not found: Table: %.*s not found",
                           TEXT_ARGS(parsed.table))
               : error;
}

/* Saves the policy that the settings have now, and tells the revision that was made or taken away. */
static const gabi_error *save(world *world, arena *arena, const table *table, const table_settings *settings,
                              text revision, json_writer *writer) {
    if (revision.data)
        json_string_member(writer, "RevisionId", revision);
    return table_save_settings(world, arena, table, settings);
}

static const gabi_error *put(world *world, arena *arena, const void *input, json_writer *writer) {
    const policy_request *request = input;
    const table *table;
    TRY(find_table(world, arena, request->resource, &table));
    table_settings settings = table->settings;
    TRY(check_revision(arena, request, &settings));
    resource_policy_set(world, arena, request->policy, &settings);
    return save(world, arena, table, &settings, settings.policy_revision, writer);
}

/* A policy that is not there is deleted without a word. */
static const gabi_error *drop(world *world, arena *arena, const void *input, json_writer *writer) {
    const policy_request *request = input;
    const table *table;
    TRY(find_table(world, arena, request->resource, &table));
    table_settings settings = table->settings;
    text revision = settings.policy_revision;
    TRY(check_revision(arena, request, &settings));
    settings.policy = settings.policy_revision = (text){0};
    return save(world, arena, table, &settings, revision, writer);
}

const gabi_error *put_resource_policy(op_call *call) {
    policy_request request = {0};
    constraints found = CONSTRAINTS(call->arena);
    TRY(wire_read_body(call->arena, call->request->body.bytes, &policy_request_struct, &request));
    constraint_not_null(&found, "policy", request.policy.data != NULL);
    TRY(check_members(&found, &request));
    TRY(resource_policy_check(call->arena, request.policy));
    return reply_from_store(call, STORE_WRITE, put, &request);
}

const gabi_error *delete_resource_policy(op_call *call) {
    policy_request request = {0};
    constraints found = CONSTRAINTS(call->arena);
    TRY(wire_read_body(call->arena, call->request->body.bytes, &policy_request_struct, &request));
    TRY(check_members(&found, &request));
    return reply_from_store(call, STORE_WRITE, drop, &request);
}

static const gabi_error *get(world *world, arena *arena, const void *input, json_writer *writer) {
    const policy_request *request = input;
    const table *table;
    TRY(find_table(world, arena, request->resource, &table));
    if (!table->settings.policy.data)
        return policy_not_found(arena, request->resource);
    json_string_member(writer, "Policy", table->settings.policy);
    json_string_member(writer, "RevisionId", table->settings.policy_revision);
    return NULL;
}

const gabi_error *get_resource_policy(op_call *call) {
    policy_request request = {0};
    constraints found = CONSTRAINTS(call->arena);
    TRY(wire_read_body(call->arena, call->request->body.bytes, &policy_request_struct, &request));
    TRY(check_members(&found, &request));
    return reply_from_store(call, STORE_READ, get, &request);
}
