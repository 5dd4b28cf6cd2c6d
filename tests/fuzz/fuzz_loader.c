// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_loader - the file and variable formats of boot loaders
 */
#include <stdlib.h>

#include "facts/boot/loader_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const char *text, size_t size, const char *key)
{
	struct igd_loader_span span = { 0 };
	unsigned line = 0;

	while (key ? igd_loader_line(text, size, key, &span)
		   : igd_loader_refind_line(text, size, &span)) {
		if (span.line <= line || span.text < text || span.text + span.size > text + size)
			abort();
		line = span.line;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	char *path, *arguments;

	walk(text, size, "options");
	walk(text, size, "cmdline");
	walk(text, size, NULL);
	free(igd_loader_efi_text(text, size));
	if (igd_loader_efi_entry(text, size, &path, &arguments)) {
		free(path);
		free(arguments);
	}
	return 0;
}
