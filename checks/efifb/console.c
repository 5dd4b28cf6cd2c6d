// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efifb.console - is a console drawn on the iGPU?
 *
 * The framebuffer console draws on the framebuffer that was there first, which keeps the lowest number, unless
 * fbcon=map: says otherwise (Linux Documentation/fb/fbcon.rst); the VGA text console on the boot VGA device.
 */
#include <string.h>

#include "checks/efifb/area.h"
#include "facts/host/cmdline.h"
#include "facts/host/framebuffer.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

#define VTCONSOLE "/sys/class/vtconsole"
#define BEFORE "It goes when vfio-pci takes the iGPU (driver.bound)"
#define AFTER "The iGPU is vfio-pci's already; efifb.released says how to get rid of what is left"
#define AT_ONCE                                                                                      \
	"%s. To take it off now, as root: `echo 0 > /sys/class/vtconsole/vtcon%u/bind`; be sure of " \
	"another way in first (platform.way-in)."
#define DRAWN "the console is drawn on fb%u (%s), "

static void advise(struct igd_host *host, struct igd_finding *ret, unsigned vtcon)
{
	const char *driver = igd_pci_driver(host, igd_igpu_get(host)->address);

	igd_remedy(ret, AT_ONCE, driver && strcmp(driver, "vfio-pci") == 0 ? AFTER : BEFORE, vtcon);
}

/* The framebuffer that the first console is drawn on; NULL where there is none. */
static const struct igd_fb *drawn_on(struct igd_host *host)
{
	const struct igd_fbs *fbs = igd_fbs(host);
	const char *map = fbs->count > 1 ? igd_cmdline_get(host, "fbcon") : NULL;
	size_t i;

	for (i = 0; map && igd_starts_with(map, "map:") && i < fbs->count; i++) {
		if (map[4] == (char)('0' + fbs->fbs[i].number))
			return &fbs->fbs[i];
	}
	return fbs->count ? &fbs->fbs[0] : NULL;
}

/* Until Linux 6.9 the firmware's framebuffer is no child of the function whose memory it is. */
static bool is_on(struct igd_host *host, const struct igd_fb *fb, const char *address)
{
	struct igd_boot_range range;

	return fb->device ? strcmp(fb->device, address) == 0
			  : fb->is_boot && igd_boot_range(host, address, &range);
}

static enum igd_verdict judge_fb(struct igd_host *host, struct igd_finding *ret,
	const struct igd_vtcon *vtcon, const char *address)
{
	const struct igd_fb *fb = drawn_on(host);

	if (!fb)
		return igd_pass(ret, VTCONSOLE, "no framebuffer is there to be drawn on");
	if (!is_on(host, fb, address))
		return igd_pass(ret, VTCONSOLE, DRAWN "not the iGPU's", fb->number, fb->name);
	advise(host, ret, vtcon->number);
	return igd_fail(ret, igd_host_print(host, "/sys/class/graphics/fb%u", fb->number),
		DRAWN "which is the iGPU's", fb->number, fb->name);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_vtcon *vtcon;
	const char *boot_vga;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	vtcon = igd_vtcon_bound(host, "frame buffer");
	if (vtcon)
		return judge_fb(host, ret, vtcon, igpu->address);
	vtcon = igd_vtcon_bound(host, "VGA");
	if (!vtcon)
		return igd_pass(ret, VTCONSOLE, "no console is drawn on any display");
	boot_vga = igd_pci_attribute(host, igpu->address, "boot_vga");
	if (!boot_vga || strcmp(boot_vga, "1") != 0)
		return igd_pass(ret, VTCONSOLE, "the VGA text console is not on the iGPU");
	advise(host, ret, vtcon->number);
	return igd_fail(ret, VTCONSOLE, "the VGA text console is drawn on the iGPU");
}

const struct igd_check igd_check_efifb_console = {
	.id = "efifb.console",
	.title = "No console is drawn on the iGPU",
	.why = "A console keeps the driver below it busy: the driver cannot be unloaded, unbinding it may hang, "
	       "and what is written to the console goes into memory that the VM believes to be its own.",
	.remedy = BEFORE ".",
	.severity = IGD_DEGRADED,
	.needs = (const char *const[]){ "platform.igpu", NULL },
	.fix = "framebuffer.release-now",
	.references = (const char *const[]){ "https://docs.kernel.org/fb/fbcon.html", NULL },
	.run = run,
};
