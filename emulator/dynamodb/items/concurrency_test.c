/* Threads that write at once, in a world in memory and in one on disk: nothing is lost, nothing is half done, and
 * nobody is told of the store's own troubles. What goes wrong in a thread is told when all have ended. */
#include <ftw.h>
#include <pthread.h>
#include <unistd.h>

#include "core/buffer.h"
#include "core/json.h"
#include "core/testing.h"
#include "dynamodb/operation_fixture.h"

#define WORKERS 4
#define ROUNDS 100
#define ACCOUNTS 5
#define BALANCE 100
#define BACKUPS 5
#define ITEMS 700 /* more than an index is given at once */
#define MOST_NESTING 20

/* ---- worlds ---- */

typedef struct place {
    arena *arena;
    world *world;
    char *folder; /* NULL: it is in memory */
} place;

static void must(const gabi_error *error) {
    if (!error)
        return;
    fprintf(stderr, "concurrency_test: %s\n", error->message);
    abort();
}

static place *new_place(void) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    place *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    return self;
}

static int open_in_memory(void **state) {
    place *self = new_place();
    self->world = operation_fixture_world(self->arena);
    *state = self;
    return 0;
}

static int open_on_disk(void **state) {
    const world_options options = {.name = TEXT("disk"), .clock = WORLD_CLOCK_HOST};
    place *self = new_place();
    store *store;
    self->folder = arena_printf(self->arena, "/tmp/gabi-concurrency-XXXXXX");
    if (!mkdtemp(self->folder))
        return -1;
    must(store_open_file(self->arena, arena_printf(self->arena, "%s/world.db", self->folder), false, &store));
    must(world_new(self->arena, &options, store, &self->world));
    *state = self;
    return 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

static int close_place(void **state) {
    place *self = *state;
    world_free(self->world);
    if (self->folder)
        nftw(self->folder, remove_entry, 4, FTW_DEPTH | FTW_PHYS);
    arena_free(self->arena);
    return 0;
}

static text call(world *world, arena *arena, const char *operation, const char *body, int *ret_status) {
    http_response response = operation_fixture_call(world, arena, operation, text_of(body));
    *ret_status = response.status;
    return response.content.bytes;
}

static text done(const place *self, const char *operation, const char *body) {
    int status;
    text answer = call(self->world, self->arena, operation, body, &status);
    if (status != 200)
        fail_msg("%s: %.*s", operation, TEXT_ARGS(answer));
    return answer;
}

static const json *parse(arena *arena, text body) {
    const json *parsed;
    must(json_parse(arena, body, MOST_NESTING, &parsed));
    return parsed;
}

static const char *create_table(const place *self) {
    text answer = done(self, "CreateTable",
                       "{\"TableName\":\"Shared\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":"
                       "\"S\"},{\"AttributeName\":\"n\",\"AttributeType\":\"N\"}],\"KeySchema\":[{\"AttributeName\":"
                       "\"p\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\",\"GlobalSecondaryIndexes\":[{"
                       "\"IndexName\":\"ByN\",\"KeySchema\":[{\"AttributeName\":\"n\",\"KeyType\":\"HASH\"}],"
                       "\"Projection\":{\"ProjectionType\":\"ALL\"}}],\"StreamSpecification\":{\"StreamEnabled\":true,"
                       "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
    const json *table = json_member(parse(self->arena, answer), "TableDescription");
    return text_to_string(self->arena, json_member_text(table, "LatestStreamArn"));
}

static void put(const place *self, const char *key, int n) {
    done(self, "PutItem",
         arena_printf(self->arena, "{\"TableName\":\"Shared\",\"Item\":{\"p\":{\"S\":\"%s\"},\"n\":{\"N\":\"%d\"}}}",
                      key, n));
}

/* The attribute "n" of an item. */
static int number_of(const json *item) {
    int64_t value;
    return text_to_int64(json_member_text(json_member(item, "n"), "N"), &value) ? (int)value : -1;
}

#define GET(key) "{\"TableName\":\"Shared\",\"ConsistentRead\":true,\"Key\":{\"p\":{\"S\":\"" key "\"}}}"

static int stored_number(const place *self, const char *get) {
    return number_of(json_member(parse(self->arena, done(self, "GetItem", get)), "Item"));
}

/* Does what is due, as each request would before it is answered. */
static const gabi_error *settle(world *world, arena *arena) {
    invocation invocation;
    world_begin_invocation(world, &invocation);
    const gabi_error *error = dynamodb_fake.settle(world, arena);
    world_end_invocation(&invocation);
    return error;
}

/* ---- workers ---- */

typedef struct worker {
    void (*work)(struct worker *self, int round);
    world *world;
    arena *arena; /* of one round */
    int number;
    int written;
    int refused; /* as DynamoDB refuses what comes in the way of others */
    char problem[512];
    pthread_t thread;
} worker;

static void note_problem(worker *self, const char *operation, text answer) {
    snprintf(self->problem, sizeof self->problem, "%s: %.*s", operation, TEXT_ARGS(answer));
}

/* Whether it was done; what is refused for another reason than those is a problem. */
static bool attempt(worker *self, const char *operation, const char *body, const char *const *reasons, size_t count,
                    text *ret_answer) {
    int status;
    *ret_answer = call(self->world, self->arena, operation, body, &status);
    self->written += status == 200;
    for (size_t i = 0; i < count && status == 400; i++)
        if (text_find(*ret_answer, text_of(reasons[i])) != TEXT_NOT_FOUND) {
            self->refused++;
            return false;
        }
    if (status != 200)
        note_problem(self, operation, *ret_answer);
    return status == 200;
}

static void *run_worker(void *context) {
    worker *self = context;
    for (int round = 0; round < ROUNDS && !self->problem[0]; round++) {
        self->work(self, round);
        arena_reset(self->arena);
    }
    return NULL;
}

typedef struct tally {
    int written;
    int refused;
} tally;

/* Lets each kind of work be done by WORKERS threads at once. */
static tally run_together(const place *self, void (*const *works)(worker *self, int round), int work_count) {
    worker workers[WORKERS * 2];
    tally tally = {0};
    int count = WORKERS * work_count;
    for (int i = 0; i < count; i++) {
        workers[i] = (worker){works[i % work_count], self->world, arena_new(ARENA_REQUEST_CEILING_BYTES), .number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(workers[i].thread, NULL);
        arena_free(workers[i].arena);
        tally.written += workers[i].written;
        tally.refused += workers[i].refused;
    }
    for (int i = 0; i < count; i++)
        if (workers[i].problem[0])
            fail_msg("%s", workers[i].problem);
    return tally;
}

/* ---- counting ---- */

static void add_one(worker *self, int round) {
    text answer;
    (void)round;
    attempt(self, "UpdateItem",
            "{\"TableName\":\"Shared\",\"Key\":{\"p\":{\"S\":\"counter\"}},\"UpdateExpression\":\"ADD n :one\","
            "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}",
            NULL, 0, &answer);
}

static void no_addition_is_lost(void **state) {
    const place *self = *state;
    create_table(self);
    tally tally = run_together(self, (void (*[])(worker *, int)){add_one}, 1);
    assert_int_equal(tally.written, WORKERS * ROUNDS);
    assert_int_equal(stored_number(self, GET("counter")), WORKERS * ROUNDS);
}

/* Reads the number, and sets the next one if nobody has done so meanwhile. */
static void set_next(worker *self, int round) {
    static const char *const reasons[] = {"ConditionalCheckFailedException"};
    int status;
    text answer = call(self->world, self->arena, "GetItem", GET("version"), &status);
    int n = number_of(json_member(parse(self->arena, answer), "Item"));
    (void)round;
    attempt(self, "UpdateItem",
            arena_printf(self->arena,
                         "{\"TableName\":\"Shared\",\"Key\":{\"p\":{\"S\":\"version\"}},\"UpdateExpression\":\"SET n = "
                         ":next\",\"ConditionExpression\":\"n = :n\",\"ExpressionAttributeValues\":{\":next\":{\"N\":"
                         "\"%d\"},\":n\":{\"N\":\"%d\"}}}",
                         n + 1, n),
            reasons, 1, &answer);
}

static void a_condition_lets_one_of_several_write(void **state) {
    const place *self = *state;
    create_table(self);
    put(self, "version", 0);
    tally tally = run_together(self, (void (*[])(worker *, int)){set_next}, 1);
    assert_int_equal(tally.written + tally.refused, WORKERS * ROUNDS);
    assert_int_equal(stored_number(self, GET("version")), tally.written);
}

/* ---- transferring ---- */

#define TRANSFER                                                                                                       \
    "{\"Update\":{\"TableName\":\"Shared\",\"Key\":{\"p\":{\"S\":\"account-%d\"}},\"UpdateExpression\":\"SET n = n "   \
    "%s :v\",%s\"ExpressionAttributeValues\":{\":v\":{\"N\":\"%d\"}}}}"

static const char *create_accounts(const place *self) {
    const char *arn = create_table(self);
    for (int i = 0; i < ACCOUNTS; i++)
        put(self, arena_printf(self->arena, "account-%d", i), BALANCE);
    return arn;
}

static void transfer(worker *self, int round) {
    static const char *const reasons[] = {"TransactionCanceledException"};
    int from = (self->number + round) % ACCOUNTS, to = (from + 1 + round % (ACCOUNTS - 1)) % ACCOUNTS;
    int value = 1 + (round * 7 + self->number) % (BALANCE / 2);
    text answer;
    attempt(self, "TransactWriteItems",
            arena_printf(self->arena, "{\"TransactItems\":[" TRANSFER "," TRANSFER "]}", from, "-",
                         "\"ConditionExpression\":\"n >= :v\",", value, to, "+", "", value),
            reasons, 1, &answer);
}

/* The sum of all accounts, as one transaction reads them. */
static void sum_up(worker *self, int round) {
    static const char *const reasons[] = {"TransactionCanceledException"};
    buffer out = BUFFER(self->arena);
    text answer;
    int sum = 0;
    (void)round;
    for (int i = 0; i < ACCOUNTS; i++)
        buffer_format(&out, "%s{\"Get\":{\"TableName\":\"Shared\",\"Key\":{\"p\":{\"S\":\"account-%d\"}}}}",
                      i ? "," : "", i);
    const char *body = arena_printf(self->arena, "{\"TransactItems\":[%s]}", buffer_text(&out).data);
    if (!attempt(self, "TransactGetItems", body, reasons, 1, &answer))
        return;
    const json *responses = json_member(parse(self->arena, answer), "Responses");
    for (const json *each = json_first(responses); each; each = json_after(each))
        sum += number_of(json_member(each, "Item"));
    if (sum != ACCOUNTS * BALANCE)
        note_problem(self, "TransactGetItems", answer);
}

/* The items' numbers added up, as a page of that request shows them. */
static int sum_of(const place *self, const char *request, int *ret_count) {
    const json *items = json_member(parse(self->arena, done(self, "Scan", request)), "Items");
    int sum = 0;
    *ret_count = (int)json_count(items);
    for (const json *each = json_first(items); each; each = json_after(each))
        sum += number_of(each);
    return sum;
}

static int count_records(const place *self, const char *arn) {
    const char *described = arena_printf(self->arena, "{\"StreamArn\":\"%s\"}", arn);
    const json *description =
        json_member(parse(self->arena, done(self, "DescribeStream", described)), "StreamDescription");
    text shard = json_member_text(json_first(json_member(description, "Shards")), "ShardId");
    text iterator = json_member_text(
        parse(self->arena,
              done(self, "GetShardIterator",
                   arena_printf(self->arena,
                                "{\"StreamArn\":\"%s\",\"ShardId\":\"%.*s\",\"ShardIteratorType\":\"TRIM_HORIZON\"}",
                                arn, TEXT_ARGS(shard)))),
        "ShardIterator");
    const char *get = arena_printf(self->arena, "{\"ShardIterator\":\"%.*s\"}", TEXT_ARGS(iterator));
    return (int)json_count(json_member(parse(self->arena, done(self, "GetRecords", get)), "Records"));
}

/* What is transferred is neither lost nor made, whoever looks when; index and stream have all of it. */
static void transfers_keep_the_sum(void **state) {
    const place *self = *state;
    const char *arn = create_accounts(self);
    int count;
    run_together(self, (void (*[])(worker *, int)){transfer, sum_up}, 2);
    assert_int_equal(sum_of(self, "{\"TableName\":\"Shared\"}", &count), ACCOUNTS * BALANCE);
    assert_int_equal(count, ACCOUNTS);
    assert_int_equal(sum_of(self, "{\"TableName\":\"Shared\",\"IndexName\":\"ByN\"}", &count), ACCOUNTS * BALANCE);
    assert_int_equal(count, ACCOUNTS);
    assert_int_equal((count_records(self, arn) - ACCOUNTS) % 2, 0);
}

/* ---- beside copies ---- */

/* A backup now and then, of which each is restored when all is over. */
static void back_up(worker *self, int round) {
    text answer;
    if (self->number < 2 * WORKERS - 1 || round % (ROUNDS / BACKUPS) != 0) /* one of the threads alone */
        return;
    attempt(self, "CreateBackup", "{\"TableName\":\"Shared\",\"BackupName\":\"amid\"}", NULL, 0, &answer);
}

static void backups_keep_the_sum(void **state) {
    const place *self = *state;
    int backups = 0, count;
    create_accounts(self);
    run_together(self, (void (*[])(worker *, int)){transfer, back_up}, 2);
    const json *summaries =
        json_member(parse(self->arena, done(self, "ListBackups", "{\"TableName\":\"Shared\"}")), "BackupSummaries");
    for (const json *each = json_first(summaries); each; each = json_after(each), backups++) {
        text arn = json_member_text(each, "BackupArn");
        done(self, "RestoreTableFromBackup",
             arena_printf(self->arena, "{\"TargetTableName\":\"Copy-%d\",\"BackupArn\":\"%.*s\"}", backups,
                          TEXT_ARGS(arn)));
        const char *scan = arena_printf(self->arena, "{\"TableName\":\"Copy-%d\"}", backups);
        assert_int_equal(sum_of(self, scan, &count), ACCOUNTS * BALANCE);
        assert_int_equal(count, ACCOUNTS);
    }
    assert_int_equal(backups, BACKUPS);
}

/* Puts, changes and deletes items all over the table. */
static void churn(worker *self, int round) {
    text answer;
    int item = (round * 37 + self->number * 11) % ITEMS;
    if (round % 5 == 4)
        attempt(self, "DeleteItem",
                arena_printf(self->arena, "{\"TableName\":\"Shared\",\"Key\":{\"p\":{\"S\":\"item-%d\"}}}", item), NULL,
                0, &answer);
    else
        attempt(self, "PutItem",
                arena_printf(self->arena,
                             "{\"TableName\":\"Shared\",\"Item\":{\"p\":{\"S\":\"item-%d\"},\"n\":{\"N\":\"%d\"}}}",
                             item, round),
                NULL, 0, &answer);
}

/* The index is made by one thread, and filled by whoever comes next. */
static void make_index(worker *self, int round) {
    text answer;
    if (self->number == 1 && round == 1)
        attempt(
            self, "UpdateTable",
            "{\"TableName\":\"Shared\",\"AttributeDefinitions\":[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"},{"
            "\"AttributeName\":\"n\",\"AttributeType\":\"N\"}],\"GlobalSecondaryIndexUpdates\":[{\"Create\":{"
            "\"IndexName\":\"Later\",\"KeySchema\":[{\"AttributeName\":\"n\",\"KeyType\":\"HASH\"}],\"Projection\":{"
            "\"ProjectionType\":\"ALL\"}}}]}",
            NULL, 0, &answer);
    const gabi_error *error = settle(self->world, self->arena);
    if (error)
        note_problem(self, "settle", text_of(error->message));
}

static void an_index_is_filled_beside_writes(void **state) {
    const place *self = *state;
    int count, of_table, of_index;
    create_table(self);
    for (int i = 0; i < ITEMS; i++)
        put(self, arena_printf(self->arena, "item-%d", i), 0);
    run_together(self, (void (*[])(worker *, int)){churn, make_index}, 2);
    must(settle(self->world, self->arena));
    int sum = sum_of(self, "{\"TableName\":\"Shared\"}", &of_table);
    assert_int_equal(sum_of(self, "{\"TableName\":\"Shared\",\"IndexName\":\"Later\"}", &of_index), sum);
    assert_int_equal(of_index, of_table);
    assert_int_equal(sum_of(self, "{\"TableName\":\"Shared\",\"IndexName\":\"ByN\"}", &count), sum);
    assert_int_equal(count, of_table);
}

/* ---- beside what falls due ---- */

/* An item that has expired by now, or an attempt to let everything due be done. */
static void put_what_expires(worker *self, int round) {
    text answer;
    if (round % 4 == 3) {
        const gabi_error *error = settle(self->world, self->arena);
        if (error)
            note_problem(self, "settle", text_of(error->message));
        return;
    }
    attempt(self, "PutItem",
            arena_printf(self->arena,
                         "{\"TableName\":\"Shared\",\"Item\":{\"p\":{\"S\":\"%d-%d\"},\"n\":{\"N\":\"1\"},\"t\":{\"N\":"
                         "\"%lld\"}}}",
                         self->number, round, (long long)(world_now_ms(self->world) / 1000 - 1)),
            NULL, 0, &answer);
}

static void what_expires_is_gone_beside_writes(void **state) {
    const place *self = *state;
    const char *arn = create_table(self);
    int count;
    done(self, "UpdateTimeToLive",
         "{\"TableName\":\"Shared\",\"TimeToLiveSpecification\":{\"AttributeName\":\"t\",\"Enabled\":true}}");
    tally tally = run_together(self, (void (*[])(worker *, int)){put_what_expires, add_one}, 2);
    must(settle(self->world, self->arena));
    assert_int_equal(sum_of(self, "{\"TableName\":\"Shared\",\"IndexName\":\"ByN\"}", &count), WORKERS * ROUNDS);
    assert_int_equal(count, 1);
    assert_int_equal(stored_number(self, GET("counter")), WORKERS * ROUNDS);
    int expired = tally.written - WORKERS * ROUNDS;
    assert_int_equal(count_records(self, arn), WORKERS * ROUNDS + 2 * expired);
}

#define IN_BOTH_WORLDS(test_)                                                                                          \
    {"in memory: " #test_, test_, open_in_memory, close_place, NULL}, {                                                \
        "on disk: " #test_, test_, open_on_disk, close_place, NULL                                                     \
    }

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_BOTH_WORLDS(no_addition_is_lost),
        IN_BOTH_WORLDS(a_condition_lets_one_of_several_write),
        IN_BOTH_WORLDS(transfers_keep_the_sum),
        IN_BOTH_WORLDS(backups_keep_the_sum),
        IN_BOTH_WORLDS(an_index_is_filled_beside_writes),
        IN_BOTH_WORLDS(what_expires_is_gone_beside_writes),
    };
    return RUN_TESTS(tests);
}
