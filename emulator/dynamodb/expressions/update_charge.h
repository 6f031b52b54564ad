/* Update charge: the second limit of UpdateItem. Besides the item that comes of it, AWS measures the statement: what
 * its clauses write, and a cost for each of them, whatever the item holds. Attributes that it leaves alone, keys too,
 * do not count. So a short key's item may be put with a size to which it cannot be updated. Of AttributeUpdates,
 * PartiQL and transactions the item alone counts.
 *
 * As recorded to the byte in October of 2026 from the 22 regions that do so; ten others measure the item alone. */
#ifndef GABI_DYNAMODB_UPDATE_CHARGE_H
#define GABI_DYNAMODB_UPDATE_CHARGE_H

#include "dynamodb/expressions/expression.h"

size_t update_charge_bytes(const update *update);

#endif
