#include "dynamodb/tables/arn.h"

#include <ctype.h>

#include "store/account.h"

#define PREFIX "arn:aws:dynamodb:"
#define TABLE "table/"

bool arn_parse(text value, arn *ret_arn) {
    arn parsed = {0};
    if (!text_starts_with(value, TEXT(PREFIX)))
        return false;
    text rest = text_from(value, sizeof PREFIX - 1);
    if (!text_cut(&rest, ':', &parsed.region) || !text_cut(&rest, ':', &parsed.account) ||
        !text_starts_with(rest, TEXT(TABLE)))
        return false;
    rest = text_from(rest, sizeof TABLE - 1);
    text_cut(&rest, '/', &parsed.table);
    if (rest.data) {
        text_cut(&rest, '/', &parsed.kind);
        parsed.subject = rest;
    }
    if (text_is_empty(parsed.table) || (parsed.kind.data && text_is_empty(parsed.subject)))
        return false;
    *ret_arn = parsed;
    return true;
}

const gabi_error *arn_check_account(arena *arena, const arn *self) {
    return text_equal(self->account, TEXT(ACCOUNT_ID))
               ? NULL
               : error_new(arena, ERROR_FORBIDDEN, "AccessDeniedException", "Access is denied");
}

static const gabi_error *no_arn(arena *arena, text value, const char *constraint) {
    return validation_error(arena,
                            "1 validation error detected: Value '%.*s' at 'tableName' failed to satisfy constraint: %s",
                            TEXT_ARGS(value), constraint);
}

bool is_arn(text name_or_arn) { return text_starts_with(name_or_arn, TEXT("arn:")); }

/* Of "arn:PARTITION:VENDOR:REGION:ACCOUNT:table/NAME" the name. */
static const gabi_error *name_in_arn(arena *arena, text value, text *ret_name) {
    static const char format[] = "Valid ARN format is 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/"
                                 "resourceName', where Resource name must have length less than or equal to 255, "
                                 "Resource name must have length greater than or equal to 3, Resource name must "
                                 "satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
    text parts[5] = {0}, rest = value, type;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        text_cut(&rest, ':', &parts[i]);
    text_cut(&rest, '/', &type);
    if (!rest.data)
        return no_arn(arena, value, format);
    if (!text_equal(type, TEXT("table")))
        return validation_error(arena, "1 validation error detected: Invalid resource type in '%.*s'",
                                TEXT_ARGS(value));
    if (rest.length < LEAST_TABLE_NAME)
        return no_arn(arena, value, "Table name of ARN must have length greater than or equal to 3");
    if (!is_table_name(rest))
        return no_arn(arena, value, format);
    if (!text_equal(parts[1], TEXT("aws")))
        return validation_error(arena, "1 validation error detected: Invalid AWS partition in '%.*s'",
                                TEXT_ARGS(value));
    TRY(arn_check_account(arena, &(arn){.account = parts[4]}));
    if (!text_equal(parts[3], TEXT(ACCOUNT_REGION)))
        return validation_error(arena, "1 validation error detected: Invalid AWS region in '%.*s'", TEXT_ARGS(value));
    *ret_name = rest;
    return NULL;
}

const gabi_error *table_name_of(constraints *found, text name_or_arn, text *ret_name) {
    text name = name_or_arn;
    if (is_arn(name_or_arn))
        TRY(name_in_arn(found->problems.arena, name_or_arn, &name));
    TRY(check_table_name(found, name, LEAST_TABLE_NAME));
    *ret_name = name;
    return NULL;
}

bool is_table_name_or_arn(text name_or_arn) { return is_arn(name_or_arn) || is_table_name(name_or_arn); }

const gabi_error *table_find_by_name_or_arn(world *world, arena *arena, text name_or_arn, const table **ret_table) {
    text name = name_or_arn;
    if (is_arn(name_or_arn))
        TRY(name_in_arn(arena, name_or_arn, &name));
    return table_find(world, arena, name, ret_table);
}

void constraint_table_name(constraints *self, const char *member, text name) {
    constraint_not_null(self, member, name.data != NULL);
    if (name.data)
        constraint_name(self, member, name, 3);
}
