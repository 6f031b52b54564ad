#include "dynamodb/partiql/partiql_token.h"

#include "core/crypto.h"
#include "core/encoding.h"
#include "dynamodb/values/attribute.h"

/* Base64 of: SHA-256 of statement and parameters, number of the read, a space, the place as JSON. */

static text digest_of(arena *arena, const partiql_request *request) {
    buffer bound = BUFFER(arena);
    json_writer writer = JSON_WRITER(&bound);
    const attribute_value *parameters = request->parameters.items;
    json_begin_array(&writer);
    json_string(&writer, request->statement);
    for (size_t i = 0; i < request->parameters.count; i++)
        attribute_write(&writer, &parameters[i]);
    json_end_array(&writer);
    sha256_digest digest = sha256(buffer_text(&bound));
    return text_copy(arena, sha256_text(&digest));
}

text partiql_token_write(arena *arena, const partiql_request *request, const partiql_start *start) {
    buffer out = BUFFER(arena);
    buffer_append(&out, digest_of(arena, request));
    buffer_format(&out, "%zu %.*s", start->read, TEXT_ARGS(item_to_json(arena, &start->place)));
    return base64_encode(arena, buffer_text(&out));
}

static const gabi_error *read_start(arena *arena, text rest, partiql_start *ret_start) {
    size_t space = text_index(rest, ' ');
    int64_t number;
    partiql_start start;
    attribute_problem problem = {0};
    json_reader reader;
    if (space == TEXT_NOT_FOUND || !text_to_int64(text_upto(rest, space), &number) || number < 0)
        return validation_error(arena, "Invalid NextToken");
    json_reader_init(&reader, arena, text_from(rest, space + 1), ATTRIBUTE_JSON_DEPTH);
    if (item_read(&reader, &start.place, &problem) || problem.json.data || json_next(&reader) != JSON_END)
        return validation_error(arena, "Invalid NextToken");
    start.read = (size_t)number;
    *ret_start = start;
    return NULL;
}

const gabi_error *partiql_token_read(arena *arena, const partiql_request *request, text token,
                                     partiql_start *ret_start) {
    text content;
    *ret_start = (partiql_start){0};
    if (!token.data)
        return NULL;
    if (!base64_decode(arena, token, &content) || content.length < SHA256_BYTES)
        return validation_error(arena, "Invalid NextToken");
    if (!text_equal(text_upto(content, SHA256_BYTES), digest_of(arena, request)))
        return validation_error(arena, "NextToken does not match request");
    return read_start(arena, text_from(content, SHA256_BYTES), ret_start);
}
