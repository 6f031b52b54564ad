/* Definitions: what CreateTable and UpdateTable are told of a table's keys and indexes. */
#ifndef GABI_DYNAMODB_MODEL_DEFINITION_H
#define GABI_DYNAMODB_MODEL_DEFINITION_H

#include "dynamodb/model/run.h"

/* The member KeySchema. */
void definition_write_key(json_writer *writer, const model_key *key);

/* The member AttributeDefinitions. */
void definition_write_attributes(const model_table *table, json_writer *writer);

/* The object that describes one index. */
void definition_write_index(run *self, json_writer *writer, const model_index *index);

/* The member LocalSecondaryIndexes or GlobalSecondaryIndexes, where there are any. */
void definition_write_indexes(run *self, json_writer *writer, bool local);

#endif
