#include "explore/replay.h"

#include "core/encoding.h"
#include "core/json_writer.h"
#include "explore/together_body.h"

/* The entry's request alone. */
static text request_text(const exploration *self, size_t index) {
    const entry *entry = &self->scenario.items[index];
    if (!entry->has_response)
        return exploration_entry(self, index);
    return text_trim(text_from(text_upto(self->source.content, entry->response.version_span.start), entry->start));
}

/* Passes over blanks and line ends. */
static size_t pass_blanks(text t, size_t at) {
    while (at < t.length && strchr(" \t\r\n", t.data[at]))
        at++;
    return at;
}

/* Where the number behind `"seed":` stands; an empty span when there is none. */
static span seed_span(text entry) {
    size_t at = text_find(entry, TEXT("\"seed\""));
    if (at == TEXT_NOT_FOUND)
        return (span){0};
    at = pass_blanks(entry, at + sizeof "\"seed\"" - 1);
    if (at == entry.length || entry.data[at] != ':')
        return (span){0};
    at = pass_blanks(entry, at + 1);
    size_t end = at;
    while (end < entry.length && entry.data[end] >= '0' && entry.data[end] <= '9')
        end++;
    return (span){at, end};
}

/* The entry; where requests are run together, with the seed and without some of them. */
static void append_entry(buffer *out, text entry, uint64_t seed, uint64_t left_out) {
    if (!together_is_in(entry)) {
        buffer_append(out, entry);
        return;
    }
    entry = together_without(out->arena, entry, left_out);
    span present = seed_span(entry);
    size_t brace = text_index(entry, '{');
    if (present.end > 0) {
        buffer_append(out, text_upto(entry, present.start));
        buffer_append_integer(out, (int64_t)seed);
        buffer_append(out, text_from(entry, present.end));
        return;
    }
    while (brace < entry.length && entry.data[brace + 1] == '{') /* of {{aws}} */
        brace = brace + 2 + text_index(text_from(entry, brace + 2), '{');
    buffer_append(out, text_upto(entry, brace + 1));
    buffer_format(out, "\"seed\": %llu,", (unsigned long long)seed);
    buffer_append(out, text_from(entry, brace + 1));
}

/* Whether the trial was answered as the scenario expects. */
static bool is_as_expected(const trial *trial, const entry *entry) {
    for (size_t i = 0; i < trial->outcome.entries.count; i++)
        if (trial->outcome.entries.items[i].entry->start == entry->start &&
            trial->outcome.entries.items[i].problems.count > 0)
            return false;
    return true;
}

static void append_head(buffer *out, const exploration *self, const trial *trial) {
    buffer_format(out, "# Of %.*s, seed %llu. In the end these do not hold (docs/invariants.md):\n",
                  TEXT_ARGS(self->source.path), (unsigned long long)trial->seed);
    for (size_t i = 0; i < trial->violation_count; i++)
        buffer_format(out, "# - %.*s: %.*s\n", TEXT_ARGS(trial->violations[i].invariant),
                      TEXT_ARGS(trial->violations[i].what));
    buffer_append_char(out, '\n');
}

static void append_steps(buffer *out, const trial_step *steps, size_t count) {
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "%s {{aws}}%s\n%.*s%sHTTP %d\n\n", steps[i].method, steps[i].path, TEXT_ARGS(steps[i].body),
                      text_is_empty(steps[i].body) ? "" : "\n", steps[i].status);
}

/* The entries that one client ran, from the scenario's own text. */
static void append_rest(buffer *out, const exploration *self, const trial *trial) {
    for (size_t i = self->first_entry; i < self->scenario.count; i++) {
        uint64_t left_out = trial->left_out ? trial->left_out[i - self->first_entry] : 0;
        if (left_out == TRIAL_WITHOUT_ENTRY)
            continue;
        bool is_whole = is_as_expected(trial, &self->scenario.items[i]);
        append_entry(out, is_whole ? exploration_entry(self, i) : request_text(self, i), trial->order, left_out);
        buffer_append(out, is_whole ? TEXT("\n\n") : TEXT("\nHTTP *\n\n"));
    }
}

static void write_sent(json_writer *writer, const sent_request *sent) {
    json_begin_object(writer);
    json_string_member(writer, "method", sent->method);
    json_string_member(writer, "url", sent->url);
    json_name(writer, TEXT("headers"));
    json_begin_object(writer);
    for (size_t i = 0; i < sent->headers.count; i++) {
        json_name(writer, sent->headers.items[i].name);
        json_string(writer, sent->headers.items[i].value);
    }
    json_end_object(writer);
    if (!text_is_empty(sent->body))
        json_string_member(writer, "body", sent->body);
    json_end_object(writer);
}

static void write_list(json_writer *writer, const sent_list *sent) {
    json_begin_array(writer);
    for (size_t i = 0; i < sent->count; i++)
        write_sent(writer, &sent->items[i]);
    json_end_array(writer);
}

/* What clients sent, byte for byte: with the same seed their tokens and ids are the same again. */
static void append_sent(buffer *out, arena *arena, uint64_t seed, const sent_list *lists, size_t count) {
    buffer body = BUFFER(arena);
    json_writer writer = JSON_WRITER(&body);
    json_begin_object(&writer);
    json_integer_member(&writer, "seed", (int64_t)seed);
    json_name(&writer, TEXT("requests"));
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_list(&writer, &lists[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    buffer_format(out, "POST {{aws}}/_gabi/together\nbase64,%s;\nHTTP 200\n\n",
                  base64_encode(arena, buffer_text(&body)).data);
}

static void append_prelude(buffer *out, arena *arena, const exploration *self, uint64_t seed) {
    for (size_t i = 0; i < self->first_entry; i++) {
        append_entry(out, exploration_entry(self, i), seed, 0);
        buffer_append(out, TEXT("\n\n"));
    }
    for (size_t i = 1; i < self->prelude_count; i++)
        if (self->preludes[i].sent.count > 0)
            append_sent(out, arena, 0, &self->preludes[i].sent, 1);
}

text replay_of(arena *arena, const exploration *self, const trial *trial) {
    buffer out = BUFFER(arena);
    trial_step *steps;
    append_head(&out, self, trial);
    append_prelude(&out, arena, self, trial->seed);
    size_t count = trial_steps_before(arena, trial, &steps);
    append_steps(&out, steps, count);
    if (self->clients == 1)
        append_rest(&out, self, trial);
    else
        append_sent(&out, arena, trial->order, trial->sent, trial->client_count);
    count = trial_steps_after(self, arena, &steps);
    append_steps(&out, steps, count);
    buffer_append(&out, TEXT("GET {{aws}}/_gabi/invariants\nHTTP 200\n[Asserts]\n"
                             "jsonpath \"$.violations\" isEmpty\n"));
    return buffer_text(&out);
}
