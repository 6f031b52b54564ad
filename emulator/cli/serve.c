#include "cli/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "cli/boot.h"
#include "cli/program.h"
#include "edge/server.h"
#include "sample.h"

#define OPENING_CEILING_BYTES ((size_t)1024 * 1024)

static uint64_t random_seed(void) {
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = (uint64_t)world_host_now_ms();
    return seed >> 12; /* short enough for people, and for JavaScript's numbers */
}

static void print_logins(arena *arena, text sample) {
    sample_login *logins;
    size_t count;
    if (sample_logins(arena, sample, &logins, &count) || count == 0)
        return;
    printf("\nLogins of the sample data:\n");
    for (size_t i = 0; i < count; i++)
        printf("  %-24.*s %-20.*s %.*s\n", TEXT_ARGS(logins[i].email), TEXT_ARGS(logins[i].password),
               TEXT_ARGS(logins[i].role));
}

static void print_things_to_try(arena *arena, int aws_port, int api_port) {
    const char *program = program_path(arena);
    printf("\nTry:\n"
           "  curl http://127.0.0.1:%d/classes\n"
           "  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --region eu-central-1 --endpoint-url "
           "http://127.0.0.1:%d dynamodb scan --table-name Classes\n"
           "  %s test scenarios/\n",
           api_port, aws_port, program ? program : "gabi-emu");
}

static void print_greeting(arena *arena, const command_line *line, const booted *booted, const server *server,
                           int64_t took_ms) {
    int aws_port = server_port(server, EDGE_AWS), api_port = server_port(server, EDGE_API);
    printf("gabi-emu %s is ready (%lld ms), seed %llu\n", GABI_VERSION, (long long)took_ms,
           (unsigned long long)booted->seed);
    printf("  AWS services   http://127.0.0.1:%d\n", aws_port);
    printf("  studio's API   http://127.0.0.1:%d\n", api_port);
    if (line->archive_path)
        printf("  archive        %s\n", line->archive_path);
    else if (booted->project.template_path)
        printf("  template       %s\n", booted->project.template_path);
    else
        printf("  template       none: an empty cloud. Start inside the project, or give --template FILE\n");
    if (!line->data_folder)
        printf("  data           in memory; --data DIR would keep it\n");
    else
        printf("  data           %s (%s)\n", line->data_folder, booted->is_new ? "new" : "as it was left");
    if (booted->has_sample)
        print_logins(arena, booted->project.sample_document);
    if (booted->project.template_path)
        print_things_to_try(arena, aws_port, api_port);
    printf("\nControl-C stops.\n");
    fflush(stdout);
}

/* Opens the server in a thread of its own, since to start the server's threads takes as long as half the boot. */
typedef struct opening {
    pthread_t thread;
    server_ports ports;
    arena *arena; /* lives as long as the server, which is as long as the process */
    server *server;
    const gabi_error *error;
} opening;

static void *open_server(void *argument) {
    opening *self = argument;
    self->error = server_open(self->arena, self->ports, &self->server);
    return NULL;
}

static const gabi_error *begin_opening(opening *self, const command_line *line, arena *arena) {
    *self = (opening){.ports = {line->port, line->api_port}, .arena = arena_new(OPENING_CEILING_BYTES)};
    return pthread_create(&self->thread, NULL, open_server, self) == 0
               ? NULL
               : error_new(arena, ERROR_UNAVAILABLE, "NoThreads", "cannot start a thread");
}

static const gabi_error *end_opening(opening *self, arena *arena, server **ret_server) {
    pthread_join(self->thread, NULL);
    if (self->error)
        arena_defer_arena(arena, self->arena);
    *ret_server = self->server;
    return self->error;
}

const gabi_error *serve(arena *arena, const command_line *line) {
    int64_t started_ms = world_host_now_ms();
    /* Blocked here and so in every thread: sigwait below takes them. */
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stops, NULL);
    /* Who is gone and what is too large fail with an error instead. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);

    boot_options options = {
        .line = line,
        .seed = line->has_seed ? line->seed : random_seed(),
        .clock = WORLD_CLOCK_HOST,
        .sample = line->has_sample ? BOOT_WITH_SAMPLE : BOOT_WITHOUT_SAMPLE,
    };
    opening opening;
    booted booted;
    server *server = NULL;
    TRY(begin_opening(&opening, line, arena));
    const gabi_error *boot_error = boot(arena, &options, &booted);
    const gabi_error *open_error = end_opening(&opening, arena, &server);
    TRY(boot_error);
    TRY(open_error);
    cloud_tell_ports(booted.cloud, server_port(server, EDGE_AWS), server_port(server, EDGE_API));
    server_begin(server, cloud_answer, booted.cloud);
    warnings_print(booted.warnings, stderr);
    print_greeting(arena, line, &booted, server, world_host_now_ms() - started_ms);
    int received;
    sigwait(&stops, &received);
    /* Without tidying up: worker threads may be in the middle of things, and nothing that was answered is lost. */
    _exit(0);
}
