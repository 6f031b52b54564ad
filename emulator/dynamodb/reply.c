#include "dynamodb/reply.h"

#include <libdeflate.h>

#include "dynamodb/answer_coding.h"

#define AMAZONS_TYPE "application/x-amz-json-1.0"
#define PLAIN_TYPE "application/json"
#define REQUEST_ID_LENGTH 52
#define MOST_PLAIN_BYTES 4096

/* 52 upper-case letters and digits, e.g. "B8KC0LPBVJ…VV4KQNSO5AEMVJF66Q9ASUAAJG". */
static text new_request_id(world *world, arena *arena) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    unsigned char random[32];
    char *id = arena_alloc(arena, REQUEST_ID_LENGTH + 1);
    world_draw(world, random, sizeof random);
    for (size_t i = 0; i < REQUEST_ID_LENGTH; i++) {
        size_t bit = i * 5; /* 52 times five bits are four more than the 32 bytes have */
        unsigned pair = (unsigned)random[bit / 8] << 8 | random[(bit / 8 + 1) % sizeof random];
        id[i] = digits[pair >> (11 - bit % 8) & 31];
    }
    id[REQUEST_ID_LENGTH] = '\0';
    return (text){id, REQUEST_ID_LENGTH};
}

/* Without parameters. */
static text media_type(const http_request *request) {
    text type = http_fields_get(&request->headers, TEXT("content-type"));
    return text_trim(text_upto(type, text_index(type, ';')));
}

static bool is_amazons(text type) { return text_equal(type, TEXT(AMAZONS_TYPE)); }

bool reply_knows_type(const http_request *request) {
    text type = media_type(request);
    return is_amazons(type) || text_equal(type, TEXT(PLAIN_TYPE));
}

/* Longer answers are compressed for who accepts it. */
static text encode(op_call *call, text body, content_coding *ret_coding) {
    *ret_coding = body.length <= MOST_PLAIN_BYTES
                      ? CODING_IDENTITY
                      : answer_coding(http_fields_get(&call->request->headers, TEXT("accept-encoding")));
    return content_encode(call->arena, *ret_coding, body);
}

/* The checksum is that of the bytes on the wire. */
static void respond(op_call *call, int status, text type, text body) {
    arena *arena = call->arena;
    content_coding coding;
    body = encode(call, body, &coding);
    buffer checksum = BUFFER(arena);
    buffer_append_integer(&checksum, (int64_t)libdeflate_crc32(0, body.data, body.length));
    http_respond(arena, call->response, status, type, body);
    http_fields *headers = &call->response->headers;
    http_fields_add(arena, headers, TEXT("Server"), TEXT("Server"));
    http_fields_add(arena, headers, TEXT("x-amzn-RequestId"), new_request_id(call->owner, arena));
    http_fields_add(arena, headers, TEXT("x-amz-crc32"), buffer_text(&checksum));
    if (coding != CODING_IDENTITY)
        http_fields_add(arena, headers, TEXT("Content-Encoding"), text_of(content_coding_name(coding)));
    if (http_fields_find(&call->request->headers, TEXT("origin")))
        http_fields_add(arena, headers, TEXT("Access-Control-Allow-Origin"), TEXT("*"));
}

/* Of the type that the request is. */
static void respond_json(op_call *call, int status, text body) {
    respond(call, status, is_amazons(media_type(call->request)) ? TEXT(AMAZONS_TYPE) : TEXT(PLAIN_TYPE), body);
}

void reply(op_call *call, text body) { respond_json(call, 200, body); }

const gabi_error *reply_from_store(op_call *call, store_mode mode, reply_writer *write, const void *request) {
    store *store = world_store(call->owner);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    TRY(store_begin(store, call->arena, mode));
    TRY(store_end(store, call->arena, write(call->owner, call->arena, request, &writer)));
    json_end_object(&writer);
    reply(call, buffer_text(&out));
    return NULL;
}

void reply_bytes(op_call *call, int status, text body) { respond(call, status, TEXT(""), body); }

/* Errors of the layers in front of DynamoDB itself. */
typedef struct front_error {
    const char *code;
    const char *type;
    const char *message_member; /* NULL: AWS gives none */
} front_error;

#define CORAL "com.amazon.coral.service#"

static const front_error front_errors[] = {
    {"ValidationException", "com.amazon.coral.validate#ValidationException", "message"},
    {"SerializationException", CORAL "SerializationException", "Message"},
    {"MalformedJson", CORAL "SerializationException", NULL},
    {"IncompleteBody", CORAL "SerializationException", NULL},
    {"ThrottlingException", "com.amazon.coral.availability#ThrottlingException", "message"},
    {"TransactionCanceledException", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Message"},
    {"AccessDeniedException", CORAL "AccessDeniedException", "Message"},
    {"UnknownOperationException", CORAL "UnknownOperationException", "message"},
    {"MissingAuthenticationTokenException", CORAL "MissingAuthenticationTokenException", "message"},
    {"IncompleteSignatureException", CORAL "IncompleteSignatureException", "message"},
    {"InvalidSignatureException", CORAL "InvalidSignatureException", "message"},
    {"UnrecognizedClientException", CORAL "UnrecognizedClientException", "message"},
};

static front_error describe(arena *arena, const gabi_error *error) {
    for (size_t i = 0; i < sizeof front_errors / sizeof *front_errors; i++)
        if (text_equal(text_of(error->code), text_of(front_errors[i].code)))
            return front_errors[i];
    const char *code = error->kind == ERROR_INTERNAL ? "InternalServerError" : error->code;
    return (front_error){code, arena_printf(arena, "com.amazonaws.dynamodb.v20120810#%s", code), "message"};
}

/* Whatever is the client's fault is 400, but what is too large. */
static int status_of(error_kind kind) {
    switch (kind) {
    case ERROR_INTERNAL: return 500;
    case ERROR_UNAVAILABLE: return 503;
    case ERROR_UNSUPPORTED: return 501;
    case ERROR_TOO_LARGE: return 413;
    default: return 400;
    }
}

void reply_error(op_call *call, const gabi_error *error) {
    front_error described = describe(call->arena, error);
    buffer out = BUFFER(call->arena);
    json_writer writer = JSON_WRITER(&out);
    json_begin_object(&writer);
    json_string_member(&writer, "__type", text_of(described.type));
    if (error->details.length > 0)
        buffer_format(&out, ",%.*s", TEXT_ARGS(error->details));
    if (described.message_member && *error->message)
        json_string_member(&writer, described.message_member, text_of(error->message));
    json_end_object(&writer);
    int status = text_equal(text_of(error->code), TEXT("UnknownOperationException")) ? 400 : status_of(error->kind);
    respond_json(call, status, buffer_text(&out));
}

text failure_code(const gabi_error *error) {
    static const char *const otherwise_named[][2] = {
        {"ValidationException", "ValidationError"},
        {"ThrottlingException", "ThrottlingError"},
    };
    text code = text_of(error->code), end = TEXT("Exception");
    for (size_t i = 0; i < sizeof otherwise_named / sizeof *otherwise_named; i++)
        if (text_equal(code, text_of(otherwise_named[i][0])))
            return text_of(otherwise_named[i][1]);
    return text_ends_with(code, end) ? text_upto(code, code.length - end.length) : code;
}
