/* Scenario: a file as it was parsed. */
#ifndef GABI_RUNNER_SCENARIO_H
#define GABI_RUNNER_SCENARIO_H

#include "runner/operation.h"

typedef struct field {
    template name;
    template value;
} field;

typedef struct field_list {
    field *items;
    size_t count;
    size_t capacity;
} field_list;

typedef enum body_kind {
    BODY_NONE,
    BODY_TEXT,
    BODY_JSON, /* sent as application/json */
} body_kind;

typedef struct body {
    body_kind kind;
    template content;
} body;

/* [Options] variable: name=value */
typedef struct definition {
    text name;
    operand value;
} definition;

typedef struct capture {
    template name;
    extraction extraction;
} capture;

typedef struct assertion {
    extraction extraction;
    step predicate;
} assertion;

typedef struct capture_list {
    capture *items;
    size_t count;
    size_t capacity;
} capture_list;

typedef struct assertion_list {
    assertion *items;
    size_t count;
    size_t capacity;
} assertion_list;

typedef struct definition_list {
    definition *items;
    size_t count;
    size_t capacity;
} definition_list;

#define ANY_STATUS 0

/* What an answer must be like. */
typedef struct expected_response {
    text version; /* "HTTP" for any, "HTTP/1.1" */
    span version_span;
    int64_t status; /* or ANY_STATUS */
    span status_span;
    field_list headers;
    capture_list captures;
    assertion_list assertions;
    body body;
} expected_response;

/* A request, and what is expected of its answer. */
typedef struct entry {
    size_t start; /* where it begins in the file */
    text method;
    template url;
    field_list headers;
    field_list query;
    field_list form;
    field_list cookies;
    field_list basic_auth; /* at most one: user and password */
    definition_list definitions;
    bool is_skipped;
    body body;
    bool has_response;
    expected_response response;
} entry;

typedef struct scenario {
    entry *items;
    size_t count;
    size_t capacity;
} scenario;

/* Reads a file. All texts point into the source or live in the arena. */
const problem *scenario_parse(arena *arena, const source *source, scenario *ret_scenario);

#endif
