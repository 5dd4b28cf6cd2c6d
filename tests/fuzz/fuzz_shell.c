// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_shell - shell files such as /etc/default/grub
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_shell shell = { 0 };
	size_t i, half = size / 2;

	igd_shell_read(&shell, "one", (const char *)data, half);
	igd_shell_read(&shell, "two", (const char *)data + half, size - half);
	for (i = 0; i < shell.count; i++) {
		const struct igd_shell_assignment *made = &shell.assignments[i];

		if (made->value && strlen(made->value) > IGD_SHELL_MAX_VALUE)
			abort();
		if (!made->line || made->line > size + 1)
			abort();
	}
	igd_shell_done(&shell);
	return 0;
}
