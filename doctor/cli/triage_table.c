// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_table - rows for people
 *
 * Rows are printed as they come, so that the columns' widths are fixed; the file's name, which has none, comes last.
 */
#include <string.h>

#include "cli/triage.h"

/* Wide enough for the longest check, an id of PCI's, "6.12.107" and "10.0.13". */
static const struct {
	const char *title;
	size_t width;
} columns[] = { { "verdict", 8 }, { "first to mend", 26 }, { "iGPU", 9 }, { "kernel", 9 },
	{ "QEMU", 8 } };
#define COLUMNS (sizeof(columns) / sizeof(*columns))

static void print(
	struct igd_page *page, enum igd_ink ink, const char *const cells[COLUMNS], const char *file)
{
	IGD_AUTOTEXT struct igd_text line = { 0 };
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		const char *cell = cells[i] ? cells[i] : "-";
		IGD_AUTOFREE char *cut = igd_printable(cell, strlen(cell), columns[i].width);

		igd_text_printf(&line, "%-*s  ", (int)columns[i].width, cut);
	}
	igd_text_printf(&line, "%s", file);
	igd_page_verbatim(page, ink, 0, line.text, line.size);
}

void igd_triage_print_head(struct igd_page *page)
{
	const char *cells[COLUMNS];
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		cells[i] = columns[i].title;
	print(page, IGD_INK_BOLD, cells, "file");
}

/* What a vendor puts behind a kernel's number is in the JSON. */
static char *number(const char *text)
{
	size_t length = text ? strspn(text, "0123456789.") : 0;

	return length ? igd_strndup(text, length) : NULL;
}

void igd_triage_print_row(struct igd_page *page, const struct igd_triage_row *row)
{
	const struct igd_brief *brief = &row->brief;
	IGD_AUTOFREE char *kernel = number(brief->kernel);
	IGD_AUTOFREE char *line = NULL;
	const char *const cells[COLUMNS] = { igd_outcome_name(brief->outcome),
		brief->start_count ? brief->start_with[0] : NULL, brief->igpu_id,
		kernel ? kernel : brief->kernel, brief->qemu };

	if (!row->why) {
		print(page, IGD_INK_PLAIN, cells, row->file);
		return;
	}
	line = igd_printf("unreadable: %s: %s", row->file, row->why);
	igd_page_verbatim(page, IGD_INK_PLAIN, 0, line, strlen(line));
}
