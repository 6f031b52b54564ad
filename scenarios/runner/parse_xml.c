/* The extent of an XML document in a scenario: libxml2 reads it, to the end tag of its root. */
#include <libxml/parser.h>

#include "runner/parse.h"

/* What has been seen of the document. */
typedef struct extent {
    size_t depth; /* elements that are open */
    bool is_over; /* the root has ended */
} extent;

static void begin_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                          int namespace_count, const xmlChar **namespaces, int attribute_count, int default_count,
                          const xmlChar **attributes) {
    (void)name, (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)attribute_count;
    (void)default_count, (void)attributes;
    ((extent *)context)->depth++;
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    extent *self = context;
    (void)name, (void)prefix, (void)uri;
    self->is_over = --self->depth == 0;
}

/* Feeds one character after the other, so that the end is known to the character. */
static const problem *feed(parser *self, xmlParserCtxtPtr document, const extent *extent) {
    while (!parse_at_end(self) && !extent->is_over) {
        size_t start = self->at;
        parse_skip_character(self);
        int length = (int)(self->at - start);
        if (xmlParseChunk(document, self->input.data + start, length, parse_at_end(self)) != 0)
            return parse_problem_at(self, start, "Parsing XML", "invalid XML");
    }
    return NULL;
}

const problem *parse_xml(parser *self) {
    extent extent = {0};
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = begin_element, .endElementNs = end_element};
    xmlParserCtxtPtr document = xmlCreatePushParserCtxt(&handler, &extent, NULL, 0, NULL);
    if (!document)
        return parse_problem(self, "Parsing XML", "invalid XML");
    const problem *problem = feed(self, document, &extent);
    xmlFreeParserCtxt(document);
    return problem;
}
