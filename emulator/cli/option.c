#include "cli/option.h"

#define MARGIN 26
#define PAGE_WIDTH 100

static const gabi_error *wrong(arena *arena, const option *option, const char *needs, const char *value) {
    return error_new(arena, ERROR_INVALID, "Usage", "%s needs %s, not %s", option->name, needs,
                     *value ? value : "nothing");
}

bool option_is_alone(const option *option) {
    return option->type == OPTION_FLAG || option->type == OPTION_SWITCH || option->type == OPTION_NOTHING ||
           option->type == OPTION_REFUSED;
}

const option *option_find(const option_group *group, text name) {
    for (size_t i = 0; i < group->count; i++) {
        const option *each = &group->items[i];
        const char letter[] = {'-', each->letter, '\0'};
        if (text_equal(name, text_of(each->name)) || (each->letter && text_equal(name, text_of(letter))))
            return each;
    }
    return NULL;
}

/* ---- values ---- */

static void add(arena *arena, string_list *list, const char *item) {
    list->items = arena_grow_by_one(arena, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = item;
}

static const gabi_error *store_number(arena *arena, const option *option, const char *value, void *field) {
    int64_t number;
    bool is_times = option->type == OPTION_TIMES;
    if (!text_to_int64(text_of(value), &number) || number < (is_times ? -1 : 0))
        return wrong(arena, option, is_times ? "a number from 1 to 1024, or -1" : "a number", value);
    if (option->type == OPTION_NUMBER) {
        *(uint64_t *)field = (uint64_t)number;
        return NULL;
    }
    if (option->type == OPTION_PORT && number > 65535)
        return wrong(arena, option, "a port up to 65535", value);
    if (is_times && (number == 0 || number > OPTION_MOST_COUNT))
        return wrong(arena, option, "a number from 1 to 1024, or -1", value);
    if (option->type == OPTION_COUNT && (number < 1 || number > OPTION_MOST_COUNT))
        return wrong(arena, option, "a number from 1 to 1024", value);
    *(int *)field = (int)number;
    return NULL;
}

static const gabi_error *store_part(arena *arena, const option *option, const char *value, option_part *field) {
    text rest = text_of(value), part;
    int64_t number, count;
    bool is_part = text_cut(&rest, '/', &part) && text_to_int64(part, &number) && text_to_int64(rest, &count);
    if (!is_part || number < 1 || count < number || count > OPTION_MOST_COUNT)
        return wrong(arena, option, "a part like 1/3", value);
    *field = (option_part){(int)number, (int)count};
    return NULL;
}

static bool has_unit(const char *time) {
    int64_t number;
    return !text_to_int64(text_of(time), &number);
}

const gabi_error *option_store(arena *arena, const option *option, const char *value, void *fields) {
    void *field = (char *)fields + option->offset;
    if (option->given_offset)
        *(bool *)((char *)fields + option->given_offset) = true;
    switch (option->type) {
    case OPTION_FLAG: *(bool *)field = true; return NULL;
    case OPTION_NOTHING: return NULL;
    case OPTION_PATH: *(const char **)field = value; break;
    case OPTION_PATHS: add(arena, field, value); break;
    case OPTION_ADDRESS:
        *(const char **)field = value;
        if (!text_starts_with(text_of(value), TEXT("http://")) && !text_starts_with(text_of(value), TEXT("https://")))
            return wrong(arena, option, "an address like http://127.0.0.1:3000", value);
        return NULL;
    case OPTION_DEFINITION:
        add(arena, field, value);
        return strchr(value, '=') && *value != '=' ? NULL : wrong(arena, option, "a name=value", value);
    case OPTION_PART: return store_part(arena, option, value, field);
    case OPTION_TEXT: *(const char **)field = value; return NULL;
    case OPTION_REQUEST: add(arena, field, arena_printf(arena, "%s: %s", option->name + 2, value)); return NULL;
    case OPTION_SECONDS:
        add(arena, field, arena_printf(arena, "%s: %s%s", option->name + 2, value, has_unit(value) ? "" : "s"));
        return NULL;
    case OPTION_REFUSED: return error_new(arena, ERROR_INVALID, "Usage", "%s: %s", option->name, option->help);
    case OPTION_SWITCH: add(arena, field, arena_printf(arena, "%s: true", option->name + 2)); return NULL;
    default: return store_number(arena, option, value, field);
    }
    return *value ? NULL : error_new(arena, ERROR_INVALID, "Usage", "%s needs a path", option->name);
}

/* ---- help ---- */

static void put_wrapped(buffer *out, text words, size_t column) {
    for (text word; text_cut(&words, ' ', &word);) {
        if (column > MARGIN && column + 1 + word.length > PAGE_WIDTH) {
            buffer_format(out, "\n%*s", MARGIN, "");
            column = MARGIN;
        }
        buffer_format(out, "%s%.*s", column > MARGIN ? " " : "", TEXT_ARGS(word));
        column += word.length + (column > MARGIN);
    }
    buffer_append_char(out, '\n');
}

void option_describe(buffer *out, const option_group *group) {
    buffer_format(out, "\n%s:\n", group->title);
    for (size_t i = 0; i < group->count; i++) {
        const option *option = &group->items[i];
        size_t start = out->length;
        buffer_append(out, TEXT("  "));
        if (option->letter)
            buffer_format(out, "-%c, ", option->letter);
        buffer_format(out, "%s%s%s", option->name, option->argument ? " " : "",
                      option->argument ? option->argument : "");
        size_t width = out->length - start;
        if (width + 2 > MARGIN)
            buffer_format(out, "\n%*s", MARGIN, "");
        else
            buffer_format(out, "%*s", (int)(MARGIN - width), "");
        put_wrapped(out, text_of(option->help), MARGIN);
    }
}
