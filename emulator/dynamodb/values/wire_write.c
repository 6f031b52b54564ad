#include "dynamodb/values/wire.h"

/* Whether the member is another name of one before it. */
static bool is_alias(const wire_struct *description, const wire_member *member) {
    for (const wire_member *before = description->members; before < member; before++)
        if (before->offset == member->offset)
            return true;
    return false;
}

static void write_member(json_writer *writer, const wire_member *member, const void *value) {
    const char *name = member->name;
    const optional_integer *integer = value;
    const optional_boolean *boolean = value;
    /* Its reader tells a member's type. */
    if (member->read == wire_read_text && ((const text *)value)->data)
        json_string_member(writer, name, *(const text *)value);
    else if ((member->read == wire_read_integer || member->read == wire_read_long) && integer->is_present)
        json_integer_member(writer, name, integer->value);
    else if (member->read == wire_read_boolean && boolean->is_present)
        json_boolean_member(writer, name, boolean->value);
    else if (member->read == wire_read_object)
        wire_write_object(writer, name, member->element, *(const void *const *)value);
    else if (member->read == wire_read_list && ((const wire_list *)value)->count > 0)
        wire_write_list(writer, name, member->element, value);
}

void wire_write_members(json_writer *writer, const wire_struct *description, const void *value) {
    for (size_t i = 0; i < description->member_count; i++) {
        const wire_member *member = &description->members[i];
        if (!is_alias(description, member))
            write_member(writer, member, (const char *)value + member->offset);
    }
}

void wire_write_object(json_writer *writer, const char *name, const wire_struct *description, const void *value) {
    if (!value)
        return;
    json_name(writer, text_of(name));
    json_begin_object(writer);
    wire_write_members(writer, description, value);
    json_end_object(writer);
}

void wire_write_array(json_writer *writer, const wire_struct *element, const wire_list *list) {
    json_begin_array(writer);
    for (size_t i = 0; i < list->count; i++) {
        if (!element) {
            json_string(writer, ((const text *)list->items)[i]);
            continue;
        }
        json_begin_object(writer);
        wire_write_members(writer, element, (const char *)list->items + i * element->size);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void wire_write_list(json_writer *writer, const char *name, const wire_struct *element, const wire_list *list) {
    json_name(writer, text_of(name));
    wire_write_array(writer, element, list);
}

text wire_to_json(arena *arena, const wire_struct *description, const void *value) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    wire_write_members(&writer, description, value);
    json_end_object(&writer);
    return buffer_text(&out);
}
