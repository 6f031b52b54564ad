/* Words of PartiQL, which are names only in double quotes. Source:
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.reserved.html */
#ifndef GABI_DYNAMODB_PARTIQL_KEYWORDS_H
#define GABI_DYNAMODB_PARTIQL_KEYWORDS_H

#include "core/text.h"

/* Whatever the case of its letters. */
bool is_partiql_keyword(text word);

/* Keywords that may be called like functions: SIZE, EXISTS and so on. */
bool is_partiql_function_keyword(text word);

/* The types that IS knows. */
bool is_partiql_type(text word);

#endif
