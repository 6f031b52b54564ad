/* A run: random operations on random tables, one after the other, and the model beside them. A failure prints the seed,
 * the operation and its answer, and ends the test. */
#ifndef GABI_DYNAMODB_MODEL_RUN_H
#define GABI_DYNAMODB_MODEL_RUN_H

#include "dynamodb/model/generator.h"
#include "dynamodb/model/render.h"
#include "store/world.h"

#define RUN_TABLE "Model"

/* What its stream has told so far, done again from the beginning. */
typedef struct replay {
    bool is_on;
    bool has_new; /* images */
    bool has_old;
    const char *view;
    text arn;       /* in the table's arena */
    text shard;     /* the last one that was read */
    bool has_begun; /* to tell records of that shard */
    text sequence;  /* of the last record */
    model_table table;
    int expired; /* records of expiry */
    int expected_expired;
} replay;

typedef struct backup {
    text arn; /* data NULL: there is none */
    const model_state *state;
    model_table table; /* its indexes at that time */
} backup;

typedef struct run {
    uint64_t seed;
    long wanted; /* operations */
    long done;
    world *world;
    arena *arena; /* of one step */
    model_table table;
    generator generator;
    replay replay;
    backup backup;
    int64_t recovers_since_ms; /* 0: no point-in-time recovery */
    int64_t now_ms;            /* of the last operation */
    const char *operation;
    text request;
    text answer;
    int status;
} run;

/* A new table by the same name, so that nothing may be left of the one before (table_steps.c). */
void run_begin_table(run *self);

void run_fail(run *self, const char *why) __attribute__((noreturn));
void run_expect(run *self, bool is_so, const char *why);

/* ---- requests ---- */

/* A request under way. */
typedef struct message {
    buffer out;
    json_writer writer;
} message;

message *message_begin(run *self);
message *message_to_table(run *self, const char *table_name);

/* Sends it, after what is due by then; the answer is in self->answer, and returned as a tree. */
const tree *run_send(run *self, const char *operation, message *message);

const tree *run_send_text(run *self, const char *operation, text request);

/* The same for what must succeed. */
const tree *run_send_well(run *self, const char *operation, message *message);

/* Calls an operation of the control API on the table. */
void run_control(run *self, const char *operation, text body);

/* The last answer was an error with that code. */
void run_expect_error(run *self, const char *code);

/* Lets so much time pass, and the world settle. */
void run_sleep(run *self, int64_t duration_ms);

/* ---- answers ---- */

/* The item that is told there; empty for none. */
model_value run_item(run *self, const tree *tree);

/* expected NULL: none. */
void run_expect_item(run *self, const tree *actual, const model_value *expected, const char *why);

/* ---- capacity ---- */

/* Asks for the consumed capacity, sometimes. */
bool run_ask_capacity(run *self, message *message);

/* The units that one table's ConsumedCapacity tells, in halves; checks that its parts make the whole. */
int64_t run_capacity(run *self, const tree *consumed);

/* ---- steps: each does one operation, or a few that belong together ---- */

void step_write(run *self);          /* write_steps.c */
void step_transact_write(run *self); /* transaction_steps.c */
void step_transact_get(run *self);   /* transaction_steps.c */
void step_batch_write(run *self);    /* batch_steps.c */
void step_batch_get(run *self);      /* batch_steps.c */
void step_get(run *self);            /* read_steps.c */
void step_query(run *self);          /* page_steps.c */
void step_scan(run *self);           /* page_steps.c */
void step_partiql_write(run *self);  /* partiql_write_steps.c */
void step_partiql_select(run *self); /* partiql_read_steps.c */
void step_let_time_pass(run *self);  /* time_steps.c */
void step_replay_stream(run *self);  /* stream_steps.c */
void step_back_up(run *self);        /* backup_steps.c */
void step_recover(run *self);        /* backup_steps.c */
void step_change_table(run *self);   /* table_steps.c: its indexes, their lag, its recovery */
void step_describe(run *self);       /* table_steps.c */
void step_fork_world(run *self);     /* world_steps.c: the run goes on in a fork, or from an archive */

#endif
