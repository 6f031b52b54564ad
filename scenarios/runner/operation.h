/* Operations: what an assert or a capture is made of. It begins with a query of the answer, filters change what was
 * found, a predicate judges it. Each of the three is a table, so that a new one is a row and a function; the parser
 * reads the same tables. What they do and what they say is Hurl 8's (docs/scenarios.md). */
#ifndef GABI_RUNNER_OPERATION_H
#define GABI_RUNNER_OPERATION_H

#include "runner/body.h"
#include "runner/exchange.h"
#include "runner/jsonpath.h"
#include "runner/template.h"
#include "runner/xml.h"

/* How an operand is written. */
typedef enum operand_form {
    FORM_NONE,
    FORM_STRING,            /* "…" */
    FORM_QUOTED,            /* the same; with something else behind it the name is none */
    FORM_JSONPATH,          /* likewise */
    FORM_INTEGER,           /* 12 or {{name}} */
    FORM_REGEX,             /* /…/ or "…" */
    FORM_ANY,               /* any literal or {{name}} */
    FORM_ORDERED,           /* what has an order: a number, a string or {{name}} */
    FORM_AFFIX,             /* a string or bytes */
    FORM_PATTERN,           /* a regex or a string, in any quotes */
    FORM_COOKIE_PATH,       /* "name" or "name[Attribute]", whose lower-case name is the second operand then */
    FORM_CERTIFICATE_FIELD, /* "Subject", "Issuer" … */
} operand_form;

typedef enum operand_kind {
    OPERAND_NONE,
    OPERAND_VALUE,       /* a literal */
    OPERAND_STRING,      /* a template */
    OPERAND_PLACEHOLDER, /* a variable in its own type: the template's only part */
    OPERAND_BODY,        /* ```…```, file,…; hex,…; base64,…; */
} operand_kind;

typedef struct operand {
    operand_kind kind;
    const value *value;
    template template;
    const jsonpath *path; /* of FORM_JSONPATH, where it is known before the run and well-formed */
    const body *body;
    span span;
} operand;

#define MOST_OPERANDS 2

typedef struct evaluation {
    arena *arena;
    const variables *variables;
    exchange *exchange;
    const file_root *files;
} evaluation;

typedef enum verdict { HOLDS, FAILS, TYPES_DIFFER } verdict;

typedef struct step step;

/* A query or a filter at work. */
typedef struct application {
    arena *arena;
    evaluation *evaluation;
    const step *step;
    const value *input; /* of filters */
    const value *operands[MOST_OPERANDS];
} application;

/* Of queries and filters: what follows from the input and the operands. *ret_value stays NULL where there is nothing,
 * e.g. no such header. */
typedef const problem *find_function(const application *self, const value **ret_value);

/* Of predicates: whether the actual value (never NULL) is as expected. */
typedef verdict judge_function(const value *actual, const value *expected);

/* How a predicate that does not hold tells of the actual value. */
typedef enum actual_form { SHOWS_VALUE, SHOWS_PLAIN_STRING, SHOWS_COUNT } actual_form;

typedef struct operation {
    const char *name;
    operand_form forms[MOST_OPERANDS];
    find_function *find;

    judge_function *judge;
    /* How the expected value is introduced, "greater than ", and how that is done where nothing was found. One that
     * ends in `<` is closed with `>`. */
    const char *expectation;
    const char *expectation_of_nothing;
    actual_form actual;
} operation;

typedef struct operation_table {
    const operation *items;
    size_t count;
} operation_table;

extern const operation_table query_operations;
extern const operation_table filter_operations;
extern const operation_table predicate_operations;

/* One operation as a file has it, with its operands. */
struct step {
    const operation *operation;
    operand operands[MOST_OPERANDS];
    bool is_negated; /* of predicates */
    span span;       /* of predicates: without `not` */
};

/* A query and the filters behind it. */
typedef struct extraction {
    step *steps;
    size_t count;
} extraction;

/* Runs the query and the filters. *ret_value is NULL when the last of them found nothing. */
const problem *extraction_evaluate(evaluation *evaluation, const extraction *extraction, const value **ret_value);

/* The same for a capture, which must find something: "No query result", or "Filter error". */
const problem *extraction_capture(evaluation *evaluation, const extraction *extraction, const value **ret_value);

/* Whether actual (NULL when nothing was found) is as the predicate says; if not, "Assert failure" with both sides. */
const problem *predicate_evaluate(evaluation *evaluation, const step *predicate, const value *actual);

/* What is at the JSONPath of the first operand in a document: nothing (NULL), the one value, or a list of several. */
const problem *jsonpath_find(const application *self, const value *document, const value **ret_value);

/* The document, or NULL where the text is none. */
const problem *xpath_parse(const application *self, text source, xml_format format, const xml_document **ret_document);

/* What the XPath of the first operand gives. "Invalid XPath expression". */
const problem *xpath_find(const application *self, const xml_document *document, const value **ret_value);

/* The first operand as a regular expression. "Invalid regex". */
const problem *operand_regex(const application *self, const regex **ret_regex);

#endif
