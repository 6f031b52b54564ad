#include "dynamodb/tables/throttling.h"

#include "dynamodb/items/partition_walk.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"

#define STATE_CEILING_BYTES ((size_t)64 * 1024 * 1024)
#define HALVES_A_UNIT 2
#define BURST_SECONDS 300

/* Partitions that are remembered; of more at once the least used are forgotten. */
#define PARTITION_SLOTS 8192
#define PARTITION_PROBES 16

/* ---- buckets ---- */

/* What is missing from a full bucket, in thousandths of half units, so that a millisecond fills in whole numbers. */
typedef struct bucket {
    int64_t missing;
    int64_t at_ms;
} bucket;

/* Of a table or a global index. */
typedef struct resource_buckets {
    struct resource_buckets *next;
    int64_t table_id;
    int64_t index_id; /* 0: the table itself */
    bucket read;
    bucket write;
} resource_buckets;

typedef struct partition_bucket {
    uint64_t key; /* of table, index, direction and partition; 0: free */
    int64_t table_id;
    bucket bucket;
} partition_bucket;

/* Guarded by the store's lock. */
typedef struct throttling_state {
    arena *arena;
    resource_buckets *resources;
    partition_bucket *partitions; /* PARTITION_SLOTS; NULL until one is needed */
} throttling_state;

static void *open_state(world *world) {
    (void)world;
    arena *arena = arena_new(STATE_CEILING_BYTES);
    throttling_state *self = arena_zalloc(arena, sizeof *self);
    self->arena = arena;
    return self;
}

static void close_state(void *state) { arena_free(((throttling_state *)state)->arena); }

static const world_state state_key = {.open = open_state, .close = close_state};

static bucket *resource_bucket(throttling_state *self, int64_t table_id, int64_t index_id, bool is_read) {
    resource_buckets *found = self->resources;
    while (found && (found->table_id != table_id || found->index_id != index_id))
        found = found->next;
    if (!found) {
        found = arena_alloc(self->arena, sizeof *found);
        *found = (resource_buckets){.next = self->resources, .table_id = table_id, .index_id = index_id};
        self->resources = found;
    }
    return is_read ? &found->read : &found->write;
}

static uint64_t mix(uint64_t hash, text bytes) {
    for (size_t i = 0; i < bytes.length; i++)
        hash = (hash ^ (unsigned char)bytes.data[i]) * 1099511628211u;
    return hash;
}

static bucket *bucket_of_partition(throttling_state *self, int64_t table_id, int64_t index_id, bool is_read,
                                   text partition, int64_t now_ms) {
    const int64_t place[] = {table_id, index_id, is_read};
    uint64_t key = mix(mix(14695981039346656037u, (text){(const char *)place, sizeof place}), partition) | 1;
    if (!self->partitions)
        self->partitions = arena_zalloc(self->arena, PARTITION_SLOTS * sizeof *self->partitions);
    partition_bucket *least = NULL;
    for (size_t i = 0; i < PARTITION_PROBES; i++) {
        partition_bucket *each = &self->partitions[((key >> 32) + i) % PARTITION_SLOTS];
        if (each->key == key)
            return &each->bucket;
        if (!least || each->bucket.at_ms < least->bucket.at_ms)
            least = each;
    }
    *least = (partition_bucket){.key = key, .table_id = table_id, .bucket = {.at_ms = now_ms}};
    return &least->bucket;
}

void throttling_refill(world *world, int64_t table_id) {
    throttling_state *self = world_state_of(world, &state_key);
    for (resource_buckets *each = self->resources; each; each = each->next)
        if (each->table_id == table_id)
            each->read = each->write = (bucket){0};
    for (size_t i = 0; self->partitions && i < PARTITION_SLOTS; i++)
        if (self->partitions[i].table_id == table_id)
            self->partitions[i] = (partition_bucket){0};
}

/* ---- what a request asks of them ---- */

typedef enum limit_kind { LIMIT_PROVISIONED, LIMIT_ON_DEMAND, LIMIT_PARTITION } limit_kind;

typedef struct demand {
    bucket *bucket;
    limit_kind kind;
    const table_index *index; /* NULL: of the table */
    int64_t units_a_second;
    int64_t halves;
} demand;

typedef struct demand_list {
    throttling_state *state;
    arena *arena;
    int64_t now_ms;
    const table *table;
    bool is_read;
    bool is_on_demand;
    demand items[2 * (1 + MOST_INDEXES_PER_TABLE)]; /* a resource and a partition each */
    size_t count;
} demand_list;

/* The limit of the table or a global index; 0 when there is none. */
static int64_t units_of(const demand_list *self, const table_index *index) {
    const table_definition *definition = self->table->definition;
    const index_definition *described =
        index ? definition_index(definition, (size_t)(index - self->table->indexes)) : NULL;
    const throughput *throughput = self->is_on_demand ? (described ? described->on_demand : definition->on_demand)
                                                      : (described ? described->throughput : definition->throughput);
    int64_t units = !throughput ? 0 : self->is_read ? throughput->read_units.value : throughput->write_units.value;
    return units > 0 ? units : 0; /* -1: no maximum */
}

static bool has_partition(const key_schema *schema, const table_item *item) {
    if (!item)
        return false;
    for (size_t i = 0; i < schema->hash_count; i++)
        if (!item_find(item, schema->attributes[i].name))
            return false;
    return true;
}

static text partition_of(arena *arena, const key_schema *schema, const table_item *item) {
    const attribute_value *values[MOST_KEY_PARTS];
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < schema->hash_count; i++)
        values[i] = item_find(item, schema->attributes[i].name);
    key_append_partition(&out, values, schema->hash_count);
    return buffer_text(&out);
}

static void demand_partition(demand_list *self, const table_index *index, int64_t halves, const table_item *item,
                             const table_item *old) {
    const key_schema *schema = index ? &index->key : &self->table->key;
    const table_item *where = has_partition(schema, item) ? item : old;
    if (!has_partition(schema, where))
        return;
    text partition = partition_of(self->arena, schema, where);
    self->items[self->count++] = (demand){
        .bucket = bucket_of_partition(self->state, self->table->id, index ? index->id : 0, self->is_read, partition,
                                      self->now_ms),
        .kind = LIMIT_PARTITION,
        .index = index,
        .units_a_second = self->is_read ? PARTITION_READ_UNITS : PARTITION_WRITE_UNITS,
        .halves = halves,
    };
}

static void demand_of(demand_list *self, const table_index *index, int64_t halves, const table_item *item,
                      const table_item *old) {
    int64_t units = units_of(self, index);
    if (halves == 0)
        return;
    if (units > 0)
        self->items[self->count++] = (demand){
            .bucket = resource_bucket(self->state, self->table->id, index ? index->id : 0, self->is_read),
            .kind = self->is_on_demand ? LIMIT_ON_DEMAND : LIMIT_PROVISIONED,
            .index = index,
            .units_a_second = units,
            .halves = halves,
        };
    if (self->table->settings.hot_partitions.value)
        demand_partition(self, index, halves, item, old);
}

/* Local indexes draw from their table. */
static int64_t halves_of_table(const table *table, const consumption *consumption) {
    int64_t halves = consumption->table_halves;
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_local)
            halves += consumption->index_halves[i];
    return halves;
}

static int64_t fill_a_ms(const demand *self) { return self->units_a_second * HALVES_A_UNIT; }

/* Only what is provisioned and was not used is kept for a burst. */
static int64_t capacity_of(const demand *self) {
    return fill_a_ms(self) * 1000 * (self->kind == LIMIT_PROVISIONED ? BURST_SECONDS : 1);
}

static void fill(const demand *self, int64_t now_ms) {
    bucket *bucket = self->bucket;
    int64_t passed_ms = now_ms - bucket->at_ms;
    if (bucket->missing > 0 && passed_ms > 0)
        bucket->missing =
            passed_ms > bucket->missing / fill_a_ms(self) ? 0 : bucket->missing - passed_ms * fill_a_ms(self);
    bucket->at_ms = now_ms;
}

static bool fits(const demand *self) {
    return self->bucket->missing == 0 || self->bucket->missing + self->halves * 1000 <= capacity_of(self);
}

/* ---- the error ---- */

const char throttling_table_exceeded[] = "The level of configured provisioned throughput for the table was exceeded. "
                                         "Consider increasing your provisioning level with the UpdateTable API.";
#define INDEX_EXCEEDED                                                                                                 \
    "The level of configured provisioned throughput for one or more global secondary indexes of the table was "        \
    "exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with "   \
    "the UpdateTable API."
#define MAXIMUM_EXCEEDED "Throughput exceeds the maximum OnDemandThroughput configured on table or index"
#define CAPACITY_EXCEEDED                                                                                              \
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or " \
    "index so please try again shortly. If exceptions persist, check if you have a hot key: "                          \
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"
#define INDEX_CAPACITY_EXCEEDED                                                                                        \
    "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is automatically "     \
    "scaling your index so please try again shortly."

const gabi_error *throttling_error(arena *arena) {
    return error_new(arena, ERROR_THROTTLED, "ProvisionedThroughputExceededException", "%s", throttling_table_exceeded);
}

static const char *message_of(const demand_list *list, const demand *demand) {
    if (!list->is_on_demand)
        return demand->index ? INDEX_EXCEEDED : throttling_table_exceeded;
    if (demand->kind == LIMIT_ON_DEMAND)
        return MAXIMUM_EXCEEDED;
    return demand->index && !list->is_read ? INDEX_CAPACITY_EXCEEDED : CAPACITY_EXCEEDED;
}

static void write_reason(json_writer *writer, const demand_list *list, const demand *demand) {
    static const char *const limits[] = {
        [LIMIT_PROVISIONED] = "ProvisionedThroughputExceeded",
        [LIMIT_ON_DEMAND] = "MaxOnDemandThroughputExceeded",
        [LIMIT_PARTITION] = "KeyRangeThroughputExceeded",
    };
    arena *arena = list->arena;
    const table_index *index = demand->index;
    json_begin_object(writer);
    json_string_member(writer, "reason",
                       text_format(arena, "%s%s%s", index ? "Index" : "Table", list->is_read ? "Read" : "Write",
                                   limits[demand->kind]));
    json_string_member(writer, "resource",
                       index
                           ? text_format(arena, "%.*s/index/%.*s", TEXT_ARGS(list->table->arn), TEXT_ARGS(index->name))
                           : list->table->arn);
    json_end_object(writer);
}

/* For all that does not fit; the first of it gives the message. NULL when everything does. */
static const gabi_error *throttled(const demand_list *self) {
    const demand *first = NULL;
    buffer reasons = BUFFER(self->arena);
    json_writer writer = JSON_WRITER(&reasons);
    json_begin_array(&writer);
    for (size_t i = 0; i < self->count; i++) {
        if (fits(&self->items[i]))
            continue;
        first = first ? first : &self->items[i];
        write_reason(&writer, self, &self->items[i]);
    }
    json_end_array(&writer);
    if (!first)
        return NULL;
    const char *code = self->is_on_demand ? "ThrottlingException" : "ProvisionedThroughputExceededException";
    const char *member =
        self->is_on_demand ? "throttlingReasons" : "ThrottlingReasons"; /* as the service's model has it */
    return error_with_details(self->arena, error_new(self->arena, ERROR_THROTTLED, code, "%s", message_of(self, first)),
                              text_format(self->arena, "\"%s\":%s", member, buffer_text(&reasons).data));
}

const gabi_error *throttling_take(world *world, arena *arena, const table *table, const consumption *consumption,
                                  const table_item *item, const table_item *old) {
    if (!table->settings.throttled.value)
        return NULL;
    demand_list list = {
        .state = world_state_of(world, &state_key),
        .arena = arena,
        .now_ms = world_now_ms(world),
        .table = table,
        .is_read = capacity_is_read(consumption->mode),
        .is_on_demand = text_equal(table->definition->billing_mode, TEXT("PAY_PER_REQUEST")),
    };
    demand_of(&list, NULL, halves_of_table(table, consumption), item, old);
    for (size_t i = 0; i < table->index_count; i++)
        if (!table->indexes[i].is_local)
            demand_of(&list, &table->indexes[i], consumption->index_halves[i], item, old);
    for (size_t i = 0; i < list.count; i++)
        fill(&list.items[i], list.now_ms);
    TRY(throttled(&list));
    for (size_t i = 0; i < list.count; i++)
        list.items[i].bucket->missing += list.items[i].halves * 1000;
    return NULL;
}
