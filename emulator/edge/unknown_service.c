#include "edge/unknown_service.h"

#include "core/json_writer.h"

#define CODE "NotEmulatedException"

static text explain(arena *arena, text service, text emulated, const http_request *request) {
    buffer out = BUFFER(arena);
    text target = http_fields_get(&request->headers, TEXT("x-amz-target"));
    if (text_equal(service, TEXT("apigateway")))
        buffer_append(&out, TEXT("gabi-emu serves the APIs that its template describes, but does not emulate the "
                                 "operations of API Gateway itself."));
    else if (!text_is_empty(service))
        buffer_format(&out, "gabi-emu does not emulate the service \"%.*s\".", TEXT_ARGS(service));
    else if (!text_is_empty(target))
        buffer_format(&out,
                      "Cannot tell which service this request is for: gabi-emu knows none for its X-Amz-Target "
                      "\"%.*s\", and it has no signature and no AWS host name.",
                      TEXT_ARGS(target));
    else
        buffer_append(&out, TEXT("Cannot tell which service this request is for: it has no signature, no X-Amz-Target "
                                 "and no AWS host name."));
    buffer_format(&out, " gabi-emu emulates %.*s.", TEXT_ARGS(emulated));
    return buffer_text(&out);
}

static text escape_xml(arena *arena, text plain) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < plain.length; i++) {
        unsigned char c = (unsigned char)plain.data[i];
        if (c < ' ' || strchr("<>&", c)) /* XML has no way at all to say most of the first */
            buffer_append(&out, c == '<'   ? TEXT("&lt;")
                                : c == '>' ? TEXT("&gt;")
                                : c == '&' ? TEXT("&amp;")
                                           : TEXT("?"));
        else
            buffer_append_char(&out, (char)c);
    }
    return buffer_text(&out);
}

/* Source: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html, which S3 leaves out the outer element of. */
static text xml_of_s3(arena *arena, text message) {
    return text_format(arena,
                       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<Error><Code>" CODE "</Code><Message>%.*s</Message></Error>",
                       TEXT_ARGS(message));
}

/* Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
static text xml_of_query(arena *arena, text message) {
    return text_format(arena,
                       "<ErrorResponse><Error><Type>Sender</Type><Code>" CODE "</Code><Message>%.*s</Message></Error>"
                       "</ErrorResponse>",
                       TEXT_ARGS(message));
}

static text json(arena *arena, text message) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "__type", TEXT(CODE));
    json_string_member(&writer, "message", message);
    json_end_object(&writer);
    return buffer_text(&out);
}

void unknown_service_answer(arena *arena, text service, text emulated, const http_request *request,
                            http_response *response) {
    text message = explain(arena, service, emulated, request);
    bool is_s3 = text_equal(service, TEXT("s3"));
    bool is_query = text_starts_with(http_fields_get(&request->headers, TEXT("content-type")),
                                     TEXT("application/x-www-form-urlencoded"));
    if (is_s3)
        http_respond(arena, response, 501, TEXT("application/xml"), xml_of_s3(arena, escape_xml(arena, message)));
    else if (is_query)
        http_respond(arena, response, 501, TEXT("text/xml"), xml_of_query(arena, escape_xml(arena, message)));
    else
        http_respond(arena, response, 501, TEXT("application/json"), json(arena, message));
}
