#include "runner/console.h"

#include <pthread.h>

#include "runner/elapsed.h"

#define GREEN "\033[32m"
#define RED "\033[31m"
#define RED_BOLD "\033[1;31m"
#define PLAIN "\033[0m"
#define ERASE_LINE "\r\033[K"

/* Shorter runs have no progress line, and it is written anew only so often. */
#define QUIET_MS 500
#define REDRAW_MS 100

struct console {
    const runner_options *options;
    file_run *runs;
    size_t count;
    bool keeps_runs;
    pthread_mutex_t lock; /* of all that follows */
    bool *has_ended;
    size_t printed; /* runs whose result stands there, a prefix of all */
    size_t ended;
    size_t failed;
    int64_t redraw_at_ms;
    bool has_line; /* a progress line stands there */
};

static void destroy_lock(void *lock) { pthread_mutex_destroy(lock); }

console *console_new(arena *arena, const runner_options *options, file_run *runs, size_t count, bool keeps_runs) {
    console *self = arena_zalloc(arena, sizeof *self);
    *self = (console){.options = options,
                      .runs = runs,
                      .count = count,
                      .keeps_runs = keeps_runs,
                      .redraw_at_ms = elapsed_us() / 1000 + QUIET_MS};
    self->has_ended = arena_zalloc(arena, count * sizeof *self->has_ended);
    pthread_mutex_init(&self->lock, NULL);
    arena_defer(arena, destroy_lock, &self->lock);
    return self;
}

/* ---- the progress line ---- */

static void erase_progress(console *self) {
    if (self->has_line)
        fputs(ERASE_LINE, self->options->progress);
    self->has_line = false;
}

static void draw_progress(console *self, const file_run *latest, size_t entry, size_t last) {
    FILE *to = self->options->progress;
    int64_t now = elapsed_us() / 1000;
    if (!to || now < self->redraw_at_ms || self->ended == self->count)
        return;
    fprintf(to, ERASE_LINE "%zu of %zu files, %zu failed: %.*s", self->ended, self->count, self->failed,
            TEXT_ARGS(latest->source.path));
    if (last > 0)
        fprintf(to, ", request %zu of %zu", entry, last);
    fflush(to);
    self->has_line = true;
    self->redraw_at_ms = now + REDRAW_MS;
}

/* ---- results ---- */

static void put_text(FILE *to, text t) { fwrite(t.data ? t.data : "", 1, t.length, to); }

static void print_run(const console *self, const file_run *run) {
    bool passed = run->status == RUNNER_ALL_PASSED, is_coloured = self->options->is_coloured;
    FILE *to = self->options->output;
    size_t skipped = file_run_skipped(run);
    put_text(to, run->outcome.log);
    put_text(to, file_run_redact(run, run->arena, run->outcome.output));
    fprintf(to, "%s%s%s %.*s (%zu requests, ",
            !is_coloured ? ""
            : passed     ? GREEN
                         : RED,
            passed ? "ok" : "not ok", is_coloured ? PLAIN : "", TEXT_ARGS(run->source.path),
            run->outcome.request_count);
    if (skipped > 0)
        fprintf(to, "%zu to /_gabi skipped, ", skipped);
    fprintf(to, "%.1f ms)\n", (double)run->duration_us / 1000);
    finding_list findings = file_run_findings(run, run->arena, is_coloured);
    for (size_t i = 0; i < findings.count; i++) {
        const entry_result *result = findings.items[i].result;
        if (self->options->shows_answers && result && (i == 0 || result != findings.items[i - 1].result))
            put_text(to, file_run_context(run, run->arena, result));
        fprintf(to, "%serror%s: ", is_coloured ? RED_BOLD : "", is_coloured ? PLAIN : "");
        put_text(to, findings.items[i].message); /* with what NULs it has */
        fputs("\n\n", to);
    }
    if (!text_is_empty(run->warnings))
        fprintf(to, "Logged meanwhile:\n%.*s\n", TEXT_ARGS(run->warnings));
}

void console_tell_entry(console *self, size_t run, size_t entry, size_t last) {
    if (!self->options->progress)
        return;
    pthread_mutex_lock(&self->lock);
    draw_progress(self, &self->runs[run], entry, last);
    pthread_mutex_unlock(&self->lock);
}

static void print_and_release(console *self, size_t run) {
    print_run(self, &self->runs[run]);
    if (!self->keeps_runs)
        file_run_release(&self->runs[run]);
}

void console_end_run(console *self, size_t run) {
    pthread_mutex_lock(&self->lock);
    self->has_ended[run] = true;
    self->ended++;
    self->failed += self->runs[run].status != RUNNER_ALL_PASSED;
    erase_progress(self);
    for (; self->printed < self->count && self->has_ended[self->printed]; self->printed++)
        print_and_release(self, self->printed);
    fflush(self->options->output);
    draw_progress(self, &self->runs[run], 0, 0);
    pthread_mutex_unlock(&self->lock);
}

void console_close(console *self, tally *tally) {
    erase_progress(self);
    for (; self->printed < self->count; self->printed++)
        if (self->has_ended[self->printed])
            print_and_release(self, self->printed);
    for (size_t i = 0; i < self->count; i++)
        if (self->has_ended[i]) {
            tally->requests += self->runs[i].outcome.request_count;
            tally->worst = self->runs[i].status > tally->worst ? self->runs[i].status : tally->worst;
        }
    tally->files += self->ended;
    tally->failed += self->failed;
}

bool console_has_ended(const console *self, size_t run) { return self->has_ended[run]; }

void console_summarize(const runner_options *options, const tally *tally, int64_t duration_us) {
    FILE *to = options->output;
    size_t files = tally->files, succeeded = files - tally->failed;
    double seconds = (double)(duration_us > 0 ? duration_us : 1) / 1e6, percent = files > 0 ? 100.0 / (double)files : 0;
    long long ms = duration_us / 1000;
    fprintf(to, "--------------------------------------------------------------------------------\n");
    fprintf(to, "Executed files:    %zu\n", files);
    fprintf(to, "Executed requests: %zu (%.1f/s)\n", tally->requests, (double)tally->requests / seconds);
    fprintf(to, "Succeeded files:   %zu (%.1f%%)\n", succeeded, (double)succeeded * percent);
    fprintf(to, "Failed files:      %zu (%.1f%%)\n", tally->failed, (double)tally->failed * percent);
    fprintf(to, "Duration:          %lld ms (%lldh:%lldm:%llds:%lldms)\n", ms, ms / 3600000, ms / 60000 % 60,
            ms / 1000 % 60, ms % 1000);
    fflush(to);
}
