/* JSONPath (RFC 9535): all of it, and nothing besides. A path is compiled once and then selects from any number of
 * documents. What an extraction makes of the selected nodes is Hurl's convention and stands in operation.h. */
#ifndef GABI_RUNNER_JSONPATH_H
#define GABI_RUNNER_JSONPATH_H

#include "runner/value.h"

typedef struct jsonpath jsonpath;

/* A selection looks at no more nodes than this, those of its filters included: `$..*..*..*` could ask for any number.
 */
#define JSONPATH_MOST_VISITS 1000000

/* Compiles the path into the arena; the source must live as long. False when it is not well-formed or not well-typed
 * (RFC 9535, sections 2.1 and 2.4.3), or nested deeper than 128 levels. */
bool jsonpath_compile(arena *arena, text source, const jsonpath **ret_path);

/* The nodes that the path selects from the document, in the order of the RFC; an object's members come in the order of
 * their names. False past JSONPATH_MOST_VISITS. */
bool jsonpath_select(arena *arena, const jsonpath *path, const value *document, value_list *ret_nodes);

#endif
