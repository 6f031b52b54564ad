#include "dynamodb/tables/tags.h"

#include <ctype.h>

#include "dynamodb/tables/arn.h"
#include "dynamodb/tables/table_state.h"
#include "store/account.h"

#define LONGEST_KEY 128
#define LONGEST_VALUE 256

/* As far as ASCII goes; what lies beyond is taken to be letters. */
static bool has_tag_letters(text value) {
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c < 0x80 && !isalnum(c) && !isspace(c) && !strchr("+-=._:/@", c))
            return false;
    }
    return true;
}

static const gabi_error *check_key(arena *arena, text key) {
    if (text_character_count(key) < 1 || text_character_count(key) > LONGEST_KEY || !has_tag_letters(key))
        return validation_error(arena, "The Tag Key provided is invalid, Key: %.*s",
                                TEXT_ARGS(key.data ? key : TEXT("null")));
    if (text_starts_with(text_lower(arena, text_upto(key, 4)), TEXT("aws:")))
        return validation_error(arena, "Tag Key cannot be prefixed with aws:, Key: %.*s", TEXT_ARGS(key));
    return NULL;
}

static const gabi_error *too_many(arena *arena) {
    return validation_error(arena, "Number of Tags exceed the current limit for the provided ResourceArn");
}

/* The parts of a table's ARN, or of a stream's. */
static const gabi_error *parse(arena *arena, text resource_arn, arn *ret_arn) {
    arn parsed;
    if (!text_starts_with(resource_arn, TEXT("arn:")))
        return parameter_error(arena, "ARNs must start with 'arn:': %.*s", TEXT_ARGS(resource_arn));
    if (!text_starts_with(resource_arn, TEXT("arn:aws:dynamodb:")))
        return error_new(arena, ERROR_FORBIDDEN, "AccessDeniedException", "Access is denied");
    if (!arn_parse(resource_arn, &parsed) || text_equal(parsed.kind, TEXT("backup")))
        return parameter_error(arena, "Provided Arn is not a DynamoDB resource arn: %.*s", TEXT_ARGS(resource_arn));
    TRY(arn_check_account(arena, &parsed));
    if (!text_equal(parsed.region, TEXT(ACCOUNT_REGION)))
        return error_new(arena, ERROR_FORBIDDEN, "AccessDeniedException", "Access is denied");
    if (!is_table_name(parsed.table))
        return validation_error(arena, "Invalid TableArn: Invalid ResourceArn provided as input %.*s",
                                TEXT_ARGS(resource_arn));
    if (parsed.kind.data && !text_equal(parsed.kind, TEXT("stream")))
        return parameter_error(arena,
                               "Invalid resource arn provided, only table or stream is accepted. Provided resource "
                               "arn: %.*s",
                               TEXT_ARGS(resource_arn));
    *ret_arn = parsed;
    return NULL;
}

const gabi_error *tags_find_table(world *world, arena *arena, text resource_arn, const table **ret_table) {
    const table *table = NULL;
    arn parsed;
    TRY(parse(arena, resource_arn, &parsed));
    if (!parsed.kind.data)
        TRY(table_find_or_null(world, arena, parsed.table, &table));
    if (!table)
        return error_new(arena, ERROR_NOT_FOUND, "ResourceNotFoundException",
                         "Requested resource not found: ResourceArn: %.*s not found", TEXT_ARGS(resource_arn));
    TRY(table_check_present(world, arena, table));
    *ret_table = table;
    return NULL;
}

const gabi_error *tags_save(world *world, arena *arena, const table *table, const wire_list *tags) {
    table_settings settings = table->settings;
    settings.tags = *tags;
    return table_save_settings(world, arena, table, &settings);
}

const gabi_error *tags_check(arena *arena, const wire_list *tags) {
    const tag *items = tags->items;
    for (size_t i = 0; i < tags->count; i++) {
        TRY(check_key(arena, items[i].key));
        if (!items[i].value.data || text_character_count(items[i].value) > LONGEST_VALUE ||
            !has_tag_letters(items[i].value))
            return validation_error(arena, "The Tag Value provided is invalid, Value: %.*s",
                                    TEXT_ARGS(items[i].value.data ? items[i].value : TEXT("null")));
        for (size_t j = 0; j < i; j++)
            if (text_equal(items[j].key, items[i].key))
                return validation_error(arena, "Duplicate Tag Keys provided as input: Duplicate Tag Key found %.*s",
                                        TEXT_ARGS(items[i].key));
    }
    return tags->count > MOST_TAGS ? too_many(arena) : NULL;
}

const gabi_error *tag_keys_check(arena *arena, const wire_list *keys) {
    const text *items = keys->items;
    for (size_t i = 0; i < keys->count; i++)
        TRY(check_key(arena, items[i]));
    return keys->count > MOST_TAGS ? too_many(arena) : NULL;
}

static tag *find(const wire_list *tags, text key) {
    tag *items = tags->items;
    for (size_t i = 0; i < tags->count; i++)
        if (text_equal(items[i].key, key))
            return &items[i];
    return NULL;
}

const gabi_error *tags_with(arena *arena, const wire_list *tags, const wire_list *added, wire_list *ret_tags) {
    const tag *items = added->items;
    wire_list all = {
        .is_present = true,
        .items = arena_alloc(arena, (tags->count + added->count + 1) * sizeof *items),
        .count = tags->count,
    };
    if (tags->count > 0)
        memcpy(all.items, tags->items, tags->count * sizeof *items);
    for (size_t i = 0; i < added->count; i++) {
        tag *present = find(&all, items[i].key);
        if (present)
            present->value = items[i].value;
        else
            ((tag *)all.items)[all.count++] = items[i];
    }
    if (all.count > MOST_TAGS)
        return too_many(arena);
    *ret_tags = all;
    return NULL;
}

wire_list tags_without(arena *arena, const wire_list *tags, const wire_list *keys) {
    const tag *items = tags->items;
    const text *names = keys->items;
    wire_list rest = {.is_present = true, .items = arena_alloc(arena, (tags->count + 1) * sizeof *items)};
    for (size_t i = 0; i < tags->count; i++) {
        bool is_removed = false;
        for (size_t j = 0; j < keys->count; j++)
            is_removed = is_removed || text_equal(names[j], items[i].key);
        if (!is_removed)
            ((tag *)rest.items)[rest.count++] = items[i];
    }
    return rest;
}
