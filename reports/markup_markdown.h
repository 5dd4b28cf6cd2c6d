// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup_markdown - texts inside Markdown: CommonMark 0.31 and GitHub's additions to it
 */
#ifndef IGD_REPORTS_MARKUP_MARKDOWN_H
#define IGD_REPORTS_MARKUP_MARKDOWN_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Writes a text of one line. Commands in backticks and technical words become code; in a cell of a table a "|" is
 * escaped there as well (GFM 4.10: "It is possible to include a pipe in a cell's content by escaping it").
 */
void igd_markdown_text(FILE *out, const char *text, bool is_cell);
/* As code, whatever is in it. */
void igd_markdown_code(FILE *out, const char *text, size_t size, bool is_cell);

#endif
