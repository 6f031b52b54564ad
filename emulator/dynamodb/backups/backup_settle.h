/* What becomes of backups and journals as time goes by. Both without the lock. */
#ifndef GABI_DYNAMODB_BACKUP_SETTLE_H
#define GABI_DYNAMODB_BACKUP_SETTLE_H

#include "store/world.h"

/* Takes away, once in a process, the backups and restored tables that the process before has left half made: nobody was
 * told yet that there are any. Before anything is backed up or restored. */
const gabi_error *backups_discard_leftovers(world *world, arena *arena);

/* For fake.settle: that, and backups expire, and journals forget what is too old to be restored. */
const gabi_error *backups_settle(world *world, arena *arena);

#endif
