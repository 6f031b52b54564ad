/* Signature: `aws-sigv4`, requests that are signed as AWS wants them, as libcurl has the option. */
#ifndef GABI_RUNNER_SIGNATURE_H
#define GABI_RUNNER_SIGNATURE_H

#include "core/http.h"

/* Signs the request, whose headers and body must be complete. parameters are "aws:amz:REGION:SERVICE", whose last two
 * the host may say instead (SERVICE.REGION.…); user is "KEY:SECRET". False, with the reason, for others. */
bool signature_add(arena *arena, text parameters, text user, int64_t now_ms, http_request *request,
                   const char **ret_reason);

#endif
