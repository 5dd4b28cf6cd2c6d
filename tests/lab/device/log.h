// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - what the device server did, with the seconds since it began
 */
#ifndef IGD_LAB_LOG_H
#define IGD_LAB_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/attr.h"

struct igd_log {
	FILE *file; /* NULL: nothing is written */
	bool verbose;
	uint64_t start; /* igd_now() at the beginning */
};

/* Nanoseconds of the monotonic clock. */
uint64_t igd_now(void);

/* One line, flushed. */
void igd_log(const struct igd_log *log, const char *fmt, ...) IGD_FORMAT(2, 3);

#endif
