#include "auth/accounts.h"

#include "core/items.h"
#include "core/transaction.h"

const gabi_error *accounts_open(arena *arena, const settings *settings, const ports *ports, accounts *ret_accounts) {
    text table;
    TRY(settings_get(settings, arena, "USERS_TABLE", &table));
    *ret_accounts = (accounts){.ports = ports, .table = table};
    return NULL;
}

static text email_key(arena *arena, text email) {
    text lowered = text_lower(arena, email);
    return text_format(arena, "email#%.*s", TEXT_ARGS(lowered));
}

static const gabi_error *get(const accounts *self, arena *arena, text user_id, table_item *ret_item) {
    attribute key[] = {STRING_ATTRIBUTE("userId", user_id)};
    table_port *table = self->ports->table;
    return table->get(table, arena, self->table, ITEM_OF(key), true, ret_item);
}

const gabi_error *accounts_find(const accounts *self, arena *arena, text user_id, account *ret_account) {
    table_item item;
    TRY(get(self, arena, user_id, &item));
    *ret_account = (account){
        .user_id = item_text(&item, "userId"),
        .email = item_text(&item, "email"),
        .first_name = item_text(&item, "firstName"),
        .last_name = item_text(&item, "lastName"),
        .role = item_text(&item, "role"),
        .status = item_text(&item, "status"),
        .password_hash = item_text(&item, "passwordHash"),
        .created_at = item_text(&item, "createdAt"),
    };
    return NULL;
}

const gabi_error *accounts_find_by_email(const accounts *self, arena *arena, text email, account *ret_account) {
    text key = email_key(arena, email);
    table_item guard;
    TRY(get(self, arena, key, &guard));
    text owner_id = item_text(&guard, "ownerId");
    /* Nobody's address is looked up twice, in vain: one read less would tell that it is nobody's. */
    return accounts_find(self, arena, text_is_empty(owner_id) ? key : owner_id, ret_account);
}

static table_item account_to_item(arena *arena, const account *account) {
    return NEW_ITEM(
        arena, STRING_ATTRIBUTE("userId", account->user_id), STRING_ATTRIBUTE("email", account->email),
        STRING_ATTRIBUTE("firstName", account->first_name), STRING_ATTRIBUTE("lastName", account->last_name),
        STRING_ATTRIBUTE("role", account->role), STRING_ATTRIBUTE("status", account->status),
        STRING_ATTRIBUTE("passwordHash", account->password_hash), STRING_ATTRIBUTE("createdAt", account->created_at));
}

const gabi_error *accounts_create(const accounts *self, arena *arena, const account *account, bool *ret_is_created) {
    attribute guard[] = {
        STRING_ATTRIBUTE("userId", email_key(arena, account->email)),
        STRING_ATTRIBUTE("ownerId", account->user_id),
    };
    table_write writes[] = {
        {.kind = TABLE_PUT, .table = self->table, .item = ITEM_OF(guard), .condition = "attribute_not_exists(userId)"},
        {.kind = TABLE_PUT,
         .table = self->table,
         .item = account_to_item(arena, account),
         .condition = "attribute_not_exists(userId)"},
    };
    const gabi_error *error = transact_patiently(self->ports, arena, writes, sizeof writes / sizeof *writes);
    bool is_taken = error && error->kind == ERROR_CONDITION_FAILED;
    if (!is_taken)
        TRY(error);
    *ret_is_created = !is_taken;
    return NULL;
}

const gabi_error *accounts_renew_hash(const accounts *self, arena *arena, const account *account, text hash) {
    attribute key[] = {STRING_ATTRIBUTE("userId", account->user_id)};
    attribute values[] = {
        STRING_ATTRIBUTE(":old", account->password_hash),
        STRING_ATTRIBUTE(":new", hash),
    };
    table_write write = {
        .kind = TABLE_UPDATE,
        .table = self->table,
        .item = ITEM_OF(key),
        .update = "SET passwordHash = :new",
        .condition = "passwordHash = :old",
        .values = ITEM_OF(values),
    };
    table_port *table = self->ports->table;
    const gabi_error *error = table->write(table, arena, &write);
    /* Somebody was faster, with a hash as new or a new password. */
    return error && error->kind == ERROR_CONDITION_FAILED ? NULL : error;
}

bool account_is_active(const account *account) { return text_equal(account->status, TEXT("active")); }

void account_write(json_writer *writer, const account *account) {
    json_begin_object(writer);
    json_string_member(writer, "userId", account->user_id);
    json_string_member(writer, "email", account->email);
    json_string_member(writer, "firstName", account->first_name);
    json_string_member(writer, "lastName", account->last_name);
    json_string_member(writer, "role", account->role);
    json_end_object(writer);
}
