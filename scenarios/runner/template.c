#include "runner/template.h"

#include "core/json_writer.h"
#include "runner/redaction.h"

#define SMALLEST_TEMPLATE 4

void template_add(arena *arena, template *self, template_part part) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? self->capacity * 2 : SMALLEST_TEMPLATE;
        self->parts =
            arena_grow(arena, self->parts, self->capacity * sizeof *self->parts, capacity * sizeof *self->parts);
        self->capacity = capacity;
    }
    self->parts[self->count++] = part;
}

static void add_variable(arena *arena, variables *self, variable made) {
    variable *newest = arena_alloc(arena, sizeof *newest);
    *newest = made;
    self->newest = newest;
}

void variables_set(arena *arena, variables *self, text name, const value *value) {
    add_variable(arena, self, (variable){name, value, false, self->newest});
}

void variables_set_secret(arena *arena, variables *self, text name, text secret) {
    add_variable(arena, self, (variable){name, value_of_string(arena, secret), true, self->newest});
}

const value *variables_get(const variables *self, text name) {
    for (const variable *each = self->newest; each; each = each->older)
        if (text_equal(each->name, name))
            return each->value;
    return NULL;
}

/* An older secret is one still, though its variable has another value now. */
text variables_redact(arena *arena, const variables *self, text plain) {
    redaction secrets = {0};
    for (const variable *each = self->newest; each; each = each->older)
        if (each->is_secret)
            redaction_add(arena, &secrets, each->value->text);
    return redaction_apply(arena, &secrets, plain);
}

/* newDate and newUuid are what the world has for them, the same for the same seed. */
static const value *call_function(arena *arena, const variables *variables, text name) {
    if (!variables->world)
        return NULL;
    const runner_world *world = variables->world;
    if (text_equal(name, TEXT("newUuid")))
        return value_of_string(arena, world->uuid(world->owner, arena));
    if (text_equal(name, TEXT("newDate")))
        return value_of_date(arena, instant_of_ms(world->now_ms(world->owner)));
    return NULL;
}

const problem *placeholder_evaluate(arena *arena, const variables *variables, const template_part *placeholder,
                                    const value **ret_value) {
    const value *value = call_function(arena, variables, placeholder->text);
    if (!value)
        value = variables_get(variables, placeholder->text);
    if (!value)
        return problem_new(arena, placeholder->span, "Undefined variable", "you must set the variable %.*s",
                           TEXT_ARGS(placeholder->text));
    *ret_value = value;
    return NULL;
}

/* The text as the inside of a JSON string. */
static text escaped(arena *arena, text plain) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_string(&writer, plain);
    text quoted = buffer_text(&out);
    return text_upto(text_from(quoted, 1), quoted.length - 2);
}

/* Whether a text begins as a number, a boolean or null does: Hurl looks no further. */
static bool begins_as_json(text t) {
    size_t digit = text_starts_with(t, TEXT("-")) ? 1 : 0;
    return (t.length > digit && t.data[digit] >= '0' && t.data[digit] <= '9') || text_starts_with(t, TEXT("true")) ||
           text_starts_with(t, TEXT("false")) || text_starts_with(t, TEXT("null"));
}

static const problem *render_placeholder(arena *arena, const variables *variables, const template_part *part,
                                         text *ret_text) {
    const value *value;
    text rendered;
    PASS_ON(placeholder_evaluate(arena, variables, part, &value));
    if (!value_render(arena, value, &rendered)) {
        text shown = value_show(arena, value);
        return problem_new(arena, part->span, "Unrenderable expression",
                           "expression with value %.*s can not be rendered", TEXT_ARGS(shown));
    }
    if (part->kind == PART_JSON_VALUE && !begins_as_json(rendered))
        return problem_new(arena, part->span, "Invalid JSON", "actual value is <%.*s>", TEXT_ARGS(rendered));
    *ret_text = part->kind == PART_IN_JSON_STRING ? escaped(arena, rendered) : rendered;
    return NULL;
}

const problem *template_render(arena *arena, const variables *variables, const template *template, text *ret_text) {
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < template->count; i++) {
        const template_part *part = &template->parts[i];
        text rendered = part->text;
        if (part->kind != PART_TEXT)
            PASS_ON(render_placeholder(arena, variables, part, &rendered));
        buffer_append(&out, rendered);
    }
    *ret_text = buffer_text(&out);
    return NULL;
}
