/* The ports a service is given; it does not own them. They belong to one function instance, which serves one request
 * at a time, so nothing behind them needs a lock. */
#ifndef GABI_PORTS_PORTS_H
#define GABI_PORTS_PORTS_H

#include "ports/clock.h"
#include "ports/ids.h"
#include "ports/log.h"
#include "ports/secrets.h"
#include "ports/table.h"
#include "ports/tokens.h"

typedef struct ports {
    clock_port *clock;
    ids_port *ids;
    log_port *log;
    secrets_port *secrets;
    table_port *table;
    tokens_port *tokens;
} ports;

#endif
