/* ARNs of DynamoDB's resources in requests. Source:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
#ifndef GABI_DYNAMODB_ARN_H
#define GABI_DYNAMODB_ARN_H

#include "dynamodb/tables/table.h"
#include "dynamodb/values/constraints.h"

typedef struct arn {
    text region;
    text account;
    text table;   /* the name in "table/NAME…" */
    text kind;    /* "backup", "export", "import", "index", "stream"; empty: the table itself */
    text subject; /* what follows: a backup's id, an index's name */
} arn;

/* Takes "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME[/KIND/SUBJECT]" apart; false for anything else. */
bool arn_parse(text value, arn *ret_arn);

/* ERROR_FORBIDDEN, code "AccessDeniedException", for what belongs to another account. */
const gabi_error *arn_check_account(arena *arena, const arn *self);

/* Whether a member that may hold a table's name or its ARN holds an ARN, if perhaps a bad one. */
bool is_arn(text name_or_arn);

bool is_table_name_or_arn(text name_or_arn);

/* The name of the table that a member is about which may be its name or its ARN; its constraints are checked, and what
 * was found before is reported with them. */
const gabi_error *table_name_of(constraints *found, text name_or_arn, text *ret_name);

/* table_find for such a member. An ARN is refused that is none of a table, or another region's or account's. */
const gabi_error *table_find_by_name_or_arn(world *world, arena *arena, text name_or_arn, const table **ret_table);

/* Checks a member that names a table, like TargetTableName, which is spelled as AWS does in messages. */
void constraint_table_name(constraints *self, const char *member, text name);

#endif
