#include "explore/explore.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "explore/replay.h"
#include "explore/shrink.h"
#include "explore/together_body.h"
#include "runner/collect.h"
#include "runner/elapsed.h"

#define MOST_JOBS 64
#define PROGRESS_EVERY_US 100000
#define NO_SEED UINT64_MAX

/* The trials of all seeds, while they are run by several threads. */
typedef struct search {
    const exploration *exploration;
    const explore_options *options;
    int64_t start_us;
    _Atomic int64_t told_us; /* when progress was told last */
    _Atomic uint64_t next;   /* seeds begun, counted from 0 */
    _Atomic uint64_t done;
    _Atomic uint64_t found; /* the least seed that breaks something, or NO_SEED */
    pthread_mutex_t lock;   /* of what follows */
    arena *arena;           /* of the failure */
    const gabi_error *failure;
} search;

/* ---- one seed after the other ---- */

static void note_violation(search *self, uint64_t seed) {
    uint64_t known = atomic_load(&self->found);
    while (seed < known && !atomic_compare_exchange_weak(&self->found, &known, seed))
        ;
}

static void note_failure(search *self, const gabi_error *error) {
    pthread_mutex_lock(&self->lock);
    if (!self->failure)
        self->failure = error_new(self->arena, error->kind, error->code, "%s", error->message);
    pthread_mutex_unlock(&self->lock);
    atomic_store(&self->next, self->options->seed_count);
}

static double per_second(uint64_t count, int64_t duration_us) {
    return duration_us > 0 ? (double)count * 1e6 / (double)duration_us : 0;
}

static void tell_progress(search *self) {
    FILE *to = self->options->progress;
    int64_t now_us = elapsed_us(), told_us = atomic_load(&self->told_us);
    if (!to || now_us - told_us < PROGRESS_EVERY_US ||
        !atomic_compare_exchange_strong(&self->told_us, &told_us, now_us))
        return;
    uint64_t done = atomic_load(&self->done);
    fprintf(to, "\r%llu of %llu seeds, %.0f a second\033[K", (unsigned long long)done,
            (unsigned long long)self->options->seed_count, per_second(done, now_us - self->start_us));
    fflush(to);
}

static void *work(void *context) {
    search *self = context;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    for (uint64_t i; (i = atomic_fetch_add(&self->next, 1)) < self->options->seed_count;) {
        uint64_t seed = self->options->first_seed + i;
        if (seed > atomic_load(&self->found))
            break; /* a lesser one is known, and all seeds before it have begun */
        trial trial = trial_of_seed(self->exploration, seed);
        const gabi_error *error = trial_run(self->exploration, arena, &trial);
        if (error)
            note_failure(self, error);
        else if (trial.violation_count > 0)
            note_violation(self, seed);
        atomic_fetch_add(&self->done, 1);
        tell_progress(self);
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

static size_t job_count(const explore_options *options) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t jobs = options->jobs ? options->jobs : processors > 0 ? (size_t)processors : 1;
    return jobs < MOST_JOBS ? jobs : MOST_JOBS;
}

/* This thread works too, so that all is done even where no other can be had. */
static const gabi_error *run_all(search *self) {
    pthread_t threads[MOST_JOBS];
    size_t jobs = job_count(self->options), started = 0;
    while (started + 1 < jobs && pthread_create(&threads[started], NULL, work, self) == 0)
        started++;
    work(self);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    if (self->options->progress)
        fputs("\r\033[K", self->options->progress);
    return self->failure;
}

/* ---- what was found ---- */

/* "last-seat-seed-17.hurl" for "scenarios/booking/last-seat.hurl". */
static const char *replay_path(arena *arena, const exploration *exploration, const explore_options *options,
                               uint64_t seed) {
    if (options->replay_path)
        return options->replay_path;
    text name = exploration->source.path;
    for (size_t slash; (slash = text_index(name, '/')) != TEXT_NOT_FOUND;)
        name = text_from(name, slash + 1);
    if (text_ends_with(name, TEXT(".hurl")))
        name = text_upto(name, name.length - (sizeof ".hurl" - 1));
    return arena_printf(arena, "%.*s-seed-%llu.hurl", TEXT_ARGS(name), (unsigned long long)seed);
}

static const gabi_error *write_file(arena *arena, const char *path, text content) {
    FILE *file = fopen(path, "w");
    bool is_written = file && fwrite(content.data, 1, content.length, file) == content.length;
    if (file)
        is_written &= fclose(file) == 0;
    return is_written ? NULL : error_new(arena, ERROR_INVALID, "Unwritable", "cannot write %s", path);
}

static size_t count_requests(const exploration *exploration, const trial *trial) {
    size_t count = 0;
    for (size_t i = 0; i < exploration->scenario.count - exploration->first_entry; i++) {
        size_t requests = trial_requests(exploration, i);
        uint64_t left_out = trial->left_out ? trial->left_out[i] : 0;
        for (size_t j = 0; j < requests; j++)
            count += !(left_out >> j & 1);
    }
    return count;
}

static void tell(const exploration *exploration, arena *arena, FILE *to, const trial *found, const trial *shrunk) {
    fprintf(to, "seed %llu:\n", (unsigned long long)found->seed);
    for (size_t i = 0; i < shrunk->violation_count; i++)
        fprintf(to, "  %.*s: %.*s\n", TEXT_ARGS(shrunk->violations[i].invariant),
                TEXT_ARGS(shrunk->violations[i].what));
    if (exploration->clients > 1)
        fprintf(to, "  of %zu clients it needs %zu\n", found->client_count, shrunk->client_count);
    fprintf(to, "  of %zu requests it needs %zu, of %zu faults %zu\n", count_requests(exploration, found),
            count_requests(exploration, shrunk), found->schedule.count, shrunk->schedule.count);
    for (size_t i = 0; i < shrunk->schedule.count; i++)
        fprintf(to, "    %.*s\n", TEXT_ARGS(planned_fault_json(arena, &shrunk->schedule.items[i])));
}

static const gabi_error *report(const exploration *exploration, arena *arena, const explore_options *options,
                                uint64_t seed) {
    trial found = trial_of_seed(exploration, seed);
    TRY(trial_run(exploration, arena, &found));
    if (found.violation_count == 0)
        return error_new(arena, ERROR_INTERNAL, "NotTheSame", "seed %llu does not do the same twice",
                         (unsigned long long)seed);
    trial shrunk = found;
    TRY(shrink(exploration, arena, &shrunk));
    const char *path = replay_path(arena, exploration, options, seed);
    TRY(write_file(arena, path, replay_of(arena, exploration, &shrunk)));
    tell(exploration, arena, options->output, &found, &shrunk);
    fprintf(options->output, "  to see it again: gabi-emu test %s\n", path);
    return NULL;
}

/* ---- all of it ---- */

static text find_string(const given_variables *variables, const char *name) {
    for (size_t i = 0; i < variables->count; i++)
        if (text_equal(variables->items[i].name, text_of(name)))
            return variables->items[i].value->text;
    return TEXT("");
}

/* Whether an entry but sets the scene: passwords are slow, and time stands anyway. */
static bool sets_the_scene(const exploration *self, size_t index) {
    text entry = exploration_entry(self, index);
    text line = text_upto(entry, text_index(entry, '\n'));
    return text_find(line, TEXT("/_gabi/clock")) != TEXT_NOT_FOUND || impersonation_logs_in(&self->logins, entry);
}

/* Where requests are first run together; without any, behind what but sets the scene. */
static size_t first_entry(const exploration *self) {
    size_t first = 0;
    for (size_t i = 0; i < self->scenario.count; i++)
        if (together_is_in(exploration_entry(self, i)))
            return i;
    while (first < self->scenario.count && sets_the_scene(self, first))
        first++;
    return first < self->scenario.count ? first : 0;
}

static const gabi_error *read_scenario(arena *arena, exploration *self) {
    TRY(collect_read_scenario(arena, self->source.path, &self->source.content));
    const problem *problem = scenario_parse(arena, &self->source, &self->scenario);
    if (!problem) {
        self->first_entry = first_entry(self);
        return NULL;
    }
    buffer shown = BUFFER(arena);
    problem_describe(&shown, &self->source, problem, NULL, false);
    return error_new(arena, ERROR_INVALID, "ScenarioInvalid", "%s", buffer_text(&shown).data);
}

/* Runs the trials, and tells what came of them. */
static const gabi_error *search_all(const exploration *exploration, arena *arena, const explore_options *options,
                                    bool *ret_holds) {
    search search = {.exploration = exploration, .options = options, .start_us = elapsed_us(), .arena = arena};
    atomic_init(&search.found, NO_SEED);
    pthread_mutex_init(&search.lock, NULL);
    const gabi_error *error = run_all(&search);
    pthread_mutex_destroy(&search.lock);
    TRY(error);
    uint64_t found = atomic_load(&search.found), done = atomic_load(&search.done);
    double rate = per_second(done, elapsed_us() - search.start_us);
    if (found != NO_SEED)
        TRY(report(exploration, arena, options, found));
    fprintf(options->output, "%s: %s after %llu seeds from %llu, %.0f a second\n", options->path,
            found == NO_SEED ? "all invariants hold" : "broken", (unsigned long long)done,
            (unsigned long long)options->first_seed, rate);
    *ret_holds = found == NO_SEED;
    return NULL;
}

const gabi_error *explore(arena *arena, const explore_options *options, bool *ret_holds) {
    exploration exploration = {
        .arena = arena,
        .host = options->host,
        .aws_address = find_string(&options->variables, "aws"),
        .source = {.path = text_of(options->path)},
        .clients = options->clients ? options->clients : 1,
        .logins = options->logins,
    };
    TRY(read_scenario(arena, &exploration));
    TRY(trials_begin(&exploration, arena, &options->variables));
    const gabi_error *error = search_all(&exploration, arena, options, ret_holds);
    trials_end(&exploration);
    return error;
}
