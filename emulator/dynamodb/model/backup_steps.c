#include "dynamodb/model/run.h"

#define COPY "Restored"
#define SECOND_MS ((int64_t)1000)
#define RECOVERY_LAG_MS (300 * SECOND_MS) /* the last five minutes cannot be restored */

/* ---- what was restored ---- */

/* What a scan of the copy, or of one of its indexes, must find. */
static void expect_scan(run *self, const model_table *table, const model_state *state, const model_index *index) {
    message *message = message_to_table(self, COPY);
    int expected = 0;
    if (index)
        json_string_member(&message->writer, "IndexName", text_format(self->arena, "index-%d", index->number));
    const tree *items = tree_member(run_send_well(self, "Scan", message), "Items");
    for (int i = 0; i < state->count; i++)
        expected += !index || model_has_key(&index->key, state->items[i]);
    run_expect(self, tree_count(items) == expected, "Another number of items was restored");
    for (const tree *each = tree_first(items); each; each = each->next) {
        model_value found = run_item(self, each);
        const model_value *item = model_item(table, state, &found);
        run_expect(self, item != NULL, "An item was restored that was not there");
        model_value shown = model_shown(self->arena, table, index, item);
        run_expect(self, model_equal(&found, &shown), "An item was restored otherwise");
    }
}

/* The copy of a table with those indexes in that state. */
static void expect_copy(run *self, const model_table *table, const model_state *state) {
    expect_scan(self, table, state, NULL);
    for (int i = 0; i < table->index_count; i++)
        expect_scan(self, table, state, &table->indexes[i]);
    run_send_well(self, "DeleteTable", message_to_table(self, COPY));
}

/* ---- backups ---- */

static void create_backup(run *self) {
    message *message = message_to_table(self, RUN_TABLE);
    json_string_member(&message->writer, "BackupName", TEXT("backup"));
    const tree *details = tree_member(run_send_well(self, "CreateBackup", message), "BackupDetails");
    self->backup.arn = text_copy(self->table.arena, tree_text(tree_member(details, "BackupArn")));
    self->backup.state = model_now(&self->table);
    self->backup.table = self->table;
}

static void restore_backup(run *self) {
    message *restore = message_begin(self), *delete = message_begin(self);
    json_string_member(&restore->writer, "TargetTableName", TEXT(COPY));
    json_string_member(&restore->writer, "BackupArn", self->backup.arn);
    run_send_well(self, "RestoreTableFromBackup", restore);
    expect_copy(self, &self->backup.table, self->backup.state);
    json_string_member(&delete->writer, "BackupArn", self->backup.arn);
    run_send_well(self, "DeleteBackup", delete);
    self->backup = (backup){0};
}

void step_back_up(run *self) {
    if (self->backup.arn.length > 0)
        restore_backup(self);
    else
        create_backup(self);
}

/* ---- point-in-time recovery ---- */

void step_recover(run *self) {
    if (self->recovers_since_ms == 0)
        return;
    step_replay_stream(self);
    run_sleep(self, RECOVERY_LAG_MS + SECOND_MS);
    int64_t latest_ms = (self->now_ms - RECOVERY_LAG_MS) / SECOND_MS * SECOND_MS;
    int64_t span_ms = latest_ms - self->recovers_since_ms;
    int64_t at_ms = self->recovers_since_ms +
                    (int64_t)(chance_draw(&self->generator.chance) % (uint64_t)(span_ms > 0 ? span_ms + 1 : 1));
    message *message = message_begin(self);
    json_string_member(&message->writer, "SourceTableName", TEXT(RUN_TABLE));
    json_string_member(&message->writer, "TargetTableName", TEXT(COPY));
    json_raw_member(&message->writer, "RestoreDateTime",
                    text_format(self->arena, "%lld.%03d", (long long)(at_ms / SECOND_MS), (int)(at_ms % SECOND_MS)));
    run_send_well(self, "RestoreTableToPointInTime", message);
    expect_copy(self, &self->table, model_at(&self->table, at_ms));
}
