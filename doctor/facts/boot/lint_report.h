// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lint_report - the problems of a command line, as lint.c finds them
 */
#ifndef IGD_FACTS_BOOT_LINT_REPORT_H
#define IGD_FACTS_BOOT_LINT_REPORT_H

#include "facts/boot/lint.h"

/* Adds a problem that is not mended by taking an argument out; format says what it is. Copies all. */
IGD_FORMAT(4, 5)
void igd_lint_report(struct igd_lint *lint, enum igd_severity severity, const char *clause,
	const char *format, ...);
/* Adds a problem that is: text is the argument. */
IGD_FORMAT(4, 5)
void igd_lint_reject(struct igd_lint *lint, enum igd_severity severity, const char *text,
	const char *format, ...);
/* The text with every byte that is not printable ASCII as \xHH. The caller frees it. */
char *igd_lint_ascii(const char *text);

#endif
