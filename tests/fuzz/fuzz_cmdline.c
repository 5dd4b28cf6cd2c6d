// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_cmdline - a kernel command line: taken apart, and judged
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/lint.h"
#include "facts/host/cmdline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct igd_argument *argument)
{
	size_t name = strlen(argument->name);

	if (strncmp(argument->text, argument->name, name) != 0)
		abort();
	if (argument->value ? argument->text[name] != '=' ||
				      strcmp(argument->value, argument->text + name + 1) != 0
			    : argument->text[name] != '\0')
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_cmdline cmdline;
	struct igd_lint lint;
	size_t i;

	igd_cmdline_parse(&cmdline, (const char *)data, size);
	for (i = 0; i < cmdline.count; i++) {
		check(&cmdline.arguments[i]);
		igd_value_has(cmdline.arguments[i].value, "on");
	}
	igd_cmdline_find(&cmdline, "vfio-pci.ids");
	igd_cmdline_done(&cmdline);
	igd_lint_cmdline(&lint, (const char *)data, size, "6.12.0");
	igd_lint_done(&lint);
	return 0;
}
