#include "dynamodb/call_subject.h"

#include "core/json_reader.h"

/* The name in a name or an ARN ("…:table/NAME", "…:table/NAME/stream/…"). */
static text name_of(text table) {
    size_t mark = text_find(table, TEXT(":table/"));
    text name = mark == TEXT_NOT_FOUND ? table : text_from(table, mark + sizeof ":table/" - 1);
    size_t rest = text_index(name, '/');
    return rest == TEXT_NOT_FOUND ? name : text_upto(name, rest);
}

static void add(arena *arena, call_subject *subject, text table) {
    text name = name_of(table);
    for (size_t i = 0; i < subject->resource_count; i++)
        if (text_equal(subject->resources[i], name))
            return;
    subject_add(arena, subject, name);
}

/* The names of RequestItems' members are tables'. */
static void add_names(json_reader *reader, arena *arena, call_subject *subject) {
    if (json_next(reader) != JSON_OBJECT_BEGIN)
        return;
    while (json_next(reader) == JSON_NAME) {
        add(arena, subject, reader->value);
        json_skip(reader);
    }
}

static bool is_table_member(text name) {
    static const char *const members[] = {"TableName", "TableArn", "StreamArn", "SourceTableName", "TargetTableName"};
    return text_is_one_of(name, members, sizeof members / sizeof *members);
}

/* Transactions name their tables some levels down. An attribute of such a name is no string there but an object. */
void call_subject_describe(const op_call *call, call_subject *subject) {
    json_reader reader;
    json_token token;
    json_reader_init(&reader, call->arena, call->request->body.bytes, JSON_MAX_DEPTH);
    while ((token = json_next(&reader)) != JSON_END && token != JSON_ERROR) {
        if (token != JSON_NAME)
            continue;
        if (text_equal(reader.value, TEXT("RequestItems"))) {
            add_names(&reader, call->arena, subject);
        } else if (is_table_member(reader.value)) {
            json_reader ahead = reader;
            if (json_next(&ahead) == JSON_STRING)
                add(call->arena, subject, ahead.value);
        }
    }
}
