#include "dynamodb/tables/resource_policy.h"

#include "core/json.h"

#define MOST_BYTES 20480
#define MOST_DEPTH 32

static const gabi_error *invalid(arena *arena, const char *why) {
    return parameter_error(arena, "Invalid policy document: %s", why);
}

static const gabi_error *check_statement(arena *arena, const json *statement) {
    static const char *const required[] = {"Effect", "Resource"};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++)
        if (!json_member(statement, required[i]))
            return invalid(arena, arena_printf(arena, "Missing required field %s", required[i]));
    return NULL;
}

/* No two statements may have the same Sid. */
static const gabi_error *check_ids(arena *arena, const json *statements) {
    for (const json *each = json_first(statements); each; each = json_after(each))
        for (const json *before = json_first(statements); before != each; before = json_after(before))
            if (json_member(each, "Sid") && text_equal(json_member_text(each, "Sid"), json_member_text(before, "Sid")))
                return invalid(arena, "The Statement Ids in the policy are not unique");
    return NULL;
}

const gabi_error *resource_policy_check(arena *arena, text policy) {
    const json *document;
    if (policy.length > MOST_BYTES)
        return parameter_error(arena, "Maximum policy size of %d bytes exceeded", MOST_BYTES);
    if (text_equal(text_trim(policy), TEXT("null")))
        return invalid(arena, "This text appears not to be a policy");
    if (json_parse(arena, policy, MOST_DEPTH, &document) || json_kind_of(document) != JSON_KIND_OBJECT)
        return invalid(arena, "This policy contains invalid Json");
    if (json_count(document) == 0)
        return invalid(arena, "Syntax error at position (1,3)");
    const json *statements = json_member(document, "Statement");
    if (!statements || json_count(statements) == 0)
        return invalid(arena, "Could not parse the policy: Statement is empty!");
    if (json_kind_of(statements) == JSON_KIND_OBJECT)
        return check_statement(arena, statements);
    for (const json *each = json_first(statements); each; each = json_after(each))
        TRY(check_statement(arena, each));
    return check_ids(arena, statements);
}

void resource_policy_set(world *world, arena *arena, text policy, table_settings *settings) {
    int64_t revision = world_now_ms(world), last = 0;
    text_to_int64(settings->policy_revision, &last);
    settings->policy = policy;
    settings->policy_revision = text_format(arena, "%lld", (long long)(revision > last ? revision : last + 1));
}
