#include "apigateway/resource.h"

#include "apigateway/api_store.h"
#include "apigateway/routes.h"
#include "store/account.h"

/* Hands the warnings about routes on, with the resource they belong to. */
typedef struct warner {
    provision_context *context;
    const resource *resource;
} warner;

static void warn_of_route(void *reporter, const char *what) {
    const warner *self = reporter;
    self->context->warn(self->context->reporter, self->resource, what);
}

const gabi_error *rest_api_provision(provision_context *context, const resource *resource,
                                     resource_result *ret_result) {
    static const char *const known[] = {"Name", "Body", "Description", "FailOnWarnings", "Mode", "Tags"};
    arena *arena = context->arena;
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    const json *body = json_member(resource->properties, "Body");
    if (json_kind_of(body) != JSON_KIND_OBJECT)
        return error_new(arena, ERROR_INVALID, "BadRequestException",
                         "%.*s: only REST APIs with an OpenAPI document in Body are emulated",
                         TEXT_ARGS(resource->logical_id));
    text name = json_member_text(resource->properties, "Name");
    if (text_is_empty(name))
        name = resource->logical_id;
    text document = json_print(arena, body);
    warner warner = {context, resource};
    const routes *routes;
    TRY(routes_of_openapi(arena, document, &(route_reporter){warn_of_route, &warner}, &routes));
    text id;
    TRY(api_put(arena, context->world, name, document, &id));
    *ret_result = (resource_result){.reference = id};
    http_fields_add(arena, &ret_result->attributes, TEXT("RestApiId"), id);
    http_fields_add(arena, &ret_result->attributes, TEXT("RootResourceId"),
                    account_random_name(context->world, arena, 10));
    return NULL;
}

const gabi_error *deployment_provision(provision_context *context, const resource *resource,
                                       resource_result *ret_result) {
    static const char *const known[] = {"RestApiId", "Description"};
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    *ret_result = (resource_result){.reference = account_random_name(context->world, context->arena, 6)};
    http_fields_add(context->arena, &ret_result->attributes, TEXT("DeploymentId"), ret_result->reference);
    return NULL;
}

const gabi_error *stage_provision(provision_context *context, const resource *resource, resource_result *ret_result) {
    static const char *const known[] = {"RestApiId", "StageName", "DeploymentId", "Description", "Tags"};
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    text stage = json_member_text(resource->properties, "StageName");
    TRY(api_put_stage(context->arena, context->world, json_member_text(resource->properties, "RestApiId"), stage));
    *ret_result = (resource_result){.reference = stage};
    return NULL;
}
