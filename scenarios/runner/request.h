/* Request: what an entry asks for, its placeholders filled in; before it goes out, when cookies, redirects and options
 * have their say. */
#ifndef GABI_RUNNER_REQUEST_H
#define GABI_RUNNER_REQUEST_H

#include "runner/scenario.h"
#include "runner/url.h"

/* A part of a multipart body. */
typedef struct request_part {
    text name;
    text content;
    bool is_file;
    text file_name;
    text content_type;
} request_part;

typedef struct request_part_list {
    request_part *items;
    size_t count;
    size_t capacity;
} request_part_list;

typedef struct request {
    text method;
    url url;
    text spelled_url; /* without the section's query */
    http_fields headers;
    http_fields query; /* of the section [Query], not encoded */
    http_fields form;
    http_fields cookies;
    request_part_list parts;
    body_kind body_kind;
    text body_file; /* its name, of a body that is a file */
    text body;
    text content_type; /* that the body implies, or empty */
} request;

/* Fills the placeholders of an entry and reads its files. */
const problem *request_evaluate(arena *arena, const entry *entry, const variables *variables, const file_root *root,
                                request *ret_request);

/* "a=1&b=2", with what is no letter or digit of values as %XX. */
text request_encode_fields(arena *arena, const http_fields *fields);

/* The body as it goes out. boundary, some letters and digits, ends the parts of a multipart one, whose type may be
 * given. *ret_content_type is empty for a body of no certain type. */
text request_body(arena *arena, const request *self, text boundary, text given_type, text *ret_content_type);

/* The curl command that sends the same. cookies are those that are kept: "a=1; b=2". */
text request_curl_command(arena *arena, const request *self, const file_root *root, const request_options *options,
                          text cookies);

#endif
