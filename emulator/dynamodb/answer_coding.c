#include "dynamodb/answer_coding.h"

#include <stdlib.h>

#define MOST_QUALITY_DIGITS 15

/* The number behind the first "q=", wherever that stands; 1 for none, for more than 1 and for what is no number. */
static double quality_of(text parameters) {
    size_t at = text_find(parameters, TEXT("q="));
    if (at == TEXT_NOT_FOUND)
        return 1;
    text value = text_from(parameters, at + 2);
    value = text_trim(text_upto(value, text_index(value, ';')));
    char digits[MOST_QUALITY_DIGITS + 1] = "", *end;
    if (text_is_empty(value) || value.length > MOST_QUALITY_DIGITS)
        return 1;
    memcpy(digits, value.data, value.length);
    double quality = strtod(digits, &end);
    return *end || quality > 1 ? 1 : quality;
}

/* What is named is looked at in its order; "*" stands for the first that is not named, and comes behind what is named
 * as its equal. */
content_coding answer_coding(text accepted) {
    content_coding best = CODING_IDENTITY;
    double best_quality = 0, other_quality = 0;
    bool is_named[CODING_UNKNOWN + 1] = {false};
    for (text part; text_cut(&accepted, ',', &part);) {
        text name;
        text_cut(&part, ';', &name);
        name = text_trim(name);
        double quality = quality_of(part);
        content_coding coding = content_coding_of(name);
        if (text_equal(name, TEXT("*")))
            other_quality = quality;
        else if (coding != CODING_IDENTITY && coding != CODING_UNKNOWN && quality > best_quality) {
            best = coding;
            best_quality = quality;
        }
        is_named[coding] = true;
    }
    content_coding other = is_named[CODING_GZIP] ? CODING_DEFLATE : CODING_GZIP;
    return other_quality > best_quality && !is_named[other] ? other : best;
}
