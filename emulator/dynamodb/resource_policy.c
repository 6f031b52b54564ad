#include "dynamodb/resource_policy.h"

#include "core/json.h"

#define MOST_BYTES 20480
#define MOST_DEPTH 32

const gabi_error *resource_policy_check(arena *arena, text policy) {
    const json *document;
    if (policy.length > MOST_BYTES)
        return parameter_error(arena, "Maximum policy size of %d bytes exceeded", MOST_BYTES);
    if (json_parse(arena, policy, MOST_DEPTH, &document) || json_kind_of(document) != JSON_KIND_OBJECT)
        return parameter_error(arena, "Invalid policy document: This policy contains invalid Json");
    if (!json_member(document, "Statement"))
        return parameter_error(arena, "Invalid policy document: Could not parse the policy: Statement is empty!");
    return NULL;
}

void resource_policy_set(world *world, arena *arena, text policy, table_settings *settings) {
    int64_t revision = world_now_ms(world), last = 0;
    text_to_int64(settings->policy_revision, &last);
    settings->policy = policy;
    settings->policy_revision = text_format(arena, "%lld", (long long)(revision > last ? revision : last + 1));
}
