#include "dynamodb/values/attribute_java.h"

/* The fields of the class, and the kind that each is for; of some the API knows nothing. */
#define NO_KIND (-1)
static const struct {
    const char *name;
    int kind;
} fields[] = {
    {"s", ATTRIBUTE_STRING},      {"n", ATTRIBUTE_NUMBER}, {"b", ATTRIBUTE_BINARY},      {"iNT", NO_KIND},
    {"dECIMAL", NO_KIND},         {"dOUBLE", NO_KIND},     {"sS", ATTRIBUTE_STRING_SET}, {"nS", ATTRIBUTE_NUMBER_SET},
    {"bS", ATTRIBUTE_BINARY_SET}, {"iNTSET", NO_KIND},     {"dECIMALSET", NO_KIND},      {"dOUBLESET", NO_KIND},
    {"m", ATTRIBUTE_MAP},         {"l", ATTRIBUTE_LIST},   {"nULL", ATTRIBUTE_NULL},     {"bOOL", ATTRIBUTE_BOOLEAN},
};

static void append_value(buffer *out, const attribute_value *value);

static void append_binary(buffer *out, text bytes) {
    buffer_format(out, "java.nio.HeapByteBuffer[pos=0 lim=%zu cap=%zu]", bytes.length, bytes.length);
}

static void append_members(buffer *out, const attribute_value *value) {
    buffer_append_char(out, '[');
    for (size_t i = 0; i < value->member_count; i++) {
        const attribute_value *member = &value->members[i].value;
        buffer_append(out, i ? TEXT(", ") : TEXT(""));
        if (value->kind == ATTRIBUTE_LIST)
            append_value(out, member);
        else if (value->kind == ATTRIBUTE_BINARY_SET)
            append_binary(out, member->text);
        else
            buffer_append(out, member->text);
    }
    buffer_append_char(out, ']');
}

static void append_content(buffer *out, const attribute_value *value) {
    switch (value->kind) {
    case ATTRIBUTE_STRING:
    case ATTRIBUTE_NUMBER: buffer_append(out, value->text); break;
    case ATTRIBUTE_BINARY: append_binary(out, value->text); break;
    case ATTRIBUTE_BOOLEAN: buffer_append(out, value->boolean ? TEXT("true") : TEXT("false")); break;
    case ATTRIBUTE_NULL: buffer_append(out, TEXT("true")); break;
    case ATTRIBUTE_MAP: item_append_java(out, &(table_item){value->members, value->member_count}); break;
    default: append_members(out, value); break;
    }
}

static void append_value(buffer *out, const attribute_value *value) {
    buffer_append(out, TEXT("AttributeValue("));
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        buffer_format(out, "%s%s=", i ? ", " : "", fields[i].name);
        if (fields[i].kind == (int)value->kind)
            append_content(out, value);
        else
            buffer_append(out, TEXT("null"));
    }
    buffer_append_char(out, ')');
}

void item_append_java(buffer *out, const table_item *item) {
    buffer_append_char(out, '{');
    for (size_t i = 0; i < item->count; i++) {
        buffer_format(out, "%s%.*s=", i ? ", " : "", TEXT_ARGS(item->attributes[i].name));
        append_value(out, &item->attributes[i].value);
    }
    buffer_append_char(out, '}');
}
