/* Fixture: AWS's test vectors for Signature Version 4 (sigv4_vectors/), for *_test.c. Failures abort the test. */
#ifndef GABI_SIGV4_VECTORS_FIXTURE_H
#define GABI_SIGV4_VECTORS_FIXTURE_H

#include <glob.h>
#include <stdio.h>

#include "core/http.h"
#include "core/testing.h"

#define VECTOR_ACCESS_KEY "AKIDEXAMPLE"
#define VECTOR_SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define VECTOR_REGION "us-east-1"
#define VECTOR_SERVICE "service"
#define VECTOR_TIME_MS INT64_C(1440938160000) /* 2015-08-30T12:36:00Z */

/* So many there are; fewer would mean that some are not found. */
#define VECTOR_COUNT 38

typedef struct sigv4_vector {
    const char *file;
    bool has_path_as_it_stands;
    bool sends_content_hash;
    text session_token;
    http_request request;
    text canonical_request;
    text string_to_sign;
    text signature;
} sigv4_vector;

static inline text vector_file(arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *content = arena_alloc(arena, 64 * 1024);
    size_t length = fread(content, 1, 64 * 1024, file);
    fclose(file);
    assert_in_range(length, 1, 64 * 1024 - 1);
    return (text){content, length};
}

/* What stands between `=== NAME` and the next `=== `, without the line end before it. */
static inline text vector_section(arena *arena, text content, const char *name) {
    text head = text_format(arena, "=== %s\n", name);
    size_t start = text_find(content, head);
    assert_int_not_equal(start, TEXT_NOT_FOUND);
    text section = text_from(content, start + head.length);
    size_t end = text_starts_with(section, TEXT("=== ")) ? 0 : text_find(section, TEXT("\n=== "));
    return end == TEXT_NOT_FOUND ? text_upto(section, section.length - 1) : text_upto(section, end);
}

static inline void vector_read_options(text options, sigv4_vector *vector) {
    for (text line; text_cut(&options, '\n', &line);) {
        if (text_starts_with(line, TEXT("token ")))
            vector->session_token = text_from(line, sizeof "token " - 1);
        else if (text_equal(line, TEXT("path as it stands")))
            vector->has_path_as_it_stands = true;
        else if (text_equal(line, TEXT("content hash in a header")))
            vector->sends_content_hash = true;
        else
            assert_int_equal(line.length, 0);
    }
}

/* The target may hold spaces: it ends at the last one. A line that begins with white space goes on with the value of
 * the one before it, as servers take it (RFC 9112 section 5.2). */
static inline http_request vector_read_request(arena *arena, text rest) {
    text line, method;
    text_cut(&rest, '\n', &line);
    text_cut(&line, ' ', &method);
    assert_true(text_ends_with(line, TEXT(" HTTP/1.1")));
    http_request request = http_request_to(method, text_upto(line, line.length - (sizeof " HTTP/1.1" - 1)));
    while (text_cut(&rest, '\n', &line) && line.length > 0) {
        text name, value = line;
        if (line.data[0] == ' ') {
            text *last = &request.headers.items[request.headers.count - 1].value;
            *last = text_format(arena, "%.*s %.*s", TEXT_ARGS(*last), TEXT_ARGS(text_trim(line)));
            continue;
        }
        text_cut(&value, ':', &name);
        http_fields_add(arena, &request.headers, name, text_trim(value));
    }
    request.body = HTTP_BODY_BYTES(rest);
    return request;
}

static inline sigv4_vector vector_read(arena *arena, const char *path) {
    text content = vector_file(arena, path);
    sigv4_vector vector = {
        .file = path,
        .request = vector_read_request(arena, vector_section(arena, content, "request")),
        .canonical_request = vector_section(arena, content, "canonical request"),
        .string_to_sign = vector_section(arena, content, "string to sign"),
        .signature = vector_section(arena, content, "signature"),
    };
    vector_read_options(vector_section(arena, content, "options"), &vector);
    return vector;
}

typedef void vector_check(arena *arena, sigv4_vector *vector);

static inline void for_each_vector(arena *arena, vector_check *check) {
    glob_t found;
    assert_int_equal(glob("adapters/aws/sigv4_vectors/*.txt", 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, VECTOR_COUNT);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        sigv4_vector vector = vector_read(arena, found.gl_pathv[i]);
        check(arena, &vector);
    }
    globfree(&found);
}

#endif
