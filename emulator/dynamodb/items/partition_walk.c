#include "dynamodb/items/partition_walk.h"

#include "dynamodb/values/key.h"

static int64_t needed(int64_t units, int64_t units_of_each) { return (units + units_of_each - 1) / units_of_each; }

/* As many as have the throughput that the table, or its global index, is ready for. */
static unsigned count_partitions(const table *table, const table_index *index) {
    const table_definition *definition = table->definition;
    const index_definition *described =
        index && !index->is_local ? definition_index(definition, (size_t)(index - table->indexes)) : NULL;
    throughput warm = described ? definition_warm(definition, described->warm, described->throughput)
                                : definition_warm(definition, definition->warm, definition->throughput);
    int64_t for_reads = needed(warm.read_units.value, PARTITION_READ_UNITS);
    int64_t for_writes = needed(warm.write_units.value, PARTITION_WRITE_UNITS);
    int64_t most = for_reads > for_writes ? for_reads : for_writes;
    return most > 0 ? (unsigned)most : 1;
}

/* Partition p begins where segment p of as many would: with the bucket p * KEY_BUCKETS / partitions, rounded down. */
static unsigned partition_of(const partition_walk *self, unsigned bucket) {
    unsigned partition = (unsigned)((((uint64_t)bucket + 1) * self->partitions - 1) / KEY_BUCKETS);
    return partition < self->partitions ? partition : self->partitions - 1;
}

static void go_to(partition_walk *self, unsigned partition) {
    for (; self->at < partition; self->at++) {
        self->halves += capacity_halves(self->mode, self->bytes);
        self->bytes = 0;
    }
}

partition_walk partition_walk_begin(capacity_mode mode, const table *table, const table_index *index, text from) {
    partition_walk self = {.mode = mode, .partitions = count_partitions(table, index)};
    self.at = partition_of(&self, key_bucket(from));
    return self;
}

void partition_walk_take(partition_walk *self, text row, size_t size_bytes) {
    go_to(self, partition_of(self, key_bucket(row)));
    self->bytes += size_bytes;
}

int64_t partition_walk_end(partition_walk *self, text to) {
    if (to.data && key_bucket(to) > 0)
        go_to(self, partition_of(self, key_bucket(to) - 1));
    return self->halves + capacity_halves(self->mode, self->bytes);
}
