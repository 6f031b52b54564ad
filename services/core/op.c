#include "core/op.h"

#include <assert.h>
#include <stdlib.h>

#include "core/encoding.h"

#define MAX_SEGMENTS 16
#define MAX_CONDITIONS 8

typedef enum segment_kind { SEGMENT_GREEDY, SEGMENT_PARAMETER, SEGMENT_LITERAL } segment_kind;

typedef struct segment {
    segment_kind kind;
    text name; /* of the parameter, or the literal */
} segment;

typedef struct condition {
    text name;
    text value;
    bool has_value;
} condition;

/* What is looked at first of each route, and of most alone, stands together. */
typedef struct route {
    const gabi_op *op;
    text method;
    size_t header_count;
    condition headers[MAX_CONDITIONS];
    size_t segment_count;
    segment segments[MAX_SEGMENTS];
    size_t query_key_count;
    condition query_keys[MAX_CONDITIONS];
} route;

struct op_router {
    route *routes; /* most specific first */
    size_t count;
};

static bool add_condition(condition *list, size_t *count, text part) {
    if (*count == MAX_CONDITIONS)
        return false;
    text value = part, name;
    text_cut(&value, '=', &name);
    list[(*count)++] = (condition){.name = name, .value = value, .has_value = value.data != NULL};
    return true;
}

static bool add_segments(route *self, text path) {
    if (path.length == 0 || path.data[0] != '/')
        return false;
    text rest = text_from(path, 1), part;
    size_t parameters = 0;
    while (text_cut(&rest, '/', &part)) {
        if (self->segment_count == MAX_SEGMENTS)
            return false;
        segment *added = &self->segments[self->segment_count++];
        bool parameter = part.length > 2 && part.data[0] == '{' && part.data[part.length - 1] == '}';
        text name = parameter ? (text){part.data + 1, part.length - 2} : part;
        bool greedy = parameter && name.data[name.length - 1] == '+';
        added->kind = greedy ? SEGMENT_GREEDY : parameter ? SEGMENT_PARAMETER : SEGMENT_LITERAL;
        added->name = greedy ? text_upto(name, name.length - 1) : name;
        parameters += parameter;
        if ((greedy && rest.data != NULL) || parameters > OP_MAX_PARAMETERS)
            return false;
    }
    return true;
}

static bool parse_route(route *self, const gabi_op *op) {
    *self = (route){.op = op};
    text rest = text_of(op->route), part;
    text_cut(&rest, ' ', &self->method);
    if (!text_cut(&rest, ' ', &part) || !add_segments(self, part))
        return false;
    while (text_cut(&rest, ' ', &part)) {
        bool is_query = text_starts_with(part, TEXT("?"));
        if (part.length < 2 || (!is_query && part.data[0] != '+'))
            return false;
        if (is_query ? !add_condition(self->query_keys, &self->query_key_count, text_from(part, 1))
                     : !add_condition(self->headers, &self->header_count, text_from(part, 1)))
            return false;
    }
    return true;
}

bool op_route_is_valid(const gabi_op *op) {
    route parsed;
    return parse_route(&parsed, op);
}

static bool any_method(const route *self) { return text_equal(self->method, TEXT("*")); }

/* Negative when a is more specific than b, 0 when neither is. */
static int compare_specificity(const route *a, const route *b) {
    size_t shared = a->segment_count < b->segment_count ? a->segment_count : b->segment_count;
    for (size_t i = 0; i < shared; i++)
        if (a->segments[i].kind != b->segments[i].kind)
            return (int)b->segments[i].kind - (int)a->segments[i].kind;
    if (a->segment_count != b->segment_count)
        return a->segment_count > b->segment_count ? -1 : 1;
    size_t a_conditions = a->query_key_count + a->header_count;
    size_t b_conditions = b->query_key_count + b->header_count;
    if (a_conditions != b_conditions)
        return a_conditions > b_conditions ? -1 : 1;
    return (int)any_method(a) - (int)any_method(b);
}

static int compare_routes(const void *a, const void *b) {
    int order = compare_specificity(a, b);
    if (order != 0)
        return order;
    /* Keep the rows' order, so that sorting is the same everywhere. */
    const gabi_op *first = ((const route *)a)->op, *second = ((const route *)b)->op;
    return (first > second) - (first < second);
}

/* Routes that ask for the header that the one before asks for have its name from there, by which look_up knows it. */
static void share_header_names(route *routes, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < routes[i].header_count && j < routes[i - 1].header_count; j++)
            if (text_equal(routes[i].headers[j].name, routes[i - 1].headers[j].name))
                routes[i].headers[j].name = routes[i - 1].headers[j].name;
}

const op_router *op_router_new(arena *arena, const gabi_op *ops, size_t count) {
    op_router *self = arena_zalloc(arena, sizeof *self);
    self->routes = arena_zalloc(arena, count * sizeof *self->routes);
    self->count = count;
    for (size_t i = 0; i < count; i++) {
        bool is_valid = parse_route(&self->routes[i], &ops[i]);
        assert(is_valid);
        (void)is_valid;
    }
    qsort(self->routes, count, sizeof *self->routes, compare_routes);
    share_header_names(self->routes, count);
    return self;
}

static bool path_fits(const route *self, text path, text *ret_values) {
    if (path.length == 0 || path.data[0] != '/')
        return false;
    text rest = text_from(path, 1), part;
    if (!rest.data)
        rest.data = "";
    for (size_t i = 0; i < self->segment_count; i++) {
        const segment *expected = &self->segments[i];
        if (expected->kind == SEGMENT_GREEDY) {
            ret_values[i] = rest;
            return rest.data && rest.length > 0;
        }
        if (!text_cut(&rest, '/', &part))
            return false;
        if (expected->kind == SEGMENT_LITERAL ? !text_equal(part, expected->name) : part.length == 0)
            return false;
        ret_values[i] = part;
    }
    return rest.data == NULL;
}

/* The header that was looked up last: the rows of an API that routes by header ask for one name again and again. */
typedef struct header_lookup {
    text name;
    const http_field *field;
} header_lookup;

static const http_field *look_up(header_lookup *last, const http_request *request, text name) {
    if (last->name.data != name.data)
        *last = (header_lookup){name, http_fields_find(&request->headers, name)};
    return last->field;
}

static bool headers_fit(const route *self, const http_request *request, header_lookup *last) {
    for (size_t i = 0; i < self->header_count; i++) {
        const http_field *field = look_up(last, request, self->headers[i].name);
        if (!field || (self->headers[i].has_value && !text_equal(field->value, self->headers[i].value)))
            return false;
    }
    return true;
}

static bool query_fits(const route *self, arena *arena, const http_request *request) {
    for (size_t i = 0; i < self->query_key_count; i++) {
        text value;
        if (!http_query_get(arena, request->query, self->query_keys[i].name, &value) ||
            (self->query_keys[i].has_value && !text_equal(value, self->query_keys[i].value)))
            return false;
    }
    return true;
}

static void take_parameters(const route *self, const text *values, op_parameters *parameters) {
    parameters->count = 0;
    for (size_t i = 0; i < self->segment_count; i++)
        if (self->segments[i].kind != SEGMENT_LITERAL)
            parameters->items[parameters->count++] = (http_field){self->segments[i].name, values[i]};
}

op_match op_router_find_encoded(const op_router *self, arena *arena, const http_request *request,
                                const gabi_op **ret_op, op_parameters *ret_parameters) {
    op_match result = OP_NO_PATH;
    text values[MAX_SEGMENTS];
    header_lookup last = {0};
    for (size_t i = 0; i < self->count; i++) {
        const route *candidate = &self->routes[i];
        if (!headers_fit(candidate, request, &last) || !path_fits(candidate, request->path, values) ||
            !query_fits(candidate, arena, request))
            continue;
        if (!any_method(candidate) && !text_equal(candidate->method, request->method)) {
            result = OP_NO_METHOD;
            continue;
        }
        take_parameters(candidate, values, ret_parameters);
        *ret_op = candidate->op;
        return OP_MATCHED;
    }
    return result;
}

op_match op_router_find(const op_router *self, arena *arena, const http_request *request, const gabi_op **ret_op,
                        op_parameters *ret_parameters) {
    op_match result = op_router_find_encoded(self, arena, request, ret_op, ret_parameters);
    for (size_t i = 0; result == OP_MATCHED && i < ret_parameters->count; i++)
        ret_parameters->items[i].value = percent_decode(arena, ret_parameters->items[i].value, false);
    return result;
}

static bool same_conditions(const condition *a, const condition *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t j = 0; j < count; j++)
            found = found || (text_equal_ignore_case(a[i].name, b[j].name) && text_equal(a[i].value, b[j].value));
        if (!found)
            return false;
    }
    return true;
}

static bool same_literals(const route *a, const route *b) {
    for (size_t i = 0; i < a->segment_count; i++)
        if (a->segments[i].kind == SEGMENT_LITERAL && !text_equal(a->segments[i].name, b->segments[i].name))
            return false;
    return true;
}

static bool tie(const route *a, const route *b) {
    return compare_specificity(a, b) == 0 && a->query_key_count == b->query_key_count &&
           text_equal(a->method, b->method) && same_literals(a, b) &&
           same_conditions(a->query_keys, b->query_keys, a->query_key_count) &&
           same_conditions(a->headers, b->headers, a->header_count);
}

bool op_router_find_tie(const op_router *self, const gabi_op **ret_first, const gabi_op **ret_second) {
    for (size_t i = 0; i < self->count; i++) {
        for (size_t j = i + 1; j < self->count; j++) {
            if (tie(&self->routes[i], &self->routes[j])) {
                *ret_first = self->routes[i].op;
                *ret_second = self->routes[j].op;
                return true;
            }
        }
    }
    return false;
}

text op_parameter(const op_call *call, const char *name) {
    for (size_t i = 0; i < call->parameters.count; i++)
        if (text_equal(call->parameters.items[i].name, text_of(name)))
            return call->parameters.items[i].value;
    return (text){"", 0};
}
