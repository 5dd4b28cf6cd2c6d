// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bytes - what is wrong with foreign bytes
 */
#include "facts/firmware/bytes.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int igd_fault_set(struct igd_fault *fault, size_t offset, const char *format, ...)
{
	va_list args;

	fault->offset = offset;
	va_start(args, format);
	vsnprintf(fault->what, sizeof(fault->what), format, args);
	va_end(args);
	return -EBADMSG;
}
