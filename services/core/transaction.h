/* Transactions that are tried again when another one was in their way. */
#ifndef GABI_CORE_TRANSACTION_H
#define GABI_CORE_TRANSACTION_H

#include "ports/ports.h"

/* Like table_port.transact, but what fails with ERROR_CONFLICT is tried again, some times, after random waits that
 * grow; what is in conflict still is ERROR_UNAVAILABLE. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
const gabi_error *transact_patiently(const ports *ports, arena *arena, table_write *writes, size_t count);

#endif
