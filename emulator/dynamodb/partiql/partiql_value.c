#include "dynamodb/partiql/partiql_value.h"

#include "dynamodb/values/attribute.h"
#include "dynamodb/values/attribute_set.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/number.h"

/* Of values that stand in others. */
#define MOST_LEVELS 32

const gabi_error *partiql_error_at(arena *arena, partiql_place place, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return validation_error(arena, "%s at %u:%u:%u", message, place.line, place.column, place.length);
}

/* ---- names ---- */

static const char *operator_name(const partiql_node *node) {
    static const char *const names[][2] = {
        {"OR", "Or"},     {"AND", "And"},         {"NOT", "Not"},  {"=", "Eq"},     {"<>", "Ne"},
        {"<", "Lt"},      {"<=", "Lte"},          {">", "Gt"},     {">=", "Gte"},   {"LIKE", "Like"},
        {"IS", "IsType"}, {"BETWEEN", "Between"}, {"+", "Plus"},   {"-", "Minus"},  {"IN", "InCollection"},
        {"*", "Times"},   {"/", "Divide"},        {"%", "Modulo"}, {"||", "Concat"}};
    if (node->count == 1 && node->text.length == 1)
        return node->text.data[0] == '-' ? "Neg" : "Pos";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(node->text, text_of(names[i][0])))
            return names[i][1];
    return "NAry";
}

const char *partiql_node_name(const partiql_node *node) {
    switch (node->kind) {
    case PARTIQL_NODE_NAME: return "Id";
    case PARTIQL_NODE_MISSING: return "Missing";
    case PARTIQL_NODE_PARAMETER: return "Parameter";
    case PARTIQL_NODE_LIST: return "List";
    case PARTIQL_NODE_BAG: return "Bag";
    case PARTIQL_NODE_STRUCT: return "Struct";
    case PARTIQL_NODE_CALL: return "Call";
    case PARTIQL_NODE_PATH: return "Path";
    case PARTIQL_NODE_OPERATOR: return operator_name(node);
    case PARTIQL_NODE_STATEMENT: return "Select";
    default: return "Lit";
    }
}

bool partiql_is_operator(const partiql_node *node, const char *name) {
    return node->kind == PARTIQL_NODE_OPERATOR && text_equal(node->text, text_of(name));
}

bool partiql_is_value(const partiql_node *node) {
    return node->kind != PARTIQL_NODE_NAME && node->kind != PARTIQL_NODE_MISSING && node->kind <= PARTIQL_NODE_STRUCT;
}

/* ---- values ---- */

/* A place in a value, which is spelled only when something is wrong there. */
typedef struct value_place {
    const struct value_place *outer; /* NULL: the value itself */
    text name;                       /* in a map; data NULL: in a list */
    size_t index;
    unsigned level;
} value_place;

/* "root.a[0]" */
static const char *describe(arena *arena, const value_place *place) {
    const value_place *way[MOST_LEVELS + 1];
    size_t count = 0;
    buffer out = BUFFER(arena);
    buffer_append(&out, TEXT("root"));
    for (; place->outer; place = place->outer)
        way[count++] = place;
    while (count-- > 0)
        if (way[count]->name.data)
            buffer_format(&out, ".%.*s", TEXT_ARGS(way[count]->name));
        else
            buffer_format(&out, "[%zu]", way[count]->index);
    return buffer_text(&out).data;
}

static const gabi_error *value_at(const partiql_scope *scope, const partiql_node *node, const value_place *place,
                                  attribute_value *ret_value);

static const gabi_error *unsupported(arena *arena, const partiql_node *node, const value_place *place) {
    bool is_named = node->kind == PARTIQL_NODE_CALL || node->kind == PARTIQL_NODE_NAME;
    return partiql_error_at(arena, node->place, "Unsupported data type: %s under key %s",
                            is_named ? text_to_string(arena, node->text) : partiql_node_name(node),
                            describe(arena, place));
}

static const gabi_error *number_of(arena *arena, const partiql_node *node, const value_place *place, text *ret_number) {
    const gabi_error *error = number_normalize(arena, node->text, NUMBER_READER_BIG_DECIMAL, ret_number);
    return error ? validation_error(arena, "%s under %s", error->message, describe(arena, place)) : NULL;
}

static const gabi_error *check_bag(arena *arena, const partiql_node *node, const value_place *place,
                                   const attribute_value *set) {
    buffer spelled = BUFFER(arena);
    if (!attribute_set_has_duplicates(arena, set))
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        buffer_format(&spelled, "%s%.*s", i ? ", " : "", TEXT_ARGS(node->children[i]->text));
    return set->kind == ATTRIBUTE_NUMBER_SET
               ? parameter_error(arena, "Input collection [%s] contains duplicates! under %s",
                                 buffer_text(&spelled).data, describe(arena, place))
               : parameter_error(arena, "Input collection [%s] contains duplicates.", buffer_text(&spelled).data);
}

static const gabi_error *bag_of(arena *arena, const partiql_node *node, const value_place *place,
                                attribute_value *ret_value) {
    attribute *members = arena_zalloc(arena, node->count * sizeof *members);
    if (node->count == 0)
        return validation_error(arena, "Empty bags are not supported");
    bool is_of_numbers = node->children[0]->kind == PARTIQL_NODE_NUMBER;
    for (size_t i = 0; i < node->count; i++) {
        const partiql_node *member = node->children[i];
        attribute_value *value = &members[i].value;
        if (member->kind != (is_of_numbers ? PARTIQL_NODE_NUMBER : PARTIQL_NODE_STRING))
            return validation_error(
                arena, "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
        *value = (attribute_value){.kind = is_of_numbers ? ATTRIBUTE_NUMBER : ATTRIBUTE_STRING, .text = member->text};
        if (is_of_numbers)
            TRY(number_of(arena, member, place, &value->text));
    }
    *ret_value = (attribute_value){.kind = is_of_numbers ? ATTRIBUTE_NUMBER_SET : ATTRIBUTE_STRING_SET,
                                   .members = members,
                                   .member_count = node->count};
    TRY(check_bag(arena, node, place, ret_value));
    attribute_set_order(arena, ret_value);
    return NULL;
}

static const gabi_error *list_of(const partiql_scope *scope, const partiql_node *node, const value_place *place,
                                 attribute_value *ret_value) {
    attribute *members = arena_zalloc(scope->arena, node->count * sizeof *members);
    for (size_t i = 0; i < node->count; i++) {
        value_place inner = {.outer = place, .index = i, .level = place->level + 1};
        TRY(value_at(scope, node->children[i], &inner, &members[i].value));
    }
    *ret_value = (attribute_value){.kind = ATTRIBUTE_LIST, .members = members, .member_count = node->count};
    return NULL;
}

/* The name of a member of a {…}, which must be another's than those before it. */
static const gabi_error *name_of(arena *arena, const partiql_node *node, const value_place *place,
                                 const table_item *before, text *ret_name) {
    if (node->kind != PARTIQL_NODE_STRING)
        return validation_error(arena, "Tuple keys must be of type String. Actual type: %s under %s",
                                partiql_node_name(node), describe(arena, place));
    if (item_find(before, node->text))
        return validation_error(arena, "Duplicate keys in tuple. Key: %.*s under %s", TEXT_ARGS(node->text),
                                describe(arena, place));
    *ret_name = node->text;
    return NULL;
}

static const gabi_error *struct_of(const partiql_scope *scope, const partiql_node *node, const value_place *place,
                                   attribute_value *ret_value) {
    attribute *members = arena_zalloc(scope->arena, node->count / 2 * sizeof *members);
    for (size_t i = 0; i < node->count / 2; i++) {
        table_item before = {members, i};
        value_place inner = {.outer = place, .level = place->level + 1};
        TRY(name_of(scope->arena, node->children[2 * i], place, &before, &members[i].name));
        inner.name = members[i].name;
        TRY(value_at(scope, node->children[2 * i + 1], &inner, &members[i].value));
    }
    *ret_value = (attribute_value){.kind = ATTRIBUTE_MAP, .members = members, .member_count = node->count / 2};
    return NULL;
}

static const gabi_error *value_at(const partiql_scope *scope, const partiql_node *node, const value_place *place,
                                  attribute_value *ret_value) {
    attribute_value value = {0};
    if (place->level >= MOST_LEVELS)
        return validation_error(scope->arena, "Nesting Levels have exceeded supported limits under %s",
                                describe(scope->arena, place));
    switch (node->kind) {
    case PARTIQL_NODE_STRING: value = (attribute_value){.kind = ATTRIBUTE_STRING, .text = node->text}; break;
    case PARTIQL_NODE_NUMBER:
        value.kind = ATTRIBUTE_NUMBER;
        TRY(number_of(scope->arena, node, place, &value.text));
        break;
    case PARTIQL_NODE_BOOLEAN: value = (attribute_value){.kind = ATTRIBUTE_BOOLEAN, .boolean = node->boolean}; break;
    case PARTIQL_NODE_NULL: break;
    case PARTIQL_NODE_LIST: return list_of(scope, node, place, ret_value);
    case PARTIQL_NODE_BAG: return bag_of(scope->arena, node, place, ret_value);
    case PARTIQL_NODE_STRUCT: return struct_of(scope, node, place, ret_value);
    default: return unsupported(scope->arena, node, place);
    }
    *ret_value = value;
    return NULL;
}

const gabi_error *partiql_value_of(const partiql_scope *scope, const partiql_node *node, attribute_value *ret_value) {
    if (node->kind != PARTIQL_NODE_PARAMETER)
        return value_at(scope, node, &(value_place){0}, ret_value);
    *ret_value = scope->parameters[node->index];
    return NULL;
}

const gabi_error *partiql_item_of(const partiql_scope *scope, const partiql_node *node, table_item *ret_item) {
    attribute *attributes = arena_zalloc(scope->arena, node->count / 2 * sizeof *attributes);
    for (size_t i = 0; i < node->count / 2; i++) {
        table_item before = {attributes, i};
        TRY(name_of(scope->arena, node->children[2 * i], &(value_place){0}, &before, &attributes[i].name));
        TRY(attribute_check_name(scope->arena, attributes[i].name));
        TRY(partiql_value_of(scope, node->children[2 * i + 1], &attributes[i].value));
    }
    *ret_item = (table_item){attributes, node->count / 2};
    return NULL;
}

/* ---- paths ---- */

static const gabi_error *unexpected_component(arena *arena, const partiql_node *node) {
    return partiql_error_at(arena, node->place, "Unexpected path component");
}

static const gabi_error *element_of_name(arena *arena, text name, path_element *ret_element) {
    if (text_is_empty(name))
        return validation_error(arena, "Path component cannot be an empty string");
    *ret_element = (path_element){.name = name};
    return NULL;
}

static const gabi_error *element_of_index(arena *arena, const partiql_node *inside, path_element *ret_element) {
    int64_t index;
    if (inside->kind == PARTIQL_NODE_STRING)
        return element_of_name(arena, inside->text, ret_element);
    if (inside->kind != PARTIQL_NODE_NUMBER)
        return unexpected_component(arena, inside);
    if (!text_to_int64(inside->text, &index) || index < 0 || index > INT32_MAX)
        return partiql_error_at(arena, inside->place, "List index is not within the allowable range; index: [%.*s]",
                                TEXT_ARGS(inside->text));
    *ret_element = (path_element){.index = index, .is_index = true};
    return NULL;
}

static const gabi_error *element_of_step(arena *arena, const partiql_node *step, path_element *ret_element) {
    if (step->kind == PARTIQL_NODE_STEP)
        return element_of_name(arena, step->text, ret_element);
    if (step->kind == PARTIQL_NODE_INDEX)
        return element_of_index(arena, step->children[0], ret_element);
    return validation_error(arena, text_is_empty(step->text) ? "Wildcard path component like a[*].b are not supported"
                                                             : "Unpivot path component like a.*.b are not supported");
}

const gabi_error *partiql_path_of(const partiql_scope *scope, const partiql_node *node, path *ret_path) {
    const partiql_node *root = node->kind == PARTIQL_NODE_PATH ? node->children[0] : node;
    size_t count = node->kind == PARTIQL_NODE_PATH ? node->count : 1;
    path_element *elements = arena_alloc(scope->arena, count * sizeof *elements);
    if (root->kind != PARTIQL_NODE_NAME)
        return unexpected_component(scope->arena, root);
    TRY(element_of_name(scope->arena, root->text, &elements[0]));
    for (size_t i = 1; i < count; i++)
        TRY(element_of_step(scope->arena, node->children[i], &elements[i]));
    *ret_path = (path){elements, count};
    return NULL;
}

/* ---- both ---- */

const gabi_error *partiql_operand_of(const partiql_scope *scope, const partiql_node *node, operand *ret_operand) {
    operand made = {.kind = OPERAND_PATH};
    if (node->kind == PARTIQL_NODE_MISSING)
        return validation_error(scope->arena, "MISSING must be compared using IS operator");
    if (partiql_is_value(node)) {
        attribute_value *value = arena_alloc(scope->arena, sizeof *value);
        TRY(partiql_value_of(scope, node, value));
        made = (operand){.kind = OPERAND_VALUE, .value = value};
    } else {
        TRY(partiql_path_of(scope, node, &made.path));
    }
    *ret_operand = made;
    return NULL;
}
