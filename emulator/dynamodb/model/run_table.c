#include "dynamodb/model/run.h"

#define HOUR_MS ((int64_t)60 * 60 * 1000)

static void write_key_schema(json_writer *writer, const model_key *key) {
    json_name(writer, TEXT("KeySchema"));
    json_begin_array(writer);
    for (int i = 0; i < key->hash_count + key->range_count; i++) {
        bool is_hash = i < key->hash_count;
        json_begin_object(writer);
        json_string_member(writer, "AttributeName",
                           model_attribute(is_hash ? key->hash[i] : key->range[i - key->hash_count]));
        json_string_member(writer, "KeyType", is_hash ? TEXT("HASH") : TEXT("RANGE"));
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_projection(const model_table *table, json_writer *writer, const model_index *index) {
    int included = 0, left_out = 0;
    for (int i = 0; i < MODEL_ATTRIBUTES; i++) {
        bool is_in_key = model_key_has(&table->key, i) || model_key_has(&index->key, i);
        included += index->projects[i] && !is_in_key;
        left_out += !index->projects[i];
    }
    json_name(writer, TEXT("Projection"));
    json_begin_object(writer);
    json_string_member(writer, "ProjectionType",
                       left_out == 0   ? TEXT("ALL")
                       : included == 0 ? TEXT("KEYS_ONLY")
                                       : TEXT("INCLUDE"));
    if (left_out > 0 && included > 0) {
        json_name(writer, TEXT("NonKeyAttributes"));
        json_begin_array(writer);
        for (int i = 0; i < MODEL_ATTRIBUTES; i++)
            if (index->projects[i] && !model_key_has(&table->key, i) && !model_key_has(&index->key, i))
                json_string(writer, model_attribute(i));
        json_end_array(writer);
    }
    json_end_object(writer);
}

static void write_index(run *self, json_writer *writer, const model_index *index) {
    json_begin_object(writer);
    json_string_member(writer, "IndexName", text_format(self->arena, "index-%d", index->number));
    write_key_schema(writer, &index->key);
    write_projection(&self->table, writer, index);
    json_end_object(writer);
}

static void write_indexes(run *self, json_writer *writer, bool local) {
    int count = 0;
    for (int i = 0; i < self->table.index_count; i++) {
        const model_index *index = &self->table.indexes[i];
        if (index->is_local != local)
            continue;
        if (count++ == 0) {
            json_name(writer, local ? TEXT("LocalSecondaryIndexes") : TEXT("GlobalSecondaryIndexes"));
            json_begin_array(writer);
        }
        write_index(self, writer, index);
    }
    if (count > 0)
        json_end_array(writer);
}

static void write_definitions(const model_table *table, json_writer *writer) {
    json_name(writer, TEXT("AttributeDefinitions"));
    json_begin_array(writer);
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_is_in_a_key(table, i)) {
            json_begin_object(writer);
            json_string_member(writer, "AttributeName", model_attribute(i));
            json_string_member(writer, "AttributeType", text_of(model_type_name(table->types[i])));
            json_end_object(writer);
        }
    json_end_array(writer);
}

/* Asks for a stream with some view; it is to make the table as it is from now on. */
static void begin_stream(run *self, json_writer *writer) {
    static const replay views[] = {
        {.view = "KEYS_ONLY"},
        {.view = "NEW_IMAGE", .has_new = true},
        {.view = "OLD_IMAGE", .has_old = true},
        {.view = "NEW_AND_OLD_IMAGES", .has_new = true, .has_old = true},
    };
    const model_state *now = model_now(&self->table);
    self->replay = views[chance_below(&self->generator.chance, COUNT_OF(views))];
    self->replay.is_on = true;
    self->replay.table = self->table;
    model_begin(&self->replay.table);
    for (int i = 0; i < now->count; i++)
        model_put(&self->replay.table, self->now_ms, now->items[i]);
    json_name(writer, TEXT("StreamSpecification"));
    json_begin_object(writer);
    json_boolean_member(writer, "StreamEnabled", true);
    json_string_member(writer, "StreamViewType", text_of(self->replay.view));
    json_end_object(writer);
}

static void note_stream(run *self, const tree *description) {
    self->replay.arn = text_copy(self->table.arena, tree_text(tree_member(description, "LatestStreamArn")));
}

static void create_table(run *self) {
    message *create = message_to_table(self, RUN_TABLE);
    json_string_member(&create->writer, "BillingMode", TEXT("PAY_PER_REQUEST"));
    write_definitions(&self->table, &create->writer);
    write_key_schema(&create->writer, &self->table.key);
    write_indexes(self, &create->writer, false);
    write_indexes(self, &create->writer, true);
    self->replay = (replay){0};
    if (!chance_one_in(&self->generator.chance, 3))
        begin_stream(self, &create->writer);
    note_stream(self, tree_member(run_send_well(self, "CreateTable", create), "TableDescription"));
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
        write_definitions(&self->table, writer);
    json_name(writer, TEXT("GlobalSecondaryIndexUpdates"));
    json_begin_array(writer);
    json_begin_object(writer);
    json_name(writer, text_of(change));
    if (creates)
        write_index(self, writer, index);
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
    if (self->replay.is_on) {
        json_raw_member(&message->writer, "StreamSpecification", TEXT("{\"StreamEnabled\":false}"));
        self->replay.is_on = false;
    } else {
        begin_stream(self, &message->writer);
    }
    note_stream(self, tree_member(run_send_well(self, "UpdateTable", message), "TableDescription"));
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

void step_fork_world(run *self) {
    world *origin = self->world;
    const gabi_error *error = world_fork(self->arena, origin, TEXT("fork"), &self->world);
    run_expect(self, !error, error ? error->message : "");
    world_free(origin);
}
