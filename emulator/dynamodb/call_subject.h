/* What a request is about: the tables that it names. Those in PartiQL's statements are not looked for. */
#ifndef GABI_DYNAMODB_CALL_SUBJECT_H
#define GABI_DYNAMODB_CALL_SUBJECT_H

#include "fake.h"

void call_subject_describe(const op_call *call, call_subject *subject);

#endif
