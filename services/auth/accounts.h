/* Accounts: who may log in. The Users table holds an item for each, and a guard item {userId: "email#<address>",
 * ownerId} that makes addresses unique: an index enforces nothing. Guards have no attribute "email", so that EmailIndex
 * does not show them. Addresses are kept and compared in lower case. */
#ifndef GABI_AUTH_ACCOUNTS_H
#define GABI_AUTH_ACCOUNTS_H

#include "core/json_writer.h"
#include "core/settings.h"
#include "ports/ports.h"

typedef struct accounts {
    const ports *ports;
    text table;
} accounts;

/* All texts are empty for nobody. */
typedef struct account {
    text user_id;
    text email;
    text first_name;
    text last_name;
    text role;   /* "member" or "admin" */
    text status; /* "active" or "disabled" */
    text password_hash;
    text created_at;
} account;

/* Wants the setting USERS_TABLE. */
const gabi_error *accounts_open(arena *arena, const settings *settings, const ports *ports, accounts *ret_accounts);

/* The account of that address in any case, or nobody; both with the same reads, so that time does not tell which. */
const gabi_error *accounts_find_by_email(const accounts *self, arena *arena, text email, account *ret_account);

/* The account as it is now, or nobody. */
const gabi_error *accounts_find(const accounts *self, arena *arena, text user_id, account *ret_account);

/* Adds the account, unless its address is taken. */
const gabi_error *accounts_create(const accounts *self, arena *arena, const account *account, bool *ret_is_created);

/* Replaces the hash of the account's password by another one of the same password. */
const gabi_error *accounts_renew_hash(const accounts *self, arena *arena, const account *account, text hash);

/* Whether there is such an account, and it is not disabled. */
bool account_is_active(const account *account);

/* What its owner is shown of it, as a JSON object. */
void account_write(json_writer *writer, const account *account);

#endif
