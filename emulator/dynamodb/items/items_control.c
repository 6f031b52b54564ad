#include "dynamodb/items/items_control.h"

#include <stdlib.h>

#include "core/encoding.h"
#include "core/json_match.h"
#include "core/service.h"
#include "dynamodb/items/item_store.h"
#include "dynamodb/tables/table_request.h"
#include "dynamodb/values/attribute.h"
#include "dynamodb/values/key.h"

#define MOST_BYTES ((size_t)64 * 1024 * 1024)
#define ROWS_A_PAGE 256
#define MOST_NESTING 100
#define MOST_DIFFERENCES_TOLD 10

/* ---- reading a table ---- */

typedef struct rows {
    text key_names[MOST_KEY_ATTRIBUTES];
    size_t key_count;
    row *items;
    size_t count;
    size_t capacity;
    size_t bytes;
} rows;

static void add_row(rows *self, arena *arena, row row) {
    if (self->count == self->capacity) {
        self->capacity = self->capacity ? 2 * self->capacity : 64;
        self->items =
            arena_grow(arena, self->items, self->count * sizeof *self->items, self->capacity * sizeof *self->items);
    }
    self->items[self->count++] = row;
    self->bytes += row.json.length;
}

/* The rows behind those that were read already, up to a page of them. */
static const gabi_error *read_page(op_call *call, rows *rows, bool *ret_is_done) {
    const table *table;
    bool is_found = true;
    text from = key_of_bucket(call->arena, 0);
    TRY(table_request_find(call->owner, call->arena, op_parameter(call, "table"), &table));
    rows->key_count = table->key.count;
    for (size_t i = 0; i < table->key.count; i++)
        rows->key_names[i] = text_copy(call->arena, table->key.attributes[i].name);
    if (rows->count > 0) /* the least key above the last one */
        from = text_copy(call->arena,
                         (text){rows->items[rows->count - 1].key.data, rows->items[rows->count - 1].key.length + 1});
    row_range range = {from, key_of_bucket(call->arena, KEY_BUCKETS), false};
    statement *reading = rows_open(world_store(call->owner), &table->statements, &range);
    for (size_t i = 0; is_found && i < ROWS_A_PAGE; i++) {
        row read;
        TRY(rows_next(reading, call->arena, &is_found, &read));
        if (is_found)
            add_row(rows, call->arena, read);
    }
    if (is_found)
        statement_reset(reading);
    *ret_is_done = !is_found;
    return NULL;
}

/* By key, as people look for items; in the store they lie by a digest of their hash key. */
static int by_key(const void *a, const void *b) {
    return text_compare(text_from(((const row *)a)->key, KEY_BUCKET_BYTES),
                        text_from(((const row *)b)->key, KEY_BUCKET_BYTES));
}

/* All rows of the table, in the order of their keys; others are let in between pages. */
static const gabi_error *read_rows(op_call *call, rows *ret_rows) {
    store *store = world_store(call->owner);
    rows read = {0};
    for (bool is_done = false; !is_done;) {
        TRY(store_begin(store, call->arena, STORE_READ));
        TRY(store_end(store, call->arena, read_page(call, &read, &is_done)));
        if (read.bytes > MOST_BYTES)
            return error_new(call->arena, ERROR_TOO_LARGE, "table_too_large",
                             "The table has more than %zu bytes; read it with Scan", MOST_BYTES);
    }
    qsort(read.items, read.count, sizeof *read.items, by_key);
    *ret_rows = read;
    return NULL;
}

/* ---- as JSON ---- */

static void write_plain(json_writer *writer, const attribute_value *value);

static void write_plain_map(json_writer *writer, const attribute *members, size_t count) {
    json_begin_object(writer);
    for (size_t i = 0; i < count; i++) {
        json_name(writer, members[i].name);
        write_plain(writer, &members[i].value);
    }
    json_end_object(writer);
}

static void write_plain_list(json_writer *writer, const attribute *members, size_t count) {
    json_begin_array(writer);
    for (size_t i = 0; i < count; i++)
        write_plain(writer, &members[i].value);
    json_end_array(writer);
}

static void write_plain(json_writer *writer, const attribute_value *value) {
    switch (value->kind) {
    case ATTRIBUTE_NULL: json_null(writer); break;
    case ATTRIBUTE_BOOLEAN: json_boolean(writer, value->boolean); break;
    case ATTRIBUTE_STRING: json_string(writer, value->text); break;
    case ATTRIBUTE_NUMBER: json_raw(writer, value->text); break;
    case ATTRIBUTE_BINARY: json_string(writer, base64_encode(writer->out->arena, value->text)); break;
    case ATTRIBUTE_MAP: write_plain_map(writer, value->members, value->member_count); break;
    default: write_plain_list(writer, value->members, value->member_count); break;
    }
}

static text item_json(arena *arena, text stored, bool is_plain) {
    if (!is_plain)
        return stored;
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    table_item item = item_of_json(arena, stored);
    write_plain_map(&writer, item.attributes, item.count);
    return buffer_text(&out);
}

/* The query's `format`: plain unless it is "dynamodb". */
static const gabi_error *read_format(const op_call *call, bool *ret_is_plain) {
    text format = TEXT("plain");
    http_query_get(call->arena, call->request->query, TEXT("format"), &format);
    *ret_is_plain = text_equal(format, TEXT("plain"));
    return *ret_is_plain || text_equal(format, TEXT("dynamodb"))
               ? NULL
               : error_new(call->arena, ERROR_INVALID, "invalid_format",
                           "\"format\" must be \"plain\" or \"dynamodb\"");
}

const gabi_error *items_show(op_call *call) {
    bool is_plain;
    rows rows;
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    TRY(read_format(call, &is_plain));
    TRY(read_rows(call, &rows));
    json_begin_object(&writer);
    json_string_member(&writer, "table", op_parameter(call, "table"));
    json_integer_member(&writer, "count", (int64_t)rows.count);
    json_name(&writer, TEXT("items"));
    json_begin_array(&writer);
    for (size_t i = 0; i < rows.count; i++)
        json_raw(&writer, item_json(call->arena, rows.items[i].json, is_plain));
    json_end_array(&writer);
    json_end_object(&writer);
    respond_json(call, 200, buffer_text(&out));
    return NULL;
}

/* ---- asserting ---- */

typedef struct assert_input {
    const json *items;
    const json *absent;
    const json *count;
    bool exact;
} assert_input;

static const schema_field assert_fields[] = {
    {"items", SCHEMA_ANY, SCHEMA_OFFSET(assert_input, items), .required = false},
    {"absent", SCHEMA_ANY, SCHEMA_OFFSET(assert_input, absent), .required = false},
    {"count", SCHEMA_ANY, SCHEMA_OFFSET(assert_input, count), .required = false},
    {"exact", SCHEMA_BOOLEAN, SCHEMA_OFFSET(assert_input, exact), .required = false},
};
SCHEMA(assert_input, assert_fields);

/* An item of the table, and whether something that was expected is it. */
typedef struct candidate {
    text text;
    const json *json;
    bool is_expected;
} candidate;

typedef struct comparison {
    arena *arena;
    rows rows;
    candidate *candidates;
    size_t count;
    json_writer differences; /* an array of texts */
    size_t difference_count;
} comparison;

static const gabi_error *check_list(arena *arena, const json *list, const char *name) {
    bool is_good = !list || json_kind_of(list) == JSON_KIND_ARRAY;
    for (const json *each = json_first(list); is_good && each; each = json_after(each))
        is_good = json_kind_of(each) == JSON_KIND_OBJECT;
    return is_good ? NULL : error_new(arena, ERROR_INVALID, "invalid_body", "\"%s\" must be a list of objects", name);
}

static const gabi_error *read_candidates(op_call *call, comparison *self) {
    bool is_plain;
    TRY(read_format(call, &is_plain));
    TRY(read_rows(call, &self->rows));
    self->count = self->rows.count;
    self->candidates = arena_zalloc(call->arena, self->count * sizeof *self->candidates);
    for (size_t i = 0; i < self->count; i++) {
        candidate *each = &self->candidates[i];
        each->text = item_json(call->arena, self->rows.items[i].json, is_plain);
        /* What JSON trees cannot hold, such as a NUL in a string, matches nothing. */
        (void)json_parse(call->arena, each->text, MOST_NESTING, &each->json);
    }
    return NULL;
}

static void differ(comparison *self, text what) {
    if (self->difference_count++ < MOST_DIFFERENCES_TOLD)
        json_string(&self->differences, what);
}

/* How far an item is from what is expected, which it differs from in so many ways: whose key is another is farther than
 * any whose key is right. */
static size_t distance(const comparison *self, const json *actual, const json *expected, size_t differences) {
    for (size_t i = 0; i < self->rows.key_count; i++) {
        buffer ignored = BUFFER(self->arena);
        const json *wanted = json_member(expected, self->rows.key_names[i].data);
        if (wanted && json_match(json_member(actual, self->rows.key_names[i].data), wanted, &ignored) > 0)
            differences += MOST_BYTES;
    }
    return differences;
}

static void expect_item(comparison *self, const json *expected, size_t index) {
    size_t least = SIZE_MAX;
    text nearest = {0}, difference = {0};
    bool is_found = false;
    for (size_t i = 0; i < self->count; i++) {
        buffer out = BUFFER(self->arena);
        size_t differences = json_match(self->candidates[i].json, expected, &out);
        self->candidates[i].is_expected |= differences == 0;
        is_found |= differences == 0;
        size_t away = distance(self, self->candidates[i].json, expected, differences);
        if (away < least) {
            least = away;
            nearest = self->candidates[i].text;
            difference = buffer_text(&out);
        }
    }
    if (!is_found && self->count > 0)
        differ(self, text_format(self->arena, "items[%zu] is not there; nearest is %.*s: %.*s", index,
                                 TEXT_ARGS(nearest), TEXT_ARGS(difference)));
    else if (!is_found)
        differ(self, text_format(self->arena, "items[%zu] is not there: the table is empty", index));
}

static void expect_absent(comparison *self, const json *expected, size_t index) {
    for (size_t i = 0; i < self->count; i++) {
        buffer out = BUFFER(self->arena);
        if (json_match(self->candidates[i].json, expected, &out) == 0)
            differ(self,
                   text_format(self->arena, "absent[%zu] is there: %.*s", index, TEXT_ARGS(self->candidates[i].text)));
    }
}

static void compare(comparison *self, const assert_input *input, int64_t count) {
    size_t index = 0;
    for (const json *each = json_first(input->items); each; each = json_after(each))
        expect_item(self, each, index++);
    index = 0;
    for (const json *each = json_first(input->absent); each; each = json_after(each))
        expect_absent(self, each, index++);
    for (size_t i = 0; input->exact && i < self->count; i++)
        if (!self->candidates[i].is_expected)
            differ(self,
                   text_format(self->arena, "nothing like it is expected: %.*s", TEXT_ARGS(self->candidates[i].text)));
    if (input->count && count != (int64_t)self->count)
        differ(self, text_format(self->arena, "there are %zu items, not %lld", self->count, (long long)count));
}

const gabi_error *items_assert(op_call *call) {
    const void *bound;
    int64_t count = 0;
    buffer out = BUFFER(call->arena);
    comparison comparison = {.arena = call->arena, .differences = JSON_WRITER(&out)};
    TRY(schema_bind(call->arena, &assert_input_schema, call->request->body.bytes, &bound));
    const assert_input *input = bound;
    TRY(check_list(call->arena, input->items, "items"));
    TRY(check_list(call->arena, input->absent, "absent"));
    if (input->count && !json_to_int64(input->count, &count))
        return error_new(call->arena, ERROR_INVALID, "invalid_body", "\"count\" must be a whole number");
    TRY(read_candidates(call, &comparison));
    json_begin_array(&comparison.differences);
    compare(&comparison, input, count);
    json_end_array(&comparison.differences);
    if (comparison.difference_count > 0)
        return error_with_details(call->arena,
                                  error_new(call->arena, ERROR_CONFLICT, "state_differs",
                                            "The table is not as expected, in %zu ways", comparison.difference_count),
                                  text_format(call->arena, "\"differences\":%s", buffer_text(&out).data));
    respond_json(call, 200,
                 text_format(call->arena, "{\"table\":\"%.*s\",\"count\":%zu}", TEXT_ARGS(op_parameter(call, "table")),
                             comparison.count));
    return NULL;
}
