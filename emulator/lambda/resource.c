#include "lambda/resource.h"

#include "lambda/function_store.h"
#include "store/account.h"
#include "studio/studio.h"

const gabi_error *function_provision(provision_context *context, const resource *resource,
                                     resource_result *ret_result) {
    /* Code, Role and the like say how AWS runs the function; here the service named by Handler runs in this process. */
    static const char *const known[] = {"FunctionName",  "Handler",       "Environment", "Code",    "Role",
                                        "Runtime",       "Description",   "MemorySize",  "Timeout", "Architectures",
                                        "LoggingConfig", "TracingConfig", "Tags"};
    arena *arena = context->arena;
    provision_warn_unknown(context, resource, known, sizeof known / sizeof *known);
    text name = json_member_text(resource->properties, "FunctionName");
    const json *variables = json_member(json_member(resource->properties, "Environment"), "Variables");
    function function = {
        .name = text_is_empty(name)
                    ? text_format(arena, "%.*s-%.*s", TEXT_ARGS(resource->stack_name), TEXT_ARGS(resource->logical_id))
                    : name,
        .handler = json_member_text(resource->properties, "Handler"),
        .environment = variables ? json_print(arena, variables) : TEXT("{}"),
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
