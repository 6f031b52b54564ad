/* The runner that watches, in a process of its own, whose output is read here. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/folder_fixture.h"
#include "runner/runner.h"

#define PATIENCE_MS 10000

static const gabi_error *answer(transport *transport, arena *arena, text endpoint, http_request *request,
                                http_response *ret_response) {
    (void)transport, (void)endpoint, (void)request;
    *ret_response = (http_response){0};
    http_respond(arena, ret_response, 200, TEXT("text/plain"), TEXT("hello"));
    return NULL;
}

static int64_t now_ms(void *owner) {
    (void)owner;
    return 0;
}

static const gabi_error *open_world(void *owner, arena *arena, text name, runner_world *ret_world) {
    (void)name;
    transport *client = arena_zalloc(arena, sizeof *client);
    client->send = answer;
    *ret_world = (runner_world){.client = client, .owner = owner, .now_ms = now_ms};
    return NULL;
}

static void close_world(void *owner, text name) { (void)owner, (void)name; }

static void write_file(const char *path, const char *content) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

/* ---- the other process ---- */

typedef struct watcher {
    pid_t process;
    int output;
    char text[65536]; /* what it has said */
    size_t length;
    size_t read; /* up to where the last expectation was met */
} watcher;

static int run(int output) {
    static const char *const path = "files", *const other = "template.json";
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    size_t changed = 9;
    runner_options options = {
        .paths = &path,
        .path_count = 1,
        .jobs = 1,
        .host = {NULL, open_world, close_world},
        .execution = {.request = default_options},
        .output = fdopen(output, "w"),
    };
    const gabi_error *error = runner_watch(arena, &options, &other, 1, &changed);
    fprintf(options.output, "ended: %s %zu\n", error ? error->code : "well", changed);
    fflush(options.output);
    return 0;
}

static watcher *start(arena *arena) {
    int ends[2];
    const char *folder = folder_fixture(arena);
    assert_int_equal(chdir(folder) | mkdir("files", 0700) | pipe(ends), 0);
    write_file("files/a.hurl", "GET http://x/\nHTTP 200\n");
    write_file("files/b.hurl", "GET http://x/\nHTTP 200\n");
    write_file("template.json", "{}");
    watcher *self = arena_zalloc(arena, sizeof *self);
    self->output = ends[0];
    self->process = fork();
    if (self->process == 0)
        _exit(run(ends[1]));
    close(ends[1]);
    return self;
}

/* Reads on until that was said, behind all that was expected before. */
static void expect(watcher *self, const char *said) {
    for (;;) {
        struct pollfd poll_for = {.fd = self->output, .events = POLLIN};
        const char *found = strstr(self->text + self->read, said);
        if (found) {
            self->read = (size_t)(found - self->text) + strlen(said);
            return;
        }
        if (poll(&poll_for, 1, PATIENCE_MS) != 1)
            fail_msg("waited for \"%s\" and got:\n%s", said, self->text);
        ssize_t length = read(self->output, self->text + self->length, sizeof self->text - 1 - self->length);
        if (length <= 0)
            fail_msg("the output ended before \"%s\":\n%s", said, self->text);
        self->length += (size_t)length;
    }
}

static void end_watching(watcher *self) {
    kill(self->process, SIGKILL);
    waitpid(self->process, NULL, 0);
    close(self->output);
}

/* ---- */

static void runs_again_what_changes(void **state) {
    watcher *watcher = start(*state);
    expect(watcher, "Executed files:    2");
    expect(watcher, "Waiting for changes");
    write_file("files/b.hurl", "GET http://x/\nHTTP 404\n");
    expect(watcher, "Changed: files/b.hurl\nnot ok files/b.hurl");
    expect(watcher, "Executed files:    1");
    expect(watcher, "Waiting for changes");
    write_file("files/c.hurl", "GET http://x/\nHTTP 200\n");
    expect(watcher, "Changed: files/c.hurl\nok files/c.hurl");
    expect(watcher, "Waiting for changes");
    write_file("files/body.json", "{}");
    expect(watcher, "Changed: files/body.json\nok files/a.hurl");
    expect(watcher, "Executed files:    3");
    end_watching(watcher);
}

static void returns_when_another_file_changes(void **state) {
    watcher *watcher = start(*state);
    expect(watcher, "Waiting for changes");
    write_file("template.json", "{}");
    expect(watcher, "Changed: template.json\nended: well 0\n");
    end_watching(watcher);
}

static void lives_on_when_there_is_nothing_left_to_run(void **state) {
    watcher *watcher = start(*state);
    expect(watcher, "Waiting for changes");
    assert_int_equal(unlink("files/a.hurl") | unlink("files/b.hurl"), 0);
    write_file("files/notes", "");
    expect(watcher, "there is no *.hurl file in this folder");
    expect(watcher, "Waiting for changes");
    write_file("files/a.hurl", "GET http://x/\nHTTP 200\n");
    expect(watcher, "ok files/a.hurl");
    end_watching(watcher);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(runs_again_what_changes),
        TEST(returns_when_another_file_changes),
        TEST(lives_on_when_there_is_nothing_left_to_run),
    };
    return RUN_TESTS(tests);
}
