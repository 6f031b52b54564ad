#include "secretsmanager/resource.h"

#include "core/testing.h"
#include "secretsmanager/secret_store.h"

static void warn(void *reporter, const resource *resource, const char *what) {
    (void)reporter, (void)resource, (void)what;
}

static world *new_world(arena *arena) {
    store *store;
    world *world;
    world_options options = {TEXT("one"), 7, WORLD_CLOCK_FROZEN, 1767600000000};
    assert_success(store_open_memory(arena, &store));
    assert_success(world_new(arena, &options, store, &world));
    return world;
}

static const gabi_error *provision(arena *arena, world *world, const char *properties) {
    resource resource = {.logical_id = TEXT("Secret"), .stack_name = TEXT("stack")};
    provision_context context = {arena, world, warn, NULL};
    resource_result result;
    invocation invocation;
    assert_success(json_parse(arena, text_of(properties), 8, &resource.properties));
    world_begin_invocation(world, &invocation);
    const gabi_error *error = secret_provision(&context, &resource, &result);
    world_end_invocation(&invocation);
    return error;
}

static text value_of(arena *arena, world *world, const char *id) {
    secret secret;
    assert_success(secret_find(arena, world, text_of(id), &secret));
    return secret.value;
}

static void a_secret_is_found_by_its_name_and_its_arn(void **state) {
    arena *arena = *state;
    world *world = new_world(arena);
    secret secret;
    assert_success(provision(arena, world, "{\"Name\":\"a\",\"SecretString\":\"one\"}"));
    assert_success(provision(arena, world, "{\"Name\":\"a-b\",\"SecretString\":\"two\"}"));
    assert_string(value_of(arena, world, "a"), "one");
    assert_success(secret_find(arena, world, TEXT("a-b"), &secret));
    assert_string(value_of(arena, world, text_to_string(arena, secret.arn)), "two");
    text partial = text_upto(secret.arn, secret.arn.length - 7);
    assert_string(value_of(arena, world, text_to_string(arena, partial)), "two");
    assert_error(secret_find(arena, world, text_upto(secret.arn, secret.arn.length - 1), &secret), ERROR_NOT_FOUND,
                 "ResourceNotFoundException");
    world_free(world);
}

static void makes_up_values(void **state) {
    arena *arena = *state;
    world *world = new_world(arena);
    assert_success(provision(arena, world, "{\"Name\":\"p\",\"GenerateSecretString\":{\"PasswordLength\":7}}"));
    assert_int_equal(value_of(arena, world, "p").length, 7);
    assert_success(provision(arena, world, "{\"Name\":\"q\",\"GenerateSecretString\":{}}"));
    assert_int_equal(value_of(arena, world, "q").length, 32);
    assert_success(provision(arena, world,
                             "{\"Name\":\"t\",\"GenerateSecretString\":{\"SecretStringTemplate\":\"{\\\"u\\\":1}\","
                             "\"GenerateStringKey\":\"p\",\"ExcludePunctuation\":true}}"));
    assert_true(text_starts_with(value_of(arena, world, "t"), TEXT("{\"u\":1,\"p\":\"")));
    world_free(world);
}

static void refuses_what_no_secret_may_be(void **state) {
    static const char *const refused[] = {
        "{\"Name\":\"a b\"}",
        "{\"Name\":\"a:b\"}",
        "{\"Name\":\"s\",\"GenerateSecretString\":{\"PasswordLength\":1e300}}",
        "{\"Name\":\"s\",\"GenerateSecretString\":{\"PasswordLength\":0}}",
        "{\"Name\":\"s\",\"GenerateSecretString\":{\"SecretStringTemplate\":\"[1]\",\"GenerateStringKey\":\"p\"}}",
        "{\"Name\":\"s\",\"GenerateSecretString\":{\"SecretStringTemplate\":\"{}\"}}",
    };
    world *world = new_world(*state);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_error(provision(*state, world, refused[i]), ERROR_INVALID,
                     i < 2 ? "ValidationException" : "InvalidParameterException");
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_secret_is_found_by_its_name_and_its_arn),
        TEST(makes_up_values),
        TEST(refuses_what_no_secret_may_be),
    };
    return RUN_TESTS(tests);
}
