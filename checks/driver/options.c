// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.options - is disable_vga off?
 *
 * The one option of vfio-pci that guides tell people to set and that an iGPU must not have (S18).
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/igpu.h"
#include "facts/host/modprobe.h"

#define DISABLE_VGA "/sys/module/vfio_pci/parameters/disable_vga"

/* Linux lib/kstrtox.c kstrtobool(); an option without a value is true. */
static bool is_true(const char *value)
{
	return !*value || strchr("yYtT1", *value) ||
	       ((*value == 'o' || *value == 'O') && (value[1] == 'n' || value[1] == 'N'));
}

static void advise_removal(struct igd_finding *ret, const struct igd_modprobe_option *option)
{
	if (option->is_cmdline)
		igd_remedy(ret, "{kernel-arg- vfio-pci.disable_vga=%s} and reboot.", option->value);
	else
		igd_remedy(ret, "Take `disable_vga=%s` out of %s, then {initramfs} and reboot.",
			option->value, option->origin);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	struct igd_modprobe_option option;
	const char *effect;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	option = igd_modprobe_option(igd_modprobe_get(host), "vfio_pci", "disable_vga");
	effect = igd_host_line(host, DISABLE_VGA);
	if (option.value && is_true(option.value)) {
		igd_host_cite(host, option.origin, "disable_vga=%s", option.value);
		advise_removal(ret, &option);
		return igd_fail(ret, option.origin,
			"disable_vga is set: the legacy recipe cannot start with it, and no "
			"recipe needs it");
	}
	if (!effect || !is_true(effect))
		return igd_pass(
			ret, DISABLE_VGA, effect ? "disable_vga is off" : "disable_vga is not set");
	igd_remedy(ret, "The configuration does not ask for it: {initramfs} and reboot.");
	return igd_fail(ret, DISABLE_VGA,
		"disable_vga is in effect although nothing sets it: an old initramfs, or a "
		"command by hand");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/LongQT-sea/intel-igpu-passthru",
	NULL };

const struct igd_check igd_check_driver_options = {
	.id = "driver.options",
	.title = "vfio-pci's options suit an iGPU",
	.why = "disable_vga=1 keeps the VM from the VGA registers that the legacy recipe boots with. Guides for other cards "
	       "recommend it; for an iGPU it is wrong.",
	.remedy =
		"Take disable_vga=1 out of the configuration of vfio-pci, then {initramfs} and reboot.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.fix = "modprobe.options",
	.references = references,
	.run = run,
};
