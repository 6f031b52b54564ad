/* Operations: what an assert or a capture is made of. It begins with a query of the answer, filters change what was
 * found, a predicate judges it. Each of the three is a table, so that a new one is a row and a function; the parser
 * reads the same tables. */
#ifndef GABI_RUNNER_OPERATION_H
#define GABI_RUNNER_OPERATION_H

#include "runner/body.h"
#include "runner/exchange.h"
#include "runner/jsonpath.h"
#include "runner/template.h"

/* How an operand is written. */
typedef enum operand_form {
    FORM_NONE,
    FORM_STRING,            /* "…" */
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

typedef struct operation {
    const char *name;
    operand_form forms[MOST_OPERANDS];

    /* Of queries and filters: what follows from the input (NULL for queries) and the operands. *ret_value stays NULL
     * where there is nothing, e.g. no such header. */
    const problem *(*find)(evaluation *evaluation, const step *step, const value *input,
                           const value *const operands[MOST_OPERANDS], const value **ret_value);

    /* Of predicates: whether the actual value (never NULL) is as expected. */
    verdict (*judge)(const value *actual, const value *expected);
    const char *expectation; /* how the expected value is introduced: "greater than" */
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
    span span;
};

/* A query and the filters behind it. */
typedef struct extraction {
    step *steps;
    size_t count;
} extraction;

/* Runs the query and the filters. *ret_value is NULL when the last of them found nothing. */
const problem *extraction_evaluate(evaluation *evaluation, const extraction *extraction, const value **ret_value);

/* Whether actual (NULL when nothing was found) is as the predicate says; if not, "Assert failure" with both sides. */
const problem *predicate_evaluate(evaluation *evaluation, const step *predicate, const value *actual);

/* What is at the JSONPath of an operand in a document: nothing (NULL), the one value, or a list of several. */
const problem *jsonpath_find(evaluation *evaluation, const operand *operand, const value *path, const value *document,
                             const value **ret_value);

#endif
