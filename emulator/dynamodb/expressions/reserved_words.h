/* Words that expressions may use as names only behind a placeholder. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html */
#ifndef GABI_DYNAMODB_RESERVED_WORDS_H
#define GABI_DYNAMODB_RESERVED_WORDS_H

#include "core/text.h"

/* Whatever the case of its letters. */
bool is_reserved_word(text word);

#endif
