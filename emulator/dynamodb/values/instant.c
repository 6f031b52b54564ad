#include "dynamodb/values/instant.h"

void json_instant_member(json_writer *writer, const char *name, int64_t time_ms) {
    json_raw_member(writer, name,
                    text_format(writer->out->arena, "%lld.%03d", (long long)(time_ms / 1000), (int)(time_ms % 1000)));
}
