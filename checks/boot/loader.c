// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot.loader - which boot loader is in use, and where is its kernel command line configured?
 */
#include "facts/boot/loader.h"

#include "checks/boot/area.h"
#include "facts/host/igpu.h"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_loader *loader;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	loader = igd_loader_get(host);
	if (loader->candidates && !loader->name)
		return igd_unknown(ret, "/proc/cmdline",
			"several boot loaders are installed, and which one is in use cannot be told: %s",
			loader->candidates);
	if (!loader->name)
		return igd_unknown(ret, "/proc/cmdline", "no known boot loader was found");
	if (loader->path)
		return igd_pass(ret, loader->path, "%s; the kernel command line is %s%s%s",
			loader->name, loader->place ? loader->place : "the content",
			loader->place ? " in " : " of ", loader->path);
	if (loader->add)
		return igd_pass(ret, loader->sign,
			"%s; its own command changes the kernel command line", loader->name);
	if (loader->place)
		return igd_fail(ret, loader->place,
			"%s; it holds the kernel command line, and igd-doctor does not change it",
			loader->name);
	return igd_fail(ret, loader->sign,
		"%s; where its kernel command line is configured was not found", loader->name);
}

const struct igd_check igd_check_boot_loader = {
	.id = "boot.loader",
	.title = "The boot loader is known and can be edited",
	.why = "Most remedies add or remove a kernel argument. Each boot loader keeps its arguments in another "
	       "file, and an edit in the wrong one changes nothing.",
	.remedy =
		"Add and remove kernel arguments in your boot loader's own configuration by hand; an argument "
		"that the firmware's boot entry holds is changed with `efibootmgr`.",
	.severity = IGD_HINT,
	.needs = (const char *const[]){ "platform.igpu", NULL },
	.references = (const char *const[]){ "https://systemd.io/BOOT_LOADER_INTERFACE/", NULL },
	.run = run,
};
