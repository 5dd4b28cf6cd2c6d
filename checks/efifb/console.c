// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efifb.console - is a console drawn on the iGPU?
 *
 * The framebuffer console draws on the framebuffer that was there first, which keeps the lowest number, unless
 * fbcon=map: says otherwise (Linux Documentation/fb/fbcon.rst); the VGA text console on the boot VGA device.
 */
#include <string.h>

#include "checks/efifb/area.h"
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

	bool is_late = driver && strcmp(driver, "vfio-pci") == 0;

	igd_remedy(ret, AT_ONCE, is_late ? AFTER : BEFORE, vtcon);
	if (!is_late)
		igd_fix(ret, NULL);
}

static enum igd_verdict judge_fb(struct igd_host *host, struct igd_finding *ret,
	const struct igd_vtcon *vtcon, const char *address)
{
	const struct igd_fb *fb = igd_fb_console(host);

	if (!fb)
		return igd_pass(ret, VTCONSOLE, "no framebuffer is there to be drawn on");
	if (!igd_fb_is_on(host, fb, address))
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
