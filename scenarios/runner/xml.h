/* XML and HTML, and XPath 1.0 over both (libxml2, which xml.c alone includes). Nothing is fetched, no entity is
 * expanded, and the sizes of what is parsed and evaluated have limits: libxml2's own, and XPATH_MOST_OPERATIONS.
 * The library is loaded when it is first needed. */
#ifndef GABI_RUNNER_XML_H
#define GABI_RUNNER_XML_H

#include "runner/value.h"

typedef struct xml_document xml_document;

typedef enum xml_format { XML_XML, XML_HTML } xml_format;

#define XPATH_MOST_OPERATIONS 10000000

/* Without it everything below is false. */
bool xml_is_installed(void);

/* How long the XML document is that the text begins with: up to the end tag of its root. False when it is none, with
 * the place of the first character that is wrong; or when the text ends before, with its length. */
bool xml_measure(arena *arena, text source, size_t *ret_length);

/* Parses a document as forgivingly as Hurl does; it lives in the arena. False when there is no root element, or the
 * document declares entities. */
bool xml_parse(arena *arena, text source, xml_format format, const xml_document **ret_document);

/* A number, a boolean, a string, or how many nodes were found. In XML the document's own prefixes stand for its
 * namespaces, and `_` for the first that it has without a prefix. False when the expression is not valid, or takes too
 * many operations. */
bool xpath_evaluate(arena *arena, const xml_document *document, text expression, const value **ret_value);

#endif
