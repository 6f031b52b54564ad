#include "dynamodb/model/run.h"

/* ---- records ---- */

static const model_value *replayed(run *self, const model_value *key) {
    return model_item(&self->replay.table, model_now(&self->replay.table), key);
}

/* Whether an image is shown, and only when there is one; what it is. */
static model_value image_of(run *self, const tree *change, const char *name, bool is_wanted) {
    const tree *image = tree_member(change, name);
    run_expect(self, (image != NULL) == is_wanted, "An image that is missing, or does not belong there");
    return run_item(self, image);
}

static void check_event(run *self, text event, const model_value *before, bool is_removed) {
    const char *expected = is_removed ? "REMOVE" : before ? "MODIFY" : "INSERT";
    run_expect(self, text_equal(event, text_of(expected)), "Another event was expected");
    run_expect(self, before || !is_removed, "What is not there cannot be removed");
}

static void check_sequence(run *self, const tree *change) {
    text sequence = tree_text(tree_member(change, "SequenceNumber"));
    run_expect(self, text_compare(self->replay.sequence, sequence) < 0, "Records are not in their order");
    self->replay.sequence = text_copy(self->table.arena, sequence);
}

static void replay_record(run *self, const tree *record) {
    replay *replay = &self->replay;
    const tree *change = tree_member(record, "dynamodb");
    text event = tree_text(tree_member(record, "eventName"));
    bool is_removed = text_equal(event, TEXT("REMOVE")), has_expired = tree_member(record, "userIdentity") != NULL;
    model_value key = run_item(self, tree_member(change, "Keys"));
    const model_value *before = replayed(self, &key);
    check_event(self, event, before, is_removed);
    check_sequence(self, change);
    run_expect(self, is_removed || !has_expired, "What has expired is removed");
    replay->expired += has_expired;
    model_value new = image_of(self, change, "NewImage", replay->has_new && !is_removed);
    model_value old = image_of(self, change, "OldImage", replay->has_old && before);
    if (before && replay->has_old && replay->has_new)
        run_expect(self, model_equal(&old, before) && !model_equal(&old, &new), "Another image was expected");
    if (is_removed)
        model_remove(&replay->table, self->now_ms, &key);
    else
        model_put(&replay->table, self->now_ms, replay->has_new ? &new : &key);
}

/* ---- reading ---- */

static text iterator_of(run *self, text shard) {
    bool goes_on = text_equal(shard, self->replay.shard) && self->replay.has_begun;
    message *message = message_begin(self);
    json_string_member(&message->writer, "StreamArn", self->replay.arn);
    json_string_member(&message->writer, "ShardId", shard);
    json_string_member(&message->writer, "ShardIteratorType",
                       goes_on ? TEXT("AFTER_SEQUENCE_NUMBER") : TEXT("TRIM_HORIZON"));
    if (goes_on)
        json_string_member(&message->writer, "SequenceNumber", self->replay.sequence);
    return tree_text(tree_member(run_send_well(self, "GetShardIterator", message), "ShardIterator"));
}

static void read_shard(run *self, text shard) {
    text iterator = iterator_of(self, shard);
    if (!text_equal(shard, self->replay.shard))
        self->replay.has_begun = false;
    self->replay.shard = text_copy(self->table.arena, shard);
    for (int count = -1; count != 0 && iterator.length > 0;) {
        message *message = message_begin(self);
        json_string_member(&message->writer, "ShardIterator", iterator);
        json_integer_member(&message->writer, "Limit", 1 + chance_below(&self->generator.chance, 300));
        const tree *answer = run_send_well(self, "GetRecords", message);
        const tree *records = tree_member(answer, "Records");
        for (const tree *each = tree_first(records); each; each = each->next)
            replay_record(self, each);
        count = tree_count(records);
        self->replay.has_begun = self->replay.has_begun || count > 0;
        iterator = tree_text(tree_member(answer, "NextShardIterator"));
    }
}

/* ---- the whole ---- */

static void expect_replayed(run *self) {
    const model_state *now = model_now(&self->table), *told = model_now(&self->replay.table);
    run_expect(self, now->count == told->count, "The stream makes another number of items");
    for (int i = 0; i < now->count; i++) {
        const model_value *item = replayed(self, now->items[i]);
        run_expect(self, item && (!self->replay.has_new || model_equal(item, now->items[i])),
                   "The stream makes another item");
    }
    run_expect(self, self->replay.expired == self->replay.expected_expired, "Another number of items has expired");
}

void step_replay_stream(run *self) {
    if (!self->replay.is_on)
        return;
    message *message = message_begin(self);
    json_string_member(&message->writer, "StreamArn", self->replay.arn);
    const tree *description = tree_member(run_send_well(self, "DescribeStream", message), "StreamDescription");
    bool is_new = self->replay.shard.length == 0;
    for (const tree *each = tree_first(tree_member(description, "Shards")); each; each = each->next) {
        text shard = tree_text(tree_member(each, "ShardId"));
        is_new = is_new || text_equal(shard, self->replay.shard);
        if (is_new)
            read_shard(self, shard);
    }
    expect_replayed(self);
}
