/* Lambda: functions made by templates, invoked through the Lambda API. The code behind a function is one of the
 * studio's services, linked into this process and named by the function's Handler; it runs on the real adapters over
 * the world's loopback transport.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
#ifndef GABI_LAMBDA_H
#define GABI_LAMBDA_H

#include "core/service.h"
#include "fake.h"

extern const fake lambda_fake;

/* For tests: also knows this service, under its name as Handler, in that world. Before the first invocation only. */
void lambda_add_service(world *world, const service *service);

#endif
