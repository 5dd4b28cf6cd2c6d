// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_modules - the text about modules in a recording, and debugfs' list of a device's holders
 */
#include "facts/host/holders.h"
#include "facts/host/modules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_modules modules;
	struct igd_holders holders;
	const struct igd_module *module;

	if (igd_modules_parse(&modules, (const char *)data, size) == 0) {
		module = igd_modules_find(&modules, "i915");
		if (module)
			igd_module_depends(module, "drm");
	}
	igd_modules_done(&modules);
	igd_holders_parse(&holders, (const char *)data, size);
	return 0;
}
