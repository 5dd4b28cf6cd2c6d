// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * query - a program that is asked a question: named, read-only commands, and no others
 *
 * A query is IGD_ASK_READ of IGD_RECORD_QUERY/NAME/BINARY, with the binary's absolute path percent-encoded. NAME
 * is a row of the table in query.c, which holds the arguments; so nothing else can be run. Two kinds of binary are
 * run, by the program and never by a worker: the one that the person named (given.h), and on the running system QEMU
 * by one of its usual names in one of its usual places, where only root could have put it and whence a VM is run
 * anyway. What a VM's definition names may come from a stranger's file, and in any other place nothing is run for it.
 * The output is recorded, and that is what a recording answers; it never has anything run.
 */
#ifndef IGD_CORE_QUERY_H
#define IGD_CORE_QUERY_H

#include "core/source_private.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* What a program may write, and how long it may take before it is killed. */
#define IGD_QUERY_MAX_BYTES ((size_t)1 << 20)
#define IGD_QUERY_TIMEOUT_MS 5000u

/* A path as one name below place ("%2Fusr%2Fbin%2Fkvm"); the caller frees it. */
char *igd_path_encode(const char *place, const char *path);
/* Undoes it; the caller frees it. NULL for what is not the name of an absolute path. */
char *igd_path_decode(const char *name);

/* The path of a query; the caller frees it. */
char *igd_query_path(const char *name, const char *binary);
/* The query as a person would type it ("/usr/bin/kvm --version"); the caller frees it. */
char *igd_query_command(const char *name, const char *binary);
/* The binary of a query's path, decoded, the caller's to free; NULL if it is no query or names none. */
char *igd_query_binary(const char *path);

/* Whether the path of a query is about one of this machine's own QEMUs, by where it lies and what it is called. */
bool igd_query_is_of_system(const char *path);

/*
 * Whether a program may be started: a regular file that can be executed, not setuid or setgid, that belongs to
 * root or the caller and that nobody else may write, nor the directory it lies in. 0, or a negative errno with
 * reterr filled: -EPERM where it is not to be trusted, -EACCES where it cannot be executed, -EINVAL, -ENOENT ...
 */
int igd_query_trust(const char *binary, struct igd_error *reterr);

/*
 * Runs a query and answers what it wrote to its standard output. Errors: ENODATA for a name that is none, those
 * of igd_query_trust(), EFBIG, ETIMEDOUT, and ENOEXEC for a program that could not be started or did not end
 * with status 0.
 */
void igd_query_answer(const struct igd_question *question, struct igd_answer *ret);

#pragma GCC visibility pop

#endif
