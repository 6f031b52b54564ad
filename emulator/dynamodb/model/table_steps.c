#include "dynamodb/model/definition.h"

#define HOUR_MS ((int64_t)60 * 60 * 1000)

/* ---- beginning ---- */

/* Asks for a stream with some view. */
static replay ask_stream(run *self, json_writer *writer) {
    static const replay views[] = {
        {.view = "KEYS_ONLY"},
        {.view = "NEW_IMAGE", .has_new = true},
        {.view = "OLD_IMAGE", .has_old = true},
        {.view = "NEW_AND_OLD_IMAGES", .has_new = true, .has_old = true},
    };
    replay asked = views[chance_below(&self->generator.chance, COUNT_OF(views))];
    asked.is_on = true;
    json_name(writer, TEXT("StreamSpecification"));
    json_begin_object(writer);
    json_boolean_member(writer, "StreamEnabled", true);
    json_string_member(writer, "StreamViewType", text_of(asked.view));
    json_end_object(writer);
    return asked;
}

/* The stream that the answer describes begins with the table as it is now. */
static void begin_replay(run *self, replay asked, const tree *answer) {
    const model_state *now = model_now(&self->table);
    const tree *description = tree_member(answer, "TableDescription");
    self->replay = asked;
    self->replay.arn = text_copy(self->table.arena, tree_text(tree_member(description, "LatestStreamArn")));
    self->replay.table = self->table;
    model_begin(&self->replay.table);
    for (int i = 0; i < now->count; i++)
        model_put(&self->replay.table, self->now_ms, now->items[i]);
}

static void create_table(run *self) {
    message *create = message_to_table(self, RUN_TABLE);
    json_string_member(&create->writer, "BillingMode", TEXT("PAY_PER_REQUEST"));
    definition_write_attributes(&self->table, &create->writer);
    definition_write_key(&create->writer, &self->table.key);
    definition_write_indexes(self, &create->writer, false);
    definition_write_indexes(self, &create->writer, true);
    replay asked = {0};
    if (!chance_one_in(&self->generator.chance, 3))
        asked = ask_stream(self, &create->writer);
    begin_replay(self, asked, run_send_well(self, "CreateTable", create));
}

static void switch_recovery(run *self, bool on) {
    message *message = message_to_table(self, RUN_TABLE);
    json_raw_member(&message->writer, "PointInTimeRecoverySpecification",
                    on ? TEXT("{\"PointInTimeRecoveryEnabled\":true}")
                       : TEXT("{\"PointInTimeRecoveryEnabled\":false}"));
    run_send_well(self, "UpdateContinuousBackups", message);
    self->recovers_since_ms = on ? self->now_ms : 0;
}

static void switch_expiry(run *self, bool on) {
    message *message = message_to_table(self, RUN_TABLE);
    json_raw_member(&message->writer, "TimeToLiveSpecification",
                    text_format(self->arena, "{\"AttributeName\":\"%.*s\",\"Enabled\":%s}",
                                TEXT_ARGS(model_attribute(MODEL_EXPIRY)), on ? "true" : "false"));
    run_send_well(self, "UpdateTimeToLive", message);
    self->table.expires = on;
}

static void set_lag(run *self, int64_t lag_ms) {
    run_control(self, "SetIndexLag", text_format(self->arena, "{\"milliseconds\":%lld}", (long long)lag_ms));
    self->table.lag_ms = lag_ms;
    self->table.lag_since_ms = self->now_ms;
}

/* Some lag, or none. */
static void change_lag(run *self) {
    static const int lags_ms[] = {1, 5, 40, 60000};
    bool lags = self->table.lag_ms > 0;
    set_lag(self, lags ? 0 : lags_ms[chance_below(&self->generator.chance, COUNT_OF(lags_ms))]);
}

void run_begin_table(run *self) {
    chance *chance = &self->generator.chance;
    if (self->done > 0)
        run_send_well(self, "DeleteTable", message_to_table(self, RUN_TABLE));
    arena_reset(self->table.arena);
    random_table(&self->generator);
    self->backup = (backup){0};
    self->recovers_since_ms = 0;
    self->generator.now_s = world_now_ms(self->world) / 1000;
    create_table(self);
    if (chance_one_in(chance, 2))
        switch_expiry(self, true);
    if (chance_one_in(chance, 2))
        switch_recovery(self, true);
    if (chance_one_in(chance, 2))
        change_lag(self);
    arena_reset(self->arena);
}

/* ---- changes ---- */

static void update_indexes(run *self, const char *change, const model_index *index) {
    message *message = message_to_table(self, RUN_TABLE);
    json_writer *writer = &message->writer;
    bool creates = strcmp(change, "Create") == 0;
    if (creates)
        definition_write_attributes(&self->table, writer);
    json_name(writer, TEXT("GlobalSecondaryIndexUpdates"));
    json_begin_array(writer);
    json_begin_object(writer);
    json_name(writer, text_of(change));
    if (creates)
        definition_write_index(self, writer, index);
    else
        json_raw(writer, text_format(self->arena, "{\"IndexName\":\"index-%d\"}", index->number));
    json_end_object(writer);
    json_end_array(writer);
    run_send_well(self, "UpdateTable", message);
}

/* What an index of items that are gone would show yet, if it lagged, cannot be known of a new one. */
static void add_index(run *self) {
    if (self->table.lag_ms > 0)
        change_lag(self);
    model_index index = random_later_index(&self->generator);
    update_indexes(self, "Create", &index);
    self->table.indexes[self->table.index_count++] = index;
}

static void remove_index(run *self) {
    int chosen = chance_below(&self->generator.chance, self->table.index_count);
    if (self->table.indexes[chosen].is_local)
        return;
    update_indexes(self, "Delete", &self->table.indexes[chosen]);
    self->table.indexes[chosen] = self->table.indexes[--self->table.index_count];
}

/* Another stream each time. */
static void change_stream(run *self) {
    step_replay_stream(self);
    message *message = message_to_table(self, RUN_TABLE);
    replay asked = {0};
    if (self->replay.is_on)
        json_raw_member(&message->writer, "StreamSpecification", TEXT("{\"StreamEnabled\":false}"));
    else
        asked = ask_stream(self, &message->writer);
    begin_replay(self, asked, run_send_well(self, "UpdateTable", message));
}

/* It may be changed once an hour. */
static void change_expiry(run *self) {
    step_replay_stream(self);
    run_sleep(self, HOUR_MS);
    switch_expiry(self, !self->table.expires);
}

void step_change_table(run *self) {
    switch (chance_below(&self->generator.chance, 6)) {
    case 0: switch_recovery(self, self->recovers_since_ms == 0); break;
    case 1: change_lag(self); break;
    case 2: change_stream(self); break;
    case 3: change_expiry(self); break;
    default:
        if (self->table.index_count == 0 ||
            (self->table.index_count < MODEL_MOST_INDEXES && chance_one_in(&self->generator.chance, 2)))
            add_index(self);
        else
            remove_index(self);
        break;
    }
}

/* How many items a description tells of. */
static void expect_count(run *self, const tree *description, int expected) {
    run_expect(self, tree_integer(tree_member(description, "ItemCount")) == expected, "Another count was expected");
}

void step_describe(run *self) {
    const tree *table = tree_member(run_send_well(self, "DescribeTable", message_to_table(self, RUN_TABLE)), "Table");
    const model_state *now = model_now(&self->table);
    expect_count(self, table, now->count);
    for (int i = 0; i < self->table.index_count; i++) {
        const model_index *index = &self->table.indexes[i];
        const char *member = index->is_local ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes";
        text name = text_format(self->arena, "index-%d", index->number);
        int count = 0;
        for (int j = 0; j < now->count; j++)
            count += model_has_key(&index->key, now->items[j]);
        for (const tree *each = tree_first(tree_member(table, member)); each; each = each->next)
            if (text_equal(tree_text(tree_member(each, "IndexName")), name))
                expect_count(self, each, count);
    }
}
