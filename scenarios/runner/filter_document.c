/* Filters that look into documents, URLs and answers. */
#include <ctype.h>

#include "core/encoding.h"
#include "runner/filter.h"

const problem *filter_jsonpath(const application *self, const value **ret_value) {
    PASS_ON(filter_expect_string(self));
    const value *document = value_of_json(self->arena, self->input->text);
    if (!document)
        return filter_wrong_value(self, "value is not a valid JSON");
    return jsonpath_find(self, document, ret_value);
}

/* The reader of HTML reads XML, too. */
const problem *filter_xpath(const application *self, const value **ret_value) {
    const xml_document *document;
    PASS_ON(filter_expect_string(self));
    PASS_ON(xpath_parse(self, self->input->text, XML_HTML, &document));
    if (!document)
        return filter_wrong_value(self, "value is not a valid XML");
    return xpath_find(self, document, ret_value);
}

const problem *filter_location(const application *self, const value **ret_value) {
    if (self->input->kind != VALUE_REDIRECT)
        return filter_wrong_type(self, "http response");
    *ret_value = value_of_string(self->arena, self->input->text);
    return NULL;
}

static const problem *invalid_url(const application *self, const char *reason) {
    return problem_new(self->arena, self->step->span, "Invalid URL", "invalid URL <%.*s> (%s)",
                       TEXT_ARGS(self->input->text), reason);
}

/* Whether it begins with letters and "://". */
static bool has_scheme(text url) {
    size_t end = 0;
    while (end < url.length && islower((unsigned char)url.data[end]))
        end++;
    return end > 0 && text_starts_with(text_from(url, end), TEXT("://"));
}

static const problem *check_url(const application *self, text url) {
    if (!text_starts_with(url, TEXT("http://")) && !text_starts_with(url, TEXT("https://")))
        return invalid_url(self, has_scheme(url) ? "Only <http://> and <https://> schemes are supported"
                                                 : "Missing scheme <http://> or <https://>");
    text host = text_from(url, text_find(url, TEXT("://")) + 3);
    if (text_is_empty(host) || strchr("/?#:", host.data[0]))
        return invalid_url(self, "empty host");
    return NULL;
}

const problem *filter_url_query_param(const application *self, const value **ret_value) {
    text url = self->input->text, rest, pair, name;
    PASS_ON(filter_expect_string(self));
    PASS_ON(check_url(self, url));
    text_cut(&url, '#', &rest);
    text_cut(&rest, '?', &pair); /* up to the query */
    while (text_cut(&rest, '&', &pair)) {
        text_cut(&pair, '=', &name);
        if (!text_equal(percent_decode(self->arena, name, true), self->operands[0]->text))
            continue;
        text decoded = filter_mend(self, percent_decode(self->arena, pair, true));
        *ret_value = value_of_string(self->arena, decoded);
        return NULL;
    }
    return NULL;
}
