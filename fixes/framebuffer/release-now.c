// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * framebuffer.release-now - the console and the firmware's framebuffer let go of the iGPU, until the next boot
 */
#include <string.h>

#include "facts/host/framebuffer.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "fixes/framebuffer/area.h"

#define VTCONSOLE "/sys/class/vtconsole/vtcon%u"

/* The virtual console that is drawn on the iGPU; NULL: none is. */
static const struct igd_vtcon *console_on(struct igd_host *host, const char *address)
{
	const struct igd_vtcon *vtcon = igd_vtcon_bound(host, "frame buffer");
	const struct igd_fb *fb = vtcon ? igd_fb_console(host) : NULL;
	const char *boot_vga;

	if (vtcon)
		return fb && igd_fb_is_on(host, fb, address) ? vtcon : NULL;
	boot_vga = igd_pci_attribute(host, address, "boot_vga");
	return boot_vga && strcmp(boot_vga, "1") == 0 ? igd_vtcon_bound(host, "VGA") : NULL;
}

/*
 * Without a driver the range is the platform device's own (Linux drivers/firmware/sysfb_simplefb.c), and nothing but a
 * boot, or vfio-pci when it takes a VGA controller, makes that go away.
 */
static void release_boot(struct igd_host *host, struct igd_changes *ret, const char *address)
{
	const struct igd_boot_device *device;
	struct igd_boot_range range;

	if (!igd_boot_range(host, address, &range))
		return;
	device = igd_boot_device_in_use(host);
	if (device)
		igd_change_framebuffer(ret,
			igd_host_print(host, IGD_PLATFORM_DEVICES "/%s", device->name),
			igd_host_print(host, "%s holds part of a BAR of the iGPU", range.name));
	else
		igd_change_decline(ret,
			"%s holds part of a BAR of the iGPU, but no driver is on it that could let go: "
			"`igd-doctor fix kernel-cmdline.framebuffer` keeps it away from the next boot "
			"on",
			range.name);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_vtcon *vtcon;

	if (!igpu) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	vtcon = console_on(host, igpu->address);
	if (vtcon)
		igd_change_framebuffer(ret, igd_host_print(host, VTCONSOLE, vtcon->number),
			"the console is drawn on the iGPU");
	release_boot(host, ret, igpu->address);
}

const struct igd_fix igd_fix_framebuffer_release_now = {
	.id = "framebuffer.release-now",
	.title = "Take console and firmware framebuffer off the iGPU now, until the next boot",
	.risk = IGD_RISK_DISPLAY,
	.risk_text =
		"The screen stops at once and does not come back before the next boot. Be sure of another way in, such as SSH.",
	.plan = plan,
};
