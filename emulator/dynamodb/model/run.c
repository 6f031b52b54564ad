#include "dynamodb/model/run.h"

#include "dynamodb/operation_fixture.h"

void run_fail(run *self, const char *why) {
    fprintf(
        stderr,
        "%s\n%s\n%.*s\nwas answered %d\n%.*s\nafter %ld operations; again: dynamodb_model_agreement_test %llu %ld\n",
        why, self->operation, TEXT_ARGS(self->request), self->status, TEXT_ARGS(self->answer), self->done,
        (unsigned long long)self->seed, self->done);
    abort();
}

void run_expect(run *self, bool is_so, const char *why) {
    if (!is_so)
        run_fail(self, why);
}

/* ---- requests ---- */

message *message_begin(run *self) {
    message *made = arena_zalloc(self->arena, sizeof *made);
    made->out = BUFFER(self->arena);
    made->writer = JSON_WRITER(&made->out);
    json_begin_object(&made->writer);
    return made;
}

message *message_to_table(run *self, const char *table_name) {
    message *made = message_begin(self);
    json_string_member(&made->writer, "TableName", text_of(table_name));
    return made;
}

/* What is due by now, in the world and in the model. */
static void settle(run *self) {
    self->now_ms = world_now_ms(self->world);
    int64_t before = model_now(&self->table)->count;
    model_expire(&self->table, self->now_ms);
    self->replay.expected_expired += (int)(before - model_now(&self->table)->count);
    if (world_due_ms(self->world) > self->now_ms)
        return;
    world_clear_due(self->world);
    const gabi_error *error = dynamodb_fake.settle(self->world, self->arena);
    run_expect(self, !error, error ? error->message : "");
}

const tree *run_send(run *self, const char *operation, message *message) {
    json_end_object(&message->writer);
    return run_send_text(self, operation, buffer_text(&message->out));
}

const tree *run_send_text(run *self, const char *operation, text request) {
    invocation invocation;
    self->operation = operation;
    self->request = request;
    world_begin_invocation(self->world, &invocation);
    settle(self);
    http_response response = operation_fixture_call(self->world, self->arena, operation, self->request);
    world_end_invocation(&invocation);
    self->status = response.status;
    self->answer = response.content.bytes;
    self->done++;
    const tree *answer = tree_read(self->arena, self->answer);
    run_expect(self, answer != NULL, "The answer is no JSON");
    return answer;
}

const tree *run_send_well(run *self, const char *operation, message *message) {
    const tree *answer = run_send(self, operation, message);
    run_expect(self, self->status == 200, "This should have been done");
    return answer;
}

void run_control(run *self, const char *operation, text body) {
    const http_request request = {.body = HTTP_BODY_BYTES(body)};
    http_response response = {0};
    op_call call = {.arena = self->arena, .request = &request, .owner = self->world, .response = &response};
    invocation invocation;
    call.parameters.items[call.parameters.count++] = (http_field){TEXT("table"), TEXT(RUN_TABLE)};
    self->operation = operation;
    self->request = body;
    world_begin_invocation(self->world, &invocation);
    settle(self);
    for (size_t i = 0; i < dynamodb_fake.control_op_count; i++)
        if (strcmp(dynamodb_fake.control_ops[i].name, operation) == 0)
            run_expect(self, !dynamodb_fake.control_ops[i].handle(&call), "This should have been done");
    world_end_invocation(&invocation);
    run_expect(self, response.status == 200, "This should have been done");
}

void run_expect_error(run *self, const char *code) {
    text type = tree_text(tree_member(tree_read(self->arena, self->answer), "__type"));
    run_expect(self, self->status == 400 && text_ends_with(type, text_format(self->arena, "#%s", code)),
               text_format(self->arena, "This should have failed with %s", code).data);
}

void run_sleep(run *self, int64_t duration_ms) {
    invocation invocation;
    world_sleep_ms(self->world, duration_ms);
    world_begin_upkeep(self->world, &invocation);
    settle(self);
    world_end_invocation(&invocation);
    self->generator.now_s = self->now_ms / 1000;
}

/* ---- answers ---- */

model_value run_item(run *self, const tree *tree) {
    model_value item;
    run_expect(self, model_read_item(self->arena, tree, &item), "An item is not in its normal form");
    return item;
}

void run_expect_item(run *self, const tree *actual, const model_value *expected, const char *why) {
    const model_value nothing = {.type = MODEL_MAP};
    model_value item = run_item(self, actual);
    if (model_equal(&item, expected ? expected : &nothing))
        return;
    buffer out = BUFFER(self->arena);
    json_writer writer = JSON_WRITER(&out);
    model_write_item(&writer, &self->generator.chance, expected ? expected : &nothing);
    run_fail(self, text_format(self->arena, "%s: %.*s", why, TEXT_ARGS(buffer_text(&out))).data);
}

/* ---- capacity ---- */

bool run_ask_capacity(run *self, message *message) {
    if (!chance_one_in(&self->generator.chance, 4))
        return false;
    json_string_member(&message->writer, "ReturnConsumedCapacity",
                       chance_one_in(&self->generator.chance, 2) ? TEXT("TOTAL") : TEXT("INDEXES"));
    return true;
}

/* "CapacityUnits" in halves. */
static int64_t halves_of(run *self, const tree *units) {
    double value = -1;
    sscanf(text_to_string(self->arena, tree_text(units)), "%lf", &value);
    run_expect(self, value >= 0 && value * 2 == (double)(int64_t)(value * 2), "Capacity comes in halves of units");
    return (int64_t)(value * 2);
}

int64_t run_capacity(run *self, const tree *consumed) {
    static const char *const indexes[] = {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"};
    const tree *of_table = tree_member(consumed, "Table");
    run_expect(self, text_equal(tree_text(tree_member(consumed, "TableName")), TEXT(RUN_TABLE)),
               "Capacity of another table");
    int64_t total = halves_of(self, tree_member(consumed, "CapacityUnits"));
    if (!of_table)
        return total;
    int64_t sum = halves_of(self, tree_member(of_table, "CapacityUnits"));
    for (int i = 0; i < COUNT_OF(indexes); i++)
        for (const tree *each = tree_first(tree_member(consumed, indexes[i])); each; each = each->next)
            sum += halves_of(self, tree_member(each, "CapacityUnits"));
    run_expect(self, sum == total, "The capacity's parts do not make the whole");
    return total;
}
