#include "runner/xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "core/shared_library.h"

#define LIBRARY "libxml2.so.2"
#define DEFAULT_PREFIX "_"

/* The library brings ICU, and linking both would cost every start of the program a millisecond: they are loaded when
 * the first XML is read, and stay. */
#define FUNCTIONS(EACH)                                                                                                \
    EACH(htmlReadMemory)                                                                                               \
    EACH(xmlCreatePushParserCtxt)                                                                                      \
    EACH(xmlCtxtReadMemory)                                                                                            \
    EACH(xmlDocGetRootElement)                                                                                         \
    EACH(xmlFreeDoc)                                                                                                   \
    EACH(xmlFreeParserCtxt)                                                                                            \
    EACH(xmlInitParser)                                                                                                \
    EACH(xmlNewParserCtxt)                                                                                             \
    EACH(xmlParseChunk)                                                                                                \
    EACH(xmlSetGenericErrorFunc)                                                                                       \
    EACH(xmlStopParser)                                                                                                \
    EACH(xmlXPathEval)                                                                                                 \
    EACH(xmlXPathFreeContext)                                                                                          \
    EACH(xmlXPathFreeObject)                                                                                           \
    EACH(xmlXPathNewContext)                                                                                           \
    EACH(xmlXPathNsLookup)                                                                                             \
    EACH(xmlXPathRegisterNs)

typedef struct library {
    FUNCTIONS(SHARED_LIBRARY_MEMBER)
} library;

bool xml_is_installed(void) { return shared_library_is_installed(LIBRARY); }

/* What is wrong is told by what functions return; the library would print it besides. */
static void print_nothing(void *context, const char *message, ...) { (void)context, (void)message; }

/* NULL when it is not installed. */
static const library *load_library(arena *arena) {
    static const char *const names[] = {FUNCTIONS(SHARED_LIBRARY_NAME)};
    library *self = arena_alloc(arena, sizeof *self);
    if (!shared_library_load(LIBRARY, names, sizeof names / sizeof *names, self))
        return NULL;
    self->xmlInitParser();
    self->xmlSetGenericErrorFunc(NULL, print_nothing); /* of this thread */
    return self;
}

struct xml_document {
    const library *library;
    xmlDoc *tree;
    xml_format format;
};

static void free_tree(void *document) {
    const xml_document *self = document;
    self->library->xmlFreeDoc(self->tree);
}

/* ---- measuring ---- */

/* What has been seen of a document. */
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

static size_t character_length(text rest) {
    size_t length = 1;
    while (length < rest.length && ((unsigned char)rest.data[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* One character after the other, so that the end is known to the character. */
bool xml_measure(arena *arena, text source, size_t *ret_length) {
    const library *library = load_library(arena);
    extent extent = {0};
    size_t at = 0;
    bool is_good = library != NULL;
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = begin_element, .endElementNs = end_element};
    xmlParserCtxt *context = library ? library->xmlCreatePushParserCtxt(&handler, &extent, NULL, 0, NULL) : NULL;
    while (context && is_good && at < source.length && !extent.is_over) {
        size_t length = character_length(text_from(source, at));
        is_good = library->xmlParseChunk(context, source.data + at, (int)length, at + length == source.length) == 0;
        at += is_good ? length : 0;
    }
    if (context)
        library->xmlFreeParserCtxt(context);
    *ret_length = at;
    return is_good && extent.is_over;
}

/* ---- parsing ---- */

/* Entities can make a small document endlessly large; none of what is tested here has any. */
static void refuse_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                          const xmlChar *system_id, xmlChar *content) {
    xmlParserCtxt *parser = context;
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    ((const library *)parser->_private)->xmlStopParser(parser);
}

static xmlDoc *parse_xml(const library *library, text source) {
    xmlParserCtxt *context = library->xmlNewParserCtxt();
    if (!context)
        return NULL;
    context->_private = (void *)library;
    context->sax->entityDecl = refuse_entity;
    xmlDoc *tree =
        library->xmlCtxtReadMemory(context, source.data, (int)source.length, NULL, "utf-8",
                                   XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    if (context->disableSAX && context->errNo == XML_ERR_USER_STOP && tree) {
        library->xmlFreeDoc(tree);
        tree = NULL;
    }
    library->xmlFreeParserCtxt(context);
    return tree;
}

static xmlDoc *parse_html(const library *library, text source) {
    return library->htmlReadMemory(source.data, (int)source.length, NULL, "utf-8",
                                   HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
}

bool xml_parse(arena *arena, text source, xml_format format, const xml_document **ret_document) {
    const library *library = load_library(arena);
    if (!library || text_is_empty(source) || source.length > INT_MAX)
        return false;
    xmlDoc *tree = format == XML_HTML ? parse_html(library, source) : parse_xml(library, source);
    if (!tree)
        return false;
    xml_document *document = arena_alloc(arena, sizeof *document);
    *document = (xml_document){library, tree, format};
    arena_defer(arena, free_tree, document);
    if (!library->xmlDocGetRootElement(tree))
        return false;
    *ret_document = document;
    return true;
}

/* ---- evaluating ---- */

static void keep_silent(void *context, xmlErrorPtr error) { (void)context, (void)error; }

/* Those that an element declares; of those without a prefix the first of the document counts. */
static void register_declared(const library *library, xmlXPathContext *context, const xmlNode *element) {
    for (const xmlNs *each = element->nsDef; each; each = each->next)
        if (each->prefix)
            library->xmlXPathRegisterNs(context, each->prefix, each->href);
        else if (!library->xmlXPathNsLookup(context, BAD_CAST DEFAULT_PREFIX))
            library->xmlXPathRegisterNs(context, BAD_CAST DEFAULT_PREFIX, each->href);
}

static void register_namespaces(const library *library, xmlXPathContext *context, const xmlNode *node) {
    for (; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE) {
            register_declared(library, context, node);
            register_namespaces(library, context, node->children);
        }
}

static const value *value_of_result(arena *arena, const xmlXPathObject *result) {
    switch (result->type) {
    case XPATH_NUMBER: return value_of_float(arena, result->floatval);
    case XPATH_BOOLEAN: return value_of_boolean(arena, result->boolval != 0);
    case XPATH_STRING: return value_of_string(arena, text_copy(arena, text_of((const char *)result->stringval)));
    case XPATH_NODESET: return value_of_nodes(arena, result->nodesetval ? (size_t)result->nodesetval->nodeNr : 0);
    default: return NULL;
    }
}

bool xpath_evaluate(arena *arena, const xml_document *document, text expression, const value **ret_value) {
    const library *library = document->library;
    xmlXPathContext *context = library->xmlXPathNewContext(document->tree);
    const value *found = NULL;
    if (!context)
        return false;
    context->error = keep_silent;
    context->opLimit = XPATH_MOST_OPERATIONS;
    if (document->format == XML_XML)
        register_namespaces(library, context, library->xmlDocGetRootElement(document->tree));
    xmlXPathObject *result = library->xmlXPathEval(BAD_CAST text_to_string(arena, expression), context);
    if (result)
        found = value_of_result(arena, result);
    library->xmlXPathFreeObject(result);
    library->xmlXPathFreeContext(context);
    if (found)
        *ret_value = found;
    return found != NULL;
}
