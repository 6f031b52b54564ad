#include "store/worlds.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "core/testing.h"
#include "store/interleaving.h"

#define START_MS 1767600000000

static const gabi_error *open_world(void *owner, arena *arena, text name, world **ret_world) {
    store *store;
    world_options options = {name, 7, WORLD_CLOCK_FROZEN, START_MS};
    (void)owner;
    TRY(store_open_memory(arena, &store));
    return world_new(arena, &options, store, ret_world);
}

static void connect_world(void *owner, arena *arena, world *world) { (void)owner, (void)arena, (void)world; }

static worlds *open_worlds(arena *arena) {
    worlds_options options = {NULL, open_world, connect_world};
    return worlds_new(arena, &options);
}

/* Lets a world live on by some milliseconds. */
static void live(world *self, int count) {
    for (int i = 0; i < count; i++) {
        invocation invocation;
        world_begin_invocation(self, &invocation);
        world_end_invocation(&invocation);
    }
}

static int64_t age_of(worlds *self, arena *arena, const char *name) {
    world_place *place;
    assert_success(worlds_hold(self, arena, text_of(name), &place));
    int64_t age_ms = world_now_ms(place_world(place)) - START_MS;
    worlds_release(self, place);
    return age_ms;
}

static void live_in(worlds *self, arena *arena, const char *name, int count) {
    world_place *place;
    assert_success(worlds_hold(self, arena, text_of(name), &place));
    live(place_world(place), count);
    worlds_release(self, place);
}

static void a_name_leads_to_one_world_until_it_is_dropped(void **state) {
    worlds *self = open_worlds(*state);
    live_in(self, *state, "one", 3);
    live_in(self, *state, "other", 1);
    assert_int_equal(age_of(self, *state, "one"), 3);
    assert_int_equal(age_of(self, *state, "other"), 1);
    assert_true(worlds_drop(self, TEXT("one")));
    assert_false(worlds_drop(self, TEXT("one")));
    assert_int_equal(age_of(self, *state, "one"), 0);
    worlds_close(self);
}

static void finds_only_worlds_that_are_there(void **state) {
    worlds *self = open_worlds(*state);
    world_place *place;
    assert_error(worlds_find(self, *state, TEXT("one"), &place), ERROR_NOT_FOUND, "world_not_found");
    live_in(self, *state, "one", 1);
    assert_success(worlds_find(self, *state, TEXT("one"), &place));
    worlds_release(self, place);
    worlds_close(self);
}

static void refuses_names_that_no_world_may_have(void **state) {
    worlds *self = open_worlds(*state);
    world_place *place;
    char *longest = arena_alloc(*state, WORLDS_LONGEST_NAME + 1);
    memset(longest, 'x', WORLDS_LONGEST_NAME + 1);
    text names[] = {TEXT(""), TEXT("a b"), TEXT("a\"b"), {longest, WORLDS_LONGEST_NAME + 1}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_error(worlds_hold(self, *state, names[i], &place), ERROR_INVALID, "invalid_name");
        assert_error(worlds_make(self, *state, names[i], NULL), ERROR_INVALID, "invalid_name");
    }
    assert_success(worlds_hold(self, *state, (text){longest, WORLDS_LONGEST_NAME}, &place));
    worlds_release(self, place);
    worlds_close(self);
}

static void adds_a_world_unless_its_name_is_taken(void **state) {
    worlds *self = open_worlds(*state);
    world *first, *second;
    assert_success(open_world(NULL, *state, TEXT("one"), &first));
    assert_success(open_world(NULL, *state, TEXT("one"), &second));
    live(first, 5);
    assert_success(worlds_add(self, *state, first));
    assert_error(worlds_add(self, *state, second), ERROR_CONFLICT, "world_exists");
    assert_error(worlds_make(self, *state, TEXT("one"), NULL), ERROR_CONFLICT, "world_exists");
    world_free(second);
    assert_int_equal(age_of(self, *state, "one"), 5);
    worlds_close(self);
}

static void makes_a_world_with_a_seed_of_its_own(void **state) {
    worlds *self = open_worlds(*state);
    world_place *place;
    const uint64_t seed = 9;
    assert_success(worlds_make(self, *state, TEXT("seeded"), &seed));
    assert_success(worlds_make(self, *state, TEXT("usual"), NULL));
    assert_success(worlds_find(self, *state, TEXT("seeded"), &place));
    assert_int_equal(world_seed(place_world(place)), 9);
    worlds_release(self, place);
    assert_success(worlds_find(self, *state, TEXT("usual"), &place));
    assert_int_equal(world_seed(place_world(place)), 7);
    worlds_release(self, place);
    worlds_close(self);
}

/* What a world keeps, and takes its time to give back. */
static atomic_int kept;

static void *take(world *world) {
    (void)world;
    atomic_fetch_add(&kept, 1);
    return NULL;
}

static void give_back_slowly(void *state) {
    (void)state;
    usleep(100000);
    atomic_fetch_sub(&kept, 1);
}

static const world_state slow_state = {.open = take, .close = give_back_slowly};

static void *drop_one(void *context) {
    worlds_drop(context, TEXT("one"));
    return NULL;
}

/* As the next world of that name is made of the same file. */
static void nothing_is_left_of_a_world_when_the_next_of_its_name_is_made(void **state) {
    worlds *self = open_worlds(*state);
    world_place *place;
    pthread_t thread;
    assert_success(worlds_hold(self, *state, TEXT("one"), &place));
    world_state_of(place_world(place), &slow_state);
    worlds_release(self, place);
    assert_int_equal(pthread_create(&thread, NULL, drop_one, self), 0);
    usleep(20000); /* until it is at it */
    live_in(self, *state, "one", 1);
    assert_int_equal(atomic_load(&kept), 0);
    assert_int_equal(age_of(self, *state, "one"), 1);
    pthread_join(thread, NULL);
    worlds_close(self);
}

static void lists_names_in_order_and_makes_up_free_ones(void **state) {
    worlds *self = open_worlds(*state);
    text *names;
    size_t count;
    world_place *place;
    live_in(self, *state, "b-1", 1);
    live_in(self, *state, "b", 1);
    live_in(self, *state, "a/b", 1);
    worlds_list(self, *state, &names, &count);
    assert_int_equal(count, 3);
    assert_string(names[0], "a/b");
    assert_string(names[1], "b");
    assert_string(names[2], "b-1");
    assert_success(worlds_hold(self, *state, TEXT("b"), &place));
    assert_string(worlds_free_name(self, *state, place), "b-2");
    assert_string(worlds_free_name(self, *state, place), "b-3");
    worlds_release(self, place);
    worlds_close(self);
}

static void there_is_a_most_of_worlds(void **state) {
    worlds *self = open_worlds(*state);
    world_place *place;
    world *origin;
    assert_success(open_world(NULL, *state, TEXT("origin"), &origin));
    for (int i = 0; i < WORLDS_MOST; i++) {
        world *fork;
        assert_success(world_fork(*state, origin, text_format(*state, "fork-%d", i), &fork));
        assert_success(worlds_add(self, *state, fork));
    }
    assert_error(worlds_add(self, *state, origin), ERROR_THROTTLED, "too_many_worlds");
    assert_error(worlds_hold(self, *state, TEXT("another"), &place), ERROR_THROTTLED, "too_many_worlds");
    assert_true(worlds_drop(self, TEXT("fork-77")));
    assert_success(worlds_add(self, *state, origin));
    worlds_close(self);
}

static void a_world_becomes_what_another_is(void **state) {
    worlds *self = open_worlds(*state);
    world *origin;
    assert_success(open_world(NULL, *state, TEXT("origin"), &origin));
    live(origin, 10);
    live_in(self, *state, "one", 2);
    assert_success(worlds_become(self, *state, TEXT("one"), origin));
    assert_int_equal(age_of(self, *state, "one"), 10);
    assert_success(worlds_become(self, *state, TEXT("new"), origin));
    assert_int_equal(age_of(self, *state, "new"), 10);
    world_free(origin);
    worlds_close(self);
}

static void a_fork_knows_what_falls_due_only_when_nobody_else_worked_in_its_origin(void **state) {
    worlds *self = open_worlds(*state);
    world_place *mine, *others;
    world *fork;
    assert_success(worlds_hold(self, *state, TEXT("one"), &mine));
    world_clear_due(place_world(mine));
    world_note_due(place_world(mine), START_MS + 1000);
    assert_success(worlds_fork(self, *state, mine, TEXT("fork"), &fork));
    assert_int_equal(world_due_ms(fork), START_MS + 1000);
    world_free(fork);
    assert_success(worlds_hold(self, *state, TEXT("one"), &others));
    assert_success(worlds_fork(self, *state, mine, TEXT("fork"), &fork));
    assert_int_equal(world_due_ms(fork), 0);
    world_free(fork);
    worlds_release(self, others);
    worlds_release(self, mine);
    worlds_close(self);
}

/* ---- at once ---- */

typedef struct replacement {
    worlds *worlds;
    world *origin;
} replacement;

static void *replace(void *context) {
    replacement *self = context;
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    assert_success(worlds_become(self->worlds, arena, TEXT("one"), self->origin));
    arena_free(arena);
    return NULL;
}

static void hold_and_release(void *context) {
    arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
    world_place *place;
    assert_success(worlds_hold(context, arena, TEXT("one"), &place));
    worlds_release(context, place);
    arena_free(arena);
}

/* One of the requests that are run together is in the middle of its work, and goes on only when the others let it. */
static void requests_that_are_run_together_join_those_that_a_replacement_waits_for(void **state) {
    worlds *self = open_worlds(*state);
    replacement replacement = {.worlds = self};
    world_place *place;
    pthread_t thread;
    interleaving_turns turns;
    const interleaving_task task = {hold_and_release, self};
    assert_success(open_world(NULL, *state, TEXT("origin"), &replacement.origin));
    assert_success(worlds_hold(self, *state, TEXT("one"), &place));
    assert_int_equal(pthread_create(&thread, NULL, replace, &replacement), 0);
    usleep(50000); /* until it waits */
    assert_success(interleaving_run(*state, 1, &task, 1, &turns));
    worlds_release(self, place);
    pthread_join(thread, NULL);
    world_free(replacement.origin);
    worlds_close(self);
}

#define THREADS 4
#define ROUNDS 300

typedef struct worker {
    worlds *worlds;
    world *origin;
    unsigned number;
    pthread_t thread;
} worker;

static void write_to(world *self, arena *arena) {
    store *store = world_store(self);
    assert_success(store_begin(store, arena, STORE_WRITE));
    const gabi_error *error = store_execute(store, arena, "CREATE TABLE IF NOT EXISTS t (v INTEGER)");
    if (!error)
        error = store_execute(store, arena, "INSERT INTO t VALUES (1)");
    assert_success(store_end(store, arena, error));
}

/* Works in a few worlds that all threads share, and forks, drops and replaces them meanwhile. */
static void *work(void *context) {
    worker *self = context;
    for (unsigned i = 0; i < ROUNDS; i++) {
        arena *arena = arena_new(ARENA_REQUEST_CEILING_BYTES);
        text name = text_format(arena, "shared-%u", (i * 7 + self->number) % 3);
        world_place *place;
        world *fork;
        assert_success(worlds_hold(self->worlds, arena, name, &place));
        write_to(place_world(place), arena);
        assert_success(worlds_fork(self->worlds, arena, place, text_format(arena, "%u-%u", self->number, i), &fork));
        worlds_release(self->worlds, place);
        assert_success(worlds_add(self->worlds, arena, fork));
        if (i % 5 == self->number)
            worlds_drop(self->worlds, name);
        if (i % 7 == self->number)
            assert_success(worlds_become(self->worlds, arena, name, self->origin));
        assert_true(worlds_drop(self->worlds, text_format(arena, "%u-%u", self->number, i)));
        arena_free(arena);
    }
    return NULL;
}

static void forks_drops_and_replacements_go_together_with_work(void **state) {
    worlds *self = open_worlds(*state);
    world *origin;
    worker workers[THREADS];
    assert_success(open_world(NULL, *state, TEXT("origin"), &origin));
    for (unsigned i = 0; i < THREADS; i++) {
        workers[i] = (worker){.worlds = self, .origin = origin, .number = i};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(workers[i].thread, NULL);
    text *names;
    size_t count;
    worlds_list(self, *state, &names, &count);
    assert_true(count <= 3);
    world_free(origin);
    worlds_close(self);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_name_leads_to_one_world_until_it_is_dropped),
        TEST(finds_only_worlds_that_are_there),
        TEST(refuses_names_that_no_world_may_have),
        TEST(adds_a_world_unless_its_name_is_taken),
        TEST(makes_a_world_with_a_seed_of_its_own),
        TEST(nothing_is_left_of_a_world_when_the_next_of_its_name_is_made),
        TEST(lists_names_in_order_and_makes_up_free_ones),
        TEST(there_is_a_most_of_worlds),
        TEST(a_world_becomes_what_another_is),
        TEST(a_fork_knows_what_falls_due_only_when_nobody_else_worked_in_its_origin),
        TEST(requests_that_are_run_together_join_those_that_a_replacement_waits_for),
        TEST(forks_drops_and_replacements_go_together_with_work),
    };
    return RUN_TESTS(tests);
}
