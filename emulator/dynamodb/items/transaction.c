#include "dynamodb/items/transaction.h"

#include "core/json_writer.h"
#include "dynamodb/reply.h"

const gabi_error *check_transaction_size(constraints *found, const char *member, const wire_list *items) {
    constraint_not_null(found, member, items->is_present);
    if (items->is_present && items->count == 0)
        constraint_failed(found, member, TEXT("'[]'"), "Member must have length greater than or equal to 1");
    if (items->count > TRANSACTION_MOST_ITEMS)
        constraint_failed(found, member, text_format(found->problems.arena, "'[%zu items]'", items->count),
                          "Member must have length less than or equal to 100");
    return constraints_error(found);
}

const gabi_error *transaction_repeats_item(arena *arena) {
    return validation_error(arena, "Transaction request cannot include multiple operations on one item");
}

static text reason_code(const gabi_error *reason) { return reason ? failure_code(reason) : TEXT("None"); }

const gabi_error *transaction_cancelled(arena *arena, const gabi_error *const *reasons, size_t count) {
    buffer codes = BUFFER(arena), details = BUFFER(arena);
    json_writer writer = JSON_WRITER(&details);
    bool is_cancelled = false;
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++) {
        const gabi_error *reason = reasons[i];
        is_cancelled = is_cancelled || reason;
        buffer_append(&codes, i ? TEXT(", ") : TEXT(""));
        buffer_append(&codes, reason_code(reason));
        json_begin_object(&writer);
        json_string_member(&writer, "Code", reason_code(reason));
        if (reason && reason->kind == ERROR_CONDITION_FAILED && reason->details.length > 0)
            buffer_format(&details, ",%.*s", TEXT_ARGS(reason->details));
        if (reason)
            json_string_member(&writer, "Message", text_of(reason->message));
        json_end_object(&writer);
    }
    json_end_array(&writer);
    if (!is_cancelled)
        return NULL;
    const gabi_error *error = error_new(
        arena, ERROR_CONFLICT, "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons [%s]", buffer_text(&codes).data);
    return error_with_details(arena, error,
                              text_format(arena, "\"CancellationReasons\":%s", buffer_text(&details).data));
}
