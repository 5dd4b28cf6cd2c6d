// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_chart - the picture of the way from configuration to the running kernel, and at which link of it something is lost
 *
 * Two chains: the kernel command line as it is configured, as what was made of it has it, and as the kernel was booted
 * with it; and who is to have the iGPU by the configuration, by the initramfs, and who has it now.
 */
#ifndef IGD_FACTS_BOOT_BOOT_CHART_H
#define IGD_FACTS_BOOT_BOOT_CHART_H

#include "core/check.h"
#include "facts/boot/loader.h"

/* What was found out of the command line. */
struct igd_boot_compared {
	const struct igd_loader_argument *lost; /* configured, and not booted with; NULL for none */
	const struct igd_argument *stray;	/* booted with, and not configured; NULL for none */
	const struct igd_loader_argument
		*unread; /* stands where the loader does not look; NULL for none */
};

/*
 * Draws it. What is asked for besides what was compared is what other checks of booting read as well, and where an
 * argument was lost, GRUB's grub.cfg; what it does not tell is drawn as unknown and does not count.
 */
IGD_EXPORT void igd_boot_chart(
	struct igd_host *host, struct igd_finding *ret, const struct igd_boot_compared *compared);

/*
 * How many of the commands of a grub.cfg that boot Linux ("linux", "linux16", "linuxefi") have the argument, as a word of
 * its own, and how many there are: *ret_count. Entries for recovery ("single", "recovery") are not counted.
 */
IGD_EXPORT size_t igd_grub_config_count(const char *text, const char *argument, size_t *ret_count);

#endif
