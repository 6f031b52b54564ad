/* The extent of an XML document in a scenario: to the end tag of its root. */
#include "runner/parse.h"
#include "runner/xml.h"

const problem *parse_xml(parser *self) {
    size_t length;
    if (!xml_is_installed())
        return parse_problem(self, "Parsing XML", "it cannot be read: libxml2 is not installed");
    bool is_whole = xml_measure(self->arena, text_from(self->input, self->at), &length);
    self->at += length;
    return is_whole || parse_at_end(self) ? NULL : parse_problem(self, "Parsing XML", "invalid XML");
}
