// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_modprobe - modprobe.d files, kernel command lines as kmod reads them, and the ids they hold
 *
 * The first byte chooses: even a file, odd a command line.
 */
#include <stdlib.h>

#include "facts/host/claim.h"
#include "facts/host/modprobe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_ids(const char *ids)
{
	struct igd_vfio_id id;

	while (igd_vfio_id_next(&ids, &id) != 0)
		;
}

static void ask(const struct igd_modprobe *config)
{
	struct igd_modprobe_option option = igd_modprobe_option(config, "vfio-pci", "ids");

	free(igd_modprobe_options(config, "vfio_pci"));
	if (option.value) {
		take_ids(option.value);
		igd_force_probe_blocks(option.value, 0x4680);
	}
	igd_modprobe_blacklisted(config, "i915");
	igd_modprobe_find(config, IGD_MODPROBE_INSTALL, "i915");
	igd_modprobe_loads_before(config, "i915", "vfio-pci");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_modprobe config = { 0 };
	const char *text = (const char *)data + 1;

	if (!size)
		return 0;
	if (data[0] % 2)
		igd_modprobe_parse_cmdline(&config, "/proc/cmdline", text, size - 1);
	else
		igd_modprobe_parse(&config, "/etc/modprobe.d/a.conf", text, size - 1);
	ask(&config);
	igd_modprobe_done(&config);
	return 0;
}
