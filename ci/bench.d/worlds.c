/* What worlds cost: fork, first write, reset, drop, and the memory of a thousand. Requests go through the control API
 * and DynamoDB's as any do, but without sockets. Prints a line a figure, divided by tabs: what, how much, the goal.
 * Times are medians. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cloud_fixture.h"
#include "core/buffer.h"

#define ROUNDS 300
#define WORLDS 1000
#define ITEMS_A_BATCH 25

static const int item_counts[] = {10, 10000};

typedef struct series {
    double values_us[ROUNDS];
    size_t count;
} series;

static double now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static long resident_kb(void) {
    long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file || fscanf(file, "%ld %ld", &size, &resident) != 2)
        abort();
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void add(series *self, double value_us) { self->values_us[self->count++] = value_us; }

static double median(series *self) {
    qsort(self->values_us, self->count, sizeof *self->values_us, by_value);
    return self->values_us[self->count / 2];
}

/* ---- requests ---- */

static void send(arena *arena, const char *world, http_request *request, int status) {
    transport *client = cloud_client(cloud_fixture_cloud(), arena, text_of(world));
    http_response response;
    const gabi_error *error = client->send(client, arena, TEXT("http://localhost:4566"), request, &response);
    if (error || response.status != status) {
        fprintf(stderr, "worlds_bench: %.*s: %d %.*s\n", TEXT_ARGS(request->target), error ? 0 : response.status,
                error ? 0 : (int)response.content.bytes.length, error ? "" : response.content.bytes.data);
        exit(1);
    }
}

static void control(arena *arena, const char *world, const char *method, const char *path, const char *body,
                    int status) {
    http_request request = http_request_to(text_of(method), text_of(path));
    request.body = HTTP_BODY_BYTES(text_of(body));
    send(arena, world, &request, status);
}

static void dynamodb(arena *arena, const char *world, const char *operation, text body) {
    http_request request = http_request_to(TEXT("POST"), TEXT("/"));
    http_fields_add(arena, &request.headers, TEXT("Host"), TEXT("localhost:4566"));
    http_fields_add(arena, &request.headers, TEXT("Content-Type"), TEXT("application/x-amz-json-1.0"));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Target"),
                    text_format(arena, "DynamoDB_20120810.%s", operation));
    http_fields_add(arena, &request.headers, TEXT("X-Amz-Date"), TEXT("20260105T080000Z"));
    http_fields_add(arena, &request.headers, TEXT("Authorization"),
                    TEXT("AWS4-HMAC-SHA256 Credential=bench/20260105/eu-central-1/dynamodb/aws4_request, "
                         "SignedHeaders=host;x-amz-date, Signature=0"));
    request.body = HTTP_BODY_BYTES(body);
    send(arena, world, &request, 200);
}

static void put_item(arena *arena, const char *world) {
    dynamodb(arena, world, "PutItem",
             TEXT("{\"TableName\":\"Classes\",\"Item\":{\"classId\":{\"S\":\"bench\"},\"seats\":{\"N\":\"12\"}}}"));
}

/* About a kilobyte each. */
static void fill(const char *world, int count) {
    char filler[1000];
    memset(filler, 'x', sizeof filler);
    for (int done = 0; done < count;) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        buffer body = BUFFER(arena);
        buffer_append(&body, TEXT("{\"RequestItems\":{\"Classes\":["));
        for (int i = 0; i < ITEMS_A_BATCH && done < count; i++, done++)
            buffer_format(&body,
                          "%s{\"PutRequest\":{\"Item\":{\"classId\":{\"S\":\"item-%d\"},\"text\":{\"S\":\"%.*s\"}}}}",
                          i ? "," : "", done, (int)sizeof filler, filler);
        buffer_append(&body, TEXT("]}}"));
        dynamodb(arena, world, "BatchWriteItem", buffer_text(&body));
        arena_free(arena);
    }
}

/* ---- measurements ---- */

static void measure_forks(int items) {
    series forks = {0}, puts = {0}, both = {0}, resets = {0}, drops = {0};
    const char *origin = items == item_counts[0] ? "few" : "many";
    fill(origin, items);
    for (int i = 0; i < ROUNDS; i++) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        double start_us = now_us();
        control(arena, origin, "POST", "/_gabi/worlds",
                arena_printf(arena, "{\"name\":\"fork\",\"from\":\"%s\"}", origin), 201);
        double forked_us = now_us();
        put_item(arena, "fork");
        double put_us = now_us();
        control(arena, "fork", "POST", "/_gabi/reset", "", 204);
        double reset_us = now_us();
        put_item(arena, "fork");
        double again_us = now_us();
        control(arena, origin, "DELETE", "/_gabi/worlds/fork", "", 204);
        add(&drops, now_us() - again_us);
        add(&forks, forked_us - start_us);
        add(&puts, put_us - forked_us);
        add(&both, put_us - start_us);
        add(&resets, reset_us - put_us);
        arena_free(arena);
    }
    printf("fork of a world of %d items\t%.1f µs\n", items, median(&forks));
    printf("    its first put\t%.1f µs\n", median(&puts));
    printf("    both\t%.1f µs\t200 µs\n", median(&both));
    printf("    its reset\t%.1f µs\t1,000 µs\n", median(&resets));
    printf("    its drop\t%.1f µs\n", median(&drops));
}

static void measure_memory(void) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    long start_kb = resident_kb();
    for (int i = 0; i < WORLDS; i++)
        control(arena, "many", "POST", "/_gabi/worlds", "{\"from\":\"many\"}", 201);
    long forked_kb = resident_kb();
    double start_us = now_us();
    for (int i = 0; i < WORLDS; i++)
        put_item(arena, arena_printf(arena, "many-%d", i + 1));
    double took_us = now_us() - start_us;
    printf("of %d worlds, an untouched one\t%.1f KiB\n", WORLDS, (double)(forked_kb - start_kb) / WORLDS);
    printf("    one with a put\t%.1f KiB\n", (double)(resident_kb() - start_kb) / WORLDS);
    printf("    the first put of one (mean)\t%.1f µs\t200 µs\n", took_us / WORLDS);
    arena_free(arena);
}

int main(void) {
    cloud_fixture_cloud();
    for (size_t i = 0; i < sizeof item_counts / sizeof *item_counts; i++)
        measure_forks(item_counts[i]);
    measure_memory();
    return 0;
}
