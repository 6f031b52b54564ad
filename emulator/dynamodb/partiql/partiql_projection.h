/* PartiQL projections: what a SELECT shows of items. */
#ifndef GABI_DYNAMODB_PARTIQL_PROJECTION_H
#define GABI_DYNAMODB_PARTIQL_PROJECTION_H

#include "dynamodb/partiql/partiql_value.h"
#include "dynamodb/tables/table.h"

/* Each path under the name of its last part: m.k[1] is shown as k[1]. */
const gabi_error *partiql_projection_of(const partiql_scope *scope, const partiql_statement *statement,
                                        projection *ret_projection);

/* Whether an index has what is shown and, where it is queried, what filter (which may be NULL) looks at. */
const gabi_error *partiql_check_projected(arena *arena, const table *table, const table_index *index,
                                          const projection *projection, const condition *filter);

#endif
