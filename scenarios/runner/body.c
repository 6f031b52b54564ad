#include "runner/body.h"

#include "core/json_writer.h"

/* {"query":…,"variables":…} */
static const problem *render_graphql(arena *arena, const variables *variables, const body *body, text *ret_bytes) {
    text query, values;
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    PASS_ON(template_render(arena, variables, &body->content, &query));
    buffer_append(&out, TEXT("{\"query\":"));
    json_string(&writer, text_trim(query));
    if (body->has_variables) {
        PASS_ON(template_render(arena, variables, &body->variables, &values));
        buffer_format(&out, ",\"variables\":%.*s", TEXT_ARGS(values));
    }
    buffer_append_char(&out, '}');
    *ret_bytes = buffer_text(&out);
    return NULL;
}

const problem *body_render(arena *arena, const variables *variables, const file_root *root, const body *body,
                           text *ret_bytes) {
    text name;
    switch (body->kind) {
    case BODY_BYTES: *ret_bytes = body->bytes; return NULL;
    case BODY_GRAPHQL: return render_graphql(arena, variables, body, ret_bytes);
    case BODY_FILE:
        PASS_ON(template_render(arena, variables, &body->content, &name));
        return file_read(arena, root, body->content.span, name, ret_bytes);
    default: return template_render(arena, variables, &body->content, ret_bytes);
    }
}

text body_content_type(const body *body) {
    switch (body->kind) {
    case BODY_JSON:
    case BODY_GRAPHQL: return TEXT("application/json");
    case BODY_XML: return TEXT("application/xml");
    default: return TEXT("");
    }
}
