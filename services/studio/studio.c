#include "studio/studio.h"

#include "auth/auth_api.h"
#include "booking/booking_api.h"

const service *const studio_services[] = {&auth_service, &booking_service};
const size_t studio_service_count = sizeof studio_services / sizeof *studio_services;

const service *studio_find(text name) {
    for (size_t i = 0; i < studio_service_count; i++)
        if (text_equal(name, text_of(studio_services[i]->name)))
            return studio_services[i];
    return NULL;
}
