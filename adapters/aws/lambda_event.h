/* Lambda events of API Gateway's REST proxy integrations (payload format 1.0), as HTTP messages. Source:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
#ifndef GABI_LAMBDA_EVENT_H
#define GABI_LAMBDA_EVENT_H

#include "core/http.h"

/* The request that an event describes; its texts live as long as the event and the arena. ERROR_INVALID, code
 * "malformed_event". */
const gabi_error *lambda_event_read(arena *arena, text event, http_request *ret_request);

/* What the function answers with; content that is not UTF-8 goes as base64. */
text lambda_event_answer(arena *arena, const http_response *response);

#endif
