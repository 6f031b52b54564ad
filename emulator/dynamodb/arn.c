#include "dynamodb/arn.h"

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

const gabi_error *table_name_of(constraints *found, text name_or_arn, text *ret_name) {
    arn parsed;
    text name = name_or_arn;
    if (arn_parse(name_or_arn, &parsed) && !parsed.kind.data) {
        TRY(arn_check_account(found->problems.arena, &parsed));
        name = parsed.table;
    }
    TRY(check_table_name(found, name, 1));
    *ret_name = name;
    return NULL;
}

void constraint_table_name(constraints *self, const char *member, text name) {
    constraint_not_null(self, member, name.data != NULL);
    if (name.data)
        constraint_name(self, member, name, 3);
}
