/* AWS::SecretsManager::Secret: a given SecretString, or one made up by GenerateSecretString.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html */
#ifndef GABI_SECRET_RESOURCE_H
#define GABI_SECRET_RESOURCE_H

#include "fake.h"

/* Makes the secret; one that is there already keeps its value. */
const gabi_error *secret_provision(provision_context *context, const resource *resource, resource_result *ret_result);

#endif
