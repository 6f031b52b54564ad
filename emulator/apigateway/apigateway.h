/* API Gateway, REST APIs (v1): routes of an OpenAPI document, Lambda proxy integrations.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/ */
#ifndef GABI_APIGATEWAY_H
#define GABI_APIGATEWAY_H

#include "fake.h"

extern const fake apigateway_fake;

#endif
