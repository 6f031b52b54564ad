/* In which coding DynamoDB sends a long answer to who accepts several. Source: measured at AWS by
 * https://github.com/scylladb/scylladb/blob/master/test/alternator/test_compressed_response.py */
#ifndef GABI_DYNAMODB_ANSWER_CODING_H
#define GABI_DYNAMODB_ANSWER_CODING_H

#include "core/content_coding.h"

/* By the request's Accept-Encoding. */
content_coding answer_coding(text accepted);

#endif
