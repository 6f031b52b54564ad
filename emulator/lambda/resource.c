#include "lambda/resource.h"

#include "lambda/function_store.h"
#include "store/account.h"
#include "studio/studio.h"

/* Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
#define DEFAULT_TIMEOUT_S 3
#define MOST_TIMEOUT_S 900

const gabi_error *function_provision(provision_context *context, const resource *resource,
                                     resource_result *ret_result) {
    /* Code, Role and the like say how AWS runs the function; here the service named by Handler runs in this process. */
    static const char *const known[] = {"FunctionName",  "Handler",       "Environment", "Code",    "Role",
                                        "Runtime",       "Description",   "MemorySize",  "Timeout", "Architectures",
                                        "LoggingConfig", "TracingConfig", "Tags"};
    arena *arena = context->arena;
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    text name = json_member_text(resource->properties, "FunctionName");
    int64_t timeout_s = DEFAULT_TIMEOUT_S;
    const json *timeout = json_member(resource->properties, "Timeout");
    if (timeout && (!json_to_int64(timeout, &timeout_s) || timeout_s < 1 || timeout_s > MOST_TIMEOUT_S))
        return error_new(arena, ERROR_INVALID, "InvalidParameterValueException",
                         "Timeout of %.*s: a whole number of seconds from 1 to %d", TEXT_ARGS(resource->logical_id),
                         MOST_TIMEOUT_S);
    const json *variables = json_member(json_member(resource->properties, "Environment"), "Variables");
    function function = {
        .name = text_is_empty(name)
                    ? text_format(arena, "%.*s-%.*s", TEXT_ARGS(resource->stack_name), TEXT_ARGS(resource->logical_id))
                    : name,
        .handler = json_member_text(resource->properties, "Handler"),
        .environment = variables ? json_print(arena, variables) : TEXT("{}"),
        .timeout_s = timeout_s,
    };
    if (!studio_find(function.handler))
        context->warn(context->reporter, resource,
                      arena_printf(arena,
                                   "Handler \"%.*s\" is none of the studio's services, the only ones that run here: "
                                   "invoking it fails",
                                   TEXT_ARGS(function.handler)));
    TRY(function_put(arena, context->world, &function));
    *ret_result = (resource_result){.reference = function.name};
    http_fields_add(
        arena, &ret_result->attributes, TEXT("Arn"),
        text_format(arena, "arn:aws:lambda:" ACCOUNT_REGION ":" ACCOUNT_ID ":function:%.*s", TEXT_ARGS(function.name)));
    return NULL;
}
