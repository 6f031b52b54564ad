#include "cli/world_logs.h"

#include "cli/control_client.h"
#include "core/buffer.h"

static void put_record(buffer *out, const json *record) {
    static const char *const names[] = {"time", "level", "function", "event"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buffer_format(out, "%.*s ", TEXT_ARGS(json_member_text(record, names[i])));
    for (const json *each = json_first(json_member(record, "fields")); each; each = json_after(each)) {
        buffer_format(out, "%.*s=%.*s ", TEXT_ARGS(json_name_of(each)), TEXT_ARGS(json_text(each)));
    }
    out->data[out->length - 1] = '\n';
}

static bool is_worth_telling(const json *record) {
    text level = json_member_text(record, "level");
    return text_equal(level, TEXT("warning")) || text_equal(level, TEXT("error"));
}

text world_logs(arena *arena, transport *client, text address) {
    const json *answer;
    buffer out = BUFFER(arena);
    const gabi_error *error = control_ask(client, arena, address, TEXT("GET"), TEXT("/_gabi/logs"), TEXT(""), &answer);
    if (error)
        return TEXT("");
    for (const json *each = json_first(json_member(answer, "records")); each; each = json_after(each))
        if (is_worth_telling(each))
            put_record(&out, each);
    return buffer_text(&out);
}
