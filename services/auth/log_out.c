#include "auth/auth.h"

const gabi_error *log_out(op_call *call) {
    const auth *auth = call->owner;
    const caller *caller = call->caller;
    TRY(sessions_end(&auth->sessions, call->arena, caller));
    auth_record(auth, "auth.logged_out", caller->user_id);
    *call->response = (http_response){.status = 204};
    return NULL;
}
