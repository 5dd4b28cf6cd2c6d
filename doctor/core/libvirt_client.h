// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libvirt_client - what all who load libvirt's client library in a child have in common
 *
 * Only its headers are wanted where this program is built, and the library itself only in a child that uses it.
 */
#ifndef IGD_CORE_LIBVIRT_CLIENT_H
#define IGD_CORE_LIBVIRT_CLIENT_H

#include <libvirt/virterror.h>

#include "core/util.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* The name of a function, and where in a struct its address goes. */
struct igd_library_symbol {
	const char *name;
	size_t at;
};

/* Loads a library, and fills the struct with the functions of the table; false if it, or one of them, is missing. */
bool igd_library_load(
	const char *name, const struct igd_library_symbol *symbols, size_t count, void *ret);

/*
 * In the child, before anything of libvirt's is called: what a person has set to look at libvirt's own workings would
 * have it write, or load, something else; nobody is asked for a password; and no daemon is started that is not there.
 */
void igd_libvirt_clean_environment(void);

/* For virSetErrorFunc(): says nothing. */
void igd_libvirt_ignore(void *context, virErrorPtr error);

/*
 * An errno for what libvirt says went wrong as it connects: EACCES for all kinds of "not you"; ENOENT, ECONNREFUSED,
 * EACCES, EPERM and ETIMEDOUT as a call to the system returned them; EIO for anything else, and for NULL.
 */
int igd_libvirt_errno(const virError *error);

#pragma GCC visibility pop

#endif
