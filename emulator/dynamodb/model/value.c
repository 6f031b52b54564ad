#include "dynamodb/model/value.h"

#include "core/encoding.h"

static const char *const type_names[MODEL_TYPES] = {
    [MODEL_STRING] = "S",      [MODEL_NUMBER] = "N",      [MODEL_BINARY] = "B", [MODEL_BOOLEAN] = "BOOL",
    [MODEL_NULL] = "NULL",     [MODEL_LIST] = "L",        [MODEL_MAP] = "M",    [MODEL_STRING_SET] = "SS",
    [MODEL_NUMBER_SET] = "NS", [MODEL_BINARY_SET] = "BS",
};

const char *model_type_name(model_type type) { return type_names[type]; }

bool model_is_set(model_type type) { return type >= MODEL_STRING_SET; }

model_type model_member_type(model_type set) { return set - MODEL_STRING_SET + MODEL_STRING; }

model_value model_string(text bytes) { return (model_value){.type = MODEL_STRING, .bytes = bytes}; }

model_value model_number(arena *arena, const decimal *number) {
    return (model_value){.type = MODEL_NUMBER, .number = (const decimal *)arena_copy(arena, number, sizeof *number)};
}

model_value model_integer(arena *arena, int64_t value) {
    decimal number = decimal_of(value);
    return model_number(arena, &number);
}

/* ---- comparing ---- */

bool model_order(const model_value *a, const model_value *b, int *ret_order) {
    if (a->type != b->type || a->type < MODEL_STRING || a->type > MODEL_BINARY)
        return false;
    if (a->type == MODEL_NUMBER) {
        *ret_order = decimal_compare(a->number, b->number);
        return true;
    }
    size_t shared = a->bytes.length < b->bytes.length ? a->bytes.length : b->bytes.length;
    int order = shared > 0 ? memcmp(a->bytes.data, b->bytes.data, shared) : 0;
    *ret_order = order != 0 ? order : (a->bytes.length > b->bytes.length) - (a->bytes.length < b->bytes.length);
    return true;
}

static bool has_member(const model_value *container, const model_value *value) {
    for (int i = 0; i < container->count; i++)
        if (model_equal(&container->members[i].value, value))
            return true;
    return false;
}

static bool members_equal(const model_value *a, const model_value *b) {
    for (int i = 0; i < a->count; i++) {
        const model_value *member = &a->members[i].value;
        const model_value *other = a->type == MODEL_MAP ? model_get(b, a->members[i].name) : &b->members[i].value;
        if (model_is_set(a->type) ? !has_member(b, member) : !other || !model_equal(member, other))
            return false;
    }
    return true;
}

bool model_equal(const model_value *a, const model_value *b) {
    int order;
    if (a->type != b->type)
        return false;
    if (model_order(a, b, &order))
        return order == 0;
    return a->boolean == b->boolean && a->count == b->count && members_equal(a, b);
}

bool model_contains(const model_value *container, const model_value *value) {
    switch (container->type) {
    case MODEL_STRING:
    case MODEL_BINARY:
        return value->type == container->type && text_find(container->bytes, value->bytes) != TEXT_NOT_FOUND;
    case MODEL_MAP: return false;
    default: return has_member(container, value);
    }
}

/* ---- maps ---- */

const model_value *model_get(const model_value *map, text name) {
    for (int i = 0; map->type == MODEL_MAP && i < map->count; i++)
        if (text_equal(map->members[i].name, name))
            return &map->members[i].value;
    return NULL;
}

model_value model_with(arena *arena, const model_value *map, text name, const model_value *value) {
    model_member *members = arena_alloc(arena, (size_t)(map->count + 1) * sizeof *members);
    model_value made = {.type = MODEL_MAP, .members = members};
    for (int i = 0; i < map->count; i++)
        if (!text_equal(map->members[i].name, name))
            members[made.count++] = map->members[i];
    if (value->type != MODEL_ABSENT)
        members[made.count++] = (model_member){name, *value};
    return made;
}

/* A number of 38 digits. */
#define MOST_NUMBER_BYTES 21

size_t model_most_bytes(const model_value *value) {
    size_t bytes = 3 + value->bytes.length + (value->type == MODEL_NUMBER ? MOST_NUMBER_BYTES : 0);
    for (int i = 0; i < value->count; i++)
        bytes += 1 + value->members[i].name.length + model_most_bytes(&value->members[i].value);
    return bytes;
}

model_value model_copy(arena *arena, const model_value *value) {
    model_value copy = *value;
    copy.bytes = text_copy(arena, value->bytes);
    if (value->number)
        copy.number = (const decimal *)arena_copy(arena, value->number, sizeof *value->number);
    model_member *members = arena_alloc(arena, (size_t)value->count * sizeof *members);
    for (int i = 0; i < value->count; i++)
        members[i] =
            (model_member){text_copy(arena, value->members[i].name), model_copy(arena, &value->members[i].value)};
    copy.members = members;
    return copy;
}

/* ---- writing ---- */

/* The same number, spelled in one of many ways. */
static text spell_number(arena *arena, chance *chance, const decimal *number) {
    int exponent;
    text plain = decimal_print(arena, number), digits = decimal_digits(arena, number, &exponent);
    const char *sign = number->is_negative ? "-" : "";
    bool has_point = text_index(plain, '.') != TEXT_NOT_FOUND;
    switch (chance_below(chance, 6)) {
    case 0: return text_format(arena, "%s%.*se%d", sign, TEXT_ARGS(digits), exponent);
    case 1: return text_format(arena, "%s0.0%.*sE%+d", sign, TEXT_ARGS(digits), exponent + (int)digits.length + 1);
    case 2: return text_format(arena, "%.*s%s", TEXT_ARGS(plain), has_point ? "00" : ".000");
    case 3: return number->is_negative ? plain : text_format(arena, "00%.*s", TEXT_ARGS(plain));
    default: return plain;
    }
}

static void write_scalar(json_writer *writer, chance *chance, const model_value *value) {
    arena *arena = writer->out->arena;
    switch (value->type) {
    case MODEL_STRING: json_string(writer, value->bytes); break;
    case MODEL_NUMBER: json_string(writer, spell_number(arena, chance, value->number)); break;
    case MODEL_BINARY: json_string(writer, base64_encode(arena, value->bytes)); break;
    case MODEL_BOOLEAN: json_boolean(writer, value->boolean); break;
    default: json_boolean(writer, true); break;
    }
}

void model_write_item(json_writer *writer, chance *chance, const model_value *item) {
    json_begin_object(writer);
    for (int i = 0; i < item->count; i++) {
        json_name(writer, item->members[i].name);
        model_write(writer, chance, &item->members[i].value);
    }
    json_end_object(writer);
}

void model_write(json_writer *writer, chance *chance, const model_value *value) {
    json_begin_object(writer);
    json_name(writer, text_of(type_names[value->type]));
    if (value->type == MODEL_MAP) {
        model_write_item(writer, chance, value);
    } else if (value->type == MODEL_LIST || model_is_set(value->type)) {
        json_begin_array(writer);
        for (int i = 0; i < value->count; i++)
            if (value->type == MODEL_LIST)
                model_write(writer, chance, &value->members[i].value);
            else
                write_scalar(writer, chance, &value->members[i].value);
        json_end_array(writer);
    } else {
        write_scalar(writer, chance, value);
    }
    json_end_object(writer);
}

/* ---- reading ---- */

static bool read_number(arena *arena, text printed, model_value *ret_value) {
    decimal number;
    if (!decimal_read(printed, &number) || !text_equal(decimal_print(arena, &number), printed))
        return false; /* not in its normal form */
    *ret_value = model_number(arena, &number);
    return true;
}

static bool read_scalar(arena *arena, model_type type, const tree *tree, model_value *ret_value) {
    bool is_literal = tree->token == JSON_TRUE || tree->token == JSON_FALSE;
    *ret_value = (model_value){.type = type, .bytes = tree->text};
    switch (type) {
    case MODEL_STRING: return tree->token == JSON_STRING;
    case MODEL_NUMBER: return tree->token == JSON_STRING && read_number(arena, tree->text, ret_value);
    case MODEL_BINARY: return tree->token == JSON_STRING && base64_decode(arena, tree->text, &ret_value->bytes);
    case MODEL_BOOLEAN:
        *ret_value = (model_value){.type = type, .boolean = tree->token == JSON_TRUE};
        return is_literal;
    default: *ret_value = (model_value){.type = type}; return tree->token == JSON_TRUE;
    }
}

static bool read_members(arena *arena, model_type type, const tree *tree, model_value *ret_value) {
    model_member *members = arena_zalloc(arena, (size_t)tree->count * sizeof *members);
    model_value made = {.type = type, .members = members};
    for (const struct tree *each = tree->first; each; each = each->next) {
        model_member *member = &members[made.count++];
        member->name = each->name;
        if (!(model_is_set(type) ? read_scalar(arena, model_member_type(type), each, &member->value)
                                 : model_read(arena, each, &member->value)))
            return false;
    }
    *ret_value = made;
    return tree->token == (type == MODEL_MAP ? JSON_OBJECT_BEGIN : JSON_ARRAY_BEGIN);
}

bool model_read(arena *arena, const tree *tree, model_value *ret_value) {
    if (tree->token != JSON_OBJECT_BEGIN || tree->count != 1)
        return false;
    for (model_type type = MODEL_STRING; type < MODEL_TYPES; type++)
        if (text_equal(tree->first->name, text_of(type_names[type])))
            return type < MODEL_LIST ? read_scalar(arena, type, tree->first, ret_value)
                                     : read_members(arena, type, tree->first, ret_value);
    return false;
}

bool model_read_item(arena *arena, const tree *tree, model_value *ret_item) {
    *ret_item = (model_value){.type = MODEL_MAP};
    return !tree || read_members(arena, MODEL_MAP, tree, ret_item);
}
