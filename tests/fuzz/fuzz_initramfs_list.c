// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_initramfs_list - the first byte chooses the form of list; what is put in loses no byte of the file, and once is enough
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/initramfs_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether all bytes of text are in fresh, in their order. */
static bool holds(const char *fresh, const char *text)
{
	for (; *fresh && *text; fresh++)
		text += *fresh == *text;
	return !*text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = { "vfio_pci", "vfio", NULL };
	static const struct igd_list lists[] = { { IGD_LIST_ARRAY, "MODULES" },
		{ IGD_LIST_STRING, "features" }, { IGD_LIST_YAML, "modules_force_load" },
		{ IGD_LIST_TOML, "kmod_init" }, { IGD_LIST_LINES, NULL } };
	const struct igd_list *list;
	IGD_AUTOFREE char *text = NULL, *fresh = NULL, *again = NULL;

	if (!size)
		return 0;
	list = &lists[data[0] % (sizeof(lists) / sizeof(lists[0]))];
	text = igd_strndup((const char *)data + 1, size - 1);
	fresh = igd_list_edit(list, text, words);
	if (!fresh)
		return 0;
	again = igd_list_edit(list, fresh, words);
	if (!holds(fresh, text) || !again || strcmp(again, fresh) != 0)
		abort();
	return 0;
}
