/* Any text is compiled as a JSONPath or refused; what is compiled selects from any document. The input is a path, a
 * line feed and a document. */
#include "runner/jsonpath.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    text rest = text_copy(arena, (text){(const char *)data, size < 4096 ? size : 4096}), source;
    const jsonpath *path;
    value_list nodes;
    text_cut(&rest, '\n', &source);
    const value *document = value_of_json(arena, rest);
    if (jsonpath_compile(arena, source, &path) && document)
        jsonpath_select(arena, path, document, &nodes);
    arena_free(arena);
    return 0;
}
