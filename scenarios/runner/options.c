#include "runner/options.h"

const request_options default_options = {
    .repeat = 1,
    .retry_interval_ms = 1000,
    .max_redirects = 50,
    .max_time_ms = 300000,
};
