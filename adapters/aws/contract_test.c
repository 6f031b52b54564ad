/* The contract of the ports that AWS fulfils: the same suite over the loopback, straight into a world, and over curl,
 * through a socket of a server in this process. What passes on both is what services may rely on. */
#include "aws/secrets_manager.h"
#include "aws/table_dynamodb.h"
#include "cloud_fixture.h"
#include "core/items.h"
#include "core/testing.h"
#include "edge/server.h"
#include "system/clock_system.h"
#include "system/ids_system.h"
#include "transport/curl.h"

typedef struct target {
    const char *name;
    arena *arena;
    table_port *table;
    secrets_port *secrets;
    http_response (*get_classes)(struct target *self, arena *arena);
    transport *transport; /* of curl */
    text api;
} target;

#define TABLE TEXT("Settings")

static attribute string_of(const char *name, const char *value) {
    return (attribute){text_of(name), {.kind = ATTRIBUTE_STRING, .text = text_of(value)}};
}

/* Keys are the target's own, since worlds may be shared. */
static table_item key_of(const target *target, const char *key) {
    attribute *made = arena_alloc(target->arena, sizeof *made);
    *made = string_of("settingKey", arena_printf(target->arena, "contract-%s-%s", target->name, key));
    return (table_item){made, 1};
}

static const gabi_error *put(target *target, const char *key, const char *value, const char *condition) {
    attribute item[] = {key_of(target, key).attributes[0], string_of("value", value)};
    table_write write = {.kind = TABLE_PUT, .table = TABLE, .item = ITEM_OF(item), .condition = condition};
    return target->table->write(target->table, target->arena, &write);
}

static table_item get(target *target, const char *key) {
    table_item item;
    assert_success(target->table->get(target->table, target->arena, TABLE, key_of(target, key), true, &item));
    return item;
}

static void check_items(target *target) {
    assert_int_equal(get(target, "a").count, 0);
    assert_success(put(target, "a", "one", NULL));
    table_item item = get(target, "a");
    assert_string(item_text(&item, "value"), "one");
    assert_error(put(target, "a", "two", "attribute_not_exists(settingKey)"), ERROR_CONDITION_FAILED,
                 "condition_failed");
    table_write remove = {.kind = TABLE_DELETE, .table = TABLE, .item = key_of(target, "a")};
    assert_success(target->table->write(target->table, target->arena, &remove));
    assert_int_equal(get(target, "a").count, 0);
}

static void check_every_kind_of_attribute(target *target) {
    attribute strings[] = {{.value = {.kind = ATTRIBUTE_STRING, .text = TEXT("x")}},
                           {.value = {.kind = ATTRIBUTE_STRING, .text = TEXT("y")}}};
    attribute members[] = {string_of("inner", "\"quoted\" \xc3\xa4\n"), {TEXT("none"), {.kind = ATTRIBUTE_NULL}}};
    attribute item[] = {
        key_of(target, "kinds").attributes[0],
        {TEXT("number"), {.kind = ATTRIBUTE_NUMBER, .text = TEXT("-12.5")}},
        {TEXT("binary"), {.kind = ATTRIBUTE_BINARY, .text = {"\0\xff", 2}}},
        {TEXT("flag"), {.kind = ATTRIBUTE_BOOLEAN, .boolean = true}},
        {TEXT("set"), {.kind = ATTRIBUTE_STRING_SET, .members = strings, .member_count = 2}},
        {TEXT("list"), {.kind = ATTRIBUTE_LIST, .members = strings, .member_count = 2}},
        {TEXT("map"), {.kind = ATTRIBUTE_MAP, .members = members, .member_count = 2}},
    };
    table_write write = {.kind = TABLE_PUT, .table = TABLE, .item = ITEM_OF(item)};
    assert_success(target->table->write(target->table, target->arena, &write));
    table_item stored = get(target, "kinds");
    assert_int_equal(stored.count, sizeof item / sizeof *item);
    assert_text(stored.attributes[1].value.text, TEXT("-12.5"));
    assert_text(stored.attributes[2].value.text, ((text){"\0\xff", 2}));
    assert_true(stored.attributes[3].value.boolean);
    assert_int_equal(stored.attributes[4].value.member_count, 2);
    assert_int_equal(stored.attributes[5].value.kind, ATTRIBUTE_LIST);
    assert_text(stored.attributes[6].value.members[0].value.text, TEXT("\"quoted\" \xc3\xa4\n"));
}

static void check_updates(target *target) {
    attribute values[] = {INTEGER_ATTRIBUTE(target->arena, ":one", 1)};
    table_write add = {.kind = TABLE_UPDATE,
                       .table = TABLE,
                       .item = key_of(target, "counter"),
                       .update = "ADD #count :one",
                       .names = {{"#count", "count"}},
                       .values = ITEM_OF(values)};
    for (int i = 0; i < 3; i++)
        assert_success(target->table->write(target->table, target->arena, &add));
    table_item item = get(target, "counter");
    assert_int_equal(item_integer(&item, "count"), 3);
}

static void check_transactions(target *target) {
    assert_success(put(target, "taken", "x", NULL));
    attribute first[] = {key_of(target, "first").attributes[0]}, taken[] = {key_of(target, "taken").attributes[0]};
    table_write writes[] = {
        {.kind = TABLE_PUT, .table = TABLE, .item = ITEM_OF(first)},
        {.kind = TABLE_CHECK, .table = TABLE, .item = ITEM_OF(taken), .condition = "attribute_not_exists(settingKey)"},
    };
    assert_error(target->table->transact(target->table, target->arena, writes, 2), ERROR_CONDITION_FAILED,
                 "condition_failed");
    assert_int_equal(writes[0].outcome, TABLE_OUTCOME_NONE);
    assert_int_equal(writes[1].outcome, TABLE_OUTCOME_CONDITION_FAILED);
    assert_int_equal(get(target, "first").count, 0);
    writes[1].condition = "attribute_exists(settingKey)";
    assert_success(target->table->transact(target->table, target->arena, writes, 2));
    assert_int_equal(get(target, "first").count, 1);
}

static void check_queries(target *target) {
    attribute values[] = {string_of(":status", "scheduled"), string_of(":from", "2026")};
    table_query query = {.table = TEXT("Classes"),
                         .index = "DateTimeIndex",
                         .key_condition = "#status = :status AND startsAt > :from",
                         .names = {{"#status", "status"}},
                         .values = ITEM_OF(values),
                         .limit = 4};
    size_t count = 0, pages = 0;
    do {
        table_page page;
        assert_success(target->table->query(target->table, target->arena, &query, &page));
        count += page.count;
        query.start = page.next_key;
        pages++;
    } while (query.start.count > 0);
    assert_int_equal(count, 11);
    assert_int_equal(pages, 3);
}

static void check_refusals(target *target) {
    table_item item;
    assert_error(target->table->get(target->table, target->arena, TEXT("Nowhere"), key_of(target, "a"), false, &item),
                 ERROR_INTERNAL, "ResourceNotFoundException");
}

static void check_secrets(target *target) {
    text value;
    assert_error(target->secrets->get(target->secrets, target->arena, TEXT("no-such-secret"), &value), ERROR_INTERNAL,
                 "secret_not_found");
}

static void check_classes(target *target) {
    http_response response = target->get_classes(target, target->arena);
    assert_int_equal(response.status, 200);
    assert_true(text_starts_with(response.content.bytes, TEXT("{\"classes\":[{\"classId\":\"class-vinyasa\"")));
}

static void (*const checks[])(target *target) = {
    check_items,   check_every_kind_of_attribute,
    check_updates, check_transactions,
    check_queries, check_refusals,
    check_secrets, check_classes,
};

static void run_contract(target *target) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](target);
}

static void open_ports(target *target, transport *transport, text endpoint) {
    aws_options options = {
        .region = TEXT("eu-central-1"),
        .endpoint = endpoint,
        .access_key = TEXT("test"),
        .secret = TEXT("test"),
        .transport = transport,
        .clock = clock_system_new(target->arena),
        .ids = ids_system_new(target->arena),
    };
    target->table = table_dynamodb_new(target->arena, &options);
    target->secrets = secrets_manager_new(target->arena, &options);
}

/* ---- over the loopback ---- */

static world *loopback_world;

static http_response get_classes_inside(target *self, arena *arena) {
    (void)self;
    return cloud_fixture_call(loopback_world, arena, "GET", "/classes", NULL, NULL);
}

static void holds_over_the_loopback(void **state) {
    target target = {.name = "loopback", .arena = *state, .get_classes = get_classes_inside};
    invocation invocation;
    loopback_world = cloud_fixture_world();
    open_ports(&target, world_transport(loopback_world), TEXT(""));
    world_begin_invocation(loopback_world, &invocation);
    run_contract(&target);
    world_end_invocation(&invocation);
}

/* ---- over curl ---- */

static http_response get_classes_outside(target *self, arena *arena) {
    http_request request = http_request_to(TEXT("GET"), TEXT("/classes"));
    http_response response = {0};
    http_fields_add(arena, &request.headers, TEXT("Host"), text_from(self->api, sizeof "http://" - 1));
    assert_success(self->transport->send(self->transport, arena, self->api, &request, &response));
    return response;
}

static void holds_over_curl(void **state) {
    target target = {.name = "curl", .arena = *state, .get_classes = get_classes_outside};
    server *server;
    assert_success(server_open(*state, (server_ports){0}, &server));
    server_begin(server, cloud_answer, cloud_fixture_cloud());
    target.transport = curl_transport_new(*state);
    target.api = text_format(*state, "http://127.0.0.1:%d", server_port(server, EDGE_API));
    open_ports(&target, target.transport, text_format(*state, "http://127.0.0.1:%d", server_port(server, EDGE_AWS)));
    run_contract(&target);
}

/* The server of the test stays to the end of the process, and with it what it stands in. */
static int keep_arena(void **state) {
    (void)state;
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(holds_over_the_loopback),
        cmocka_unit_test_setup_teardown(holds_over_curl, testing_open_arena, keep_arena),
    };
    return RUN_TESTS(tests);
}
