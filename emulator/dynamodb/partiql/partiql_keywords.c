#include "dynamodb/partiql/partiql_keywords.h"

/* Each list lower-case, a space before and behind every word. */
static const char keywords[] =
    " absolute action add all allocate alter and any are as asc assertion at authorization avg bag begin between "
    "bigint bit bit_length blob bool boolean by cascade cascaded case cast catalog char char_length character "
    "character_length check clob close coalesce collate collation column commit conflict connect connection "
    "constraint constraints continue convert corresponding count create cross current current_date current_time "
    "current_timestamp current_user cursor date date_add date_diff deallocate dec decimal declare default "
    "deferrable deferred delete desc describe descriptor diagnostics disconnect distinct do domain double drop "
    "else end escape except exception exec execute exists external extract false fetch first float for foreign "
    "found from full get global go goto grant group having identity immediate in index indicator initially inner "
    "input insensitive insert int int2 int4 int8 integer integer2 integer4 integer8 intersect interval into is "
    "isolation join key language last left let level like limit list local lower match max min missing modified "
    "module names national natural nchar new next no not nothing null nullif numeric octet_length of old on only "
    "open option or order outer output overlaps pad partial pivot position precision prepare preserve primary "
    "prior privileges procedure public read real references relative remove restrict returning revoke right "
    "rollback rows schema scroll section select session session_user set sexp size smallint some space sql "
    "sqlcode sqlerror sqlstate string struct substring sum symbol system_user table temporary then time timestamp "
    "to transaction translate translation trim true tuple union unique unknown unpivot update upper usage user "
    "using value values varchar varying view when whenever where with work write zone ";

static const char functions[] =
    " avg bag bit_length char_length character_length coalesce count exists list lower max min nullif "
    "octet_length sexp size substring sum upper ";

static const char types[] =
    " bag bigint blob bool boolean char character clob date dec decimal double float int int2 int4 int8 integer "
    "integer2 integer4 integer8 list missing null numeric real sexp smallint string struct symbol time timestamp "
    "tuple varchar ";

/* Longer words are none. */
#define MOST_LETTERS 24

static bool is_among(text word, const char *list) {
    char spaced[MOST_LETTERS + 2] = " ";
    if (word.length > MOST_LETTERS)
        return false;
    for (size_t i = 0; i < word.length; i++)
        spaced[i + 1] = (char)(word.data[i] >= 'A' && word.data[i] <= 'Z' ? word.data[i] - 'A' + 'a' : word.data[i]);
    spaced[word.length + 1] = ' ';
    return text_find(text_of(list), (text){spaced, word.length + 2}) != TEXT_NOT_FOUND;
}

bool is_partiql_keyword(text word) { return is_among(word, keywords); }

bool is_partiql_function_keyword(text word) { return is_among(word, functions); }

bool is_partiql_type(text word) { return is_among(word, types); }
