// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_autoload - the files that ask for modules; the first byte chooses the form
 */
#include "facts/host/autoload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_autoload list = { 0 };
	struct igd_bytes bytes;

	if (!size)
		return 0;
	bytes = (struct igd_bytes){ (const char *)data + 1, size - 1 };
	igd_autoload_parse(&list, "/etc/modules", &bytes,
		(enum igd_autoload_form)(data[0] % (IGD_AUTOLOAD_PATHS + 1)), IGD_AUTOLOAD_BOOT);
	igd_autoload_find(&list, "vfio_pci");
	igd_autoload_done(&list);
	return 0;
}
