/* The extent of an XML document in a scenario: to the end tag of its root. */
#include "runner/parse.h"
#include "runner/xml.h"

const problem *parse_xml(parser *self) {
    size_t length;
    bool is_whole = xml_measure(text_from(self->input, self->at), &length);
    self->at += length;
    return is_whole || parse_at_end(self) ? NULL : parse_problem(self, "Parsing XML", "invalid XML");
}
