#include "runner/stepper.h"

#include "core/civil_time.h"
#include "runner/list.h"

#define MOST_SHOWN_BYTES 4000
#define LINES_AROUND 5

typedef struct numbers {
    size_t *items;
    size_t count;
    size_t capacity;
} numbers;

struct stepper {
    arena *arena; /* of break points */
    stepper_options options;
    numbers breaks;
    bool runs_on; /* up to a break point or a failure */
    atomic_bool has_quit;
    const stop *stop;              /* where the file is */
    const exchange *last_exchange; /* behind a request: what it was answered */
};

/* What comes of a command. */
typedef enum reaction { REACTION_STAY, REACTION_GO, REACTION_QUIT } reaction;

typedef struct command {
    const char *name;
    const char *argument;
    const char *help;
    reaction (*act)(stepper *self, arena *arena, text argument);
} command;

/* ---- showing ---- */

/* All that is shown goes through here. */
static void show(const stepper *self, arena *arena, buffer *out) {
    text shown = variables_redact(arena, self->stop->variables, buffer_text(out));
    fwrite(shown.data, 1, shown.length, self->options.output);
    fflush(self->options.output);
}

static void say(const stepper *self, const char *words) { fprintf(self->options.output, "%s\n", words); }

static void put_body(buffer *out, text body) {
    if (text_is_empty(body))
        return;
    if (!text_is_utf8(body)) {
        buffer_format(out, "\n(%zu bytes that are no text)\n", body.length);
        return;
    }
    buffer_append_char(out, '\n');
    buffer_append_mended(out, text_upto(body, MOST_SHOWN_BYTES));
    if (body.length > MOST_SHOWN_BYTES)
        buffer_format(out, "\n… (%zu bytes)", body.length);
    buffer_append_char(out, '\n');
}

/* "[2/5] a.hurl:7" */
static void put_place(buffer *out, const stop *stop) {
    buffer_format(out, "\n[%zu/%zu] %.*s:%zu", stop->index, stop->last_index, TEXT_ARGS(stop->source->path),
                  source_place(stop->source, stop->entry->start).line);
    if (stop->attempt > 1)
        buffer_format(out, ", attempt %zu", stop->attempt);
    buffer_append_char(out, '\n');
}

static void put_message(buffer *out, text method, text url, const http_fields *headers, text body) {
    buffer_format(out, "%.*s %.*s\n", TEXT_ARGS(method), TEXT_ARGS(url));
    for (size_t i = 0; i < headers->count; i++)
        buffer_format(out, "%.*s: %.*s\n", TEXT_ARGS(headers->items[i].name), TEXT_ARGS(headers->items[i].value));
    put_body(out, body);
}

/* As it goes out or, behind it, as it was sent; nothing of one that could not be. */
static void put_request(buffer *out, const stepper *self) {
    const http_request *next = self->stop->message;
    const exchange *last = self->last_exchange;
    put_place(out, self->stop);
    if (next)
        put_message(out, next->method, self->stop->url, &next->headers, next->body.bytes);
    else if (last)
        put_message(out, last->method, last->url, &last->request_headers, last->request_body);
}

static void put_answer(buffer *out, const exchange *exchange) {
    buffer head = BUFFER(out->arena);
    exchange_put_head(&head, exchange);
    buffer_append(out, text_trim(buffer_text(&head)));
    buffer_append_char(out, '\n');
    put_body(out, exchange->body);
}

static void put_asserts(buffer *out, const source *source, const assert_result_list *asserts) {
    for (size_t i = 0; i < asserts->count; i++) {
        const assert_result *assert = &asserts->items[i];
        text line = source_text(source, source_line(source, assert->start));
        if (assert_is_told_by_next(source, asserts, i))
            continue;
        buffer_format(out, "%s %zu: %.*s\n", assert->problem ? "not ok" : "ok",
                      source_place(source, assert->start).line, TEXT_ARGS(text_trim(line)));
    }
}

static void put_variable(buffer *out, text name, const value *value) {
    buffer_format(out, "%.*s = %.*s\n", TEXT_ARGS(name), TEXT_ARGS(value_describe(out->arena, value)));
}

static void put_result(buffer *out, const stop *stop, const entry_result *result) {
    buffer_append_char(out, '\n');
    if (result->last_exchange)
        put_answer(out, result->last_exchange);
    buffer_append_char(out, '\n');
    put_asserts(out, stop->source, &result->asserts);
    for (size_t i = 0; i < result->captures.count; i++)
        put_variable(out, result->captures.items[i].name, result->captures.items[i].value);
    for (size_t i = 0; i < result->problems.count; i++) {
        buffer_append(out, TEXT("error: "));
        problem_describe(out, stop->source, result->problems.items[i], &result->entry->start, false);
        buffer_append_char(out, '\n');
    }
}

/* "[2/5] GET http://…: 200", of a request that it ran past. */
static void put_summary(buffer *out, const stop *stop, const entry_result *result) {
    const exchange *last = result->last_exchange;
    buffer_format(out, "[%zu/%zu]", result->index, stop->last_index);
    if (last)
        buffer_format(out, " %.*s %.*s: %d", TEXT_ARGS(last->method), TEXT_ARGS(last->url), last->response->status);
    buffer_append(out, result->is_retried ? TEXT(", to be tried again\n") : TEXT("\n"));
}

/* ---- commands ---- */

static reaction go(stepper *self, arena *arena, text argument) {
    (void)self, (void)arena, (void)argument;
    return REACTION_GO;
}

static reaction run_on(stepper *self, arena *arena, text argument) {
    (void)arena, (void)argument;
    self->runs_on = true;
    return REACTION_GO;
}

static reaction quit(stepper *self, arena *arena, text argument) {
    (void)self, (void)arena, (void)argument;
    return REACTION_QUIT;
}

static size_t find_break(const stepper *self, size_t index) {
    size_t at = 0;
    while (at < self->breaks.count && self->breaks.items[at] != index)
        at++;
    return at;
}

/* Sets the break point, or takes it away when it is there; without a number lists all. */
static reaction toggle_break(stepper *self, arena *arena, text argument) {
    int64_t index;
    buffer out = BUFFER(arena);
    if (!text_is_empty(argument) &&
        (!text_to_int64(argument, &index) || index < 1 || (size_t)index > self->stop->last_index)) {
        say(self, "There is no such request.");
        return REACTION_STAY;
    }
    size_t at = text_is_empty(argument) ? 0 : find_break(self, (size_t)index);
    if (!text_is_empty(argument) && at == self->breaks.count)
        *(size_t *)LIST_ADD(self->arena, &self->breaks) = (size_t)index;
    else if (!text_is_empty(argument))
        self->breaks.items[at] = self->breaks.items[--self->breaks.count];
    buffer_append(&out, self->breaks.count ? TEXT("Stops at") : TEXT("Stops at no request but where one fails"));
    for (size_t i = 0; i < self->breaks.count; i++)
        buffer_format(&out, "%s %zu", i ? "," : "", self->breaks.items[i]);
    buffer_append(&out, TEXT(".\n"));
    show(self, arena, &out);
    return REACTION_STAY;
}

static bool is_hidden(const variables *variables, const variable *variable) {
    return variables_get(variables, variable->name) != variable->value;
}

/* Shows a variable, or all of them. */
static reaction print(stepper *self, arena *arena, text argument) {
    const variables *variables = self->stop->variables;
    const value *value = variables_get(variables, argument);
    buffer out = BUFFER(arena);
    if (value)
        put_variable(&out, argument, value);
    else if (!text_is_empty(argument))
        buffer_format(&out, "There is no variable %.*s.\n", TEXT_ARGS(argument));
    for (const variable *each = variables->newest; each && text_is_empty(argument); each = each->older)
        if (!is_hidden(variables, each))
            put_variable(&out, each->name, each->value);
    show(self, arena, &out);
    return REACTION_STAY;
}

static reaction show_request(stepper *self, arena *arena, text argument) {
    (void)argument;
    buffer out = BUFFER(arena);
    put_request(&out, self);
    show(self, arena, &out);
    return REACTION_STAY;
}

static reaction list(stepper *self, arena *arena, text argument) {
    (void)argument;
    const source *source = self->stop->source;
    size_t here = source_place(source, self->stop->entry->start).line, number = 1;
    buffer out = BUFFER(arena);
    for (text rest = source->content, line; text_cut(&rest, '\n', &line); number++)
        if (number + LINES_AROUND >= here && number <= here + 2 * LINES_AROUND && (rest.data || line.length > 0))
            buffer_format(&out, "%s%4zu  %.*s\n", number == here ? ">" : " ", number, TEXT_ARGS(line));
    show(self, arena, &out);
    return REACTION_STAY;
}

static reaction show_time(stepper *self, arena *arena, text argument) {
    (void)argument;
    const runner_world *world = self->stop->world;
    buffer out = BUFFER(arena);
    buffer_format(&out, "%s\n", time_to_sortable(arena, world->now_ms(world->owner)).data);
    show(self, arena, &out);
    return REACTION_STAY;
}

static reaction help(stepper *self, arena *arena, text argument);

static const command commands[] = {
    {"n", "", "send the request, and stop before the next (so does an empty line)", go},
    {"c", "", "run on, to a break point or a failure", run_on},
    {"b", "[N]", "stop at the Nth request; once more, and no longer; without N: where it stops", toggle_break},
    {"p", "[NAME]", "a variable, or all of them", print},
    {"r", "", "the request again", show_request},
    {"l", "", "the file, around the request", list},
    {"t", "", "what time it is in the world", show_time},
    {"h", "", "these commands", help},
    {"q", "", "end here", quit},
};

static void put_help(buffer *out, const char *name, const char *argument, const char *words) {
    buffer_format(out, "  %s %-8s %s\n", name, argument, words);
}

static reaction help(stepper *self, arena *arena, text argument) {
    (void)argument;
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        put_help(&out, commands[i].name, commands[i].argument, commands[i].help);
    for (size_t i = 0; i < self->options.view_count; i++)
        put_help(&out, self->options.views[i].name, self->options.views[i].argument, self->options.views[i].help);
    show(self, arena, &out);
    return REACTION_STAY;
}

/* False when there is no such view. */
static bool show_view(stepper *self, arena *arena, text name, text argument) {
    for (size_t i = 0; i < self->options.view_count; i++) {
        const stepper_view *view = &self->options.views[i];
        buffer out = BUFFER(arena);
        if (!text_equal(name, text_of(view->name)))
            continue;
        const gabi_error *error = view->show(view->owner, arena, self->stop->world, argument, &out);
        if (error)
            buffer_format(&out, "%s\n", error->message);
        show(self, arena, &out);
        return true;
    }
    return false;
}

static reaction obey(stepper *self, arena *arena, text line) {
    text argument = text_trim(line), name;
    text_cut(&argument, ' ', &name);
    argument = text_trim(argument);
    if (text_is_empty(name))
        return REACTION_GO;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (text_equal(name, text_of(commands[i].name)))
            return commands[i].act(self, arena, argument);
    if (!show_view(self, arena, name, argument))
        say(self, "There is no such command; h lists them.");
    return REACTION_STAY;
}

/* ---- the prompt ---- */

/* False at the end of the input. */
static bool read_line(FILE *input, buffer *line) {
    int c;
    while ((c = getc(input)) != EOF && c != '\n')
        buffer_append_char(line, (char)c);
    return c != EOF || line->length > 0;
}

/* Obeys commands until one lets the file go on; false when it is to end. */
static bool prompt(stepper *self, const char *mark) {
    reaction reaction = REACTION_STAY;
    while (reaction == REACTION_STAY) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        buffer line = BUFFER(arena);
        fprintf(self->options.output, "(%s) ", mark);
        fflush(self->options.output);
        bool is_read = read_line(self->options.input, &line);
        text typed = buffer_text(&line);
        if (!is_read || !self->options.is_typed)
            fprintf(self->options.output, "%.*s\n", TEXT_ARGS(typed));
        reaction = is_read ? obey(self, arena, typed) : REACTION_QUIT;
        arena_free(arena);
    }
    if (reaction == REACTION_QUIT)
        atomic_store(&self->has_quit, true);
    return reaction == REACTION_GO;
}

/* ---- the file ---- */

static bool before(void *owner, const stop *stop) {
    stepper *self = owner;
    self->stop = stop;
    self->last_exchange = NULL;
    if (self->runs_on && find_break(self, stop->index) == self->breaks.count)
        return true;
    self->runs_on = false;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    show_request(self, arena, TEXT(""));
    arena_free(arena);
    return prompt(self, "step");
}

static void after(void *owner, const stop *stop, const entry_result *result) {
    stepper *self = owner;
    bool has_failed = result->problems.count > 0 && !result->is_retried;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    buffer out = BUFFER(arena);
    self->stop = stop;
    self->last_exchange = result->last_exchange;
    self->runs_on = self->runs_on && !has_failed;
    if (self->runs_on)
        put_summary(&out, stop, result);
    else
        put_result(&out, stop, result);
    if (!atomic_load(&self->has_quit))
        show(self, arena, &out);
    arena_free(arena);
    if (has_failed && !atomic_load(&self->has_quit))
        prompt(self, "failed");
}

stepper *stepper_new(arena *arena, const stepper_options *options) {
    stepper *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    self->options = *options;
    return self;
}

stepping stepper_listener(stepper *self) { return (stepping){self, before, after}; }

const atomic_bool *stepper_has_quit(const stepper *self) { return &self->has_quit; }
