/* Stream requests: the checks that the operations of DynamoDB Streams share. */
#ifndef GABI_DYNAMODB_STREAM_REQUEST_H
#define GABI_DYNAMODB_STREAM_REQUEST_H

#include "dynamodb/values/constraints.h"
#include "dynamodb/values/wire.h"

/* What ListStreams and DescribeStream give at most. */
#define STREAM_PAGE_MOST 100

/* A text member, which may be absent unless it is required: its length. */
void constrain_length(constraints *found, const char *member, text value, size_t least, size_t most);

void constrain_shard_id(constraints *found, const char *member, text value);

/* Reports all that was found, and a limit above most. */
const gabi_error *check_stream_request(constraints *found, optional_integer limit, int64_t most);

#endif
