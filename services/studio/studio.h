/* Studio: all the services, by name. */
#ifndef GABI_STUDIO_H
#define GABI_STUDIO_H

#include "core/service.h"

/* The service of that name ("booking"), or NULL. */
const service *studio_find(text name);

/* For tests that walk all tables of ops. */
extern const service *const studio_services[];
extern const size_t studio_service_count;

#endif
