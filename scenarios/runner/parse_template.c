/* Texts with placeholders, in the several ways that a file writes them. */
#include "runner/parse.h"

/* ---- placeholders ---- */

/* A variable or a function; what stands behind the name is not looked at here. */
static const problem *read_expression(parser *self, template_part_kind kind, template_part *ret_part) {
    parse_spaces(self);
    size_t start = self->at;
    text name = parse_name(self, "_-");
    if (text_is_empty(name))
        return parse_problem(self, "Parsing template variable", "expecting a variable");
    *ret_part = (template_part){kind, name, {start, self->at}};
    return NULL;
}

const problem *parse_placeholder(parser *self, template_part_kind kind, template_part *ret_part) {
    template_part part;
    PASS_ON(parse_expect(self, "{{"));
    PASS_ON(read_expression(self, kind, &part));
    parse_spaces(self);
    PASS_ON(parse_expect(self, "}}"));
    *ret_part = part;
    return NULL;
}

const problem *parse_lone_placeholder(parser *self, template *ret_template) {
    template_part part;
    template template = {.span.start = self->at};
    PASS_ON(parse_placeholder(self, PART_VARIABLE, &part));
    template_add(self->arena, &template, part);
    template.span.end = self->at;
    *ret_template = template;
    return NULL;
}

/* ---- escapes ---- */

char parse_control_letter(char letter) {
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    const char *found = letter ? strchr(letters, letter) : NULL;
    return found ? meanings[found - letters] : '\0';
}

const problem *parse_code_point(parser *self, buffer *out) {
    uint32_t character = 0, digit;
    PASS_ON(parse_expect(self, "{"));
    size_t start = self->at;
    while (parse_accept_hex_digit(self, &digit))
        character = character > 0x10FFFF ? character : character * 16 + digit;
    if (self->at == start)
        return parse_problem(self, "Parsing hexadecimal number", "expecting a valid hexadecimal number");
    if (character > 0x10FFFF || (character >= 0xD800 && character < 0xE000))
        return parse_problem(self, "Parsing unicode literal", "Invalid unicode literal");
    buffer_append_utf8(out, character);
    return parse_expect(self, "}");
}

/* A backslash and what follows it; plain holds the characters that stand for themselves. */
static const problem *read_escape(parser *self, const char *plain, buffer *out) {
    char c = parse_peek(self, 1);
    self->at++;
    if (!c || !(parse_control_letter(c) || strchr(plain, c) || c == 'u'))
        return parse_problem(self, "Parsing escape character", "the escaping sequence is not valid");
    self->at++;
    if (c == 'u')
        return parse_code_point(self, out);
    buffer_append_char(out, parse_control_letter(c) ? parse_control_letter(c) : c);
    return NULL;
}

/* One character, or what an escape stands for. */
static const problem *read_character(parser *self, const char *escapes, buffer *out) {
    if (escapes && parse_peek(self, 0) == '\\')
        return read_escape(self, escapes, out);
    size_t start = self->at;
    parse_skip_character(self);
    buffer_append(out, text_upto(text_from(self->input, start), self->at - start));
    return NULL;
}

/* ---- texts ---- */

/* A template under construction. Braces come one by one, as escapes stand for braces that open nothing. */
typedef struct draft {
    template template;
    buffer characters; /* since the last placeholder */
    size_t characters_start;
    bool has_opened_once;  /* one `{` is behind us, which may be the first of two */
    bool is_in_expression; /* behind `{{` */
    bool has_closed_once;
    size_t expression_start;
} draft;

static void finish_characters(parser *self, draft *draft) {
    if (draft->characters.length > 0)
        template_add(self->arena, &draft->template,
                     (template_part){PART_TEXT, buffer_text(&draft->characters), {draft->characters_start, self->at}});
    draft->characters = BUFFER(self->arena);
}

static const problem *finish_expression(parser *self, draft *draft) {
    parser inside = {self->arena, text_upto(self->input, self->at), draft->expression_start};
    template_part part;
    PASS_ON(read_expression(&inside, PART_VARIABLE, &part));
    template_add(self->arena, &draft->template, part);
    draft->is_in_expression = draft->has_closed_once = false;
    draft->characters_start = self->at + 1;
    return NULL;
}

/* One character within `{{…}}`. After the first `}` any other ends it, as Hurl has it. */
static const problem *continue_expression(parser *self, draft *draft) {
    if (parse_peek(self, 0) == '}') {
        if (draft->has_closed_once)
            PASS_ON(finish_expression(self, draft));
        else
            draft->has_closed_once = true;
    }
    parse_skip_character(self);
    return NULL;
}

static const problem *continue_text(parser *self, const char *escapes, draft *draft) {
    bool is_brace = parse_peek(self, 0) == '{';
    if (is_brace && draft->has_opened_once) {
        finish_characters(self, draft);
        draft->has_opened_once = false;
        draft->is_in_expression = true;
        draft->expression_start = ++self->at;
        return NULL;
    }
    if (draft->has_opened_once)
        buffer_append_char(&draft->characters, '{');
    draft->has_opened_once = is_brace;
    if (!is_brace)
        return read_character(self, escapes, &draft->characters);
    self->at++;
    return NULL;
}

/* The template that stands up to end, which was found to hold no bad escape. */
static const problem *read_template(parser *self, size_t end, const char *escapes, template *ret_template) {
    draft draft = {.template.span = {self->at, end}, .characters = BUFFER(self->arena), .characters_start = self->at};
    buffer ignored = BUFFER(self->arena);
    while (self->at < end) {
        if (!draft.is_in_expression)
            PASS_ON(continue_text(self, escapes, &draft));
        else if (escapes && parse_peek(self, 0) == '\\')
            PASS_ON(read_escape(self, escapes, &ignored));
        else
            PASS_ON(continue_expression(self, &draft));
    }
    if (draft.is_in_expression)
        return parse_expecting(self, end, "}}");
    if (draft.has_opened_once)
        buffer_append_char(&draft.characters, '{');
    finish_characters(self, &draft);
    *ret_template = draft.template;
    return NULL;
}

#define TEXT_ESCAPES "#\"`\\/"

static bool is_control(char c) { return strchr("\b\t\n\f\r", c) && c; }

/* Where the text ends that stops at a control character or the terminator. */
static const problem *find_end(parser *self, char terminator, size_t *ret_end) {
    parser ahead = *self;
    buffer ignored = BUFFER(self->arena);
    while (!parse_at_end(&ahead) && !is_control(parse_peek(&ahead, 0)) && parse_peek(&ahead, 0) != terminator)
        if (parse_peek(&ahead, 0) == '\\')
            PASS_ON(read_escape(&ahead, TEXT_ESCAPES, &ignored));
        else
            parse_skip_character(&ahead);
    *ret_end = ahead.at;
    return NULL;
}

const problem *parse_unquoted(parser *self, template *ret_template) {
    size_t end;
    PASS_ON(find_end(self, '#', &end));
    while (end > self->at && self->input.data[end - 1] == ' ')
        end--;
    return read_template(self, end, TEXT_ESCAPES, ret_template);
}

static const problem *read_between(parser *self, const char *quote, template *ret_template) {
    size_t start = self->at, end;
    template template;
    PASS_ON(parse_expect(self, quote));
    PASS_ON(find_end(self, *quote, &end));
    parser behind = {self->arena, self->input, end};
    PASS_ON(parse_expect(&behind, quote));
    PASS_ON(read_template(self, end, TEXT_ESCAPES, &template));
    self->at = behind.at;
    template.span = (span){start, self->at};
    *ret_template = template;
    return NULL;
}

const problem *parse_quoted(parser *self, template *ret_template) { return read_between(self, "\"", ret_template); }
const problem *parse_back_quoted(parser *self, template *ret_template) { return read_between(self, "`", ret_template); }

const problem *parse_template_upto(parser *self, size_t end, template *ret_template) {
    return read_template(self, end, NULL, ret_template);
}

const problem *parse_lines(parser *self, bool is_raw, template *ret_template) {
    size_t start = self->at, length = text_find(text_from(self->input, start), TEXT("```"));
    if (length == TEXT_NOT_FOUND)
        return parse_expecting(self, self->input.length, "```");
    size_t end = start + length;
    if (is_raw) {
        *ret_template = (template){.span = {start, end}};
        template_add(self->arena, ret_template,
                     (template_part){PART_TEXT, text_upto(text_from(self->input, start), length), {start, end}});
    } else {
        PASS_ON(read_template(self, end, NULL, ret_template));
    }
    self->at = end + strlen("```");
    return NULL;
}

/* ---- names ---- */

/* The characters of a name up to a placeholder or whatever else is none. */
static const problem *read_key_characters(parser *self, buffer *out) {
    for (;;) {
        text run = parse_name(self, "_-.[]@$");
        buffer_append(out, run);
        if (parse_peek(self, 0) == '\\')
            PASS_ON(read_escape(self, "#:\\/", out));
        else if (text_is_empty(run))
            return NULL;
    }
}

/* A file's name goes on up to what would end it. */
static const problem *read_file_characters(parser *self, bool has_password, buffer *out) {
    while (!parse_at_end(self) && !strchr("#;{} \n\r", parse_peek(self, 0))) {
        bool is_colon = has_password && parse_is_at(self, "\\:");
        if (is_colon) /* which does not end the name, for whoever takes the password apart */
            buffer_append_char(out, '\\');
        PASS_ON(read_character(self, has_password ? "\\#; {}:" : "\\#; {}", out));
    }
    return NULL;
}

/* Placeholders, and characters as read_… reads them, until there are neither. */
static const problem *read_parts(parser *self, bool is_key, bool has_password, template *template) {
    size_t before;
    template->span.start = self->at;
    do {
        before = self->at;
        buffer characters = BUFFER(self->arena);
        PASS_ON(is_key ? read_key_characters(self, &characters)
                       : read_file_characters(self, has_password, &characters));
        if (characters.length > 0)
            template_add(self->arena, template,
                         (template_part){PART_TEXT, buffer_text(&characters), {before, self->at}});
        if (parse_is_at(self, "{{")) {
            template_part part;
            PASS_ON(parse_placeholder(self, PART_VARIABLE, &part));
            template_add(self->arena, template, part);
        }
    } while (self->at > before);
    template->span.end = self->at;
    return NULL;
}

bool parse_key(parser *self, template *ret_name) {
    size_t start = self->at;
    template name = {0};
    bool is_name = parse_peek(self, 0) != '[' && !read_parts(self, true, false, &name) && name.count > 0;
    parse_spaces(self);
    if (!is_name || !parse_accept(self, ":")) {
        self->at = start;
        return false;
    }
    parse_spaces(self);
    *ret_name = name;
    return true;
}

const problem *parse_file_name(parser *self, bool has_password, template *ret_template) {
    size_t start = self->at;
    template name = {0};
    PASS_ON(read_parts(self, false, has_password, &name));
    if (name.count == 0)
        return parse_problem_at(self, start, "Parsing filename", "expecting a filename");
    if (self->input.data[start] == '[')
        return parse_expecting(self, start, "filename");
    *ret_template = name;
    return NULL;
}
