/* Filters that look into documents, URLs and answers. */
#include "core/encoding.h"
#include "runner/filter.h"
#include "runner/url.h"

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

const problem *filter_url_query_param(const application *self, const value **ret_value) {
    url url;
    const char *reason;
    PASS_ON(filter_expect_string(self));
    if (!url_parse(self->arena, self->input->text, &url, &reason))
        return problem_new(self->arena, self->step->span, "Invalid URL", "invalid URL <%.*s> (%s)",
                           TEXT_ARGS(self->input->text), reason);
    text rest = text_from(url.query, 1), pair, name;
    while (text_cut(&rest, '&', &pair)) {
        text_cut(&pair, '=', &name);
        if (!text_equal(filter_mend(self, percent_decode(self->arena, name, true)), self->operands[0]->text))
            continue;
        *ret_value = value_of_string(self->arena, filter_mend(self, percent_decode(self->arena, pair, true)));
        return NULL;
    }
    return NULL;
}
