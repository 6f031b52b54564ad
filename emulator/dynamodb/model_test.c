/* Random operations on random tables, against a naive model (model_fixture.h): what is answered must be the same.
 *
 * dynamodb_model_test [SEED [OPERATIONS]]: a failure prints both, the last operation and what is wrong with its answer;
 * the same seed does the same again. */
#include <stdlib.h>

#include "core/encoding.h"
#include "core/json_writer.h"
#include "core/testing.h"
#include "dynamodb/attribute.h"
#include "dynamodb/model_fixture.h"
#include "dynamodb/operation_fixture.h"
#include "dynamodb/wire.h"

#define TABLE "Model"
#define OPERATIONS_PER_TABLE 2000
#define PLAYED_HASHES 3 /* few, so that partitions have many items */
#define PLAYED_VALUES 20

typedef struct run {
    uint64_t seed;
    uint64_t random;
    long wanted; /* operations */
    long done;
    world *world;
    arena *arena; /* of one step */
    model_table table;
    model_value played[ATTRIBUTE_BINARY + 1][PLAYED_VALUES]; /* by kind, what keys are made of */
    const char *operation;
    text request;
    text answer;
} run;

/* ---- chance ---- */

/* SplitMix64. */
static uint64_t draw(run *self) {
    uint64_t z = self->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static int below(run *self, int limit) { return (int)(draw(self) % (uint64_t)limit); }

static bool one_in(run *self, int chances) { return below(self, chances) == 0; }

/* ---- values ---- */

#define BYTES(literal) TEXT_INIT(literal)

static const text strings[] = {
    BYTES("a"),    BYTES("A"),          BYTES("aa"),         BYTES("ab"),   BYTES("a\0"), BYTES("a\0b"),
    BYTES("ab\0"), BYTES("b"),          BYTES("\0"),         BYTES("\0\0"), BYTES("10"),  BYTES("9"),
    BYTES("é"),    BYTES("\U0000FFFD"), BYTES("\U00010000"), BYTES("\x01"), BYTES("aé"),  BYTES("\x7F"),
};

static const text binaries[] = {
    BYTES("\0"),       BYTES("\0\0"),     BYTES("\0\xFF"), BYTES("\0\xFF\0"),     BYTES("\0\x01"), BYTES("\xFF"),
    BYTES("\xFF\0"),   BYTES("\xFF\xFF"), BYTES("\x01"),   BYTES("\x01\0"),       BYTES("\x7F"),   BYTES("\x80"),
    BYTES("\xFE\xFF"), BYTES("a"),        BYTES("ab"),     BYTES("\xFF\xFF\xFF"),
};

#define COUNT_OF(array_) ((int)(sizeof(array_) / sizeof *(array_)))

static attribute_kind random_kind(run *self) {
    static const attribute_kind kinds[] = {ATTRIBUTE_STRING, ATTRIBUTE_NUMBER, ATTRIBUTE_BINARY};
    return kinds[below(self, COUNT_OF(kinds))];
}

static int64_t random_thousandths(run *self) {
    /* Whose digits are each other's beginnings. */
    static const int64_t alike[] = {10, 12, 100, 120, 1000, 1200, 1250, 12000, 12500, 12510, 12512, 125000, 1250000};
    if (one_in(self, 2))
        return alike[below(self, COUNT_OF(alike))] * (one_in(self, 2) ? -1 : 1);
    static const int64_t ranges[] = {4, 4000, 30000, INT64_C(1000000000000)};
    int64_t range = ranges[below(self, COUNT_OF(ranges))];
    int64_t thousandths = (int64_t)(draw(self) % (uint64_t)(2 * range + 1)) - range;
    return one_in(self, 2) ? thousandths / 1000 * 1000 : thousandths;
}

static model_value random_value(run *self, attribute_kind kind) {
    model_value value = {.kind = kind};
    if (kind == ATTRIBUTE_NUMBER)
        value.thousandths = random_thousandths(self);
    else
        value.bytes = kind == ATTRIBUTE_STRING ? strings[below(self, COUNT_OF(strings))]
                                               : binaries[below(self, COUNT_OF(binaries))];
    return value;
}

/* The same number, spelled in one of many ways. */
static text spell_number(run *self, int64_t thousandths) {
    text plain = model_print_number(self->arena, thousandths);
    bool has_point = text_index(plain, '.') != TEXT_NOT_FOUND;
    switch (below(self, 5)) {
    case 0: return text_format(self->arena, "%llde-3", (long long)thousandths);
    case 1: return text_format(self->arena, "%.*s%s", TEXT_ARGS(plain), has_point ? "00" : ".000");
    case 2: return text_format(self->arena, "%.*sE+0", TEXT_ARGS(plain));
    case 3: return thousandths < 0 ? plain : text_format(self->arena, "00%.*s", TEXT_ARGS(plain));
    default: return plain;
    }
}

static void write_value(run *self, json_writer *writer, const model_value *value) {
    json_begin_object(writer);
    switch (value->kind) {
    case ATTRIBUTE_STRING: json_string_member(writer, "S", value->bytes); break;
    case ATTRIBUTE_NUMBER: json_string_member(writer, "N", spell_number(self, value->thousandths)); break;
    default: json_string_member(writer, "B", base64_encode(self->arena, value->bytes)); break;
    }
    json_end_object(writer);
}

static text attribute_name(arena *arena, int attribute) { return text_format(arena, "a%d", attribute); }

static void write_item(run *self, json_writer *writer, const char *member, const model_item *item) {
    json_name(writer, text_of(member));
    json_begin_object(writer);
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (item->values[i].kind != ATTRIBUTE_NULL) {
            json_name(writer, attribute_name(self->arena, i));
            write_value(self, writer, &item->values[i]);
        }
    json_end_object(writer);
}

/* ---- requests and answers ---- */

static void fail_run(run *self, const char *why) {
    print_error("%s\n%s\n%.*s\nwas answered\n%.*s\nafter %ld operations; again: dynamodb_model_test %llu %ld\n", why,
                self->operation, TEXT_ARGS(self->request), TEXT_ARGS(self->answer), self->done,
                (unsigned long long)self->seed, self->done);
    fail();
}

static void expect(run *self, bool is_so, const char *why) {
    if (!is_so)
        fail_run(self, why);
}

/* A request under way. */
typedef struct message {
    buffer out;
    json_writer writer;
} message;

static message *message_begin(run *self) {
    message *made = arena_zalloc(self->arena, sizeof *made);
    made->out = BUFFER(self->arena);
    made->writer = JSON_WRITER(&made->out);
    json_begin_object(&made->writer);
    return made;
}

static message *message_to_table(run *self) {
    message *made = message_begin(self);
    json_string_member(&made->writer, "TableName", TEXT(TABLE));
    return made;
}

static int send(run *self, const char *operation, message *message) {
    json_end_object(&message->writer);
    self->operation = operation;
    self->request = buffer_text(&message->out);
    http_response response = operation_fixture_call(self->world, self->arena, operation, self->request);
    self->answer = response.content.bytes;
    self->done++;
    return response.status;
}

typedef struct answer {
    optional_item item;
    optional_item attributes;
    optional_item last_key;
    optional_integer count;
    optional_integer scanned_count;
    wire_list items;     /* table_item */
    wire_list responses; /* optional_item in an object each */
} answer;

static const gabi_error *read_items(json_reader *reader, const wire_member *member, void *target) {
    wire_list *list = target;
    table_item *items = NULL;
    attribute_problem problem;
    (void)member;
    json_next(reader);
    for (json_reader ahead = *reader; json_next(&ahead) != JSON_ARRAY_END; ahead = *reader) {
        items = arena_grow(reader->arena, items, list->count * sizeof *items, (list->count + 1) * sizeof *items);
        TRY(item_read(reader, &items[list->count++], &problem));
        TRY(attribute_problem_error(reader->arena, &problem, VALUE_READER_FIRST));
    }
    json_next(reader);
    list->items = items;
    return NULL;
}

static const wire_member response_members[] = {{"Item", wire_read_item, 0, NULL}};
WIRE_STRUCT(response_struct, optional_item, response_members);

#define ANSWER_MEMBER(name_, read_, field_)                                                                            \
    { name_, read_, offsetof(answer, field_), NULL }

static const wire_member answer_members[] = {
    ANSWER_MEMBER("Item", wire_read_item, item),
    ANSWER_MEMBER("Attributes", wire_read_item, attributes),
    ANSWER_MEMBER("LastEvaluatedKey", wire_read_item, last_key),
    ANSWER_MEMBER("Count", wire_read_integer, count),
    ANSWER_MEMBER("ScannedCount", wire_read_integer, scanned_count),
    ANSWER_MEMBER("Items", read_items, items),
    {"Responses", wire_read_list, offsetof(answer, responses), &response_struct},
};
WIRE_STRUCT(answer_struct, answer, answer_members);

static answer read_answer(run *self) {
    answer answer = {0};
    expect(self, !wire_read_body(self->arena, self->answer, &answer_struct, &answer), "The answer cannot be read");
    return answer;
}

static model_item to_model(run *self, const table_item *item) {
    model_item model = {0};
    for (size_t i = 0; i < item->count; i++) {
        const attribute *attribute = &item->attributes[i];
        model_value *value = &model.values[attribute->name.data[1] - '0'];
        value->kind = attribute->value.kind;
        value->bytes = attribute->value.text;
        if (value->kind != ATTRIBUTE_NUMBER)
            continue;
        value->thousandths = model_read_number(self->arena, attribute->value.text);
        expect(self, text_equal(model_print_number(self->arena, value->thousandths), attribute->value.text),
               "A number is not in its normal form");
    }
    return model;
}

static void expect_item(run *self, const optional_item *actual, const model_item *expected, const char *why) {
    model_item nothing = {0}, model = to_model(self, &actual->item);
    expect(self, model_items_equal(&model, expected ? expected : &nothing), why);
}

static void expect_error(run *self, int status, const char *code) {
    expect(self, status == 400 && text_find(self->answer, text_of(code)) != TEXT_NOT_FOUND, "This should have failed");
}

/* ---- tables ---- */

static int unused_attribute(run *self, const model_key *key) {
    int attribute;
    do
        attribute = below(self, MODEL_ATTRIBUTES - 1); /* the last one is in no key */
    while (model_key_has(key, attribute));
    return attribute;
}

static model_index random_index(run *self) {
    model_index index = {.is_local = self->table.key.range_count > 0 && one_in(self, 3)};
    int hashes = index.is_local ? 1 : 1 + below(self, MODEL_MOST_PARTS);
    int ranges = index.is_local ? 1 : below(self, MODEL_MOST_PARTS + 1);
    for (int i = 0; i < hashes; i++)
        index.key.hash[index.key.hash_count++] = index.is_local ? 0 : unused_attribute(self, &index.key);
    for (int i = 0; i < ranges; i++)
        index.key.range[index.key.range_count++] = unused_attribute(self, &index.key);
    int share = below(self, 3); /* none, some or all of the other attributes */
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        index.projects[i] = model_key_has(&self->table.key, i) || model_key_has(&index.key, i) || share == 2 ||
                            (share == 1 && one_in(self, 2));
    return index;
}

static void write_key_schema(run *self, json_writer *writer, const model_key *key) {
    json_name(writer, TEXT("KeySchema"));
    json_begin_array(writer);
    for (int i = 0; i < key->hash_count + key->range_count; i++) {
        bool is_hash = i < key->hash_count;
        json_begin_object(writer);
        json_string_member(writer, "AttributeName",
                           attribute_name(self->arena, is_hash ? key->hash[i] : key->range[i - key->hash_count]));
        json_string_member(writer, "KeyType", is_hash ? TEXT("HASH") : TEXT("RANGE"));
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_projection(run *self, json_writer *writer, const model_index *index) {
    int included = 0, left_out = 0;
    for (int i = 0; i < MODEL_ATTRIBUTES; i++) {
        bool is_in_key = model_key_has(&self->table.key, i) || model_key_has(&index->key, i);
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
            if (index->projects[i] && !model_key_has(&self->table.key, i) && !model_key_has(&index->key, i))
                json_string(writer, attribute_name(self->arena, i));
        json_end_array(writer);
    }
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
        json_begin_object(writer);
        json_string_member(writer, "IndexName", text_format(self->arena, "index-%d", i));
        write_key_schema(self, writer, &index->key);
        write_projection(self, writer, index);
        json_end_object(writer);
    }
    if (count > 0)
        json_end_array(writer);
}

static bool is_in_a_key(const model_table *table, int attribute) {
    bool is_in = model_key_has(&table->key, attribute);
    for (int i = 0; i < table->index_count; i++)
        is_in = is_in || model_key_has(&table->indexes[i].key, attribute);
    return is_in;
}

static void write_definitions(run *self, json_writer *writer) {
    static const char *const types[] = {[ATTRIBUTE_STRING] = "S", [ATTRIBUTE_NUMBER] = "N", [ATTRIBUTE_BINARY] = "B"};
    json_name(writer, TEXT("AttributeDefinitions"));
    json_begin_array(writer);
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (is_in_a_key(&self->table, i)) {
            json_begin_object(writer);
            json_string_member(writer, "AttributeName", attribute_name(self->arena, i));
            json_string_member(writer, "AttributeType", text_of(types[self->table.kinds[i]]));
            json_end_object(writer);
        }
    json_end_array(writer);
}

/* Another table by the same name, so that nothing may be left of the one before. */
static void begin_table(run *self) {
    model_table *table = &self->table;
    if (self->done > 0)
        expect(self, send(self, "DeleteTable", message_to_table(self)) == 200, "The table cannot be deleted");
    *table = (model_table){.key = {.hash_count = 1, .range[0] = 1, .range_count = !one_in(self, 4)}};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        table->kinds[i] = random_kind(self);
    for (int i = below(self, MODEL_MOST_INDEXES + 1); i > 0; i--)
        table->indexes[table->index_count++] = random_index(self);
    for (attribute_kind kind = ATTRIBUTE_STRING; kind <= ATTRIBUTE_BINARY; kind++)
        for (int i = 0; i < PLAYED_VALUES; i++)
            self->played[kind][i] = random_value(self, kind);
    message *create = message_to_table(self);
    json_string_member(&create->writer, "BillingMode", TEXT("PAY_PER_REQUEST"));
    write_definitions(self, &create->writer);
    write_key_schema(self, &create->writer, &table->key);
    write_indexes(self, &create->writer, false);
    write_indexes(self, &create->writer, true);
    expect(self, send(self, "CreateTable", create) == 200, "The table cannot be made");
}

/* ---- items and conditions ---- */

static model_value played_value(run *self, int attribute) {
    attribute_kind kind = self->table.kinds[attribute];
    bool is_one_of_few = attribute == 0 ? self->table.key.range_count > 0 : one_in(self, 2);
    return self->played[kind][below(self, is_one_of_few ? PLAYED_HASHES : PLAYED_VALUES)];
}

/* A value that an attribute may have: of its kind when it is part of a key. */
static model_value value_for(run *self, int attribute) {
    if (is_in_a_key(&self->table, attribute))
        return played_value(self, attribute);
    return random_value(self, random_kind(self));
}

static model_item random_item(run *self) {
    model_item item = {0};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(&self->table.key, i) || !one_in(self, 3))
            item.values[i] = value_for(self, i);
    return item;
}

static model_item random_key(run *self) {
    model_item item = random_item(self);
    if (self->table.item_count > 0 && !one_in(self, 4))
        item = self->table.items[below(self, self->table.item_count)];
    return model_key_of(&self->table, &item);
}

static model_condition random_condition(run *self) {
    model_condition condition = {.comparison = below(self, MODEL_BEGINS_WITH + 1),
                                 .attribute = below(self, MODEL_ATTRIBUTES)};
    condition.first = value_for(self, condition.attribute);
    if (condition.comparison == MODEL_BEGINS_WITH && condition.first.kind == ATTRIBUTE_NUMBER)
        condition.comparison = MODEL_EQUAL;
    if (condition.comparison != MODEL_BETWEEN)
        return condition;
    condition.second = value_for(self, condition.attribute);
    if (condition.second.kind != condition.first.kind || model_compare(&condition.first, &condition.second) > 0)
        condition.second = condition.first;
    return condition;
}

/* The values of one request's expressions. */
typedef struct placeholders {
    buffer out;
    json_writer writer;
    int count;
} placeholders;

static placeholders *placeholders_begin(run *self) {
    placeholders *made = arena_zalloc(self->arena, sizeof *made);
    made->out = BUFFER(self->arena);
    made->writer = JSON_WRITER(&made->out);
    json_begin_object(&made->writer);
    return made;
}

/* The placeholder that stands for the value from now on. */
static const char *placeholder(run *self, placeholders *values, const model_value *value) {
    const char *name = arena_printf(self->arena, ":v%d", values->count++);
    json_name(&values->writer, text_of(name));
    write_value(self, &values->writer, value);
    return name;
}

static void placeholders_end(placeholders *values, json_writer *writer) {
    json_end_object(&values->writer);
    if (values->count > 0)
        json_raw_member(writer, "ExpressionAttributeValues", buffer_text(&values->out));
}

static text condition_text(run *self, placeholders *values, const model_condition *condition) {
    static const char *const symbols[] = {
        [MODEL_EQUAL] = "=",          [MODEL_NOT_EQUAL] = "<>", [MODEL_LESS] = "<",
        [MODEL_LESS_OR_EQUAL] = "<=", [MODEL_GREATER] = ">",    [MODEL_GREATER_OR_EQUAL] = ">=",
    };
    int attribute = condition->attribute;
    if (condition->comparison == MODEL_EXISTS)
        return text_format(self->arena, "attribute_exists(a%d)", attribute);
    if (condition->comparison == MODEL_NOT_EXISTS)
        return text_format(self->arena, "attribute_not_exists(a%d)", attribute);
    const char *first = placeholder(self, values, &condition->first);
    if (condition->comparison == MODEL_BEGINS_WITH)
        return text_format(self->arena, "begins_with(a%d, %s)", attribute, first);
    if (condition->comparison == MODEL_BETWEEN)
        return text_format(self->arena, "a%d BETWEEN %s AND %s", attribute, first,
                           placeholder(self, values, &condition->second));
    return text_format(self->arena, "a%d %s %s", attribute, symbols[condition->comparison], first);
}

/* ---- writes ---- */

typedef enum step_kind { STEP_SET, STEP_PLUS, STEP_ADD, STEP_REMOVE, STEP_KINDS } step_kind;

typedef struct step {
    step_kind kind;
    int attribute;
    model_value value;
} step;

#define MOST_STEPS 3

typedef enum outcome { DONE, CONDITION_FAILED, INVALID } outcome;

typedef struct change {
    table_write_kind kind;
    model_item item; /* or its key */
    model_condition condition;
    step steps[MOST_STEPS]; /* of an update, by kind */
    int step_count;
    bool wants_values;

    /* What the model makes of it. */
    outcome outcome;
    bool is_idle; /* there is nothing to write, and no item is made */
    model_item old;
    model_item result;
} change;

static void add_step(run *self, change *change, step_kind kind) {
    step step = {.kind = kind, .attribute = below(self, MODEL_ATTRIBUTES)};
    bool is_taken = model_key_has(&self->table.key, step.attribute);
    for (int i = 0; i < change->step_count; i++)
        is_taken = is_taken || change->steps[i].attribute == step.attribute;
    bool is_number = kind == STEP_PLUS || kind == STEP_ADD;
    if (is_taken || (is_number && is_in_a_key(&self->table, step.attribute) &&
                     self->table.kinds[step.attribute] != ATTRIBUTE_NUMBER))
        return;
    step.value = is_number ? random_value(self, ATTRIBUTE_NUMBER) : value_for(self, step.attribute);
    change->steps[change->step_count++] = step;
}

static outcome evaluate_step(const step *step, model_item *item) {
    model_value *value = &item->values[step->attribute];
    bool is_number = value->kind == ATTRIBUTE_NUMBER, is_absent = value->kind == ATTRIBUTE_NULL;
    switch (step->kind) {
    case STEP_SET: *value = step->value; return DONE;
    case STEP_REMOVE: *value = (model_value){0}; return DONE;
    default:
        if (!is_number && (step->kind == STEP_PLUS || !is_absent))
            return INVALID;
        *value = (model_value){.kind = ATTRIBUTE_NUMBER, .thousandths = value->thousandths + step->value.thousandths};
        return DONE;
    }
}

static bool only_removes(const change *change) {
    for (int i = 0; i < change->step_count; i++)
        if (change->steps[i].kind != STEP_REMOVE)
            return false;
    return change->step_count > 0;
}

static void evaluate(run *self, change *change) {
    const model_item nothing = {0}, *old = model_find(&self->table, &change->item);
    change->old = old ? *old : nothing;
    change->result = change->kind == TABLE_UPDATE && old ? *old : change->item;
    change->outcome = model_holds(&change->condition, &change->old) ? DONE : CONDITION_FAILED;
    for (int i = 0; i < change->step_count && change->outcome == DONE; i++)
        change->outcome = evaluate_step(&change->steps[i], &change->result);
    change->is_idle = change->kind == TABLE_CHECK || (!old && only_removes(change));
    if (change->is_idle)
        change->result = change->old;
}

static change random_change(run *self, table_write_kind kind) {
    change change = {.kind = kind, .wants_values = one_in(self, 2)};
    change.item = random_key(self);
    if (kind == TABLE_PUT) {
        model_item item = random_item(self);
        for (int i = 0; i < MODEL_ATTRIBUTES; i++)
            if (model_key_has(&self->table.key, i))
                item.values[i] = change.item.values[i];
        change.item = item;
    }
    if (kind == TABLE_UPDATE)
        for (step_kind each = STEP_SET; each < STEP_KINDS; each++)
            if (change.step_count < MOST_STEPS && one_in(self, each == STEP_PLUS ? 6 : 2))
                add_step(self, &change, each);
    if (kind == TABLE_UPDATE && change.step_count == 0)
        change.steps[change.step_count++] =
            (step){STEP_SET, MODEL_ATTRIBUTES - 1, random_value(self, ATTRIBUTE_STRING)};
    if (kind == TABLE_CHECK || one_in(self, 3))
        do
            change.condition = random_condition(self);
        while (change.condition.comparison == MODEL_ALWAYS);
    evaluate(self, &change);
    return change;
}

static text update_text(run *self, placeholders *values, const change *change) {
    static const char *const clauses[] = {
        [STEP_SET] = "SET ", [STEP_PLUS] = "SET ", [STEP_ADD] = "ADD ", [STEP_REMOVE] = "REMOVE "};
    buffer out = BUFFER(self->arena);
    for (int i = 0; i < change->step_count; i++) {
        const step *step = &change->steps[i];
        bool goes_on = i > 0 && clauses[change->steps[i - 1].kind] == clauses[step->kind];
        buffer_format(&out, "%s a%d", goes_on ? "," : clauses[step->kind], step->attribute);
        const char *value = step->kind == STEP_REMOVE ? "" : placeholder(self, values, &step->value);
        if (step->kind == STEP_PLUS)
            buffer_format(&out, " = a%d + %s ", step->attribute, value);
        else
            buffer_format(&out, "%s%s ", step->kind == STEP_SET ? " = " : " ", value);
    }
    return buffer_text(&out);
}

/* The members of a single write, or of one in a transaction. */
static void write_change(run *self, json_writer *writer, const change *change) {
    placeholders *values = placeholders_begin(self);
    write_item(self, writer, change->kind == TABLE_PUT ? "Item" : "Key", &change->item);
    if (change->kind == TABLE_UPDATE)
        json_string_member(writer, "UpdateExpression", update_text(self, values, change));
    if (change->condition.comparison != MODEL_ALWAYS)
        json_string_member(writer, "ConditionExpression", condition_text(self, values, &change->condition));
    placeholders_end(values, writer);
}

static void apply(run *self, const change *change) {
    if (change->kind == TABLE_DELETE)
        model_remove(&self->table, &change->item);
    else if (!change->is_idle)
        model_put(&self->table, &change->result);
}

static void write_one(run *self) {
    static const char *const operations[] = {"PutItem", "UpdateItem", "DeleteItem"};
    change change = random_change(self, (table_write_kind)below(self, TABLE_CHECK));
    message *message = message_to_table(self);
    write_change(self, &message->writer, &change);
    if (change.wants_values)
        json_string_member(&message->writer, "ReturnValues",
                           change.kind == TABLE_UPDATE ? TEXT("ALL_NEW") : TEXT("ALL_OLD"));
    int status = send(self, operations[change.kind], message);
    if (change.outcome != DONE) {
        expect_error(self, status,
                     change.outcome == INVALID ? "ValidationException" : "ConditionalCheckFailedException");
        return;
    }
    expect(self, status == 200, "This should have been done");
    answer answer = read_answer(self);
    const model_item *values = change.kind == TABLE_UPDATE ? &change.result : &change.old;
    expect_item(self, &answer.attributes, change.wants_values ? values : NULL, "Other attributes were expected");
    apply(self, &change);
}

/* Changes of so many different items; fewer where chance gives the same again. */
static int random_changes(run *self, change *changes, int most, bool of_batch) {
    int count = 0;
    for (int i = 1 + below(self, most); i > 0; i--) {
        table_write_kind kind = (table_write_kind)below(self, TABLE_CHECK + 1);
        change change = random_change(self, of_batch && kind != TABLE_DELETE ? TABLE_PUT : kind);
        bool is_new = true;
        for (int j = 0; j < count; j++)
            is_new = is_new && !model_same_key(&self->table.key, &changes[j].item, &change.item);
        if (is_new)
            changes[count++] = change;
    }
    return count;
}

#define MOST_TRANSACTED 6
#define MOST_BATCHED 25

static void write_transaction(run *self) {
    static const char *const members[] = {"Put", "Update", "Delete", "ConditionCheck"};
    change changes[MOST_TRANSACTED];
    int count = random_changes(self, changes, MOST_TRANSACTED, false), failed = 0;
    message *message = message_begin(self);
    json_name(&message->writer, TEXT("TransactItems"));
    json_begin_array(&message->writer);
    for (int i = 0; i < count; i++) {
        json_begin_object(&message->writer);
        json_name(&message->writer, text_of(members[changes[i].kind]));
        json_begin_object(&message->writer);
        json_string_member(&message->writer, "TableName", TEXT(TABLE));
        write_change(self, &message->writer, &changes[i]);
        json_end_object(&message->writer);
        json_end_object(&message->writer);
        failed += changes[i].outcome != DONE;
    }
    json_end_array(&message->writer);
    int status = send(self, "TransactWriteItems", message);
    if (failed > 0) {
        expect_error(self, status, "TransactionCanceledException");
        return;
    }
    expect(self, status == 200, "This should have been done");
    for (int i = 0; i < count; i++)
        apply(self, &changes[i]);
}

static void write_batch(run *self) {
    change changes[MOST_BATCHED];
    int count = random_changes(self, changes, MOST_BATCHED, true);
    message *message = message_begin(self);
    json_name(&message->writer, TEXT("RequestItems"));
    json_begin_object(&message->writer);
    json_name(&message->writer, TEXT(TABLE));
    json_begin_array(&message->writer);
    for (int i = 0; i < count; i++) {
        bool is_put = changes[i].kind == TABLE_PUT;
        json_begin_object(&message->writer);
        json_name(&message->writer, is_put ? TEXT("PutRequest") : TEXT("DeleteRequest"));
        json_begin_object(&message->writer);
        write_item(self, &message->writer, is_put ? "Item" : "Key", &changes[i].item);
        json_end_object(&message->writer);
        json_end_object(&message->writer);
    }
    json_end_array(&message->writer);
    json_end_object(&message->writer);
    expect(self, send(self, "BatchWriteItem", message) == 200, "This should have been done");
    for (int i = 0; i < count; i++)
        apply(self, &changes[i]);
}

/* ---- reads ---- */

static void read_one(run *self) {
    model_item key = random_key(self);
    message *message = message_to_table(self);
    write_item(self, &message->writer, "Key", &key);
    expect(self, send(self, "GetItem", message) == 200, "This should have been done");
    answer answer = read_answer(self);
    expect_item(self, &answer.item, model_find(&self->table, &key), "Another item was expected");
}

static void read_transaction(run *self) {
    model_item keys[MOST_TRANSACTED];
    int count = 0;
    for (int i = 0; i < MOST_TRANSACTED; i++) {
        bool is_new = true;
        keys[count] = random_key(self);
        for (int j = 0; j < count; j++)
            is_new = is_new && !model_same_key(&self->table.key, &keys[j], &keys[count]);
        count += is_new;
    }
    message *message = message_begin(self);
    json_name(&message->writer, TEXT("TransactItems"));
    json_begin_array(&message->writer);
    for (int i = 0; i < count; i++) {
        json_begin_object(&message->writer);
        json_name(&message->writer, TEXT("Get"));
        json_begin_object(&message->writer);
        json_string_member(&message->writer, "TableName", TEXT(TABLE));
        write_item(self, &message->writer, "Key", &keys[i]);
        json_end_object(&message->writer);
        json_end_object(&message->writer);
    }
    json_end_array(&message->writer);
    expect(self, send(self, "TransactGetItems", message) == 200, "This should have been done");
    answer answer = read_answer(self);
    const optional_item *responses = answer.responses.items;
    expect(self, answer.responses.count == (size_t)count, "Another number of items was expected");
    for (int i = 0; i < count; i++)
        expect_item(self, &responses[i], model_find(&self->table, &keys[i]), "Another item was expected");
}

#define MOST_CONDITIONS (2 * MODEL_MOST_PARTS)

/* A Query or Scan, read page by page. */
typedef struct reading {
    const model_index *index;                    /* NULL: the table */
    model_condition conditions[MOST_CONDITIONS]; /* on the key; none for a Scan */
    int condition_count;
    model_condition filter;
    bool is_backwards;
    bool counts; /* asks for no items */
    int limit;   /* 0: none */
    int segments;
    model_item found[MODEL_MOST_ITEMS];
    int found_count;
    int counted;
    int scanned;
} reading;

static const model_key *key_of(const run *self, const reading *reading) {
    return reading->index ? &reading->index->key : &self->table.key;
}

static message *message_of_page(run *self, const reading *reading, int segment, const optional_item *start) {
    message *message = message_to_table(self);
    json_writer *writer = &message->writer;
    placeholders *values = placeholders_begin(self);
    buffer key_condition = BUFFER(self->arena);
    for (int i = 0; i < reading->condition_count; i++)
        buffer_format(&key_condition, "%s%s", i ? " AND " : "",
                      condition_text(self, values, &reading->conditions[i]).data);
    if (key_condition.length > 0)
        json_string_member(writer, "KeyConditionExpression", buffer_text(&key_condition));
    if (reading->filter.comparison != MODEL_ALWAYS)
        json_string_member(writer, "FilterExpression", condition_text(self, values, &reading->filter));
    placeholders_end(values, writer);
    if (reading->index)
        json_string_member(writer, "IndexName",
                           text_format(self->arena, "index-%d", (int)(reading->index - self->table.indexes)));
    if (reading->is_backwards)
        json_boolean_member(writer, "ScanIndexForward", false);
    if (reading->counts)
        json_string_member(writer, "Select", TEXT("COUNT"));
    if (reading->limit > 0)
        json_integer_member(writer, "Limit", reading->limit);
    if (reading->segments > 0) {
        json_integer_member(writer, "Segment", segment);
        json_integer_member(writer, "TotalSegments", reading->segments);
    }
    if (start->is_present)
        json_raw_member(writer, "ExclusiveStartKey", item_to_json(self->arena, &start->item));
    return message;
}

static void take_page(run *self, reading *reading, const answer *answer) {
    const table_item *items = answer->items.items;
    bool is_full = reading->limit > 0 && answer->scanned_count.value == reading->limit;
    expect(self, reading->limit == 0 || answer->scanned_count.value <= reading->limit, "The limit was passed over");
    expect(self, is_full || !answer->last_key.is_present, "A page ends before its limit");
    expect(self, reading->counts ? answer->items.count == 0 : answer->count.value == (int64_t)answer->items.count,
           "The count is not that of the items");
    reading->counted += (int)answer->count.value;
    reading->scanned += (int)answer->scanned_count.value;
    expect(self, reading->scanned <= self->table.item_count, "More items than there are");
    for (size_t i = 0; i < answer->items.count; i++) {
        reading->found[reading->found_count] = to_model(self, &items[i]);
        reading->found_count++;
    }
}

static void read_pages(run *self, reading *reading, const char *operation, int segment) {
    optional_item start = {0};
    do {
        expect(self, send(self, operation, message_of_page(self, reading, segment, &start)) == 200,
               "This should have been done");
        answer answer = read_answer(self);
        take_page(self, reading, &answer);
        start = answer.last_key;
    } while (start.is_present);
}

/* Whether found has the item, which is then taken out of it. */
static bool take_found(reading *reading, const model_item *item) {
    for (int i = 0; i < reading->found_count; i++)
        if (model_items_equal(&reading->found[i], item)) {
            reading->found[i] = reading->found[--reading->found_count];
            return true;
        }
    return false;
}

static void expect_found(run *self, reading *reading) {
    int scanned = 0, counted = 0;
    for (int i = 0; i < self->table.item_count; i++) {
        const model_item *item = &self->table.items[i];
        bool is_in_range = model_has_key(key_of(self, reading), item);
        for (int j = 0; j < reading->condition_count; j++)
            is_in_range = is_in_range && model_holds(&reading->conditions[j], item);
        model_item shown = model_shown(reading->index, item);
        bool is_wanted = is_in_range && model_holds(&reading->filter, &shown);
        scanned += is_in_range;
        counted += is_wanted;
        if (is_wanted && !reading->counts)
            expect(self, take_found(reading, &shown), "An item is missing");
    }
    expect(self, reading->found_count == 0, "Items that do not belong there");
    expect(self, reading->counted == counted, "Another count was expected");
    expect(self, reading->scanned == scanned, "Another number of scanned items was expected");
}

static void expect_order(run *self, const reading *reading) {
    for (int i = 1; i < reading->found_count; i++) {
        int order = model_compare_range(key_of(self, reading), &reading->found[i - 1], &reading->found[i]);
        expect(self, reading->is_backwards ? order >= 0 : order <= 0, "The items are not in the order of their keys");
    }
}

static reading *random_reading(run *self) {
    const int last = MODEL_ATTRIBUTES - 1; /* part of no key */
    reading *made = arena_zalloc(self->arena, sizeof *made);
    if (self->table.index_count > 0 && !one_in(self, 3))
        made->index = &self->table.indexes[below(self, self->table.index_count)];
    made->limit = one_in(self, 2) ? 1 + below(self, 8) : 0;
    made->counts = one_in(self, 6);
    do
        made->filter = one_in(self, 3) ? random_condition(self) : (model_condition){0};
    while (made->filter.comparison != MODEL_ALWAYS && made->filter.attribute != last);
    if (made->index && !made->index->projects[last])
        made->filter = (model_condition){0};
    return made;
}

/* A condition that a sort key may have. */
static model_condition range_condition(run *self, int attribute, bool is_last) {
    static const model_operator operators[] = {
        MODEL_EQUAL,   MODEL_LESS,    MODEL_LESS_OR_EQUAL, MODEL_GREATER_OR_EQUAL,
        MODEL_GREATER, MODEL_BETWEEN, MODEL_BEGINS_WITH};
    model_operator comparison = is_last ? operators[below(self, COUNT_OF(operators))] : MODEL_EQUAL;
    model_condition condition = {comparison, attribute, played_value(self, attribute), played_value(self, attribute)};
    if (condition.comparison == MODEL_BEGINS_WITH && condition.first.kind == ATTRIBUTE_NUMBER)
        condition.comparison = MODEL_LESS;
    if (model_compare(&condition.first, &condition.second) > 0)
        condition.second = condition.first;
    return condition;
}

static void query_pages(run *self) {
    reading *reading = random_reading(self);
    const model_key *key = key_of(self, reading);
    int ranges = below(self, key->range_count + 1);
    const model_item *like =
        self->table.item_count > 0 ? &self->table.items[below(self, self->table.item_count)] : NULL;
    reading->is_backwards = one_in(self, 2);
    for (int i = 0; i < key->hash_count; i++) {
        model_condition condition = {.comparison = MODEL_EQUAL, .attribute = key->hash[i]};
        bool is_like = like && like->values[key->hash[i]].kind != ATTRIBUTE_NULL && !one_in(self, 8);
        condition.first = is_like ? like->values[key->hash[i]] : played_value(self, key->hash[i]);
        reading->conditions[reading->condition_count++] = condition;
    }
    for (int i = 0; i < ranges; i++)
        reading->conditions[reading->condition_count++] = range_condition(self, key->range[i], i == ranges - 1);
    read_pages(self, reading, "Query", 0);
    expect_order(self, reading);
    expect_found(self, reading);
}

static void scan_pages(run *self) {
    reading *reading = random_reading(self);
    reading->segments = one_in(self, 2) ? 1 + below(self, 5) : 0;
    read_pages(self, reading, "Scan", 0);
    for (int i = 1; i < reading->segments; i++)
        read_pages(self, reading, "Scan", i);
    expect_found(self, reading);
}

/* ---- the test ---- */

static void take_step(run *self) {
    static void (*const steps[])(run *) = {
        write_one, write_one, write_one,   write_one,   write_one,   write_one,  write_transaction, write_batch,
        read_one,  read_one,  query_pages, query_pages, query_pages, scan_pages, read_transaction,
    };
    steps[below(self, COUNT_OF(steps))](self);
    arena_reset(self->arena);
}

static void does_what_the_model_does(void **state) {
    run *self = *state;
    for (long tables = 1; self->done < self->wanted; tables++) {
        begin_table(self);
        while (self->done < self->wanted && self->done < tables * OPERATIONS_PER_TABLE)
            take_step(self);
    }
    print_message("%ld operations, seed %llu\n", self->done, (unsigned long long)self->seed);
}

int main(int argc, char **argv) {
    run run = {
        .seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1,
        .wanted = argc > 2 ? strtol(argv[2], NULL, 10) : 100000,
        .arena = arena_new(ARENA_REQUEST_CEILING_BYTES),
    };
    run.random = run.seed;
    run.world = operation_fixture_world(run.arena);
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(does_what_the_model_does, &run)};
    int status = RUN_TESTS(tests);
    world_free(run.world);
    arena_free(run.arena);
    return status;
}
