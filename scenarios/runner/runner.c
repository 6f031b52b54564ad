#include "runner/runner.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "runner/collect.h"
#include "runner/execute.h"

#define MOST_JOBS 64

#define GREEN "\033[32m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

/* One file, and what came of it. */
typedef struct file_run {
    arena *arena;
    text path;
    enum runner_status status;
    size_t request_count;
    int64_t duration_us;
    text report; /* of what is wrong */
} file_run;

typedef struct crew {
    const runner_options *options;
    file_run *runs;
    size_t count;
    atomic_size_t next;
} crew;

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- one file ---- */

static void fail_with_error(file_run *run, const gabi_error *error) {
    run->status = RUNNER_UNUSABLE_INPUT;
    run->report = text_format(run->arena, "%s\n", error->message);
}

static void show_problems(buffer *out, const source *source, const entry_result *result, bool is_coloured) {
    for (size_t i = 0; i < result->problems.count && !result->is_retried; i++)
        problem_render(out, source, result->problems.items[i], &result->entry->start, is_coloured);
}

static const gabi_error *execute(const runner_options *options, file_run *run, const source *source,
                                 const scenario *scenario, text world) {
    runner_world opened;
    variables variables = {0};
    buffer report = BUFFER(run->arena);
    const execution_options execution = {.request = default_options};
    TRY(options->host.open_world(options->host.owner, run->arena, world, &opened));
    for (size_t i = 0; i < options->variable_count; i++)
        variables_set(run->arena, &variables, options->variables[i].name,
                      value_of_string(run->arena, options->variables[i].value));
    outcome outcome = scenario_execute(run->arena, source, scenario, &opened, &execution, variables);
    options->host.close_world(options->host.owner, world);
    for (size_t i = 0; i < outcome.entries.count; i++)
        show_problems(&report, source, &outcome.entries.items[i], options->is_coloured);
    run->request_count = outcome.request_count;
    run->status = outcome.has_passed ? RUNNER_ALL_PASSED : RUNNER_SOME_FAILED;
    run->report = buffer_text(&report);
    return NULL;
}

static const gabi_error *run_file(const runner_options *options, file_run *run, size_t number) {
    source source = {.path = run->path};
    scenario scenario;
    TRY(collect_read(run->arena, run->path, &source.content));
    const problem *problem = scenario_parse(run->arena, &source, &scenario);
    if (!problem)
        return execute(options, run, &source, &scenario, text_format(run->arena, "scenario-%zu", number));
    buffer report = BUFFER(run->arena);
    problem_render(&report, &source, problem, NULL, options->is_coloured);
    run->status = RUNNER_UNUSABLE_INPUT;
    run->report = buffer_text(&report);
    return NULL;
}

/* ---- all files ---- */

static void *work(void *context) {
    crew *self = context;
    for (size_t i; (i = atomic_fetch_add(&self->next, 1)) < self->count;) {
        file_run *run = &self->runs[i];
        int64_t start_us = now_us();
        const gabi_error *error = run_file(self->options, run, i + 1);
        if (error)
            fail_with_error(run, error);
        run->duration_us = now_us() - start_us;
    }
    return NULL;
}

static size_t job_count(const runner_options *options, size_t file_count) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t jobs = options->jobs ? options->jobs : processors > 0 ? (size_t)processors : 1;
    jobs = jobs < file_count ? jobs : file_count;
    return jobs < MOST_JOBS ? jobs : MOST_JOBS;
}

/* This thread works too, so that the files are run even where no other can be had. */
static void run_all(crew *crew) {
    pthread_t threads[MOST_JOBS];
    size_t jobs = job_count(crew->options, crew->count), started = 0;
    while (started + 1 < jobs && pthread_create(&threads[started], NULL, work, crew) == 0)
        started++;
    work(crew);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

static void print_run(const runner_options *options, const file_run *run) {
    bool passed = run->status == RUNNER_ALL_PASSED, is_coloured = options->is_coloured;
    fprintf(options->output, "%s%s%s %.*s (%zu requests, %.1f ms)\n",
            !is_coloured ? ""
            : passed     ? GREEN
                         : RED,
            passed ? "ok" : "not ok", is_coloured ? PLAIN : "", TEXT_ARGS(run->path), run->request_count,
            (double)run->duration_us / 1000);
    fprintf(options->output, "%.*s", TEXT_ARGS(run->report));
}

static enum runner_status print_all(const crew *crew, int64_t duration_us) {
    size_t failed = 0, requests = 0;
    enum runner_status status = RUNNER_ALL_PASSED;
    for (size_t i = 0; i < crew->count; i++) {
        print_run(crew->options, &crew->runs[i]);
        requests += crew->runs[i].request_count;
        failed += crew->runs[i].status != RUNNER_ALL_PASSED;
        status = crew->runs[i].status > status ? crew->runs[i].status : status;
    }
    fprintf(crew->options->output, "\n%zu passed, %zu failed: %zu requests in %.1f ms\n", crew->count - failed, failed,
            requests, (double)duration_us / 1000);
    return status;
}

static const gabi_error *collect_all(arena *arena, const runner_options *options, file_list *files) {
    for (size_t i = 0; i < options->path_count; i++)
        TRY(collect_files(arena, options->paths[i], files));
    return NULL;
}

static void close_runs(file_run *runs, size_t count) {
    for (size_t i = 0; i < count; i++)
        arena_free(runs[i].arena);
}

const gabi_error *runner_run(arena *arena, const runner_options *options, enum runner_status *ret_status) {
    file_list files = {0};
    TRY(collect_all(arena, options, &files));
    int64_t start_us = now_us();
    crew crew = {.options = options, .count = files.count};
    crew.runs = arena_zalloc(arena, files.count * sizeof *crew.runs);
    for (size_t i = 0; i < files.count; i++)
        crew.runs[i] = (file_run){.arena = arena_new(ARENA_REQUEST_CEILING_BYTES), .path = files.items[i]};
    run_all(&crew);
    *ret_status = print_all(&crew, now_us() - start_us);
    close_runs(crew.runs, crew.count);
    return NULL;
}
