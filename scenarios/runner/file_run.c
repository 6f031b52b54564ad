#include "runner/file_run.h"

#include "core/encoding.h"
#include "runner/collect.h"
#include "runner/elapsed.h"
#include "runner/list.h"
#include "runner/transcript.h"

/* ---- running ---- */

static const gabi_error *execute(file_run *self, const runner_options *options) {
    runner_world world;
    buffer transcript = BUFFER(self->arena);
    TRY(options->host.open_world(options->host.owner, self->arena, self->world, &world));
    if (options->transcript)
        world.client = transcript_record(self->arena, world.client, &transcript);
    self->outcome = scenario_execute(self->arena, &self->source, &self->scenario, &world, &options->execution,
                                     given_begin(self->arena, &options->variables));
    if (!self->outcome.has_passed && world.warnings)
        self->warnings = file_run_redact(self, self->arena, world.warnings(world.owner, self->arena));
    options->host.close_world(options->host.owner, self->world);
    self->status = self->outcome.has_passed ? RUNNER_ALL_PASSED : RUNNER_SOME_FAILED;
    self->transcript = file_run_redact(self, self->arena, buffer_text(&transcript));
    return NULL;
}

static const gabi_error *read_and_execute(file_run *self, const runner_options *options) {
    if (!self->source.content.data)
        TRY(collect_read_scenario(self->arena, self->source.path, &self->source.content));
    self->parse_error = scenario_parse(self->arena, &self->source, &self->scenario);
    if (!self->parse_error)
        return execute(self, options);
    self->status = RUNNER_UNUSABLE_INPUT;
    return NULL;
}

static int64_t host_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void file_run_execute(file_run *self, const runner_options *options) {
    int64_t start_us = elapsed_us();
    self->started_ms = host_now_ms();
    self->error = read_and_execute(self, options);
    if (self->error)
        self->status = RUNNER_UNUSABLE_INPUT;
    self->duration_us = elapsed_us() - start_us;
}

void file_run_release(file_run *self) {
    arena_free(self->arena);
    *self = (file_run){
        .source.path = self->source.path,
        .status = self->status,
        .outcome.request_count = self->outcome.request_count,
    };
}

size_t file_run_skipped(const file_run *self) {
    size_t count = 0;
    for (size_t i = 0; i < self->outcome.entries.count; i++)
        count += self->outcome.entries.items[i].is_skipped_control;
    return count;
}

/* ---- what is wrong ---- */

text file_run_redact(const file_run *self, arena *arena, text plain) {
    return variables_redact(arena, &self->outcome.variables, plain);
}

static void put_answer(buffer *out, const exchange *exchange) {
    exchange_put_head(out, exchange);
    if (text_is_utf8(exchange->body))
        buffer_append(out, exchange->body);
    else
        buffer_format(out, "Bytes <%s>", hex_encode(out->arena, exchange->body).data);
    buffer_append(out, TEXT("\n\n"));
}

text file_run_context(const file_run *self, arena *arena, const entry_result *result) {
    buffer out = BUFFER(arena);
    buffer_format(&out, "* Request can be run with the following curl command:\n* %.*s\n\n", TEXT_ARGS(result->curl));
    if (result->last_exchange)
        put_answer(&out, result->last_exchange);
    return file_run_redact(self, arena, buffer_text(&out));
}

text file_run_message(const file_run *self, arena *arena, const problem *problem, const entry *entry,
                      bool is_coloured) {
    buffer out = BUFFER(arena);
    problem_describe(&out, &self->source, problem, entry ? &entry->start : NULL, is_coloured);
    return file_run_redact(self, arena, buffer_text(&out));
}

static bool is_of_assert(const entry_result *result, const problem *problem) {
    for (size_t i = 0; i < result->asserts.count; i++)
        if (result->asserts.items[i].problem == problem)
            return true;
    return false;
}

static void add(const file_run *self, arena *arena, finding_list *list, const problem *problem,
                const entry_result *result, bool is_coloured) {
    *(finding *)LIST_ADD(arena, list) = (finding){
        .message = file_run_message(self, arena, problem, result ? result->entry : NULL, is_coloured),
        .line = source_place(&self->source, problem->span.start).line,
        .result = result,
        .is_assert = result && is_of_assert(result, problem),
    };
}

finding_list file_run_findings(const file_run *self, arena *arena, bool is_coloured) {
    finding_list list = {0};
    if (self->error)
        *(finding *)LIST_ADD(arena, &list) = (finding){.message = text_of(self->error->message)};
    if (self->parse_error)
        add(self, arena, &list, self->parse_error, NULL, is_coloured);
    for (size_t i = 0; i < self->outcome.entries.count; i++) {
        const entry_result *result = &self->outcome.entries.items[i];
        for (size_t j = 0; j < result->problems.count && !result->is_retried; j++)
            add(self, arena, &list, result->problems.items[j], result, is_coloured);
    }
    return list;
}
