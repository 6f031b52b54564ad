/* The secrets port on AWS Secrets Manager. Source:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
#ifndef GABI_SECRETS_MANAGER_H
#define GABI_SECRETS_MANAGER_H

#include "aws/aws_client.h"
#include "ports/secrets.h"

/* A value is asked for again when it is older than this, so that a rotated secret gets through. */
#define SECRETS_KEPT_MS INT64_C(300000)

/* Lives in the arena, with the values that it remembers. */
secrets_port *secrets_manager_new(arena *arena, const aws_options *options);

#endif
