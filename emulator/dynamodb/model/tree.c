#include "dynamodb/model/tree.h"

#define MOST_DEPTH 128

static tree *read_value(json_reader *reader, json_token token) {
    tree *self = arena_zalloc(reader->arena, sizeof *self);
    const tree **end = &self->first;
    self->token = token;
    self->text = reader->value;
    if (token == JSON_ERROR)
        return NULL;
    if (token != JSON_OBJECT_BEGIN && token != JSON_ARRAY_BEGIN)
        return self;
    for (token = json_next(reader); token != JSON_OBJECT_END && token != JSON_ARRAY_END; token = json_next(reader)) {
        text name = {0};
        if (token == JSON_NAME) {
            name = reader->value;
            token = json_next(reader);
        }
        tree *element = read_value(reader, token);
        if (!element)
            return NULL;
        element->name = name;
        *end = element;
        end = &element->next;
        self->count++;
    }
    return self;
}

const tree *tree_read(arena *arena, text json) {
    json_reader reader;
    json_reader_init(&reader, arena, json, MOST_DEPTH);
    const tree *self = read_value(&reader, json_next(&reader));
    return self && json_next(&reader) == JSON_END ? self : NULL;
}

const tree *tree_member(const tree *self, const char *name) {
    for (const tree *each = tree_first(self); each; each = each->next)
        if (text_equal(each->name, text_of(name)))
            return each;
    return NULL;
}

const tree *tree_first(const tree *self) { return self ? self->first : NULL; }

text tree_text(const tree *self) { return self ? self->text : TEXT(""); }

int tree_count(const tree *self) { return self ? self->count : 0; }

int64_t tree_integer(const tree *self) {
    int64_t value;
    return self && text_to_int64(self->text, &value) ? value : -1;
}
