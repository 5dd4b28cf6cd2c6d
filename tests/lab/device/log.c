// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - what the device server did, with the seconds since it began
 */
#include "log.h"

#include <stdarg.h>
#include <time.h>

uint64_t igd_now(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void igd_log(const struct igd_log *log, const char *fmt, ...)
{
	va_list args;

	if (!log->file)
		return;
	fprintf(log->file, "%9.3f ", (double)(igd_now() - log->start) / 1e9);
	va_start(args, fmt);
	vfprintf(log->file, fmt, args);
	va_end(args);
	fputc('\n', log->file);
	fflush(log->file);
}
