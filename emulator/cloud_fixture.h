/* Fixture: a cloud for *_test.c, booted from the project's own template and sample data. Failures abort the test. */
#ifndef GABI_CLOUD_FIXTURE_H
#define GABI_CLOUD_FIXTURE_H

#include "cloud.h"
#include "core/http.h"
#include "store/world.h"

/* The cloud itself, made once a process. */
cloud *cloud_fixture_cloud(void);

/* A world of its own, forked from one that is prepared once a process: infra/template.json deployed, infra/sample.json
 * loaded, the clock frozen at 2026-01-05T08:00:00Z. It lives as long as the process. */
world *cloud_fixture_world(void);

/* Sends one request to the world's studio API, as a browser would: bearer and body may be NULL. */
http_response cloud_fixture_call(world *world, arena *arena, const char *method, const char *target, const char *bearer,
                                 const char *body);

/* Sends one signed DynamoDB request, e.g. cloud_fixture_dynamodb(world, arena, "GetItem", "{…}"). */
http_response cloud_fixture_dynamodb(world *world, arena *arena, const char *operation, const char *body);

/* The same to DynamoDB Streams. */
http_response cloud_fixture_streams(world *world, arena *arena, const char *operation, const char *body);

#endif
