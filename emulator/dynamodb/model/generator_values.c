#include "dynamodb/model/generator.h"

static const text strings[] = {
    TEXT_INIT("a"),    TEXT_INIT("A"),          TEXT_INIT("aa"),         TEXT_INIT("ab"),   TEXT_INIT("a\0"),
    TEXT_INIT("a\0b"), TEXT_INIT("ab\0"),       TEXT_INIT("b"),          TEXT_INIT("\0"),   TEXT_INIT("\0\0"),
    TEXT_INIT("10"),   TEXT_INIT("9"),          TEXT_INIT("é"),          TEXT_INIT("aé"),   TEXT_INIT("\x7F"),
    TEXT_INIT("\x01"), TEXT_INIT("\U0000FFFD"), TEXT_INIT("\U00010000"), TEXT_INIT("\"\\"), TEXT_INIT("'"),
};

static const text binaries[] = {
    TEXT_INIT("\0"),       TEXT_INIT("\0\0"),   TEXT_INIT("\0\xFF"), TEXT_INIT("\0\xFF\0"),
    TEXT_INIT("\0\x01"),   TEXT_INIT("\xFF"),   TEXT_INIT("\xFF\0"), TEXT_INIT("\xFF\xFF"),
    TEXT_INIT("\x01"),     TEXT_INIT("\x01\0"), TEXT_INIT("\x7F"),   TEXT_INIT("\x80"),
    TEXT_INIT("\xFE\xFF"), TEXT_INIT("a"),      TEXT_INIT("ab"),     TEXT_INIT("\xFF\xFF\xFF"),
};

/* Whose digits are each other's beginnings, of all magnitudes, and the largest and smallest there are. */
static const text numbers[] = {
    TEXT_INIT("0"),
    TEXT_INIT("1"),
    TEXT_INIT("0.01"),
    TEXT_INIT("0.012"),
    TEXT_INIT("0.1"),
    TEXT_INIT("0.12"),
    TEXT_INIT("1.2"),
    TEXT_INIT("1.25"),
    TEXT_INIT("12"),
    TEXT_INIT("12.5"),
    TEXT_INIT("12.512"),
    TEXT_INIT("125"),
    TEXT_INIT("1250"),
    TEXT_INIT("100"),
    TEXT_INIT("1E20"),
    TEXT_INIT("1E-20"),
    TEXT_INIT("1E-130"),
    TEXT_INIT("9E125"),
    TEXT_INIT("1E37"),
    TEXT_INIT("1.5E-7"),
    TEXT_INIT("9007199254740993"),
    TEXT_INIT("99999999999999999999999999999999999999"),
    TEXT_INIT("9.9999999999999999999999999999999999999E125"),
    TEXT_INIT("1.0000000000000000000000000000000000001"),
};

static decimal random_decimal(generator *self) {
    decimal number = decimal_of(chance_below(&self->chance, 9) - 3);
    if (chance_one_in(&self->chance, 2)) {
        decimal_read(numbers[chance_below(&self->chance, COUNT_OF(numbers))], &number);
        if (chance_one_in(&self->chance, 2))
            number = decimal_negated(&number);
    }
    return number;
}

model_value random_scalar(generator *self, model_type type) {
    decimal number;
    switch (type) {
    case MODEL_STRING: return model_string(strings[chance_below(&self->chance, COUNT_OF(strings))]);
    case MODEL_NUMBER: number = random_decimal(self); return model_number(self->arena, &number);
    default:
        return (model_value){.type = MODEL_BINARY, .bytes = binaries[chance_below(&self->chance, COUNT_OF(binaries))]};
    }
}

static model_type random_scalar_type(generator *self) { return MODEL_STRING + chance_below(&self->chance, 3); }

#define MOST_MEMBERS 4

static model_value random_set(generator *self, model_type type) {
    model_member *members = arena_zalloc(self->arena, MOST_MEMBERS * sizeof *members);
    model_value set = {.type = type, .members = members};
    for (int wanted = 1 + chance_below(&self->chance, MOST_MEMBERS); wanted > 0; wanted--) {
        model_value member = random_scalar(self, model_member_type(type));
        if (!model_contains(&set, &member))
            members[set.count++].value = member;
    }
    return set;
}

static const text member_names[] = {TEXT_INIT("m0"), TEXT_INIT("m1"), TEXT_INIT("m2")};

static model_value random_container(generator *self, model_type type, int depth) {
    model_member *members = arena_zalloc(self->arena, MOST_MEMBERS * sizeof *members);
    model_value made = {.type = type, .members = members};
    for (int i = 0; i < (type == MODEL_MAP ? COUNT_OF(member_names) : MOST_MEMBERS); i++)
        if (!chance_one_in(&self->chance, 3))
            members[made.count++] =
                (model_member){type == MODEL_MAP ? member_names[i] : (text){0}, random_value(self, depth - 1)};
    return made;
}

model_value random_value(generator *self, int depth) {
    int kind = chance_below(&self->chance, depth > 0 ? 14 : 8);
    switch (kind) {
    case 0: return (model_value){.type = MODEL_BOOLEAN, .boolean = chance_one_in(&self->chance, 2)};
    case 1: return (model_value){.type = MODEL_NULL};
    case 2: return random_set(self, MODEL_STRING_SET + chance_below(&self->chance, 3));
    case 3: return model_string(TEXT(""));
    case 8:
    case 9:
    case 10: return random_container(self, MODEL_LIST, depth);
    case 11:
    case 12:
    case 13: return random_container(self, MODEL_MAP, depth);
    default: return random_scalar(self, random_scalar_type(self));
    }
}

model_value random_key_value(generator *self, int attribute) {
    const model_table *table = self->table;
    bool is_one_of_few = attribute == 0 ? table->key.range_count > 0 : chance_one_in(&self->chance, 2);
    return self
        ->played[table->types[attribute]][chance_below(&self->chance, is_one_of_few ? PLAYED_HASHES : PLAYED_VALUES)];
}

/* Seconds from ten minutes ago up to two hours from now, some with a fraction. */
static model_value random_expiry(generator *self) {
    decimal second = decimal_of(self->now_s + chance_below(&self->chance, 7800) - 600), fraction;
    decimal_read(chance_one_in(&self->chance, 3) ? TEXT("0.75") : TEXT("0"), &fraction);
    second = decimal_add(&second, &fraction);
    return model_number(self->arena, &second);
}

model_value random_value_for(generator *self, int attribute) {
    if (attribute == MODEL_EXPIRY && !chance_one_in(&self->chance, 3))
        return random_expiry(self);
    if (!model_is_in_a_key(self->table, attribute))
        return random_value(self, attribute < MODEL_FREE ? 0 : 2);
    if (!model_key_has(&self->table->key, attribute) && chance_one_in(&self->chance, 50))
        return random_value(self, 0);
    return random_key_value(self, attribute);
}

model_value random_item(generator *self) {
    model_value item = {.type = MODEL_MAP};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(&self->table->key, i) || !chance_one_in(&self->chance, 3)) {
            model_value value = random_value_for(self, i);
            item = model_with(self->arena, &item, model_attribute(i), &value);
        }
    return item;
}

model_value random_key(generator *self) {
    const model_state *now = model_now(self->table);
    model_value item = {.type = MODEL_MAP};
    for (int i = 0; i < MODEL_ATTRIBUTES; i++)
        if (model_key_has(&self->table->key, i)) {
            model_value value = random_key_value(self, i);
            item = model_with(self->arena, &item, model_attribute(i), &value);
        }
    if (now->count > 0 && !chance_one_in(&self->chance, 4))
        item = *now->items[chance_below(&self->chance, now->count)];
    return model_key_of(self->arena, &self->table->key, &item);
}
