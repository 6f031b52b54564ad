#include "dynamodb/values/wire_type.h"

#define SHAPES "com.amazonaws.dynamodb.v20120810."

const gabi_error *serialization_error(arena *arena, const char *message) {
    return error_new(arena, ERROR_INVALID, "SerializationException", "%s", message);
}

bool wire_token_is_boolean(const json_reader *reader, json_token token, bool *ret_value) {
    static const char *const spellings[][2] = {{"false", "true"}, {"0", "1"}, {"no", "yes"}};
    if (token == JSON_TRUE || token == JSON_FALSE) {
        *ret_value = token == JSON_TRUE;
        return true;
    }
    for (size_t i = 0; token == JSON_STRING && i < sizeof spellings / sizeof *spellings; i++)
        for (size_t value = 0; value < 2; value++)
            if (text_equal_ignore_case(reader->value, text_of(spellings[i][value]))) {
                *ret_value = value == 1;
                return true;
            }
    return false;
}

static bool is_named(const wire_type *type, const char *name) { return text_equal(text_of(type->name), text_of(name)); }

static const char *java_name(arena *arena, const wire_type *type) {
    if (is_named(type, "Blob"))
        return "java.nio.ByteBuffer";
    if (is_named(type, "Date"))
        return "java.util.Date";
    if (strchr(type->name, '.'))
        return type->name;
    return arena_printf(arena, "%s%s", type->form == WIRE_SCALAR || is_named(type, "String") ? "java.lang." : SHAPES,
                        type->name);
}

static const char *token_name(const json_reader *reader, json_token token) {
    switch (token) {
    case JSON_STRING: return "STRING_VALUE";
    case JSON_TRUE: return "TRUE_VALUE";
    case JSON_FALSE: return "FALSE_VALUE";
    default: break;
    }
    for (size_t i = 0; i < reader->value.length; i++)
        if (strchr(".eE", reader->value.data[i]))
            return "DECIMAL_VALUE";
    return "NUMBER_VALUE";
}

/* A string, number or boolean where none of the kind should be. */
static const char *of_scalar(const json_reader *reader, json_token token, const wire_type *wanted) {
    if (wanted->form == WIRE_SCALAR) {
        if (is_named(wanted, "Blob"))
            return "only base-64-encoded strings are convertible to bytes";
        if (is_named(wanted, "Boolean") && token == JSON_STRING)
            return "Unexpected token received from parser";
        return arena_printf(reader->arena, "%s cannot be converted to %s", token_name(reader, token), wanted->name);
    }
    if (!wanted->is_element)
        return "Unexpected field type";
    return wanted->form == WIRE_STRUCTURE
               ? "Unexpected value type in payload"
               : "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
                 "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class "
                 "are in module java.base of loader 'bootstrap')";
}

static const char *of_list(arena *arena, const wire_type *wanted) {
    const char *name = java_name(arena, wanted);
    return wanted->form == WIRE_MAP
               ? arena_printf(arena, "Unrecognized collection type java.util.Map<java.lang.String, %s>", name)
               : arena_printf(arena, "Unrecognized collection type class %s", name);
}

const gabi_error *wire_type_error(const json_reader *reader, json_token token, const wire_type *wanted) {
    switch (token) {
    case JSON_STRING:
    case JSON_NUMBER:
    case JSON_TRUE:
    case JSON_FALSE: return serialization_error(reader->arena, of_scalar(reader, token, wanted));
    case JSON_ARRAY_BEGIN: return serialization_error(reader->arena, of_list(reader->arena, wanted));
    case JSON_OBJECT_BEGIN:
        return serialization_error(reader->arena, "Start of structure or map found where not expected");
    default: return json_reader_error(reader);
    }
}
