#include "core/schema.h"

#include "core/buffer.h"
#include "core/json_writer.h"

/* Bodies of the studio's API are flat; a little room is left for what will come. */
#define MAX_BODY_DEPTH 16
#define MAX_EMAIL_BYTES 254

static bool is_email(text value) {
    size_t at = text_index(value, '@');
    if (value.length > MAX_EMAIL_BYTES || at == TEXT_NOT_FOUND || at == 0)
        return false;
    text domain = text_from(value, at + 1);
    size_t dot = text_index(domain, '.');
    if (text_index(domain, '@') != TEXT_NOT_FOUND || dot == TEXT_NOT_FOUND || dot == 0 ||
        domain.data[domain.length - 1] == '.')
        return false;
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.data[i] <= ' ' || value.data[i] == 0x7F)
            return false;
    return true;
}

static const char *bind_text(arena *arena, const schema_field *field, const json *value, text *member) {
    if (json_kind_of(value) != JSON_KIND_STRING)
        return "must be a string";
    text content = json_text(value);
    if (field->type == SCHEMA_EMAIL && !is_email(content))
        return "must be an e-mail address";
    if ((int64_t)content.length < field->least)
        return field->least == 1 ? "must not be empty"
                                 : arena_printf(arena, "must have at least %lld bytes", (long long)field->least);
    if (field->most && (int64_t)content.length > field->most)
        return arena_printf(arena, "must have at most %lld bytes", (long long)field->most);
    *member = content;
    return NULL;
}

static const char *bind_integer(arena *arena, const schema_field *field, const json *value, int64_t *member) {
    int64_t number;
    if (!json_to_int64(value, &number))
        return "must be a whole number";
    if (number < field->least)
        return arena_printf(arena, "must be at least %lld", (long long)field->least);
    if (field->most && number > field->most)
        return arena_printf(arena, "must be at most %lld", (long long)field->most);
    *member = number;
    return NULL;
}

static const char *bind_number(arena *arena, const schema_field *field, const json *value, double *member) {
    if (json_kind_of(value) != JSON_KIND_NUMBER)
        return "must be a number";
    double number = json_number(value);
    if (number < (double)field->least)
        return arena_printf(arena, "must be at least %lld", (long long)field->least);
    if (field->most && number > (double)field->most)
        return arena_printf(arena, "must be at most %lld", (long long)field->most);
    *member = number;
    return NULL;
}

/* NULL, or what is wrong with the value. */
static const char *bind_field(arena *arena, const schema_field *field, const json *value, void *target) {
    void *member = (char *)target + field->offset;
    if (json_kind_of(value) == JSON_KIND_ABSENT || json_kind_of(value) == JSON_KIND_NULL)
        return field->required ? "is required" : NULL;
    switch (field->type) {
    case SCHEMA_TEXT:
    case SCHEMA_EMAIL: return bind_text(arena, field, value, member);
    case SCHEMA_INTEGER: return bind_integer(arena, field, value, member);
    case SCHEMA_NUMBER: return bind_number(arena, field, value, member);
    case SCHEMA_BOOLEAN:
        if (json_kind_of(value) != JSON_KIND_BOOLEAN)
            return "must be true or false";
        *(bool *)member = json_is_true(value);
        return NULL;
    case SCHEMA_ANY: *(const json **)member = value; return NULL;
    }
    return "has an unknown type";
}

static bool knows(const schema *self, text name) {
    for (size_t i = 0; i < self->field_count; i++)
        if (text_equal(name, text_of(self->fields[i].name)))
            return true;
    return false;
}

static const gabi_error *problems_error(arena *arena, buffer *problems) {
    const gabi_error *error = error_new(arena, ERROR_INVALID, "invalid_body", "The request's body is not valid");
    return error_with_details(arena, error, text_format(arena, "\"fields\":%s}", buffer_text(problems).data));
}

/* Members that are not known, and the first that is given twice: the next reader might take the other one. */
static void report_members(const schema *self, const json *object, json_writer *problems) {
    bool has_twice = false;
    for (const json *member = json_first(object); member; member = json_after(member)) {
        const char *name = json_name_of(member).data;
        if (!knows(self, json_name_of(member))) {
            json_string_member(problems, name, TEXT("is not known"));
        } else if (!has_twice && json_member(object, name) != member) {
            json_string_member(problems, name, TEXT("is given twice"));
            has_twice = true;
        }
    }
}

const gabi_error *schema_bind(arena *arena, const schema *self, text body, const void **ret_struct) {
    const json *object;
    text document = text_is_empty(body) ? TEXT("{}") : body;
    const gabi_error *malformed = json_parse(arena, document, MAX_BODY_DEPTH, &object);
    if (malformed)
        return error_wrap(arena, malformed, ERROR_INVALID, "invalid_body", "The request's body is not valid JSON: %s",
                          malformed->message);
    if (json_kind_of(object) != JSON_KIND_OBJECT)
        return error_new(arena, ERROR_INVALID, "invalid_body", "The request's body must be a JSON object");
    void *target = arena_zalloc(arena, self->struct_size);
    buffer problems = BUFFER(arena);
    json_writer writer = JSON_WRITER(&problems);
    json_begin_object(&writer);
    size_t empty = problems.length;
    for (size_t i = 0; i < self->field_count; i++) {
        const char *name = self->fields[i].name;
        const char *problem = bind_field(arena, &self->fields[i], json_member(object, name), target);
        if (problem)
            json_string_member(&writer, name, text_of(problem));
    }
    report_members(self, object, &writer);
    if (problems.length > empty)
        return problems_error(arena, &problems);
    *ret_struct = target;
    return NULL;
}
