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
#define RELEASE                                                                                    \
	"It goes when vfio-pci takes the iGPU (driver.bound). To take it off now, as root: `echo " \
	"0 > " VTCONSOLE "/vtcon%u/bind`; be sure of another way in first (platform.way-in)."

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

	if (fb->device)
		return strcmp(fb->device, address) == 0;
	return fb->is_boot && igd_boot_range(host, address, &range);
}

static enum igd_verdict judge_fb(struct igd_host *host, struct igd_finding *ret,
	const struct igd_vtcon *vtcon, const char *address)
{
	const struct igd_fb *fb = drawn_on(host);
	const char *where = igd_host_print(host, VTCONSOLE "/vtcon%u", vtcon->number);

	if (!fb)
		return igd_pass(ret, where, "no framebuffer is there to be drawn on");
	where = igd_host_print(host, "/sys/class/graphics/fb%u", fb->number);
	igd_remedy(ret, RELEASE, vtcon->number);
	if (is_on(host, fb, address))
		return igd_fail(ret, where,
			"the console is drawn on fb%u (%s), which is the iGPU's", fb->number,
			fb->name);
	return igd_pass(ret, where, "the console is drawn on fb%u (%s), not the iGPU's", fb->number,
		fb->name);
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
	igd_remedy(ret, RELEASE, vtcon->number);
	if (boot_vga && strcmp(boot_vga, "1") == 0)
		return igd_fail(ret, igd_pci_path(host, igpu->address, "boot_vga"),
			"the VGA text console is drawn on the iGPU");
	return igd_pass(ret, VTCONSOLE, "the VGA text console is not on the iGPU");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://docs.kernel.org/fb/fbcon.html", NULL };

const struct igd_check igd_check_efifb_console = {
	.id = "efifb.console",
	.title = "No console is drawn on the iGPU",
	.why = "A console keeps the driver below it busy: the driver cannot be unloaded, unbinding it may hang, "
	       "and what is written to the console goes into memory that the VM believes to be its own.",
	.remedy = "It goes when vfio-pci takes the iGPU (driver.bound).",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.fix = "framebuffer.release-now",
	.references = references,
	.run = run,
};
