// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - what the files of the verb share
 */
#ifndef IGD_CLI_LOG_H
#define IGD_CLI_LOG_H

#include "facts/log/log_scan.h"
#include "reports/log.h"

/* Fills a row but for what the width of an IOMMU adds to the cause. */
void igd_log_row_fill(struct igd_log_row *row, const struct igd_log_hit *hit);

/*
 * Reads a log to its end: a file, a pipe, or "-" for stdin. 0 with *ret filled; -errno, -EBADMSG for what is no
 * text, with *ret_why, which the caller frees, and nothing in *ret.
 */
int igd_log_read(const char *name, const struct igd_symptoms *symptoms, struct igd_log_hits *ret,
	char **ret_why);

#endif
