#include "runner/file_run.h"

#include "runner/collect.h"
#include "runner/elapsed.h"
#include "runner/transcript.h"

static variables begin_variables(arena *arena, const given_variables *given) {
    variables variables = {0};
    for (size_t i = 0; i < given->count; i++) {
        const given_variable *each = &given->items[i];
        if (each->is_secret)
            variables_set_secret(arena, &variables, each->name, each->value->text);
        else
            variables_set(arena, &variables, each->name, each->value);
    }
    return variables;
}

static text render_problems(file_run *self, bool is_coloured) {
    buffer out = BUFFER(self->arena);
    for (size_t i = 0; i < self->outcome.entries.count; i++) {
        const entry_result *result = &self->outcome.entries.items[i];
        for (size_t j = 0; j < result->problems.count && !result->is_retried; j++)
            problem_render(&out, &self->source, result->problems.items[j], &result->entry->start, is_coloured);
    }
    return buffer_text(&out);
}

static const gabi_error *execute(file_run *self, const runner_options *options) {
    runner_world world;
    buffer transcript = BUFFER(self->arena);
    TRY(options->host.open_world(options->host.owner, self->arena, self->world, &world));
    if (options->transcript)
        world.client = transcript_record(self->arena, world.client, &transcript);
    self->outcome = scenario_execute(self->arena, &self->source, &self->scenario, &world, &options->execution,
                                     begin_variables(self->arena, &options->variables));
    options->host.close_world(options->host.owner, self->world);
    const variables *variables = &self->outcome.variables;
    self->status = self->outcome.has_passed ? RUNNER_ALL_PASSED : RUNNER_SOME_FAILED;
    self->report = variables_redact(self->arena, variables, render_problems(self, options->is_coloured));
    self->transcript = variables_redact(self->arena, variables, buffer_text(&transcript));
    return NULL;
}

static const gabi_error *read_and_execute(file_run *self, const runner_options *options) {
    TRY(collect_read(self->arena, self->source.path, &self->source.content));
    const problem *problem = scenario_parse(self->arena, &self->source, &self->scenario);
    if (!problem)
        return execute(self, options);
    buffer report = BUFFER(self->arena);
    problem_render(&report, &self->source, problem, NULL, options->is_coloured);
    self->status = RUNNER_UNUSABLE_INPUT;
    self->report = buffer_text(&report);
    return NULL;
}

void file_run_execute(file_run *self, const runner_options *options) {
    int64_t start_us = elapsed_us();
    const gabi_error *error = read_and_execute(self, options);
    if (error) {
        self->status = RUNNER_UNUSABLE_INPUT;
        self->report = text_format(self->arena, "%s\n", error->message);
    }
    self->duration_us = elapsed_us() - start_us;
}
