#include "apigateway/routes.h"

#include <ctype.h>

#define MOST_NESTING 64
#define INVOCATION_MARK ":lambda:path/"

struct routes {
    route *items;
    gabi_op *ops; /* of the items, in their order */
    size_t count;
    const op_router *router;
    text *binary_types; /* "image/png", or with an asterisk for either part */
    size_t binary_type_count;
};

static const char *const methods[] = {"get", "put", "post", "delete", "options", "head", "patch"};

/* The method as requests spell it, "*" for x-amazon-apigateway-any-method, NULL when name is no method. */
static const char *method_of(arena *arena, text name) {
    if (text_equal(name, TEXT("x-amazon-apigateway-any-method")))
        return "*";
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (text_equal(name, text_of(methods[i]))) {
            char *upper = text_to_string(arena, name);
            for (char *c = upper; *c; c++)
                *c = (char)toupper((unsigned char)*c);
            return upper;
        }
    return NULL;
}

static void warn(const route_reporter *reporter, arena *arena, const char *method, text path, const char *what) {
    if (reporter)
        reporter->warn(reporter->reporter, arena_printf(arena, "%s %.*s: %s", method, TEXT_ARGS(path), what));
}

/* The path of the Lambda API that an integration calls; empty for other kinds of integration. */
static text invocation_path_of(const json *integration) {
    text type = json_member_text(integration, "type");
    text uri = json_member_text(integration, "uri");
    size_t mark = text_find(uri, TEXT(INVOCATION_MARK));
    if (!text_equal_ignore_case(type, TEXT("aws_proxy")) || mark == TEXT_NOT_FOUND)
        return TEXT("");
    return text_from(uri, mark + sizeof INVOCATION_MARK - 2); /* from the slash on */
}

/* Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
#define LEAST_TIMEOUT_MS 50
#define MOST_TIMEOUT_MS 29000

/* How long an integration is waited for. */
static const gabi_error *read_timeout(arena *arena, const json *integration, const char *method, text path,
                                      int64_t *ret_timeout_ms) {
    const json *timeout = json_member(integration, "timeoutInMillis");
    int64_t timeout_ms = MOST_TIMEOUT_MS;
    if (timeout &&
        (!json_to_int64(timeout, &timeout_ms) || timeout_ms < LEAST_TIMEOUT_MS || timeout_ms > MOST_TIMEOUT_MS))
        return error_new(
            arena, ERROR_INVALID, "BadRequestException",
            "Unable to put integration on '%s' for resource at path '%.*s': Timeout should be between %d ms "
            "and %d ms",
            method, TEXT_ARGS(path), LEAST_TIMEOUT_MS, MOST_TIMEOUT_MS);
    *ret_timeout_ms = timeout_ms;
    return NULL;
}

/* Adds the operation of one method of one path, or reports why not. */
static const gabi_error *add_route(arena *arena, routes *self, const route_reporter *reporter, text path,
                                   const char *method, const json *operation) {
    const json *integration = json_member(operation, "x-amazon-apigateway-integration");
    text invocation_path = invocation_path_of(integration);
    int64_t timeout_ms;
    if (text_is_empty(invocation_path)) {
        warn(reporter, arena, method, path, "only Lambda proxy integrations are emulated; this route will not answer");
        return NULL;
    }
    if (json_member(operation, "x-amazon-apigateway-request-validator"))
        warn(reporter, arena, method, path, "request validators have no effect here; the services validate");
    text name = json_member_text(operation, "operationId");
    gabi_op op = {
        .name = text_to_string(arena, text_is_empty(name) ? TEXT("(unnamed)") : name),
        .route = arena_printf(arena, "%s %.*s", method, TEXT_ARGS(path)),
    };
    if (text_index(path, ' ') != TEXT_NOT_FOUND || !op_route_is_valid(&op))
        return error_new(arena, ERROR_INVALID, "BadRequestException", "Invalid path in the OpenAPI document: %.*s",
                         TEXT_ARGS(path));
    TRY(read_timeout(arena, integration, method, path, &timeout_ms));
    self->items = arena_grow_by_one(arena, self->items, self->count, sizeof *self->items);
    self->items[self->count++] = (route){
        .op = op,
        .resource_path = text_copy(arena, path),
        .invocation_path = text_copy(arena, invocation_path),
        .timeout_ms = timeout_ms,
    };
    return NULL;
}

static void read_binary_types(arena *arena, routes *self, const json *list) {
    self->binary_types = arena_alloc(arena, json_count(list) * sizeof *self->binary_types);
    for (const json *each = json_first(list); each; each = json_after(each))
        self->binary_types[self->binary_type_count++] = json_text(each);
}

const gabi_error *routes_of_openapi(arena *arena, text openapi, const route_reporter *reporter,
                                    const routes **ret_routes) {
    const json *document;
    TRY(json_parse(arena, openapi, MOST_NESTING, &document));
    const json *paths = json_member(document, "paths");
    if (json_kind_of(paths) != JSON_KIND_OBJECT)
        return error_new(arena, ERROR_INVALID, "BadRequestException",
                         "The API's Body is not an OpenAPI document: it has no paths");
    routes *self = arena_zalloc(arena, sizeof *self);
    for (const json *path = json_first(paths); path; path = json_after(path)) {
        for (const json *operation = json_first(path); operation; operation = json_after(operation)) {
            const char *method = method_of(arena, json_name_of(operation));
            if (method)
                TRY(add_route(arena, self, reporter, json_name_of(path), method, operation));
        }
    }
    read_binary_types(arena, self, json_member(document, "x-amazon-apigateway-binary-media-types"));
    self->ops = arena_alloc(arena, self->count * sizeof *self->ops);
    for (size_t i = 0; i < self->count; i++)
        self->ops[i] = self->items[i].op;
    self->router = op_router_new(arena, self->ops, self->count);
    *ret_routes = self;
    return NULL;
}

static bool part_fits(text expected, text part) {
    return text_equal(expected, TEXT("*")) || text_equal_ignore_case(expected, part);
}

bool routes_take_bytes(const routes *self, text media_type) {
    text type = text_trim(text_upto(text_upto(media_type, text_index(media_type, ',')), text_index(media_type, ';')));
    text subtype = type, main_type;
    text_cut(&subtype, '/', &main_type);
    for (size_t i = 0; i < self->binary_type_count; i++) {
        text expected_subtype = self->binary_types[i], expected_main;
        text_cut(&expected_subtype, '/', &expected_main);
        if (subtype.data && part_fits(expected_main, main_type) && part_fits(expected_subtype, subtype))
            return true;
    }
    return false;
}

/* AWS leaves slashes at the end out of account, and out of a parameter. */
static text without_last_slashes(text path) {
    while (path.length > 1 && path.data[path.length - 1] == '/')
        path.length--;
    return path;
}

const route *routes_find(const routes *self, arena *arena, const http_request *request, op_parameters *ret_parameters) {
    const gabi_op *op;
    http_request routed = *request;
    routed.path = without_last_slashes(request->path);
    return op_router_find_encoded(self->router, arena, &routed, &op, ret_parameters) == OP_MATCHED
               ? &self->items[op - self->ops]
               : NULL;
}

const char **routes_names(const routes *self, arena *arena, size_t *ret_count) {
    const char **names = arena_alloc(arena, self->count * sizeof *names);
    for (size_t i = 0; i < self->count; i++)
        names[i] = self->ops[i].name;
    *ret_count = self->count;
    return names;
}
