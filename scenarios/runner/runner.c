#include "runner/runner.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "core/random.h"
#include "runner/collect.h"
#include "runner/console.h"
#include "runner/elapsed.h"
#include "runner/report.h"
#include "runner/report_file.h"

#define MOST_JOBS 64

typedef struct crew {
    const runner_options *options;
    console *console;
    file_run *runs;
    const size_t *order; /* in which the runs begin */
    size_t count;
    atomic_size_t next;
} crew;

/* ---- what there is to run ---- */

static const gabi_error *collect_all(arena *arena, const runner_options *options, file_list *files) {
    for (size_t i = 0; i < options->path_count; i++)
        TRY(collect_files(arena, options->paths[i], files));
    for (size_t i = 0; i < options->glob_count; i++)
        TRY(collect_glob(arena, options->globs[i], files));
    if (options->shard_count)
        collect_shard(files, options->shard_number, options->shard_count);
    return NULL;
}

/* The standard input can be read only once, however often it is run. */
static const gabi_error *read_standard_input(arena *arena, const file_list *files, text *ret_content) {
    for (size_t i = 0; i < files->count; i++)
        if (text_equal(files->items[i], TEXT(COLLECT_STANDARD_INPUT)))
            return collect_read_scenario(arena, files->items[i], ret_content);
    return NULL;
}

/* What is run, and what each of the runs begins with. */
typedef struct agenda {
    file_list files;
    text standard_input;
} agenda;

static file_run *make_runs(arena *arena, const agenda *agenda, size_t repeat, size_t *ret_count) {
    const file_list *files = &agenda->files;
    size_t count = files->count * repeat;
    file_run *runs = arena_zalloc(arena, count * sizeof *runs);
    for (size_t i = 0; i < count; i++) {
        text path = files->items[i % files->count];
        runs[i] = (file_run){
            .arena = arena_new(ARENA_REQUEST_CEILING_BYTES),
            .world = text_format(arena, "scenario-%zu", i + 1),
            .source = {path, text_equal(path, TEXT(COLLECT_STANDARD_INPUT)) ? agenda->standard_input : (text){0}},
        };
    }
    *ret_count = count;
    return runs;
}

static const size_t *make_order(arena *arena, const runner_options *options, size_t count) {
    size_t *order = arena_alloc(arena, count * sizeof *order);
    uint64_t seed = options->shuffle_seed;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; options->is_shuffled && i > 1; i--) {
        size_t other = (size_t)random_below(&seed, i), last = order[i - 1];
        order[i - 1] = order[other];
        order[other] = last;
    }
    return order;
}

/* ---- running ---- */

/* Where one of the crew is. */
typedef struct position {
    console *console;
    size_t run;
} position;

static void tell_entry(void *listener, size_t index, size_t last, size_t retries) {
    const position *self = listener;
    (void)retries;
    console_tell_entry(self->console, self->run, index, last);
}

static bool is_interrupted(const runner_options *options) {
    return options->execution.is_interrupted && atomic_load(options->execution.is_interrupted);
}

static void *work(void *context) {
    crew *self = context;
    position position = {.console = self->console};
    runner_options options = *self->options;
    options.execution.on_entry = tell_entry;
    options.execution.listener = &position;
    for (size_t i; !is_interrupted(&options) && (i = atomic_fetch_add(&self->next, 1)) < self->count;) {
        position.run = self->order[i];
        const file_run *run = &self->runs[position.run];
        file_run_execute(&self->runs[position.run], &options);
        if (!is_interrupted(&options) || run->outcome.request_count > 0) /* otherwise it has hardly begun */
            console_end_run(self->console, position.run);
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

/* ---- reports ---- */

typedef struct report {
    const char *path;
    bool is_folder;
    const gabi_error *(*write)(arena *arena, const char *path, run_list runs);
} report;

#define REPORTS 8

/* The kinds of reports; those without a path are not asked for. */
static void list_reports(const runner_options *options, report ret_reports[REPORTS]) {
    const report reports[REPORTS] = {
        {options->report_junit, false, report_junit},
        {options->report_tap, false, report_tap},
        {options->report_json, true, report_json},
        {options->report_html, true, report_html},
        {options->report_cookies, false, report_cookies},
        {options->report_curl, false, report_curl},
        {options->transcript, false, report_transcript},
        {options->answers, false,
         options->answer_form == ANSWER_BODIES         ? report_bodies
         : options->answer_form == ANSWER_WITH_HEADERS ? report_answers
                                                       : report_json_lines},
    };
    memcpy(ret_reports, reports, sizeof reports);
}

static bool has_reports(const runner_options *options) {
    report reports[REPORTS];
    bool has_any = false;
    list_reports(options, reports);
    for (size_t i = 0; i < REPORTS; i++)
        has_any = has_any || reports[i].path;
    return has_any;
}

/* Before anything is run: a report that is lost behind a long run is found out late. */
static const gabi_error *check_reports(arena *arena, const runner_options *options) {
    report reports[REPORTS];
    list_reports(options, reports);
    for (size_t i = 0; i < REPORTS; i++)
        if (reports[i].path && strcmp(reports[i].path, "-") != 0)
            TRY(report_check_place(arena, reports[i].path, reports[i].is_folder));
    return NULL;
}

/* Of the runs that have ended, which are all of them unless the run was interrupted. */
static const gabi_error *write_reports(arena *arena, const crew *crew) {
    report reports[REPORTS];
    file_run *ended = arena_alloc(arena, crew->count * sizeof *ended);
    size_t count = 0;
    for (size_t i = 0; i < crew->count; i++)
        if (console_has_ended(crew->console, i))
            ended[count++] = crew->runs[i];
    list_reports(crew->options, reports);
    for (size_t i = 0; i < REPORTS; i++)
        if (reports[i].path)
            TRY(reports[i].write(arena, reports[i].path, (run_list){ended, count}));
    return NULL;
}

/* ---- all of it ---- */

static crew run_once(arena *arena, const runner_options *options, const agenda *agenda, size_t repeat, tally *tally) {
    crew crew = {.options = options};
    crew.runs = make_runs(arena, agenda, repeat, &crew.count);
    crew.order = make_order(arena, options, crew.count);
    crew.console = console_new(arena, options, crew.runs, crew.count, has_reports(options));
    run_all(&crew);
    console_close(crew.console, tally);
    return crew;
}

static void free_runs(const crew *crew) {
    for (size_t i = 0; i < crew->count; i++)
        arena_free(crew->runs[i].arena);
}

/* Round after round, until it is interrupted. */
static void run_endlessly(const runner_options *options, const agenda *agenda, tally *tally) {
    arena *round = arena_new(ARENA_REQUEST_CEILING_BYTES);
    while (!is_interrupted(options)) {
        crew crew = run_once(round, options, agenda, 1, tally);
        free_runs(&crew);
        arena_reset(round);
    }
    arena_free(round);
}

/* So often as the options say. */
static const gabi_error *run(arena *arena, const runner_options *options, const agenda *agenda, tally *tally) {
    int64_t start_us = elapsed_us();
    if (options->is_endless) {
        run_endlessly(options, agenda, tally);
        console_summarize(options, tally, elapsed_us() - start_us);
        return NULL;
    }
    crew crew = run_once(arena, options, agenda, options->repeat ? options->repeat : 1, tally);
    console_summarize(options, tally, elapsed_us() - start_us);
    const gabi_error *error = write_reports(arena, &crew);
    free_runs(&crew);
    return error;
}

const gabi_error *runner_run(arena *arena, const runner_options *options, enum runner_status *ret_status) {
    agenda agenda = {0};
    tally tally = {0};
    TRY(collect_all(arena, options, &agenda.files));
    TRY(check_reports(arena, options));
    TRY(read_standard_input(arena, &agenda.files, &agenda.standard_input));
    TRY(run(arena, options, &agenda, &tally));
    *ret_status = is_interrupted(options) ? RUNNER_INTERRUPTED : tally.worst;
    return NULL;
}

const gabi_error *runner_list(arena *arena, const runner_options *options) {
    file_list files = {0};
    TRY(collect_all(arena, options, &files));
    for (size_t i = 0; i < files.count; i++)
        fprintf(options->output, "%.*s\n", TEXT_ARGS(files.items[i]));
    return NULL;
}
