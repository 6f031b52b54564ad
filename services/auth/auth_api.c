#include "auth/auth_api.h"

#include "auth/auth.h"

static const schema_field register_fields[] = {
    {"email", SCHEMA_EMAIL, SCHEMA_OFFSET(register_input, email), .required = true},
    {"password", SCHEMA_TEXT, SCHEMA_OFFSET(register_input, password), .required = true, .least = PASSWORD_LEAST_BYTES,
     .most = PASSWORD_MOST_BYTES},
    {"firstName", SCHEMA_TEXT, SCHEMA_OFFSET(register_input, first_name), .required = true, .least = 1, .most = 100},
    {"lastName", SCHEMA_TEXT, SCHEMA_OFFSET(register_input, last_name), .required = true, .least = 1, .most = 100},
};
SCHEMA(register_input, register_fields);

static const schema_field log_in_fields[] = {
    {"email", SCHEMA_EMAIL, SCHEMA_OFFSET(log_in_input, email), .required = true},
    {"password", SCHEMA_TEXT, SCHEMA_OFFSET(log_in_input, password), .required = true, .least = 1,
     .most = PASSWORD_MOST_BYTES},
};
SCHEMA(log_in_input, log_in_fields);

static const schema_field refresh_tokens_fields[] = {
    {"refreshToken", SCHEMA_TEXT, SCHEMA_OFFSET(refresh_tokens_input, refresh_token), .required = true, .least = 1,
     .most = 1024},
};
SCHEMA(refresh_tokens_input, refresh_tokens_fields);

static const gabi_op ops[] = {
    {"Register", "POST /auth/register", ANYONE, register_account, INPUT(register_input)},
    {"LogIn", "POST /auth/login", ANYONE, log_in, INPUT(log_in_input)},
    {"RefreshTokens", "POST /auth/refresh", ANYONE, refresh_tokens, INPUT(refresh_tokens_input)},
    {"LogOut", "POST /auth/logout", MEMBER, log_out, NULL},
    {"VerifyToken", "GET /auth/verify", MEMBER, verify_token, NULL},
};

const service auth_service = {
    .name = "auth",
    .ops = ops,
    .op_count = sizeof ops / sizeof *ops,
    .open = auth_open,
};
