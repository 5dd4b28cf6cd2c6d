// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_clean - takes out of a log what terminals, Windows and forums have put in
 */
#ifndef IGD_FACTS_LOG_LOG_CLEAN_H
#define IGD_FACTS_LOG_LOG_CLEAN_H

#include "core/util.h"

/* What is to be remembered from one piece to the next; zero-initialised at the log's start. */
struct igd_log_clean {
	unsigned char state; /* within an escape sequence, or a character of two bytes */
	unsigned char seen;  /* bytes of the log, as far as a byte order mark reaches */
	bool is_utf16;
};

/* Writes the cleaned bytes to ret, which has room for size + 1 bytes; returns how many it wrote. */
IGD_EXPORT size_t igd_log_clean(
	struct igd_log_clean *clean, const char *bytes, size_t size, char *ret);

#endif
