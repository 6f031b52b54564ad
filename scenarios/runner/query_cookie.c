/* The query of a cookie that the answer sets: its value, or one of its attributes. */
#include "runner/operation.h"

find_function query_cookie;

typedef struct attribute {
    text name;
    text value; /* data is NULL where there is no `=` */
} attribute;

static bool next_attribute(text *rest, attribute *ret_attribute) {
    text part, second;
    while (text_cut(rest, ';', &part))
        if (!text_is_empty(part)) {
            text_cut(&part, '=', &ret_attribute->name);
            ret_attribute->name = text_trim(ret_attribute->name);
            ret_attribute->value = part.data && text_cut(&part, '=', &second) ? second : part;
            return true;
        }
    return false;
}

/* The first attribute of that name; NULL as its value's data when there is none, or none with a value. */
static text attribute_text(text attributes, text name) {
    attribute each;
    while (next_attribute(&attributes, &each))
        if (text_equal_ignore_case(each.name, name))
            return each.value;
    return (text){NULL, 0};
}

static bool has_flag(text attributes, text name) {
    attribute each;
    while (next_attribute(&attributes, &each))
        if (text_equal_ignore_case(each.name, name) && !each.value.data)
            return true;
    return false;
}

static bool parse_expires(text written, instant *ret_date) {
    static const char *const patterns[] = {"%a, %d %b %y %H:%M:%S GMT",    "%a, %d %b %Y %H:%M:%S GMT",
                                           "%a, %d %b %y %H:%M:%S %z",     "%a, %d %b %Y %H:%M:%S %z",
                                           "%d %b %Y %H:%M:%S GMT",        "%d %b %Y %H:%M:%S %z",
                                           "%a, %d-%b-%Y %H:%M:%S%.3f GMT"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (date_parse(written, text_of(patterns[i]), ret_date))
            return true;
    return false;
}

static const problem *find_expires(const application *self, text attributes, const value **ret_value) {
    text written = attribute_text(attributes, TEXT("expires"));
    instant date;
    if (!written.data)
        return NULL;
    if (!parse_expires(written, &date))
        return problem_new(self->arena, self->step->operands[0].template.span, "HTTP connection",
                           "could not parse Cookie Expires attribute value <%.*s>", TEXT_ARGS(written));
    *ret_value = value_of_date(self->arena, date);
    return NULL;
}

/* One that is no number counts as not there. */
static void find_max_age(const application *self, text attributes, const value **ret_value) {
    attribute each;
    int64_t seconds;
    while (!*ret_value && next_attribute(&attributes, &each))
        if (text_equal_ignore_case(each.name, TEXT("max-age")) && text_to_int64(each.value, &seconds))
            *ret_value = value_of_integer(self->arena, seconds);
}

static const problem *find_attribute(const application *self, text attributes, text name, const value **ret_value) {
    static const value unit = {.kind = VALUE_UNIT};
    if (text_equal(name, TEXT("expires")))
        return find_expires(self, attributes, ret_value);
    if (text_equal(name, TEXT("max-age"))) {
        find_max_age(self, attributes, ret_value);
    } else if (text_equal(name, TEXT("secure")) || text_equal(name, TEXT("httponly"))) {
        *ret_value = has_flag(attributes, name) ? &unit : NULL;
    } else {
        text written = attribute_text(attributes, name);
        *ret_value = written.data ? value_of_string(self->arena, written) : NULL;
    }
    return NULL;
}

/* The first Set-Cookie of that name. */
static bool find_cookie(const http_fields *headers, text name, text *ret_value, text *ret_attributes) {
    text found;
    for (size_t i = 0; i < headers->count; i++) {
        text rest = headers->items[i].value;
        if (!text_equal_ignore_case(headers->items[i].name, TEXT("Set-Cookie")) || !text_cut(&rest, '=', &found) ||
            !rest.data || !text_equal(found, name))
            continue;
        text_cut(&rest, ';', ret_value);
        *ret_attributes = rest;
        return true;
    }
    return false;
}

const problem *query_cookie(const application *self, const value **ret_value) {
    text value, attributes;
    const http_fields *headers = &self->evaluation->exchange->response->headers;
    if (!find_cookie(headers, self->operands[0]->text, &value, &attributes))
        return NULL;
    const struct value *attribute = self->operands[1];
    if (attribute && !text_equal(attribute->text, TEXT("value")))
        return find_attribute(self, attributes, attribute->text, ret_value);
    *ret_value = value_of_string(self->arena, value);
    return NULL;
}
