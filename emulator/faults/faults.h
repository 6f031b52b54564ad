/* Faults: what shall go wrong in a world. Rules pick calls of emulated services and say what happens to them. They are
 * part of the world's state with what they have counted, so that a fork or a snapshot goes on where its origin was. */
#ifndef GABI_FAULTS_H
#define GABI_FAULTS_H

#include "store/world.h"

typedef enum fault_effect {
    FAULT_NONE,
    FAULT_ERROR,      /* refused with an error of the service's */
    FAULT_THROTTLE,   /* refused as the service refuses what comes too fast */
    FAULT_LATENCY,    /* done after a while of the world's time */
    FAULT_TIMEOUT,    /* not done, and no answer for a while; then the connection is cut */
    FAULT_CUT_BEFORE, /* not done, and the connection is cut */
    FAULT_CUT_AFTER,  /* done, but its answer is lost: the connection is cut */
    FAULT_PARTIAL,    /* a batch of which the last entries are left undone */
    FAULT_EFFECTS
} fault_effect;

/* The effects' names: "error", "throttle", … */
extern const char *const fault_effect_names[FAULT_EFFECTS];

/* A rule. Of the rules that fit a call and fire, the one made first decides. */
typedef struct fault {
    int64_t id; /* from 1 up in each world */

    /* Which calls it fits; an empty text fits all. */
    text service;   /* a fake's name: "dynamodb" */
    text operation; /* an op's name: "PutItem" */
    text resource;  /* what the call is about: a table, function, secret or path of the API */
    text caller;    /* world_caller: "outside", or a function's name */

    /* When it fires. */
    int64_t nth;        /* at the nth call that fits, from 1, and those after it … */
    int64_t times;      /* … so often in all; 0: without end */
    double probability; /* from 0 to 1, of each time */

    fault_effect effect;
    text code;           /* FAULT_ERROR: the error's wire name */
    text message;        /* empty: the service's own */
    int64_t status;      /* of HTTP; 0: the service's own */
    int64_t duration_ms; /* FAULT_LATENCY, FAULT_TIMEOUT, of which 0 is as long as the caller waits */
    int64_t left;        /* FAULT_PARTIAL: how many entries are left undone */

    int64_t calls; /* that it fitted so far */
    int64_t hits;  /* that it fired at */
} fault;

#define FAULTS_MOST 256 /* a world */

/* Adds a rule, whose id and counts are ignored. ERROR_THROTTLED, code "too_many_faults", past FAULTS_MOST. */
const gabi_error *faults_add(world *world, arena *arena, const fault *rule, int64_t *ret_id);

/* All rules in the order of their ids. */
const gabi_error *faults_list(world *world, arena *arena, fault **ret_rules, size_t *ret_count);

/* Ends a rule, and that anybody waits; ERROR_NOT_FOUND, code "fault_not_found". */
const gabi_error *faults_remove(world *world, arena *arena, int64_t id);
const gabi_error *faults_clear(world *world, arena *arena);

/* A call of a service, as rules see it. */
typedef struct faulty_call {
    text service;
    text operation;
    const text *resources;
    size_t resource_count;
    text caller;
} faulty_call;

/* Counts the call, and finds the rule that fires at it: effect FAULT_NONE when none does. Only worth asking where
 * world_has(world, WORLD_HAS_FAULTS). */
const gabi_error *faults_match(world *world, arena *arena, const faulty_call *call, fault *ret_rule);

#endif
