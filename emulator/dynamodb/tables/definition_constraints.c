/* The constraints on single members of definitions. */
#include "dynamodb/tables/definition.h"

#define LONGEST_KEY_NAME_BYTES 255
#define MOST_INCLUDED 20 /* of one index */

const char *element_path(constraints *found, const char *prefix, const char *list, size_t index, const char *member) {
    return arena_printf(found->problems.arena, "%s%s.%zu.member.%s", prefix, list, index + 1, member);
}

/* The name of an attribute that a key is made of. */
static void constrain_key_name(constraints *found, const char *member, text name) {
    text quoted = text_format(found->problems.arena, "'%.*s'", TEXT_ARGS(name));
    constraint_not_null(found, member, name.data != NULL);
    if (name.data && text_is_empty(name))
        constraint_failed(found, member, quoted, "Member must have length greater than or equal to 1");
    if (name.length > LONGEST_KEY_NAME_BYTES)
        constraint_failed(found, member, quoted, "Member must have length less than or equal to 255");
}

/* A key of a table or local index has two elements at most. */
static void constrain_short_key(constraints *found, const char *name, const wire_list *key) {
    const key_element *elements = key->items;
    buffer shown = BUFFER(found->problems.arena);
    if (key->count <= 2)
        return;
    for (size_t i = 0; i < key->count; i++)
        buffer_format(&shown, "%sKeySchemaElement(attributeName=%.*s, keyType=%.*s)", i ? ", " : "",
                      TEXT_ARGS(elements[i].name), TEXT_ARGS(elements[i].type));
    constraint_failed(found, name, text_format(found->problems.arena, "'[%s]'", buffer_text(&shown).data),
                      "Member must have length less than or equal to 2");
}

void constrain_key_elements(constraints *found, const char *prefix, const wire_list *key, bool is_short) {
    const key_element *elements = key->items;
    const char *name = arena_printf(found->problems.arena, "%skeySchema", prefix);
    constraint_not_null(found, name, key->is_present);
    if (key->is_present && key->count == 0)
        constraint_failed(found, name, TEXT("'[]'"), "Member must have length greater than or equal to 1");
    if (is_short)
        constrain_short_key(found, name, key);
    for (size_t i = 0; i < key->count; i++) {
        constrain_key_name(found, element_path(found, prefix, "keySchema", i, "attributeName"), elements[i].name);
        const char *type = element_path(found, prefix, "keySchema", i, "keyType");
        constraint_not_null(found, type, elements[i].type.data != NULL);
        constraint_enum(found, type, elements[i].type, "[HASH, RANGE]");
    }
}

static void constrain_units(constraints *found, const char *prefix, const char *name, const optional_integer *units) {
    const char *member = arena_printf(found->problems.arena, "%sprovisionedThroughput.%s", prefix, name);
    constraint_not_null(found, member, units->is_present);
    if (units->is_present && units->value < 1)
        constraint_failed(found, member, text_format(found->problems.arena, "'%lld'", (long long)units->value),
                          "Member must have value greater than or equal to 1");
}

void constrain_throughput(constraints *found, const char *prefix, const throughput *throughput) {
    if (!throughput)
        return;
    constrain_units(found, prefix, "writeCapacityUnits", &throughput->write_units);
    constrain_units(found, prefix, "readCapacityUnits", &throughput->read_units);
}

/* Besides what names of tables have, too. */
static void constrain_index_name(constraints *found, const char *member, text name) {
    constraint_not_null(found, member, name.data != NULL);
    if (name.data)
        constraint_name(found, member, name, 3);
}

static void constrain_projection(constraints *found, const char *prefix, const projection_definition *projection) {
    const wire_list *included = &projection->included;
    const text *names = included->items;
    const char *member = arena_printf(found->problems.arena, "%sprojection.nonKeyAttributes", prefix);
    buffer shown = BUFFER(found->problems.arena);
    bool has_misfit = false;
    constraint_enum(found, arena_printf(found->problems.arena, "%sprojection.projectionType", prefix), projection->type,
                    "[ALL, INCLUDE, KEYS_ONLY]");
    for (size_t i = 0; i < included->count; i++) {
        buffer_format(&shown, "%s%.*s", i ? ", " : "", TEXT_ARGS(names[i]));
        has_misfit = has_misfit || text_is_empty(names[i]) || names[i].length > LONGEST_KEY_NAME_BYTES;
    }
    text quoted = text_format(found->problems.arena, "'[%s]'", buffer_text(&shown).data);
    if (included->is_present && included->count == 0)
        constraint_failed(found, member, quoted, "Member must have length greater than or equal to 1");
    if (included->count > MOST_INCLUDED)
        constraint_failed(found, member, quoted, "Member must have length less than or equal to 20");
    if (has_misfit)
        constraint_failed(found, member, quoted,
                          "Member must satisfy constraint: [Member must have length less than or equal to 255, Member "
                          "must have length greater than or equal to 1]");
}

void constrain_index(constraints *found, const char *prefix, const index_definition *index, bool is_local) {
    constrain_index_name(found, arena_printf(found->problems.arena, "%sindexName", prefix), index->name);
    constrain_key_elements(found, prefix, &index->key, is_local);
    constraint_not_null(found, arena_printf(found->problems.arena, "%sprojection", prefix), index->projection != NULL);
    if (index->projection)
        constrain_projection(found, prefix, index->projection);
    constrain_throughput(found, prefix, index->throughput);
}

void constrain_encryption(constraints *found, const encryption *encryption) {
    if (!encryption)
        return;
    constraint_enum(found, "sSESpecification.sSEType", encryption->type, "[AES256, KMS]");
    if (encryption->key.data && text_is_empty(encryption->key))
        constraint_failed(found, "sSESpecification.kMSMasterKeyId", TEXT("''"),
                          "Member must have length greater than or equal to 1");
}

void constrain_attributes(constraints *found, const wire_list *attributes) {
    const attribute_definition *items = attributes->items;
    for (size_t i = 0; i < attributes->count; i++) {
        const char *type = element_path(found, "", "attributeDefinitions", i, "attributeType");
        constraint_not_null(found, type, items[i].type.data != NULL);
        constraint_enum(found, type, items[i].type, "[B, N, S]");
        constrain_key_name(found, element_path(found, "", "attributeDefinitions", i, "attributeName"), items[i].name);
    }
}
