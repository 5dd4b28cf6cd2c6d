// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel-cmdline.framebuffer - what this kernel honours against the firmware's framebuffer, and nothing that it ignores
 *
 * What it honours is not the same everywhere (symptoms S19; facts/host/boot_argument.c). initcall_blacklist=sysfb_init
 * keeps the kernel from making the device at all, whichever driver would have it (Linux drivers/firmware/sysfb.c), but
 * needs CONFIG_KALLSYMS (init/main.c); without that "off" is heeded by efifb and simplefb.
 */
#include "facts/host/framebuffer.h"

#include <string.h>

#include "facts/host/boot_argument.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "facts/host/pci.h"
#include "fixes/kernel-cmdline/area.h"
#include "fixes/kernel-cmdline/words_private.h"

#define VGA 0x0300
#define BLACKLIST "initcall_blacklist=sysfb_init"

static bool is_sysfb(const char *element, size_t length)
{
	return length == strlen("sysfb_init") && strncmp(element, "sysfb_init", length) == 0;
}

/* Whether it does nothing here: by the kernel's configuration, or because a driver is there in spite of it. */
static bool is_vain(struct igd_host *host, const struct igd_argument *argument)
{
	return igd_boot_argument_is_void(host, argument) ||
	       (strcmp(argument->name, "video") == 0 && igd_boot_device_in_use(host));
}

/* Whether one of them blacklists sysfb_init to some effect. */
static bool remove_vain(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	const struct igd_argument *argument;
	bool is_blacklisted = false;
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		argument = &cmdline->arguments[i];
		if (!igd_boot_argument_is(argument))
			continue;
		if (is_vain(host, argument))
			igd_change_argument(ret, argument->text,
				strcmp(argument->name, "video") == 0
					? NULL
					: igd_spelling_without(host, argument->text, is_sysfb),
				"this kernel ignores it");
		else
			is_blacklisted |= strcmp(argument->name, "video") != 0;
	}
	return is_blacklisted;
}

/* Linux 6.1 to 7.1 vfio_pci_core.c vfio_pci_vga_init(): of a VGA controller vfio-pci takes it away when it binds. */
static bool is_in_the_way(struct igd_host *host, struct igd_boot_range *ret_range)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *driver = igd_pci_driver(host, igpu->address);

	if (!igd_boot_range(host, igpu->address, ret_range))
		return false;
	return (driver && strcmp(driver, "vfio-pci") == 0) || igpu->class_code != VGA ||
	       !igd_kernel_is_at_least(host, 6, 1);
}

static void add_working(struct igd_host *host, struct igd_changes *ret, const char *name)
{
	bool is_named = strcmp(name, "efifb") == 0 || strcmp(name, "simplefb") == 0;

	if (igd_kernel_config(host, "CONFIG_KALLSYMS") != IGD_CONFIG_OFF)
		igd_change_argument(ret, NULL, BLACKLIST,
			"the kernel then makes no framebuffer of the firmware's picture");
	else if (is_named)
		igd_change_argument(ret, NULL, igd_host_print(host, "video=%s:off", name),
			"this kernel has no CONFIG_KALLSYMS, which `" BLACKLIST "` needs");
	else
		igd_change_decline(ret,
			"this kernel honours no argument against %s: `igd-doctor fix "
			"framebuffer.release-now` releases it, at each boot",
			name);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	struct igd_boot_range range;
	bool is_blacklisted;

	if (!igd_igpu_get(host)) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	is_blacklisted = remove_vain(host, ret);
	if (!is_in_the_way(host, &range))
		return;
	if (is_blacklisted)
		igd_change_decline(ret,
			"the kernel makes the framebuffer in spite of `" BLACKLIST
			"`: `igd-doctor fix framebuffer.release-now` releases it, at "
			"each boot");
	else
		add_working(host, ret, range.name);
}

const struct igd_fix igd_fix_kernel_cmdline_framebuffer = {
	.id = "kernel-cmdline.framebuffer",
	.title = "Keep the firmware's framebuffer off the iGPU at boot",
	.risk = IGD_RISK_BOOT,
	.risk_text =
		"The screen then shows nothing of the boot until the host's own graphics driver is loaded, also if the boot "
		"stops before that. To see it, take `initcall_blacklist=sysfb_init` out in the boot loader's menu for one "
		"boot.",
	.plan = plan,
};
