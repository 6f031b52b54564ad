#include "explore/fault_kinds.h"

#include "core/testing.h"
#include "explore/schedule.h"

#define TRACES                                                                                                         \
    "{\"traces\":[{\"calls\":[{\"caller\":\"outside\",\"service\":\"apigateway\",\"operation\":\"BookClass\","         \
    "\"calls\":["                                                                                                      \
    "{\"caller\":\"booking\",\"service\":\"dynamodb\",\"operation\":\"BatchGetItem\",\"calls\":[]},"                   \
    "{\"caller\":\"booking\",\"service\":\"dynamodb\",\"operation\":\"BatchGetItem\",\"calls\":[]}]}]},"               \
    "{\"calls\":[{\"caller\":\"outside\",\"service\":\"apigateway\",\"operation\":\"\",\"calls\":[]}]}]}"
#define POSSIBLE                                                                                                       \
    "{\"services\":[{\"service\":\"dynamodb\",\"batchOperations\":[\"BatchGetItem\"],\"errors\":[\"Busy\",\"Wrong\"]," \
    "\"passingErrors\":[\"Busy\"]},{\"service\":\"apigateway\",\"batchOperations\":[],\"passingErrors\":[]}]}"

static bool has_effect(const fault_kind *kind, const char *effect) {
    for (size_t i = 0; i < kind->effect_count; i++)
        if (text_equal(kind->effects[i], text_of(effect)))
            return true;
    return false;
}

static void are_the_calls_that_were_made_and_what_can_happen_to_them(void **state) {
    fault_kinds kinds;
    assert_success(fault_kinds_read(*state, TEXT(TRACES), TEXT(POSSIBLE), &kinds));
    assert_int_equal(kinds.count, 2);
    const fault_kind *route = &kinds.items[0], *batch = &kinds.items[1];
    assert_string(route->operation, "BookClass");
    assert_int_equal(route->calls, 1);
    assert_true(has_effect(route, "\"effect\":\"cut_after\""));
    assert_false(has_effect(route, "\"effect\":\"partial\",\"left\":1"));
    assert_string(batch->operation, "BatchGetItem");
    assert_string(batch->caller, "booking");
    assert_int_equal(batch->calls, 2);
    assert_true(has_effect(batch, "\"effect\":\"partial\",\"left\":1"));
    assert_true(has_effect(batch, "\"effect\":\"error\",\"code\":\"Busy\""));
    assert_false(has_effect(batch, "\"effect\":\"error\",\"code\":\"Wrong\""));
    assert_false(fault_kinds_have_deliveries(&kinds));
}

static void tell_deliveries(void **state) {
    fault_kinds kinds;
    text traces =
        TEXT("{\"traces\":[{\"calls\":[{\"caller\":\"lambda\",\"service\":\"lambda\",\"operation\":\"Invoke\"}]}]}");
    assert_success(fault_kinds_read(*state, traces, TEXT("{}"), &kinds));
    assert_true(fault_kinds_have_deliveries(&kinds));
    assert_non_null(fault_kinds_read(*state, TEXT("<html>"), TEXT("{}"), &kinds));
}

/* Each seed has its own schedule, always the same, and among many each kind of fault comes. */
static void make_schedules(void **state) {
    fault_kinds kinds;
    size_t route_faults = 0, batch_faults = 0, many = 0;
    assert_success(fault_kinds_read(*state, TEXT(TRACES), TEXT(POSSIBLE), &kinds));
    for (uint64_t seed = 0; seed < 200; seed++) {
        schedule made = schedule_of_seed(&kinds, seed), again = schedule_of_seed(&kinds, seed);
        assert_int_equal(made.count, again.count);
        for (size_t i = 0; i < made.count; i++) {
            assert_text(planned_fault_json(*state, &made.items[i]), planned_fault_json(*state, &again.items[i]));
            route_faults += made.items[i].kind == &kinds.items[0];
            batch_faults += made.items[i].kind == &kinds.items[1];
            many += made.items[i].times > 1;
        }
    }
    assert_true(route_faults > 100 && batch_faults > 100 && many > 20);
    assert_int_equal(schedule_of_seed(&(fault_kinds){0}, 7).count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(are_the_calls_that_were_made_and_what_can_happen_to_them),
        TEST(tell_deliveries),
        TEST(make_schedules),
    };
    return RUN_TESTS(tests);
}
