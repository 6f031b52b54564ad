/* What a world remembers of its catalog, when transactions come to nothing and when tables change often. */
#include "dynamodb/tables/table.h"

#include "cloud_fixture.h"
#include "core/testing.h"

#define MANY_CHANGES 500

/* Ends the transaction as if something in it had failed. */
static void roll_back(arena *arena, store *store) {
    const gabi_error *failure = error_new(arena, ERROR_INTERNAL, "Failed", "something else failed");
    assert_ptr_equal(store_end(store, arena, failure), failure);
}

static const table *find(arena *arena, world *world, const char *name) {
    const table *found;
    assert_success(table_find_or_null(world, arena, text_of(name), &found));
    return found;
}

static table_definition copy_of_classes(arena *arena, world *world, const char *name) {
    table_definition definition = *find(arena, world, "Classes")->definition;
    definition.name = text_of(name);
    return definition;
}

static void what_is_rolled_back_is_forgotten(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    store *store = world_store(world);
    const table *found;

    invocation invocation;
    world_begin_invocation(world, &invocation);
    assert_success(store_begin(store, arena, STORE_WRITE));
    const table_definition definition = copy_of_classes(arena, world, "Another");
    assert_success(table_create(world, arena, &definition, &found));
    assert_success(table_drop(world, arena, find(arena, world, "Bookings")));
    assert_non_null(find(arena, world, "Another"));
    assert_null(find(arena, world, "Bookings"));
    roll_back(arena, store);
    world_end_invocation(&invocation);

    assert_success(store_begin(store, arena, STORE_WRITE));
    assert_null(find(arena, world, "Another"));
    assert_non_null(find(arena, world, "Bookings"));
    assert_success(store_end(store, arena, NULL));
}

/* In one transaction a table that was found stays where it is, however often it is changed. */
static void changes_are_found_and_leave_what_was_found(void **state) {
    arena *arena = *state;
    world *world = cloud_fixture_world();
    store *store = world_store(world);
    assert_success(store_begin(store, arena, STORE_WRITE));
    const table *before = find(arena, world, "Classes");
    text name = before->name;
    for (int i = 0; i < MANY_CHANGES; i++) {
        table_settings settings = find(arena, world, "Classes")->settings;
        settings.policy = text_format(arena, "policy %d", i);
        assert_success(table_save_settings(world, arena, before, &settings));
        assert_true(text_equal(find(arena, world, "Classes")->settings.policy, settings.policy));
    }
    assert_true(text_equal(name, TEXT("Classes")));
    assert_false(before->settings.policy.length);
    assert_success(store_end(store, arena, NULL));

    assert_success(store_begin(store, arena, STORE_READ));
    assert_true(text_equal(find(arena, world, "Classes")->settings.policy, TEXT("policy 499")));
    assert_success(store_end(store, arena, NULL));
}

static world *fork_of(arena *arena, world *origin, const char *name) {
    world *fork;
    assert_success(world_fork(arena, origin, text_of(name), &fork));
    world_fork_at_rest(fork, origin);
    return fork;
}

static const char *table_name_in(arena *arena, world *world, const char *name) {
    assert_success(store_begin(world_store(world), arena, STORE_READ));
    const table *found = find(arena, world, name);
    const char *copy = found ? text_to_string(arena, found->name) : NULL;
    assert_success(store_end(world_store(world), arena, NULL));
    return copy;
}

static void forks_share_what_was_read_and_change_it_alone(void **state) {
    arena *arena = *state;
    world *origin = cloud_fixture_world();
    assert_non_null(table_name_in(arena, origin, "Bookings"));
    world *fork = fork_of(arena, origin, "fork"), *of_fork;
    invocation invocation;
    const table *made;
    world_begin_invocation(fork, &invocation);
    assert_success(store_begin(world_store(fork), arena, STORE_WRITE));
    const table_definition definition = copy_of_classes(arena, fork, "Another");
    assert_success(table_create(fork, arena, &definition, &made));
    assert_success(table_drop(fork, arena, find(arena, fork, "Bookings")));
    assert_success(store_end(world_store(fork), arena, NULL));
    world_end_invocation(&invocation);
    of_fork = fork_of(arena, fork, "fork of fork");
    world *other = fork_of(arena, origin, "other");
    world_free(fork);
    assert_string_equal(table_name_in(arena, of_fork, "Another"), "Another");
    assert_null(table_name_in(arena, of_fork, "Bookings"));
    assert_null(table_name_in(arena, origin, "Another"));
    assert_string_equal(table_name_in(arena, other, "Bookings"), "Bookings");
    world_free(of_fork);
    world_free(other);
    assert_non_null(table_name_in(arena, origin, "Bookings"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_rolled_back_is_forgotten),
        TEST(changes_are_found_and_leave_what_was_found),
        TEST(forks_share_what_was_read_and_change_it_alone),
    };
    return RUN_TESTS(tests);
}
