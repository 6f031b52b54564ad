#include "dynamodb/tables/definition.h"

#include "store/account.h"

#define SHARED_STRUCT(name_, shape_, type_, members_)                                                                  \
    const wire_struct name_ = {shape_, sizeof(type_), members_, sizeof(members_) / sizeof *(members_)}
/* ---- reading ---- */

static const wire_member attribute_members[] = {
    WIRE_MEMBER(attribute_definition, "AttributeName", text, name),
    WIRE_MEMBER(attribute_definition, "AttributeType", text, type),
};
SHARED_STRUCT(attribute_struct, "AttributeDefinition", attribute_definition, attribute_members);

static const wire_member key_members[] = {
    WIRE_MEMBER(key_element, "AttributeName", text, name),
    WIRE_MEMBER(key_element, "KeyType", text, type),
};
SHARED_STRUCT(key_struct, "KeySchemaElement", key_element, key_members);

static const wire_member throughput_members[] = {
    WIRE_MEMBER(throughput, "ReadCapacityUnits", long, read_units),
    WIRE_MEMBER(throughput, "WriteCapacityUnits", long, write_units),
};
SHARED_STRUCT(throughput_struct, "", throughput, throughput_members);

static const wire_member on_demand_members[] = {
    WIRE_MEMBER(throughput, "MaxReadRequestUnits", long, read_units),
    WIRE_MEMBER(throughput, "MaxWriteRequestUnits", long, write_units),
};
SHARED_STRUCT(on_demand_struct, "", throughput, on_demand_members);

static const wire_member warm_members[] = {
    WIRE_MEMBER(throughput, "ReadUnitsPerSecond", long, read_units),
    WIRE_MEMBER(throughput, "WriteUnitsPerSecond", long, write_units),
};
SHARED_STRUCT(warm_struct, "", throughput, warm_members);

static const wire_member encryption_members[] = {
    WIRE_MEMBER(encryption, "Enabled", boolean, is_enabled),
    WIRE_MEMBER(encryption, "SSEEnabled", boolean, is_enabled), /* as templates spell it */
    WIRE_MEMBER(encryption, "SSEType", text, type),
    WIRE_MEMBER(encryption, "KMSMasterKeyId", text, key),
};
SHARED_STRUCT(encryption_struct, "", encryption, encryption_members);

static const wire_member projection_members[] = {
    WIRE_MEMBER(projection_definition, "ProjectionType", text, type),
    WIRE_MEMBER(projection_definition, "NonKeyAttributes", list, included),
};
SHARED_STRUCT(projection_struct, "", projection_definition, projection_members);

static const wire_member index_members[] = {
    WIRE_MEMBER(index_definition, "IndexName", text, name),
    WIRE_NESTED(index_definition, "KeySchema", list, key, &key_struct),
    WIRE_NESTED(index_definition, "Projection", object, projection, &projection_struct),
    WIRE_NESTED(index_definition, "ProvisionedThroughput", object, throughput, &throughput_struct),
    WIRE_NESTED(index_definition, "OnDemandThroughput", object, on_demand, &on_demand_struct),
    WIRE_NESTED(index_definition, "WarmThroughput", object, warm, &warm_struct),
};
#define INDEX_SHAPE(name_)                                                                                             \
    { name_, sizeof(index_definition), index_members, sizeof index_members / sizeof *index_members }
const wire_struct global_index_struct = INDEX_SHAPE("GlobalSecondaryIndex");
const wire_struct index_creation_struct = INDEX_SHAPE("CreateGlobalSecondaryIndexAction");
const wire_struct index_update_struct = INDEX_SHAPE("UpdateGlobalSecondaryIndexAction");
const wire_struct index_deletion_struct = INDEX_SHAPE("DeleteGlobalSecondaryIndexAction");
const wire_struct local_index_struct = INDEX_SHAPE("LocalSecondaryIndex");

static const wire_member definition_members[] = {
    WIRE_MEMBER(table_definition, "TableName", text, name),
    WIRE_NESTED(table_definition, "AttributeDefinitions", list, attributes, &attribute_struct),
    WIRE_NESTED(table_definition, "KeySchema", list, key, &key_struct),
    WIRE_NESTED(table_definition, "GlobalSecondaryIndexes", list, global_indexes, &global_index_struct),
    WIRE_NESTED(table_definition, "LocalSecondaryIndexes", list, local_indexes, &local_index_struct),
    WIRE_MEMBER(table_definition, "BillingMode", text, billing_mode),
    WIRE_MEMBER(table_definition, "TableClass", text, table_class),
    WIRE_NESTED(table_definition, "ProvisionedThroughput", object, throughput, &throughput_struct),
    WIRE_NESTED(table_definition, "OnDemandThroughput", object, on_demand, &on_demand_struct),
    WIRE_NESTED(table_definition, "WarmThroughput", object, warm, &warm_struct),
    WIRE_NESTED(table_definition, "SSESpecification", object, encryption, &encryption_struct),
    WIRE_MEMBER(table_definition, "DeletionProtectionEnabled", boolean, deletion_protection),
    WIRE_NESTED(table_definition, "StreamSpecification", object, stream, &stream_specification_struct),
};
WIRE_STRUCT(definition_struct, table_definition, definition_members);

const gabi_error *definition_read(arena *arena, text json, table_definition *ret_definition) {
    table_definition definition = {0};
    TRY(wire_read_body(arena, json, &definition_struct, &definition));
    *ret_definition = definition;
    return NULL;
}

bool definition_is_on_demand(const table_definition *self) {
    return text_equal(self->billing_mode, TEXT("PAY_PER_REQUEST"));
}

static optional_integer largest(int64_t a, int64_t b) { return (optional_integer){true, a > b ? a : b}; }

throughput definition_warm(const table_definition *self, const throughput *asked, const throughput *provisioned) {
    static const throughput none = {0}, on_demand = {{true, 12000}, {true, 4000}};
    const throughput *least = definition_is_on_demand(self) ? &on_demand : provisioned ? provisioned : &none;
    if (!asked)
        asked = &none;
    return (throughput){largest(asked->read_units.value, least->read_units.value),
                        largest(asked->write_units.value, least->write_units.value)};
}

bool encryption_is_enabled(const encryption *encryption) {
    return encryption && (encryption->is_enabled.is_present ? encryption->is_enabled.value : !!encryption->type.data);
}

text encryption_key_arn(arena *arena, const encryption *encryption) {
    text key = encryption->key;
    if (text_starts_with(key, TEXT("arn:")))
        return key;
    text of = !key.data                               ? TEXT("alias/aws/dynamodb")
              : text_starts_with(key, TEXT("alias/")) ? key
                                                      : text_format(arena, "key/%.*s", TEXT_ARGS(key));
    return text_format(arena, "arn:aws:kms:" ACCOUNT_REGION ":" ACCOUNT_ID ":%.*s", TEXT_ARGS(of));
}

size_t definition_index_count(const table_definition *self) {
    return self->global_indexes.count + self->local_indexes.count;
}

const index_definition *definition_index(const table_definition *self, size_t number) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    return number < self->global_indexes.count ? &global[number] : &local[number - self->global_indexes.count];
}

/* ---- writing ---- */

void write_key(json_writer *writer, const wire_list *key) { wire_write_list(writer, "KeySchema", &key_struct, key); }

void write_on_demand(json_writer *writer, const throughput *most) {
    if (most && (most->read_units.is_present || most->write_units.is_present))
        wire_write_object(writer, "OnDemandThroughput", &on_demand_struct, most);
}

static const wire_member source_index_members[] = {
    WIRE_MEMBER(index_definition, "IndexName", text, name),
    WIRE_NESTED(index_definition, "KeySchema", list, key, &key_struct),
    WIRE_NESTED(index_definition, "Projection", object, projection, &projection_struct),
    WIRE_NESTED(index_definition, "ProvisionedThroughput", object, throughput, &throughput_struct),
    WIRE_NESTED(index_definition, "OnDemandThroughput", object, on_demand, &on_demand_struct),
};
WIRE_SHAPE(source_index_struct, "", index_definition, source_index_members);

static const wire_member source_features_members[] = {
    WIRE_NESTED(table_definition, "GlobalSecondaryIndexes", list, global_indexes, &source_index_struct),
    WIRE_NESTED(table_definition, "LocalSecondaryIndexes", list, local_indexes, &source_index_struct),
};
WIRE_STRUCT(source_features_struct, table_definition, source_features_members);

void definition_describe_source_features(json_writer *writer, const table_definition *self) {
    wire_write_members(writer, &source_features_struct, self);
}

static const wire_member source_members[] = {
    WIRE_NESTED(table_definition, "KeySchema", list, key, &key_struct),
    WIRE_NESTED(table_definition, "ProvisionedThroughput", object, throughput, &throughput_struct),
    WIRE_NESTED(table_definition, "OnDemandThroughput", object, on_demand, &on_demand_struct),
    WIRE_MEMBER(table_definition, "BillingMode", text, billing_mode),
};
WIRE_STRUCT(source_struct, table_definition, source_members);

void definition_describe_source(json_writer *writer, const table_definition *self) {
    throughput none = {{true, 0}, {true, 0}};
    table_definition source = *self;
    if (!source.throughput)
        source.throughput = &none;
    wire_write_members(writer, &source_struct, &source);
}

text definition_to_json(arena *arena, const table_definition *self) {
    table_definition kept = *self;
    kept.stream = NULL; /* which is among the table's settings */
    kept.deletion_protection.is_present = true;
    if (!kept.billing_mode.data)
        kept.billing_mode = TEXT("PROVISIONED");
    return wire_to_json(arena, &definition_struct, &kept);
}
