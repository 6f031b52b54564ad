/* Scenario: a file as it was parsed. */
#ifndef GABI_RUNNER_SCENARIO_H
#define GABI_RUNNER_SCENARIO_H

#include "runner/body.h"
#include "runner/operation.h"
#include "runner/options.h"

typedef struct field {
    template name;
    template value;
} field;

typedef struct field_list {
    field *items;
    size_t count;
    size_t capacity;
} field_list;

/* A part of a multipart body: a text, or a file when there is a file name. */
typedef struct multipart_part {
    template name;
    template value;
    bool is_file;
    template file_name;
    bool has_content_type;
    template content_type;
} multipart_part;

typedef struct multipart_part_list {
    multipart_part *items;
    size_t count;
    size_t capacity;
} multipart_part_list;

typedef struct capture {
    template name;
    extraction extraction;
    bool is_redacted; /* a secret from now on */
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

#define ANY_STATUS (-1)

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
    size_t start; /* where it begins in the file, comments before it passed over */
    text method;
    template url;
    field_list headers;
    field_list query;
    field_list form;
    field_list cookies;
    field_list basic_auth; /* at most one: user and password */
    multipart_part_list multipart;
    option_setting_list options;
    body body;
    text stored_cookie;  /* a comment's `@cookie_storage_set: …`: a line of a Netscape cookie file */
    bool clears_cookies; /* a comment says `@cookie_storage_clear` */
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
