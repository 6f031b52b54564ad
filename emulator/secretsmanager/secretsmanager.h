/* Secrets Manager: secrets made by templates, read with GetSecretValue.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
#ifndef GABI_SECRETSMANAGER_H
#define GABI_SECRETSMANAGER_H

#include "fake.h"

extern const fake secretsmanager_fake;

#endif
