#include "dynamodb/definition.h"

#define MEMBER(type_, name_, read_, field_)                                                                            \
    { name_, wire_read_##read_, offsetof(type_, field_), NULL }
#define SHARED_STRUCT(name_, shape_, type_, members_)                                                                  \
    const wire_struct name_ = {shape_, sizeof(type_), members_, sizeof(members_) / sizeof *(members_)}
#define NESTED_MEMBER(type_, name_, read_, field_, element_)                                                           \
    { name_, wire_read_##read_, offsetof(type_, field_), element_ }

/* ---- reading ---- */

static const wire_member attribute_members[] = {
    MEMBER(attribute_definition, "AttributeName", text, name),
    MEMBER(attribute_definition, "AttributeType", text, type),
};
SHARED_STRUCT(attribute_struct, "AttributeDefinition", attribute_definition, attribute_members);

static const wire_member key_members[] = {
    MEMBER(key_element, "AttributeName", text, name),
    MEMBER(key_element, "KeyType", text, type),
};
WIRE_SHAPE(key_struct, "KeySchemaElement", key_element, key_members);

static const wire_member throughput_members[] = {
    MEMBER(throughput, "ReadCapacityUnits", long, read_units),
    MEMBER(throughput, "WriteCapacityUnits", long, write_units),
};
SHARED_STRUCT(throughput_struct, "", throughput, throughput_members);

static const wire_member on_demand_members[] = {
    MEMBER(throughput, "MaxReadRequestUnits", long, read_units),
    MEMBER(throughput, "MaxWriteRequestUnits", long, write_units),
};
SHARED_STRUCT(on_demand_struct, "", throughput, on_demand_members);

static const wire_member warm_members[] = {
    MEMBER(throughput, "ReadUnitsPerSecond", long, read_units),
    MEMBER(throughput, "WriteUnitsPerSecond", long, write_units),
};
SHARED_STRUCT(warm_struct, "", throughput, warm_members);

static const wire_member encryption_members[] = {
    MEMBER(encryption, "Enabled", boolean, is_enabled),
    MEMBER(encryption, "SSEEnabled", boolean, is_enabled), /* as templates spell it */
    MEMBER(encryption, "SSEType", text, type),
    MEMBER(encryption, "KMSMasterKeyId", text, key),
};
SHARED_STRUCT(encryption_struct, "", encryption, encryption_members);

static const wire_member projection_members[] = {
    MEMBER(projection_definition, "ProjectionType", text, type),
    MEMBER(projection_definition, "NonKeyAttributes", list, included),
};
WIRE_STRUCT(projection_struct, projection_definition, projection_members);

static const wire_member index_members[] = {
    MEMBER(index_definition, "IndexName", text, name),
    NESTED_MEMBER(index_definition, "KeySchema", list, key, &key_struct),
    NESTED_MEMBER(index_definition, "Projection", object, projection, &projection_struct),
    NESTED_MEMBER(index_definition, "ProvisionedThroughput", object, throughput, &throughput_struct),
    NESTED_MEMBER(index_definition, "OnDemandThroughput", object, on_demand, &on_demand_struct),
    NESTED_MEMBER(index_definition, "WarmThroughput", object, warm, &warm_struct),
};
#define INDEX_SHAPE(name_)                                                                                             \
    { name_, sizeof(index_definition), index_members, sizeof index_members / sizeof *index_members }
const wire_struct global_index_struct = INDEX_SHAPE("GlobalSecondaryIndex");
const wire_struct local_index_struct = INDEX_SHAPE("LocalSecondaryIndex");

static const wire_member definition_members[] = {
    MEMBER(table_definition, "TableName", text, name),
    NESTED_MEMBER(table_definition, "AttributeDefinitions", list, attributes, &attribute_struct),
    NESTED_MEMBER(table_definition, "KeySchema", list, key, &key_struct),
    NESTED_MEMBER(table_definition, "GlobalSecondaryIndexes", list, global_indexes, &global_index_struct),
    NESTED_MEMBER(table_definition, "LocalSecondaryIndexes", list, local_indexes, &local_index_struct),
    MEMBER(table_definition, "BillingMode", text, billing_mode),
    MEMBER(table_definition, "TableClass", text, table_class),
    NESTED_MEMBER(table_definition, "ProvisionedThroughput", object, throughput, &throughput_struct),
    NESTED_MEMBER(table_definition, "OnDemandThroughput", object, on_demand, &on_demand_struct),
    NESTED_MEMBER(table_definition, "WarmThroughput", object, warm, &warm_struct),
    NESTED_MEMBER(table_definition, "SSESpecification", object, encryption, &encryption_struct),
    MEMBER(table_definition, "DeletionProtectionEnabled", boolean, deletion_protection),
    NESTED_MEMBER(table_definition, "StreamSpecification", object, stream, &stream_specification_struct),
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

size_t definition_index_count(const table_definition *self) {
    return self->global_indexes.count + self->local_indexes.count;
}

const index_definition *definition_index(const table_definition *self, size_t number) {
    const index_definition *global = self->global_indexes.items, *local = self->local_indexes.items;
    return number < self->global_indexes.count ? &global[number] : &local[number - self->global_indexes.count];
}

/* ---- writing ---- */

void write_attributes(json_writer *writer, const wire_list *attributes) {
    const attribute_definition *items = attributes->items;
    json_name(writer, TEXT("AttributeDefinitions"));
    json_begin_array(writer);
    for (size_t i = 0; i < attributes->count; i++) {
        json_begin_object(writer);
        json_string_member(writer, "AttributeName", items[i].name);
        json_string_member(writer, "AttributeType", items[i].type);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void definition_write_key(json_writer *writer, const wire_list *key) {
    const key_element *elements = key->items;
    json_begin_array(writer);
    for (size_t i = 0; i < key->count; i++) {
        json_begin_object(writer);
        json_string_member(writer, "AttributeName", elements[i].name);
        json_string_member(writer, "KeyType", elements[i].type);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void write_key(json_writer *writer, const wire_list *key) {
    json_name(writer, TEXT("KeySchema"));
    definition_write_key(writer, key);
}

static void write_throughput(json_writer *writer, const throughput *throughput) {
    if (!throughput)
        return;
    json_name(writer, TEXT("ProvisionedThroughput"));
    json_begin_object(writer);
    json_integer_member(writer, "ReadCapacityUnits", throughput->read_units.value);
    json_integer_member(writer, "WriteCapacityUnits", throughput->write_units.value);
    json_end_object(writer);
}

void write_on_demand(json_writer *writer, const throughput *most) {
    if (!most || (!most->read_units.is_present && !most->write_units.is_present))
        return;
    json_name(writer, TEXT("OnDemandThroughput"));
    json_begin_object(writer);
    if (most->read_units.is_present)
        json_integer_member(writer, "MaxReadRequestUnits", most->read_units.value);
    if (most->write_units.is_present)
        json_integer_member(writer, "MaxWriteRequestUnits", most->write_units.value);
    json_end_object(writer);
}

void write_projection(json_writer *writer, const projection_definition *projection) {
    const text *included = projection->included.items;
    json_name(writer, TEXT("Projection"));
    json_begin_object(writer);
    json_string_member(writer, "ProjectionType", projection->type);
    if (projection->included.count > 0) {
        json_name(writer, TEXT("NonKeyAttributes"));
        json_begin_array(writer);
        for (size_t i = 0; i < projection->included.count; i++)
            json_string(writer, included[i]);
        json_end_array(writer);
    }
    json_end_object(writer);
}

static void write_warm(json_writer *writer, const throughput *warm) {
    if (!warm)
        return;
    json_name(writer, TEXT("WarmThroughput"));
    json_begin_object(writer);
    if (warm->read_units.is_present)
        json_integer_member(writer, "ReadUnitsPerSecond", warm->read_units.value);
    if (warm->write_units.is_present)
        json_integer_member(writer, "WriteUnitsPerSecond", warm->write_units.value);
    json_end_object(writer);
}

static void write_encryption(json_writer *writer, const encryption *encryption) {
    if (!encryption)
        return;
    json_name(writer, TEXT("SSESpecification"));
    json_begin_object(writer);
    json_boolean_member(writer, "Enabled", encryption->is_enabled.value);
    if (encryption->type.data)
        json_string_member(writer, "SSEType", encryption->type);
    if (encryption->key.data)
        json_string_member(writer, "KMSMasterKeyId", encryption->key);
    json_end_object(writer);
}

static void write_index(json_writer *writer, const index_definition *index) {
    json_begin_object(writer);
    json_string_member(writer, "IndexName", index->name);
    write_key(writer, &index->key);
    write_projection(writer, index->projection);
    write_throughput(writer, index->throughput);
    write_on_demand(writer, index->on_demand);
    write_warm(writer, index->warm);
    json_end_object(writer);
}

static void write_indexes(json_writer *writer, const char *name, const wire_list *indexes) {
    const index_definition *items = indexes->items;
    if (indexes->count == 0)
        return;
    json_name(writer, text_of(name));
    json_begin_array(writer);
    for (size_t i = 0; i < indexes->count; i++)
        write_index(writer, &items[i]);
    json_end_array(writer);
}

void definition_write_indexes(json_writer *writer, const table_definition *self) {
    write_indexes(writer, "GlobalSecondaryIndexes", &self->global_indexes);
    write_indexes(writer, "LocalSecondaryIndexes", &self->local_indexes);
}

void definition_describe_source(json_writer *writer, const table_definition *self) {
    static const throughput none = {{true, 0}, {true, 0}};
    write_key(writer, &self->key);
    write_throughput(writer, self->throughput ? self->throughput : &none);
    write_on_demand(writer, self->on_demand);
    json_string_member(writer, "BillingMode", self->billing_mode);
}

text definition_to_json(arena *arena, const table_definition *self) {
    buffer out = BUFFER(arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "TableName", self->name);
    write_attributes(&writer, &self->attributes);
    write_key(&writer, &self->key);
    definition_write_indexes(&writer, self);
    json_string_member(&writer, "BillingMode", self->billing_mode.data ? self->billing_mode : TEXT("PROVISIONED"));
    write_throughput(&writer, self->throughput);
    write_on_demand(&writer, self->on_demand);
    write_warm(&writer, self->warm);
    write_encryption(&writer, self->encryption);
    if (self->table_class.data)
        json_string_member(&writer, "TableClass", self->table_class);
    json_boolean_member(&writer, "DeletionProtectionEnabled", self->deletion_protection.value);
    json_end_object(&writer);
    return buffer_text(&out);
}
