#include "runner/execute.h"

#include "runner/answer.h"
#include "runner/client.h"
#include "runner/elapsed.h"
#include "runner/list.h"
#include "runner/log.h"

/* A file that goes on for ever is ended, as is one that fills the memory. */
#define MOST_ATTEMPTS 10000
#define MOST_MEMORY_BYTES ((size_t)128 * 1024 * 1024)

/* The end of the year 9999, behind which dates have no form any more. */
#define LAST_MS INT64_C(253402300799999)

typedef struct execution {
    arena *arena;
    const source *source;
    const runner_world *world;
    const execution_options *options;
    file_root files;
    variables variables;
    client client;
    buffer output;
    buffer log;
    outcome outcome;
    const entry *entry; /* that is run */
    size_t index;       /* its own, from 1 */
    size_t last_index;
    size_t attempts; /* to run this entry */
} execution;

static void add_problem(execution *self, entry_result *result, const problem *problem) {
    if (problem)
        *(const struct problem **)LIST_ADD(self->arena, &result->problems) = problem;
}

static entry_result *add_result(execution *self) {
    entry_result *result = LIST_ADD(self->arena, &self->outcome.entries);
    result->entry = self->entry;
    result->index = self->index;
    result->curl = TEXT("curl"); /* what is left of it for a request that cannot be made */
    return result;
}

bool assert_is_told_by_next(const source *source, const assert_result_list *asserts, size_t index) {
    const assert_result *assert = &asserts->items[index];
    return !assert->problem &&index + 1 < asserts->count &&source_place(source, assert->start).line ==
           source_place(source, assert[1].start).line;
}

/* ---- one request ---- */

static void count_exchanges(execution *self, const exchange *last, entry_result *result) {
    for (const exchange *each = last; each; each = each->previous) {
        self->outcome.request_count++;
        result->transfer_us += each->duration_us;
    }
    result->last_exchange = last;
}

/* What comments before the request ask for. */
static void change_cookies(execution *self) {
    text line = self->entry->stored_cookie;
    if (!text_is_empty(line) && !cookies_keep_line(self->arena, &self->client.cookies, line))
        log_warning(&self->log, "Cookie string can not be parsed: '%.*s'", TEXT_ARGS(line));
    if (self->entry->clears_cookies)
        self->client.cookies.count = 0;
}

/* Where the file is, for whoever goes through it step by step. */
static stop stop_at(const execution *self) {
    return (stop){.source = self->source,
                  .world = self->world,
                  .variables = &self->variables,
                  .entry = self->entry,
                  .index = self->index,
                  .last_index = self->last_index,
                  .attempt = self->attempts};
}

static bool tell_stop(void *watcher, text url, const http_request *message) {
    const execution *self = watcher;
    const stepping *stepping = self->options->stepping;
    stop stop = stop_at(self);
    stop.url = url;
    stop.message = message;
    return stepping->before(stepping->owner, &stop);
}

static void tell_result(const execution *self, const entry_result *result) {
    const stepping *stepping = self->options->stepping;
    stop stop = stop_at(self);
    if (stepping)
        stepping->after(stepping->owner, &stop, result);
}

static const problem *send(execution *self, const request_options *options, entry_result *result,
                           exchange **ret_exchange) {
    request request;
    exchange *last = NULL;
    PASS_ON(request_evaluate(self->arena, self->entry, &self->variables, &self->files, &request));
    change_cookies(self);
    text cookies = cookies_shown_for(self->arena, &self->client.cookies, &request.url);
    result->curl = request_curl_command(self->arena, &request, &self->files, options, cookies);
    log_request(&self->log, options->verbosity, &request, &self->client.cookies, result->curl);
    const problem *problem = client_send(&self->client, &request, options, self->entry->url.span, &last);
    count_exchanges(self, last, result);
    log_exchanges(&self->log, options->verbosity, last);
    *ret_exchange = last;
    return problem;
}

static bool has_filter(const extraction *extraction, const char *name) {
    for (size_t i = 1; i < extraction->count; i++)
        if (strcmp(extraction->steps[i].operation->name, name) == 0)
            return true;
    return false;
}

/* A filter that has another name today is told of once, however often it is there. */
static void warn_of_filter(execution *self, const char *name, const char *today, bool is_of_captures) {
    const expected_response *response = &self->entry->response;
    size_t count = is_of_captures ? response->captures.count : response->assertions.count;
    for (size_t i = 0; i < count; i++) {
        if (!has_filter(is_of_captures ? &response->captures.items[i].extraction
                                       : &response->assertions.items[i].extraction,
                        name))
            continue;
        log_warning(&self->log, "<%s> filter in %s is now deprecated in favor of <%s> filter", name,
                    is_of_captures ? "captures" : "asserts", today);
        return;
    }
}

static void warn_of_old_names(execution *self) {
    const expected_response *response = &self->entry->response;
    bool has_includes = false;
    for (size_t i = 0; i < response->assertions.count; i++)
        has_includes = has_includes || strcmp(response->assertions.items[i].predicate.operation->name, "includes") == 0;
    if (has_includes)
        log_warning(&self->log, "<includes> predicate is now deprecated in favor of <contains> predicate");
    for (int is_of_captures = 1; is_of_captures >= 0; is_of_captures--) {
        warn_of_filter(self, "format", "dateFormat", is_of_captures);
        warn_of_filter(self, "decode", "charsetDecode", is_of_captures);
    }
}

static void run_once(execution *self, const request_options *options, entry_result *result) {
    exchange *exchange = NULL;
    answer_context context = {self->arena, self->source, &self->files, &self->variables,
                              self->options->ignores_asserts};
    add_problem(self, result, send(self, options, result, &exchange));
    if (result->problems.count > 0) {
        result->last_exchange = NULL;
        return;
    }
    if (self->entry->has_response && answer_check(&context, self->entry, exchange, result))
        warn_of_old_names(self);
    log_captures(&self->log, options->verbosity, result, &self->variables);
}

/* ---- again and again ---- */

static const problem *write_output(execution *self, const request_options *options, const exchange *exchange) {
    text content = exchange->body;
    if (options->is_compressed)
        PASS_ON(exchange_content(self->arena, exchange, options->output_span, &content));
    if (!text_equal(options->output, TEXT("-")))
        return file_write(self->arena, &self->files, options->output_span, options->output, content);
    buffer_append(&self->output, content);
    return NULL;
}

static bool is_interrupted(const execution *self) {
    return self->options->is_interrupted && atomic_load(self->options->is_interrupted);
}

/* Whether the file may go on; what ends it is a problem of the entry. */
static const problem *check_limits(execution *self) {
    if (is_interrupted(self))
        return problem_new(self->arena, self->entry->url.span, "Interrupted", CLIENT_INTERRUPTED);
    if (self->attempts++ >= MOST_ATTEMPTS)
        return problem_new(self->arena, self->entry->url.span, "Endless scenario",
                           "this request has been sent %d times", MOST_ATTEMPTS);
    if (arena_used(self->arena) > MOST_MEMORY_BYTES)
        return problem_new(self->arena, self->entry->url.span, "Endless scenario",
                           "the answers of this file have filled %zu MB", MOST_MEMORY_BYTES >> 20);
    return NULL;
}

/* Lets time pass in the world. */
static const problem *pause_ms(execution *self, int64_t duration_ms) {
    const runner_world *world = self->world;
    if (duration_ms > LAST_MS - world->now_ms(world->owner))
        return problem_new(self->arena, self->entry->url.span, "Endless scenario",
                           "the world's clock cannot go past the year 9999");
    const gabi_error *error = duration_ms > 0 ? world->sleep_ms(world->owner, duration_ms) : NULL;
    return error ? problem_new(self->arena, self->entry->url.span, "World's clock", "%s", error->message) : NULL;
}

/* What came of an entry that was run. */
typedef enum attempt {
    ATTEMPT_PASSED,
    ATTEMPT_FAILED,
    ATTEMPT_ENDED, /* failed for a reason for which it would fail again */
} attempt;

static attempt end_attempt(execution *self, const problem *problem) {
    add_problem(self, add_result(self), problem);
    return ATTEMPT_ENDED;
}

/* Runs the entry until it passes, or has been tried as often as it may be. */
static attempt run_with_retries(execution *self, const request_options *options) {
    for (int64_t retries = 0;; retries++) {
        const problem *problem = check_limits(self);
        if (problem)
            return end_attempt(self, problem);
        entry_result *result = add_result(self);
        run_once(self, options, result);
        bool has_failed = result->problems.count > 0;
        if (!has_failed && !text_is_empty(options->output))
            add_problem(self, result, write_output(self, options, result->last_exchange));
        result->is_retried = has_failed && (options->retry == WITHOUT_LIMIT || retries < options->retry);
        tell_result(self, result);
        if (options->retry > 0 && retries == options->retry)
            log_last_retry(&self->log, options);
        if (!result->is_retried)
            return result->problems.count == 0 ? ATTEMPT_PASSED : ATTEMPT_FAILED;
        log_retry(&self->log, options, self->source, result, retries + 1);
        if (self->options->on_entry)
            self->options->on_entry(self->options->listener, self->index, self->last_index, (size_t)retries + 1);
        problem = pause_ms(self, options->retry_interval_ms);
        if (problem)
            return end_attempt(self, problem);
    }
}

static attempt run_after_delay(execution *self, const request_options *options) {
    log_options(&self->log, options, self->source, &self->entry->options);
    if (options->delay_ms > 0)
        log_delay(&self->log, options, self->index);
    const problem *problem = pause_ms(self, options->delay_ms);
    return problem ? end_attempt(self, problem) : run_with_retries(self, options);
}

static bool is_control_path(text path) {
    return text_ends_with(path, TEXT("/_gabi")) || text_find(path, TEXT("/_gabi/")) != TEXT_NOT_FOUND;
}

/* Whether the request is one to the emulator's own API, which what is tested does not have. */
static bool is_control(execution *self) {
    text spelled;
    url url;
    const char *reason;
    return self->options->skips_control &&
           !template_render(self->arena, &self->variables, &self->entry->url, &spelled) &&
           url_parse(self->arena, spelled, &url, &reason) && is_control_path(url.path);
}

/* The options that hold for the entry, each time that it is run. */
static const problem *find_options(execution *self, request_options *options) {
    *options = self->options->request;
    options->output = TEXT("");
    const option_target target = {self->arena, &self->variables, options};
    return options_apply(&target, &self->entry->options);
}

/* Runs the entry as often as its options say; false when it has failed. */
static bool run_entry(execution *self) {
    request_options options;
    bool has_passed = true;
    self->attempts = 0;
    for (int64_t times = 0;; times++) {
        const problem *problem = find_options(self, &options);
        log_entry(&self->log, options.verbosity, self->index);
        if (problem) {
            end_attempt(self, problem);
            return false;
        }
        if (options.is_skipped || options.repeat == 0)
            return has_passed;
        if (is_control(self)) {
            add_result(self)->is_skipped_control = true;
            return has_passed;
        }
        attempt attempt = run_after_delay(self, &options);
        has_passed = has_passed && attempt == ATTEMPT_PASSED;
        if (attempt == ATTEMPT_ENDED || (!has_passed && !self->options->continues_on_error))
            return false;
        if (options.repeat != WITHOUT_LIMIT && times + 1 >= options.repeat)
            return has_passed;
    }
}

/* ---- the file ---- */

/* The folder of the scenario, where nothing else is said. */
static file_root find_root(const execution_options *options, text path) {
    if (!text_is_empty(options->file_root))
        return (file_root){options->file_root};
    while (path.length > 0 && path.data[path.length - 1] != '/')
        path.length--;
    return (file_root){path.length > 1 ? text_upto(path, path.length - 1) : path};
}

static void begin_cookies(execution *self) {
    text lines = self->options->cookie_lines, line;
    self->client = (client){.arena = self->arena,
                            .world = self->world,
                            .keeps_cookies = !self->options->ignores_cookies,
                            .may_send = self->options->stepping ? tell_stop : NULL,
                            .watcher = self};
    while (!text_is_empty(lines) && text_cut(&lines, '\n', &line))
        cookies_keep_line(self->arena, &self->client.cookies, line);
}

static void run_entries(execution *self, const scenario *scenario) {
    size_t first = self->options->from_entry ? self->options->from_entry : 1;
    self->last_index = self->options->to_entry && self->options->to_entry < scenario->count ? self->options->to_entry
                                                                                            : scenario->count;
    for (size_t i = first; i <= self->last_index; i++) {
        self->entry = &scenario->items[i - 1];
        self->index = i;
        if (self->options->on_entry)
            self->options->on_entry(self->options->listener, i, self->last_index, 0);
        if (!run_entry(self)) {
            self->outcome.has_passed = false;
            if (!self->options->continues_on_error || is_interrupted(self))
                return;
        }
    }
}

outcome scenario_execute(arena *arena, const source *source, const scenario *scenario, const runner_world *world,
                         const execution_options *options, variables variables) {
    execution self = {.arena = arena, .source = source, .world = world, .options = options, .variables = variables};
    int64_t start_us = elapsed_us();
    self.files = find_root(options, source->path);
    self.variables.world = world;
    self.output = self.log = BUFFER(arena);
    self.outcome = (outcome){.has_passed = true, .begin_ms = world->now_ms(world->owner)};
    begin_cookies(&self);
    run_entries(&self, scenario);
    if (self.outcome.entries.count == 0)
        log_warning(&self.log, "No entry have been executed for file %.*s", TEXT_ARGS(source->path));
    self.outcome.cookies = self.client.cookies;
    self.outcome.variables = self.variables;
    self.outcome.output = buffer_text(&self.output);
    self.outcome.log = variables_redact(arena, &self.variables, buffer_text(&self.log));
    self.outcome.duration_us = elapsed_us() - start_us;
    return self.outcome;
}
