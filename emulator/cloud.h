/* Cloud: all the worlds of a process and the fakes that serve them. One world is prepared (template deployed, sample
 * loaded); every other world begins as a fork of it, the default one too. */
#ifndef GABI_CLOUD_H
#define GABI_CLOUD_H

#include "edge/credentials.h"
#include "edge/resolve.h"
#include "store/world.h"

typedef struct cloud cloud;

typedef struct cloud_options {
    uint64_t seed;
    world_clock clock;
    int64_t frozen_at_ms;
    const credentials *credentials;
    bool is_strict;   /* refuse unknown access keys */
    text api_address; /* where the studio's API seems to be, e.g. "http://localhost:3000"; anything else is AWS's */
} cloud_options;

/* Opens a cloud with an empty prepared world. It lives in the arena; end it with cloud_close. */
const gabi_error *cloud_open(arena *arena, const cloud_options *options, cloud **ret_cloud);
void cloud_close(cloud *self);

/* Receives warnings of template resources and properties that have no effect. */
typedef struct cloud_reporter {
    void (*warn)(void *reporter, text logical_id, text type, const char *what);
    void *reporter;
} cloud_reporter;

/* Deploys a CloudFormation template to the prepared world. Before the first request. */
const gabi_error *cloud_deploy(cloud *self, arena *arena, text document, const cloud_reporter *reporter);

/* Loads sample data (see sample.h) into the prepared world. */
const gabi_error *cloud_load_sample(cloud *self, arena *arena, text document);

/* Makes the prepared world what is in an archive (see store/archive.h), in place of a template: its state, clock and
 * seed. Before the first request. ERROR_INVALID, code "invalid_archive". */
const gabi_error *cloud_load_archive(cloud *self, arena *arena, text bytes);

/* The seed of the prepared world. */
uint64_t cloud_seed(const cloud *self);

/* Worlds that are made from here on write nothing of what is logged to the standard error, until they are told to. */
void cloud_keep_logs_quiet(cloud *self);

/* Keeps the default world in a folder (see data_folder.h): what is there is opened and the template deployed on it,
 * which adds what is new and takes nothing away; a new folder begins as a copy of the prepared world.
 * *ret_is_new tells which. */
const gabi_error *cloud_keep_in_folder(cloud *self, arena *arena, const char *folder, bool is_durable, text document,
                                       const cloud_reporter *reporter, bool *ret_is_new);

/* Says on which ports the cloud can be reached, for whoever asks it. Before the first request. */
void cloud_tell_ports(cloud *self, int aws_port, int api_port);

/* Answers a request from outside, in the world that it names. An owner for server_options.answer. */
void cloud_answer(void *self, edge_entry entry, arena *arena, http_request *request, http_response *ret_response);

/* A client of the world with that name: like a socket to this process, without one. It lives in the arena. */
transport *cloud_client(cloud *self, arena *arena, text world);

/* The world with that name, made when absent, for tests that reach into it: they see to it that nobody drops it. */
const gabi_error *cloud_world(cloud *self, arena *arena, text name, world **ret_world);

/* Calls act for the world with that name, made when absent, which stays until act returns. */
const gabi_error *cloud_visit(cloud *self, arena *arena, text name, void (*act)(void *context, world *world),
                              void *context);

/* Ends the world with that name; the next request that names it finds a new one. Waits for requests under way. */
void cloud_drop(cloud *self, text world);

/* Puts the world back to how it began. Waits for requests under way. */
const gabi_error *cloud_reset(cloud *self, arena *arena, text world);

#endif
