#include "dynamodb/model/render.h"

placeholders *placeholders_begin(arena *arena, chance *chance) {
    placeholders *self = arena_zalloc(arena, sizeof *self);
    *self = (placeholders){.arena = arena, .chance = chance, .names = BUFFER(arena), .values = BUFFER(arena)};
    self->name_writer = JSON_WRITER(&self->names);
    self->value_writer = JSON_WRITER(&self->values);
    json_begin_object(&self->name_writer);
    json_begin_object(&self->value_writer);
    return self;
}

void placeholders_end(placeholders *self, json_writer *writer) {
    json_end_object(&self->name_writer);
    json_end_object(&self->value_writer);
    if (self->name_count > 0)
        json_raw_member(writer, "ExpressionAttributeNames", buffer_text(&self->names));
    if (self->value_count > 0)
        json_raw_member(writer, "ExpressionAttributeValues", buffer_text(&self->values));
}

static text place_value(placeholders *self, const model_value *value) {
    text name = text_format(self->arena, ":v%d", self->value_count++);
    json_name(&self->value_writer, name);
    model_write(&self->value_writer, self->chance, value);
    return name;
}

static text place_name(placeholders *self, text name) {
    if (!chance_one_in(self->chance, 4))
        return name;
    text placed = text_format(self->arena, "#n%d", self->name_count++);
    json_string_member(&self->name_writer, text_to_string(self->arena, placed), name);
    return placed;
}

text render_path(placeholders *self, const model_path *path) {
    buffer out = BUFFER(self->arena);
    for (int i = 0; i < path->count; i++) {
        const model_step *step = &path->steps[i];
        buffer_append(&out, i > 0 && !step->is_index ? TEXT(".") : TEXT(""));
        buffer_append(&out,
                      step->is_index ? text_format(self->arena, "[%d]", step->index) : place_name(self, step->name));
    }
    return buffer_text(&out);
}

text render_projection(placeholders *self, const model_path *paths, int count) {
    buffer out = BUFFER(self->arena);
    for (int i = 0; i < count; i++) {
        buffer_append(&out, i ? TEXT(", ") : TEXT(""));
        buffer_append(&out, render_path(self, &paths[i]));
    }
    return buffer_text(&out);
}

/* ---- conditions ---- */

static text operand_text(placeholders *self, const model_operand *operand) {
    if (operand->kind == MODEL_OF_VALUE)
        return place_value(self, &operand->value);
    text path = render_path(self, &operand->path);
    return operand->kind == MODEL_OF_PATH ? path : text_format(self->arena, "size(%.*s)", TEXT_ARGS(path));
}

/* In parentheses where it is more than one. */
static text inner_text(placeholders *self, const model_condition *condition) {
    text inner = render_condition(self, condition);
    return condition->kind <= MODEL_NOT ? text_format(self->arena, "(%.*s)", TEXT_ARGS(inner)) : inner;
}

static text function_text(placeholders *self, const char *name, const text *operands, int count) {
    return count == 1
               ? text_format(self->arena, "%s(%.*s)", name, TEXT_ARGS(operands[0]))
               : text_format(self->arena, "%s(%.*s, %.*s)", name, TEXT_ARGS(operands[0]), TEXT_ARGS(operands[1]));
}

static text leaf_text(placeholders *self, const model_condition *condition) {
    static const char *const symbols[MODEL_CONDITION_KINDS] = {
        [MODEL_EQUAL] = "=",
        [MODEL_NOT_EQUAL] = "<>",
        [MODEL_LESS] = "<",
        [MODEL_LESS_OR_EQUAL] = "<=",
        [MODEL_GREATER] = ">",
        [MODEL_GREATER_OR_EQUAL] = ">=",
        [MODEL_EXISTS] = "attribute_exists",
        [MODEL_NOT_EXISTS] = "attribute_not_exists",
        [MODEL_TYPE_IS] = "attribute_type",
        [MODEL_BEGINS_WITH] = "begins_with",
        [MODEL_CONTAINS] = "contains",
    };
    text operands[MODEL_MOST_OPERANDS] = {0};
    buffer out = BUFFER(self->arena);
    for (int i = 0; i < condition->operand_count; i++)
        operands[i] = operand_text(self, &condition->operands[i]);
    if (condition->kind >= MODEL_EXISTS)
        return function_text(self, symbols[condition->kind], operands, condition->operand_count);
    if (condition->kind == MODEL_BETWEEN)
        return text_format(self->arena, "%.*s BETWEEN %.*s AND %.*s", TEXT_ARGS(operands[0]), TEXT_ARGS(operands[1]),
                           TEXT_ARGS(operands[2]));
    if (condition->kind != MODEL_IN)
        return text_format(self->arena, "%.*s %s %.*s", TEXT_ARGS(operands[0]), symbols[condition->kind],
                           TEXT_ARGS(operands[1]));
    buffer_format(&out, "%.*s IN (", TEXT_ARGS(operands[0]));
    for (int i = 1; i < condition->operand_count; i++)
        buffer_format(&out, "%s%.*s", i > 1 ? ", " : "", TEXT_ARGS(operands[i]));
    buffer_append_char(&out, ')');
    return buffer_text(&out);
}

text render_condition(placeholders *self, const model_condition *condition) {
    if (condition->kind > MODEL_NOT)
        return leaf_text(self, condition);
    text left = inner_text(self, condition->left);
    if (condition->kind == MODEL_NOT)
        return text_format(self->arena, "NOT %.*s", TEXT_ARGS(left));
    text right = inner_text(self, condition->right);
    return text_format(self->arena, "%.*s %s %.*s", TEXT_ARGS(left), condition->kind == MODEL_AND ? "AND" : "OR",
                       TEXT_ARGS(right));
}

/* ---- updates ---- */

static text term_text(placeholders *self, const model_term *term) {
    if (term->kind == MODEL_TERM_VALUE)
        return place_value(self, &term->value);
    if (term->kind == MODEL_TERM_PATH)
        return render_path(self, &term->path);
    if (term->kind == MODEL_TERM_IF_NOT_EXISTS) {
        text path = render_path(self, &term->path), otherwise = term_text(self, term->left);
        return text_format(self->arena, "if_not_exists(%.*s, %.*s)", TEXT_ARGS(path), TEXT_ARGS(otherwise));
    }
    text left = term_text(self, term->left), right = term_text(self, term->right);
    if (term->kind == MODEL_TERM_LIST_APPEND)
        return text_format(self->arena, "list_append(%.*s, %.*s)", TEXT_ARGS(left), TEXT_ARGS(right));
    return text_format(self->arena, "%.*s %c %.*s", TEXT_ARGS(left), term->kind == MODEL_TERM_PLUS ? '+' : '-',
                       TEXT_ARGS(right));
}

text render_update(placeholders *self, const model_update *update) {
    static const char *const clauses[] = {"SET", "REMOVE", "ADD", "DELETE"};
    buffer out = BUFFER(self->arena);
    for (int i = 0; i < update->count; i++) {
        const model_action *action = &update->actions[i];
        bool goes_on = i > 0 && update->actions[i - 1].kind == action->kind;
        text path = render_path(self, &action->path);
        buffer_format(&out, "%s %.*s ", goes_on ? "," : clauses[action->kind], TEXT_ARGS(path));
        if (action->kind == MODEL_REMOVE)
            continue;
        text term = term_text(self, action->term);
        buffer_format(&out, "%s%.*s ", action->kind == MODEL_SET ? "= " : "", TEXT_ARGS(term));
    }
    return buffer_text(&out);
}
