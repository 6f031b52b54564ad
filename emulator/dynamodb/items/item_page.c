#include "dynamodb/items/item_page.h"

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/legacy_projection.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/items/item_check.h"
#include "dynamodb/items/item_constraints.h"
#include "dynamodb/items/partition_walk.h"
#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/table_state.h"
#include "dynamodb/tables/throttling.h"
#include "dynamodb/values/attribute.h"

/* Of items, each with the size that capacity is counted by; the one that reaches it still belongs to the page, so that
 * full pages of small items consume 128.5 units, as users of AWS see them do. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
#define PAGE_BYTES ((size_t)1024 * 1024)

static bool selects(const item_request *request, const char *what) {
    return text_equal(request->select, text_of(what));
}

/* ---- the request ---- */

static const gabi_error *check_select(arena *arena, const item_request *request, page_operation operation) {
    const char *prefix = operation == PAGE_OF_QUERY ? "1 validation error detected: " : "";
    bool has_projection = item_request_has_projection(request);
    if (has_projection && request->select.data && !selects(request, "SPECIFIC_ATTRIBUTES"))
        return validation_error(arena, "%sCannot specify the %s when choosing to get %s", prefix,
                                request->projection_expression.data ? "ProjectionExpression" : "AttributesToGet",
                                selects(request, "COUNT") ? "only the Count" : text_to_string(arena, request->select));
    if (!has_projection && selects(request, "SPECIFIC_ATTRIBUTES"))
        return validation_error(arena,
                                "%sMust specify the AttributesToGet or ProjectionExpression when choosing to get "
                                "SPECIFIC_ATTRIBUTES",
                                prefix);
    if (selects(request, "ALL_PROJECTED_ATTRIBUTES") && !request->index_name.data)
        return validation_error(arena, "%sALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
                                prefix);
    return NULL;
}

/* Of a Query, that is; a Scan's is among the other constraints. */
static const gabi_error *check_limit(arena *arena, const item_request *request) {
    if (!request->limit.is_present || request->limit.value >= 1)
        return NULL;
    return validation_error(arena, "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member "
                                   "must have value greater than or equal to 1");
}

/* In the order in which AWS finds what is wrong. */
static const gabi_error *compile_legacy(arena *arena, const item_request *request, page_operation operation,
                                        item_page *page) {
    legacy_join join = item_request_join(request);
    if (operation == PAGE_OF_QUERY)
        TRY(legacy_conditions_compile(arena, &request->query_filter, join, request->reader, &page->filter));
    TRY(legacy_projection_compile(arena, &request->attributes_to_get, &page->projection));
    return operation == PAGE_OF_SCAN
               ? legacy_conditions_compile(arena, &request->scan_filter, join, request->reader, &page->filter)
               : NULL;
}

/* AWS says what is wrong with an ExclusiveStartKey, but for these it does not say that it is that. */
static const gabi_error *check_start(arena *arena, const item_request *request) {
    static const char *const bare[] = {"contains duplicates", "number set", "numeric value", "significant digits",
                                       "number with magnitude"};
    const gabi_error *problem = attribute_problem_error(arena, &request->exclusive_start_key.problem, request->reader);
    for (size_t i = 0; problem && i < sizeof bare / sizeof *bare; i++)
        if (text_find(text_of(problem->message), text_of(bare[i])) != TEXT_NOT_FOUND)
            return problem;
    return problem ? validation_error(arena, "The provided starting key is invalid: %s", problem->message) : NULL;
}

static item_page page_of(arena *arena, const item_request *request) {
    return (item_page){
        .table_name = request->table_name,
        .index_name = request->index_name,
        .only_counts = selects(request, "COUNT"),
        .shows_all = selects(request, "ALL_ATTRIBUTES"),
        .limit = (size_t)request->limit.value,
        .start = request->exclusive_start_key.is_present ? &request->exclusive_start_key.item : NULL,
        .mode = request->consistent_read.value ? CAPACITY_CONSISTENT_READ : CAPACITY_EVENTUAL_READ,
        .meter = capacity_meter_new(arena, request->return_consumed_capacity),
    };
}

const gabi_error *item_page_check(arena *arena, const item_request *request, page_operation operation,
                                  item_page *ret_page) {
    bool is_query = operation == PAGE_OF_QUERY;
    item_page page = page_of(arena, request);
    TRY(item_constraints_check(request, arena, is_query ? ITEM_QUERY : ITEM_SCAN));
    TRY(is_query ? check_limit(arena, request) : NULL);
    TRY(item_request_check_together(request, arena,
                                    is_query ? "FilterExpression and KeyConditionExpression are null"
                                             : "FilterExpression is null"));
    TRY(check_select(arena, request, operation));
    TRY(compile_legacy(arena, request, operation, &page));
    TRY(check_start(arena, request));
    *ret_page = page;
    return NULL;
}

const gabi_error *item_page_parse(const item_request *request, expression_scope *scope, item_page *self) {
    if (request->filter_expression.data)
        TRY(expression_parse_condition(scope, "FilterExpression", request->filter_expression, &self->filter));
    return request->projection_expression.data
               ? expression_parse_projection(scope, request->projection_expression, &self->projection)
               : NULL;
}

/* ---- the table ---- */

const key_schema *item_page_schema(const item_page *self) {
    return self->index ? &self->index->key : &self->table->key;
}

static bool projects_all(const table_index *index) { return text_equal(index->projection->type, TEXT("ALL")); }

/* Unlike a local index, a global one does not fetch what it lacks. */
static const gabi_error *check_projected(arena *arena, const item_page *self) {
    buffer lacking = BUFFER(arena);
    for (size_t i = 0; i < self->projection.count; i++) {
        text name = self->projection.paths[i].elements[0].name;
        if (!index_projects(self->table, self->index, name))
            buffer_format(&lacking, "%s%.*s", lacking.length ? ", " : "", TEXT_ARGS(name));
    }
    return lacking.length == 0 ? NULL
                               : parameter_error(arena, "Global secondary index %.*s does not project [%s]",
                                                 TEXT_ARGS(self->index->name), buffer_text(&lacking).data);
}

const gabi_error *item_page_check_select(arena *arena, const item_page *self) {
    const table_index *index = self->index;
    if (!index || index->is_local || projects_all(index))
        return NULL;
    if (!self->shows_all)
        return check_projected(arena, self);
    return parameter_error(arena,
                           "Select type ALL_ATTRIBUTES is not supported for global secondary index %.*s because its "
                           "projection type is not ALL",
                           TEXT_ARGS(index->name));
}

bool index_is_gone(world *world, const table *table, const table_index *index) {
    return !index || is_state(index_status(table, index, world_now_ms(world)), STATE_DELETING);
}

const gabi_error *index_check_readable(world *world, arena *arena, const table *table, const table_index *index) {
    return is_state(index_status(table, index, world_now_ms(world)), STATE_CREATING)
               ? validation_error(arena, "Cannot read from backfilling global secondary index: %.*s",
                                  TEXT_ARGS(index->name))
               : NULL;
}

static const gabi_error *find_index(world *world, arena *arena, item_page *self) {
    const table_index *index = table_find_index(self->table, self->index_name);
    if (index_is_gone(world, self->table, index))
        return validation_error(arena, "The table does not have the specified index: %.*s",
                                TEXT_ARGS(self->index_name));
    TRY(index_check_readable(world, arena, self->table, index));
    self->index = index;
    if (!index->is_local && self->mode == CAPACITY_CONSISTENT_READ)
        return validation_error(arena, "Consistent reads are not supported on global secondary indexes");
    return NULL;
}

const gabi_error *item_page_find(world *world, arena *arena, item_page *self) {
    TRY(table_find_by_name_or_arn(world, arena, self->table_name, &self->table));
    return self->index_name.data ? find_index(world, arena, self) : NULL;
}

/* ---- where it begins ---- */

/* The attributes that name a place: the keys of the table and of the index. */
typedef struct place_names {
    text items[2 * MOST_KEY_ATTRIBUTES];
    size_t count;
} place_names;

static void add_names(place_names *names, const key_schema *schema) {
    for (size_t i = 0; i < schema->count; i++) {
        text name = schema->attributes[i].name;
        bool is_there = false;
        for (size_t j = 0; j < names->count; j++)
            is_there = is_there || text_equal(names->items[j], name);
        if (!is_there)
            names->items[names->count++] = name;
    }
}

static place_names names_of_place(const item_page *self) {
    place_names names = {0};
    add_names(&names, &self->table->key);
    if (self->index)
        add_names(&names, &self->index->key);
    return names;
}

static table_item attributes_named(arena *arena, const place_names *names, const table_item *item) {
    attribute *attributes = arena_alloc(arena, names->count * sizeof *attributes);
    size_t found = 0;
    for (size_t i = 0; i < names->count; i++) {
        const attribute_value *value = item_find(item, names->items[i]);
        if (value)
            attributes[found++] = (attribute){names->items[i], *value};
    }
    return (table_item){attributes, found};
}

/* The attributes of item that make up its key. */
static table_item key_of(arena *arena, const key_schema *schema, const table_item *item) {
    place_names names = {0};
    add_names(&names, schema);
    return attributes_named(arena, &names, item);
}

static const gabi_error *invalid_start(arena *arena, const char *why) {
    return validation_error(arena, "The provided starting key is invalid%s", why);
}

static const gabi_error *check_start_attribute(arena *arena, const item_page *self, size_t i) {
    const key_schema *schema = item_page_schema(self);
    const key_schema alone = {.attributes = {schema->attributes[i]}, .count = 1, .hash_count = i < schema->hash_count};
    const table_item part = key_of(arena, &alone, self->start);
    return part.count == 0 ? invalid_start(arena, "") : check_key_matches(arena, &alone, &part);
}

const gabi_error *item_page_check_start(arena *arena, const item_page *self, page_operation operation) {
    if (!self->start)
        return NULL;
    /* A scan of the table itself says what is wrong in other words, and does when it comes to the row. */
    bool is_of_table = operation == PAGE_OF_SCAN && !self->index;
    if (self->start->count != names_of_place(self).count)
        return invalid_start(arena, is_of_table ? ": The provided key element does not match the schema" : "");
    for (size_t i = 0; i < item_page_schema(self)->count && !is_of_table; i++)
        TRY(check_start_attribute(arena, self, i));
    return NULL;
}

static const gabi_error *start_row(arena *arena, const item_page *self, const table_item *start, text *ret_row) {
    const key_schema *schema = &self->table->key;
    table_item base = key_of(arena, schema, start);
    const gabi_error *mismatch = check_key_matches(arena, schema, &base);
    if (mismatch)
        return invalid_start(arena, arena_printf(arena, ": %s", mismatch->message));
    *ret_row = row_key(arena, schema, &base);
    if (self->index && !index_row_key(arena, self->index, start, *ret_row, ret_row))
        return invalid_start(arena, "");
    return NULL;
}

const gabi_error *item_page_skip(arena *arena, item_page *self) {
    text row;
    if (!self->start)
        return NULL;
    TRY(start_row(arena, self, self->start, &row));
    if (text_compare(row, self->range.from) < 0 || text_compare(row, self->range.to) >= 0)
        return validation_error(arena, "%s",
                                self->outside ? self->outside
                                              : "The provided starting key is outside query boundaries based on "
                                                "provided conditions");
    if (self->range.is_backwards)
        self->range.to = row;
    else
        self->range.from = text_copy(arena, (text){row.data, row.length + 1}); /* with the NUL: right behind it */
    return NULL;
}

/* ---- reading ---- */

/* Whether a local index fetches what it does not have from the table. */
static bool fetches(const item_page *self) {
    if (!self->index || !self->index->is_local || projects_all(self->index))
        return false;
    if (self->shows_all)
        return true;
    for (size_t i = 0; i < self->projection.count; i++)
        if (!index_projects(self->table, self->index, self->projection.paths[i].elements[0].name))
            return true;
    return false;
}

typedef struct page_reader {
    const item_page *page;
    page_result *result;
    bool fetches;           /* each item from the table, for an index */
    bool shows_part;        /* of each item, as the index has it */
    bool is_verbatim;       /* items are passed on unread, and measured by their JSON, which is longer than they are */
    size_t passed_on;       /* so many items so far, */
    size_t began_at;        /* from here in the result's buffer */
    size_t bytes_before;    /* in the result */
    bool is_at_end;         /* of the range */
    partition_walk walk;    /* over the items, or their entries in the index */
    int64_t fetched_halves; /* of capacity */
} page_reader;

/* Of the item, or its entry in the index. */
static size_t size_of(const page_reader *self, const table_item *item) {
    const item_page *page = self->page;
    return page->index ? index_item_size_bytes(page->table, page->index, item) : item_size_bytes(item);
}

static void measure(page_reader *self, text key, const table_item *item) {
    size_t bytes = size_of(self, item), fetched_bytes = self->fetches ? item_size_bytes(item) : 0;
    partition_walk_take(&self->walk, key, bytes);
    self->result->bytes += bytes + fetched_bytes;
    self->fetched_halves += self->fetches ? capacity_halves(self->page->mode, fetched_bytes) : 0;
}

static const gabi_error *consume(world *world, arena *arena, page_reader *self) {
    const item_page *page = self->page;
    if (!page->meter && !page->table->settings.throttled.value)
        return NULL;
    int64_t halves = partition_walk_end(&self->walk, self->is_at_end ? page->range.to : (text){0});
    consumption consumed = {.mode = page->mode, .table_halves = page->index ? self->fetched_halves : halves};
    if (page->index)
        consumed.index_halves[page->index - page->table->indexes] = halves;
    TRY(throttling_take(world, arena, page->table, &consumed, &page->partition, NULL));
    capacity_meter_add(page->meter, page->table_name, page->table, &consumed);
    return NULL;
}

/* Whether nobody asks what is in the items, nor how large they are exactly before there is too much of them. */
static bool is_verbatim(const item_page *self) {
    return !self->index && !self->filter && self->projection.count == 0 && !self->only_counts && !self->meter &&
           !self->table->settings.throttled.value;
}

/* Measures what was passed on unread; from here on items are read. */
static void stop_verbatim(page_reader *self, arena *arena) {
    const buffer *out = self->result->items.out;
    text items = {out->data + self->began_at, out->length - self->began_at};
    if (items.data[0] == ',')
        items = text_from(items, 1);
    json_reader reader;
    json_reader_init(&reader, arena, text_format(arena, "[%.*s]", TEXT_ARGS(items)), ATTRIBUTE_JSON_DEPTH + 1);
    json_next(&reader);
    self->is_verbatim = false;
    self->result->bytes = self->bytes_before;
    for (size_t i = 0; i < self->passed_on; i++) {
        table_item item = item_of_json(arena, json_skip(&reader));
        self->result->bytes += size_of(self, &item);
    }
}

static void pass_on(page_reader *self, arena *arena, text json) {
    json_raw(&self->result->items, json);
    self->result->scanned++;
    self->result->count++;
    self->passed_on++;
    self->result->bytes += json.length;
    if (self->result->bytes >= PAGE_BYTES)
        stop_verbatim(self, arena);
}

/* Counts, filters and writes one item. */
static void take(page_reader *self, arena *arena, const row *row) {
    const item_page *page = self->page;
    table_item item = item_of_json(arena, row->json);
    self->result->scanned++;
    measure(self, row->key, &item);
    if (self->shows_part)
        item = index_item(arena, page->table, page->index, &item);
    if (!condition_holds(arena, page->filter, &item))
        return;
    self->result->count++;
    if (page->only_counts)
        return;
    table_item given = projection_apply(arena, &page->projection, &item);
    if (self->shows_part || page->projection.count > 0)
        item_write(&self->result->items, &given);
    else
        json_raw(&self->result->items, row->json);
}

static bool is_full(const item_page *self, const page_result *result) {
    return (self->limit > 0 && result->scanned >= self->limit) || result->bytes >= PAGE_BYTES;
}

/* Each row in the arena of_row, so that in the request's own nothing comes between the pieces of the answer, which then
 * grows in place. */
static const gabi_error *read_rows(world *world, arena *arena, struct arena *of_row, page_reader *reader,
                                   table_item *ret_last) {
    const item_page *page = reader->page;
    const row_statements *statements = page->index ? &page->index->statements : &page->table->statements;
    statement *rows = rows_open(world_store(world), statements, &page->range);
    for (;;) {
        row row;
        bool is_found;
        arena_reset(of_row);
        TRY(rows_next(rows, of_row, &is_found, &row));
        if (!is_found) {
            reader->is_at_end = true;
            return NULL;
        }
        if (reader->is_verbatim)
            pass_on(reader, of_row, row.json);
        else
            take(reader, of_row, &row);
        if (!is_full(page, reader->result))
            continue;
        *ret_last = item_of_json(arena, text_copy(arena, row.json));
        statement_reset(rows);
        return NULL;
    }
}

const gabi_error *item_page_read(world *world, arena *arena, const item_page *self, page_result *result) {
    page_reader reader = {
        .page = self,
        .result = result,
        .fetches = fetches(self),
        .shows_part = self->index && !projects_all(self->index) && !fetches(self),
        .is_verbatim = is_verbatim(self),
        .began_at = result->items.out->length,
        .bytes_before = result->bytes,
        .walk = partition_walk_begin(self->mode, self->table, self->index, self->range.from),
    };
    const table_item none = {0};
    table_item last = {0};
    struct arena *of_row = arena_new(ARENA_REQUEST_CEILING_BYTES);
    const gabi_error *failure = read_rows(world, arena, of_row, &reader, &last);
    arena_free(of_row);
    TRY(failure);
    TRY(consume(world, arena, &reader));
    place_names names = names_of_place(self);
    result->last = self->is_of_one_row ? none : attributes_named(arena, &names, &last);
    return NULL;
}

const gabi_error *item_page_answer(world *world, arena *arena, const item_page *self, text *ret_body) {
    buffer out = BUFFER(arena), items = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    page_result result = {.items = JSON_WRITER(&items)};
    json_begin_array(&result.items);
    TRY(item_page_read(world, arena, self, &result));
    json_end_array(&result.items);
    json_begin_object(&writer);
    capacity_write(self->meter, &writer);
    json_integer_member(&writer, "Count", (int64_t)result.count);
    if (!self->only_counts)
        json_raw_member(&writer, "Items", buffer_text(&items));
    if (result.last.count > 0) {
        json_name(&writer, TEXT("LastEvaluatedKey"));
        item_write(&writer, &result.last);
    }
    json_integer_member(&writer, "ScannedCount", (int64_t)result.scanned);
    json_end_object(&writer);
    *ret_body = buffer_text(&out);
    return NULL;
}
