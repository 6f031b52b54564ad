#include "dynamodb/partiql/partiql_key.h"

#include <stdlib.h>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/constraints.h"
#include "dynamodb/values/key.h"

#define MOST_READS 50

const gabi_error *partiql_mistyped_key(arena *arena, text name) {
    return validation_error(arena, "Key attribute's data type should match its data type in table's schema: Key %.*s",
                            TEXT_ARGS(name));
}

const gabi_error *partiql_check_key_types(arena *arena, const key_schema *schema, const table_item *key) {
    for (size_t i = 0; i < schema->count; i++) {
        const attribute_value *value = item_find(key, schema->attributes[i].name);
        if (value && value->kind != schema->attributes[i].kind)
            return partiql_mistyped_key(arena, schema->attributes[i].name);
    }
    return NULL;
}

/* ---- conditions on key attributes ---- */

static bool is_junction(const condition *condition) {
    return condition->kind == CONDITION_AND || condition->kind == CONDITION_OR;
}

/* Whether the condition compares the attribute with values alone. */
static bool is_on(const condition *condition, text name) {
    bool compares = (condition->kind >= CONDITION_EQUAL && condition->kind <= CONDITION_IN &&
                     condition->kind != CONDITION_NOT_EQUAL) ||
                    condition->kind == CONDITION_BEGINS_WITH;
    if (!compares || condition->operands[0].kind != OPERAND_PATH || condition->operands[0].path.count != 1 ||
        !text_equal(condition->operands[0].path.elements[0].name, name))
        return false;
    for (size_t i = 1; i < condition->operand_count; i++)
        if (condition->operands[i].kind != OPERAND_VALUE)
            return false;
    return true;
}

static bool is_equality_on(const condition *condition, text name) {
    return condition->kind == CONDITION_EQUAL && is_on(condition, name);
}

static bool has_range(const key_schema *schema) { return schema->count > schema->hash_count; }

static text hash_name(const key_schema *schema) { return schema->attributes[0].name; }

static text range_name(const key_schema *schema) {
    return has_range(schema) ? schema->attributes[schema->hash_count].name : TEXT("");
}

static bool is_on_key(const condition *condition, const key_schema *schema) {
    return is_on(condition, hash_name(schema)) || (has_range(schema) && is_on(condition, range_name(schema)));
}

/* Whether AND and OR join some condition on the key. */
static bool mentions_key(const condition *condition, const key_schema *schema) {
    return is_junction(condition) ? mentions_key(condition->left, schema) || mentions_key(condition->right, schema)
                                  : is_on_key(condition, schema);
}

/* ---- one item ---- */

/* The conditions that AND joins. */
typedef struct conjuncts {
    const condition **items;
    size_t count;
} conjuncts;

static size_t count_conjuncts(const condition *condition) {
    return condition->kind == CONDITION_AND ? count_conjuncts(condition->left) + count_conjuncts(condition->right) : 1;
}

static void add_conjuncts(conjuncts *self, const condition *condition) {
    if (condition->kind == CONDITION_AND) {
        add_conjuncts(self, condition->left);
        add_conjuncts(self, condition->right);
    } else {
        self->items[self->count++] = condition;
    }
}

static conjuncts conjuncts_of(arena *arena, const condition *condition) {
    conjuncts made = {0};
    if (!condition)
        return made;
    made.items = arena_alloc(arena, count_conjuncts(condition) * sizeof *made.items);
    add_conjuncts(&made, condition);
    return made;
}

/* Takes an equality into the key; false when it goes on to be a condition. */
static bool take_equality(arena *arena, partiql_item_key *self, attribute *attributes, const condition *condition,
                          const key_schema *schema) {
    for (size_t i = 0; i < schema->count; i++) {
        text name = schema->attributes[i].name;
        if (!is_equality_on(condition, name))
            continue;
        const attribute_value *value = condition->operands[1].value, *before = item_find(&self->key, name);
        if (!before) {
            attributes[self->key.count++] = (attribute){name, *value};
            return true;
        }
        bool is_same = attribute_equal(arena, before, value);
        if (!is_same)
            self->contested = name;
        return is_same;
    }
    return false;
}

partiql_item_key partiql_item_key_of(arena *arena, const condition *condition, const key_schema *schema) {
    attribute *attributes = arena_alloc(arena, schema->count * sizeof *attributes);
    partiql_item_key made = {.key = {attributes, 0}};
    conjuncts all = conjuncts_of(arena, condition);
    size_t rest_count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (!take_equality(arena, &made, attributes, all.items[i], schema))
            all.items[rest_count++] = all.items[i];
    made.rest = condition_join(arena, CONDITION_AND, all.items, rest_count);
    made.is_whole = made.key.count == schema->count;
    return made;
}

/* ---- how many reads there are ---- */

/* The values that fix the hash key, as far as each case does; 0: some case does not. */
size_t partiql_hash_values(const condition *condition, const key_schema *schema) {
    if (!condition)
        return 0;
    if (is_junction(condition)) {
        size_t left = partiql_hash_values(condition->left, schema);
        size_t right = partiql_hash_values(condition->right, schema);
        if (condition->kind == CONDITION_OR)
            return left && right ? left + right : 0;
        return left && right ? (left < right ? left : right) : left + right;
    }
    if (!is_on(condition, hash_name(schema)))
        return 0;
    return condition->kind == CONDITION_EQUAL ? 1 : condition->kind == CONDITION_IN ? condition->operand_count - 1 : 0;
}

static size_t at_most(size_t count) { return count > MOST_READS ? MOST_READS + 1 : count; }

/* All combinations, of which more than MOST_READS are not counted. */
static size_t count_reads(const condition *condition, const key_schema *schema) {
    if (condition->kind == CONDITION_IN && is_on_key(condition, schema))
        return condition->operand_count - 1;
    if (!is_junction(condition) || !mentions_key(condition, schema))
        return 1;
    size_t left = count_reads(condition->left, schema), right = count_reads(condition->right, schema);
    return at_most(condition->kind == CONDITION_AND ? left * right : left + right);
}

/* ---- reads ---- */

/* Combinations of conditions, each of which is one read. */
typedef struct combinations {
    arena *arena;
    const key_schema *schema;
    size_t most_conditions; /* room in each */
    conjuncts items[MOST_READS];
    size_t count;
} combinations;

static combinations *copy_combinations(const combinations *self) {
    combinations *copy = arena_alloc(self->arena, sizeof *copy);
    *copy = *self;
    for (size_t i = 0; i < self->count; i++) {
        copy->items[i].items = arena_alloc(self->arena, self->most_conditions * sizeof *copy->items[i].items);
        memcpy(copy->items[i].items, self->items[i].items, self->items[i].count * sizeof *copy->items[i].items);
    }
    return copy;
}

static void add_to_all(combinations *self, const condition *condition) {
    for (size_t i = 0; i < self->count; i++)
        self->items[i].items[self->items[i].count++] = condition;
}

static void append(combinations *self, const combinations *others) {
    memcpy(self->items + self->count, others->items, others->count * sizeof *self->items);
    self->count += others->count;
}

/* key IN (a, b) is key = a in some combinations and key = b in others. */
static void add_candidates(combinations *self, const condition *condition) {
    combinations *before = copy_combinations(self);
    self->count = 0;
    for (size_t i = 1; i < condition->operand_count; i++) {
        operand *operands = arena_alloc(self->arena, 2 * sizeof *operands);
        operands[0] = condition->operands[0];
        operands[1] = condition->operands[i];
        combinations *each = copy_combinations(before);
        add_to_all(
            each, condition_new(self->arena,
                                (struct condition){.kind = CONDITION_EQUAL, .operands = operands, .operand_count = 2}));
        append(self, each);
    }
}

/* Only where count_reads says that there is room. */
static void add(combinations *self, const condition *condition) {
    if (condition->kind == CONDITION_AND) {
        add(self, condition->left);
        add(self, condition->right);
    } else if (condition->kind == CONDITION_OR && mentions_key(condition, self->schema)) {
        combinations *others = copy_combinations(self);
        add(self, condition->left);
        add(others, condition->right);
        append(self, others);
    } else if (condition->kind == CONDITION_IN && is_on_key(condition, self->schema)) {
        add_candidates(self, condition);
    } else {
        add_to_all(self, condition);
    }
}

static size_t count_leaves(const condition *condition) {
    return is_junction(condition) ? count_leaves(condition->left) + count_leaves(condition->right) : 1;
}

static combinations *combine(arena *arena, const condition *condition, const key_schema *schema) {
    combinations *made = arena_zalloc(arena, sizeof *made);
    made->arena = arena;
    made->schema = schema;
    made->most_conditions = count_leaves(condition);
    made->items[0].items = arena_alloc(arena, made->most_conditions * sizeof *made->items[0].items);
    made->count = 1;
    add(made, condition);
    return made;
}

/* Of the conditions on the sort key the one that the read is bounded by: an equality rather than a range. */
static const condition *range_of(const conjuncts *all, const key_schema *schema) {
    const condition *found = NULL;
    for (size_t i = 0; has_range(schema) && i < all->count; i++) {
        const condition *each = all->items[i];
        if (is_on(each, range_name(schema)) &&
            (!found || (found->kind != CONDITION_EQUAL && each->kind == CONDITION_EQUAL)))
            found = each;
    }
    return found;
}

/* The attribute that the condition compares with another type than its own; empty when there is none. */
static text mistyped_by(const condition *condition, const key_attribute *attribute) {
    for (size_t i = 1; i < condition->operand_count; i++)
        if (condition->operands[i].value->kind != attribute->kind)
            return attribute->name;
    return TEXT("");
}

/* Whether the condition says of the attribute what it is not. */
static bool denies(const condition *condition, text name) {
    return (condition->kind == CONDITION_NOT || condition->kind == CONDITION_NOT_EQUAL) &&
           condition_mentions(condition, name);
}

/* One combination as a read; false when it does not give the hash key one value. */
static bool read_of(arena *arena, const conjuncts *all, const key_schema *schema, partiql_read *ret_read,
                    text *mistyped) {
    partiql_read read = {.whole = condition_join(arena, CONDITION_AND, all->items, all->count)};
    const condition *hash = NULL, *range = range_of(all, schema);
    size_t filter_count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const condition *each = all->items[i];
        if (is_equality_on(each, hash_name(schema))) {
            if (hash && !attribute_equal(arena, hash->operands[1].value, each->operands[1].value))
                return false;
            hash = each;
        } else if (each != range) {
            all->items[filter_count++] = each;
            read.denies_range = read.denies_range || (has_range(schema) && denies(each, range_name(schema)));
        }
    }
    if (!hash)
        return false;
    read.filter = condition_join(arena, CONDITION_AND, all->items, filter_count);
    read.key.hash[read.key.hash_count++] = hash->operands[1].value;
    if (range)
        read.key.range[read.key.range_count++] = range;
    if (text_is_empty(*mistyped))
        *mistyped = mistyped_by(hash, &schema->attributes[0]);
    if (text_is_empty(*mistyped) && range)
        *mistyped = mistyped_by(range, &schema->attributes[schema->hash_count]);
    *ret_read = read;
    return true;
}

/* Leaves to `before` what both reads would find. */
static void exclude(arena *arena, partiql_read *self, const partiql_read *before) {
    const condition *parts[2] = {condition_new(arena, (condition){.kind = CONDITION_NOT, .left = before->whole}),
                                 self->filter};
    self->filter = condition_join(arena, CONDITION_AND, parts, self->filter ? 2 : 1);
}

/* AWS refuses reads that overlap, but not where one of them denies something of the sort key: these are united. */
static const gabi_error *resolve_overlaps(arena *arena, partiql_reads *self) {
    row_range *ranges = arena_alloc(arena, self->count * sizeof *ranges);
    for (size_t i = 0; i < self->count; i++) {
        partiql_read *read = &self->items[i];
        ranges[i] = key_condition_range(arena, &read->key);
        for (size_t j = 0; j < i; j++) {
            if (text_compare(ranges[i].from, ranges[j].to) >= 0 || text_compare(ranges[j].from, ranges[i].to) >= 0)
                continue;
            if (!read->denies_range && !self->items[j].denies_range)
                return validation_error(arena,
                                        "Overlapping conditions with range keys are not supported in where clause");
            exclude(arena, read, &self->items[j]);
        }
    }
    return NULL;
}

static const gabi_error *check_values(arena *arena, const partiql_read *read, const key_schema *schema) {
    operand *operands = arena_zalloc(arena, 2 * sizeof *operands);
    operands[0] = (operand){.kind = OPERAND_PATH, .path = path_of_name(arena, hash_name(schema))};
    operands[1] = (operand){.kind = OPERAND_VALUE, .value = read->key.hash[0]};
    condition hash = {.kind = CONDITION_EQUAL, .operands = operands, .operand_count = 2};
    TRY(key_condition_check_values(arena, &hash, schema->attributes[0].kind));
    return read->key.range_count == 0
               ? NULL
               : key_condition_check_values(arena, read->key.range[0], schema->attributes[schema->hash_count].kind);
}

const gabi_error *partiql_reads_of(arena *arena, const condition *condition, const key_schema *schema,
                                   partiql_reads *ret_reads) {
    partiql_reads reads = {0};
    *ret_reads = (partiql_reads){.is_scan = true, .filter = condition};
    if (partiql_hash_values(condition, schema) == 0)
        return NULL;
    if (count_reads(condition, schema) > MOST_READS)
        return validation_error(arena, "Too many decomposed read operations for a given query.");
    const combinations *all = combine(arena, condition, schema);
    reads.items = arena_alloc(arena, all->count * sizeof *reads.items);
    for (size_t i = 0; i < all->count; i++)
        if (!read_of(arena, &all->items[i], schema, &reads.items[reads.count++], &reads.mistyped))
            return NULL;
    if (text_is_empty(reads.mistyped)) {
        for (size_t i = 0; i < reads.count; i++)
            TRY(check_values(arena, &reads.items[i], schema));
        TRY(resolve_overlaps(arena, &reads));
    }
    *ret_reads = reads;
    return NULL;
}

bool partiql_reads_one_item(const partiql_reads *self, arena *arena, const key_schema *schema, table_item *ret_key) {
    if (self->is_scan || self->count != 1 || self->items[0].filter)
        return false;
    const key_condition *key = &self->items[0].key;
    attribute *attributes = arena_zalloc(arena, 2 * sizeof *attributes);
    attributes[0] = (attribute){hash_name(schema), *key->hash[0]};
    if (has_range(schema)) {
        if (key->range_count == 0 || key->range[0]->kind != CONDITION_EQUAL)
            return false;
        attributes[1] = (attribute){range_name(schema), *key->range[0]->operands[1].value};
    }
    *ret_key = (table_item){attributes, schema->count};
    return true;
}

/* ---- order ---- */

typedef struct ordered_read {
    partiql_read read;
    text hash; /* as a sort key, for its order */
    text from;
    bool hash_descends;
    bool range_descends;
} ordered_read;

static int compare_reads(const void *a, const void *b) {
    const ordered_read *first = a, *second = b;
    int by_hash = text_compare(first->hash, second->hash), by_range = text_compare(first->from, second->from);
    if (by_hash != 0)
        return first->hash_descends ? -by_hash : by_hash;
    return first->range_descends ? -by_range : by_range;
}

void partiql_sort_reads(arena *arena, partiql_reads *self, bool hash_descends, bool range_descends) {
    ordered_read *ordered = arena_alloc(arena, self->count * sizeof *ordered);
    for (size_t i = 0; i < self->count; i++) {
        buffer hash = BUFFER(arena);
        key_append_range(&hash, self->items[i].key.hash[0]);
        ordered[i] =
            (ordered_read){self->items[i], buffer_text(&hash), key_condition_range(arena, &self->items[i].key).from,
                           hash_descends, range_descends};
    }
    qsort(ordered, self->count, sizeof *ordered, compare_reads);
    for (size_t i = 0; i < self->count; i++)
        self->items[i] = ordered[i].read;
}
