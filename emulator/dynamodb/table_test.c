/* What a world remembers of its catalog, when transactions come to nothing and when tables change often. */
#include "dynamodb/table.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_rolled_back_is_forgotten),
        TEST(changes_are_found_and_leave_what_was_found),
    };
    return RUN_TESTS(tests);
}
