// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_argument - edits of kernel arguments in the files of boot loaders
 *
 * The first byte says which format, the second which line. What was edited once must stay as it is when it is edited again.
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/argument_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct igd_argument_edit items[] = { { NULL, "b" }, { "x-y=1", "a=on" },
	{ "quiet", NULL }, { "ro", "rw" } };

#define EDITS (sizeof(items) / sizeof(*items))
/* What comes, a blank before each, and quotes around all. */
#define GROWTH 16u

static char *edit(uint8_t format, const char *text, size_t size, struct igd_argument_edits edits)
{
	static const char *const keys[] = { "options", "cmdline", "GRUB_CMDLINE_LINUX",
		"KERNEL_CMDLINE[default]" };
	const char *why = NULL;
	char *fresh;

	edits.key = keys[(format >> 2) % 4];
	if (format % 4 == 0)
		fresh = igd_arguments_in_file(text, size, &edits, &why);
	else if (format % 4 == 1)
		fresh = igd_arguments_in_lines(text, size, &edits, &why);
	else if (format % 4 == 2)
		fresh = igd_arguments_in_refind(text, size, &edits, &why);
	else
		fresh = igd_arguments_in_shell(text, size, &edits, &why);
	if (!fresh && !why)
		abort();
	return fresh;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_argument_edits edits = { .items = items, .count = EDITS };
	char *text, *fresh, *again;

	if (size < 2)
		return 0;
	edits.line = data[1] % 16;
	text = igd_strndup((const char *)data + 2, size - 2);
	fresh = edit(data[0], text, strlen(text), edits);
	if (fresh && strlen(fresh) > size + GROWTH)
		abort();
	again = fresh ? edit(data[0], fresh, strlen(fresh), edits) : NULL;
	if (fresh && (!again || strcmp(fresh, again) != 0))
		abort();
	free(edit(data[0], (const char *)data + 2, size - 2, edits));
	free(again);
	free(fresh);
	free(text);
	return 0;
}
