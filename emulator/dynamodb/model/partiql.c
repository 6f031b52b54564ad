#include "dynamodb/model/partiql.h"

partiql *partiql_begin(arena *arena, chance *chance) {
    partiql *self = arena_zalloc(arena, sizeof *self);
    *self = (partiql){.arena = arena, .chance = chance, .statement = BUFFER(arena), .parameters = BUFFER(arena)};
    self->parameter_writer = JSON_WRITER(&self->parameters);
    json_begin_array(&self->parameter_writer);
    return self;
}

void partiql_end(partiql *self, json_writer *writer) {
    json_end_array(&self->parameter_writer);
    json_string_member(writer, "Statement", buffer_text(&self->statement));
    if (self->parameter_count > 0)
        json_raw_member(writer, "Parameters", buffer_text(&self->parameters));
}

void partiql_path(partiql *self, const model_path *path) {
    for (int i = 0; i < path->count; i++) {
        const char *quote = chance_one_in(self->chance, 2) ? "\"" : "";
        if (path->steps[i].is_index)
            buffer_format(&self->statement, "[%d]", path->steps[i].index);
        else
            buffer_format(&self->statement, "%s%s%.*s%s", i ? "." : "", quote, TEXT_ARGS(path->steps[i].name), quote);
    }
}

/* ---- values ---- */

static bool is_printable(text bytes) {
    for (size_t i = 0; i < bytes.length; i++)
        if ((unsigned char)bytes.data[i] < ' ' || bytes.data[i] == '\x7F')
            return false;
    return true;
}

/* Whether it can be spelled out; what is a number of many digits, or binary, is a parameter. */
static bool is_literal(arena *arena, const model_value *value) {
    if (value->type == MODEL_BINARY || value->type == MODEL_BINARY_SET || !is_printable(value->bytes) ||
        (value->number && decimal_print(arena, value->number).length > 15))
        return false;
    for (int i = 0; i < value->count; i++)
        if (!is_literal(arena, &value->members[i].value))
            return false;
    return true;
}

static void append_string(buffer *out, text bytes) {
    buffer_append_char(out, '\'');
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.data[i] == '\'')
            buffer_append_char(out, '\'');
        buffer_append_char(out, bytes.data[i]);
    }
    buffer_append_char(out, '\'');
}

static void append_literal(partiql *self, const model_value *value) {
    static const char *const begins[MODEL_TYPES] = {
        [MODEL_LIST] = "[", [MODEL_MAP] = "{", [MODEL_STRING_SET] = "<<", [MODEL_NUMBER_SET] = "<<"};
    static const char *const ends[MODEL_TYPES] = {
        [MODEL_LIST] = "]", [MODEL_MAP] = "}", [MODEL_STRING_SET] = ">>", [MODEL_NUMBER_SET] = ">>"};
    buffer *out = &self->statement;
    switch (value->type) {
    case MODEL_STRING: append_string(out, value->bytes); return;
    case MODEL_NUMBER: buffer_append(out, decimal_print(self->arena, value->number)); return;
    case MODEL_BOOLEAN: buffer_append(out, value->boolean ? TEXT("true") : TEXT("false")); return;
    case MODEL_NULL: buffer_append(out, TEXT("null")); return;
    default: break;
    }
    buffer_append(out, text_of(begins[value->type]));
    for (int i = 0; i < value->count; i++) {
        if (i > 0)
            buffer_append_char(out, ',');
        if (value->type == MODEL_MAP) {
            append_string(out, value->members[i].name);
            buffer_append_char(out, ':');
        }
        append_literal(self, &value->members[i].value);
    }
    buffer_append(out, text_of(ends[value->type]));
}

void partiql_value(partiql *self, const model_value *value) {
    if (is_literal(self->arena, value) && chance_one_in(self->chance, 2)) {
        append_literal(self, value);
        return;
    }
    buffer_append_char(&self->statement, '?');
    model_write(&self->parameter_writer, self->chance, value);
    self->parameter_count++;
}

void partiql_item(partiql *self, const model_value *item) {
    buffer_append_char(&self->statement, '{');
    for (int i = 0; i < item->count; i++) {
        buffer_format(&self->statement, "%s'%.*s': ", i ? ", " : "", TEXT_ARGS(item->members[i].name));
        partiql_value(self, &item->members[i].value);
    }
    buffer_append_char(&self->statement, '}');
}

/* ---- conditions ---- */

static void append_operand(partiql *self, const model_operand *operand) {
    if (operand->kind == MODEL_OF_VALUE) {
        partiql_value(self, &operand->value);
        return;
    }
    if (operand->kind == MODEL_OF_SIZE)
        buffer_append(&self->statement, TEXT("size("));
    partiql_path(self, &operand->path);
    if (operand->kind == MODEL_OF_SIZE)
        buffer_append_char(&self->statement, ')');
}

static void append_leaf(partiql *self, const model_condition *condition) {
    /* What stands before the operands, between them, and behind. */
    static const char *const words[MODEL_CONDITION_KINDS][4] = {
        [MODEL_EQUAL] = {"", " = ", "", ""},
        [MODEL_NOT_EQUAL] = {"", " <> ", "", ""},
        [MODEL_LESS] = {"", " < ", "", ""},
        [MODEL_LESS_OR_EQUAL] = {"", " <= ", "", ""},
        [MODEL_GREATER] = {"", " > ", "", ""},
        [MODEL_GREATER_OR_EQUAL] = {"", " >= ", "", ""},
        [MODEL_BETWEEN] = {"", " BETWEEN ", " AND ", ""},
        [MODEL_IN] = {"", " IN [", ", ", "]"},
        [MODEL_EXISTS] = {"", "", "", " IS NOT MISSING"},
        [MODEL_NOT_EXISTS] = {"", "", "", " IS MISSING"},
        [MODEL_TYPE_IS] = {"attribute_type(", ", ", "", ")"},
        [MODEL_BEGINS_WITH] = {"begins_with(", ", ", "", ")"},
        [MODEL_CONTAINS] = {"contains(", ", ", "", ")"},
    };
    const char *const *word = words[condition->kind];
    for (int i = 0; i < condition->operand_count; i++) {
        buffer_append(&self->statement, text_of(word[i < 2 ? i : 2]));
        append_operand(self, &condition->operands[i]);
    }
    buffer_append(&self->statement, text_of(word[3]));
}

static void append_inner(partiql *self, const model_condition *condition) {
    bool is_joined = condition->kind <= MODEL_NOT;
    buffer_append(&self->statement, is_joined ? TEXT("(") : TEXT(""));
    partiql_condition(self, condition);
    buffer_append(&self->statement, is_joined ? TEXT(")") : TEXT(""));
}

void partiql_condition(partiql *self, const model_condition *condition) {
    if (condition->kind > MODEL_NOT) {
        append_leaf(self, condition);
    } else if (condition->kind == MODEL_NOT) {
        buffer_append(&self->statement, TEXT("NOT ("));
        partiql_condition(self, condition->left);
        buffer_append_char(&self->statement, ')');
    } else {
        append_inner(self, condition->left);
        buffer_append(&self->statement, condition->kind == MODEL_AND ? TEXT(" AND ") : TEXT(" OR "));
        append_inner(self, condition->right);
    }
}
