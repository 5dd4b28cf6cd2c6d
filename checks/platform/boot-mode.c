// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.boot-mode - was the host booted by UEFI?
 *
 * /sys/firmware/efi is made where UEFI has handed over to the kernel (Linux drivers/firmware/efi/efi.c
 * efisubsys_init()). Whether CSM is merely allowed cannot be told from inside; that a boot went through it can.
 */
#include "checks/platform/area.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"

#define EFI "/sys/firmware/efi"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (igd_host_has(host, EFI)) {
		igd_host_cite(host, EFI, "present");
		return igd_pass(ret, EFI, "booted by UEFI");
	}
	/* arch/x86/platform/efi/efi.c setup_noefi(): it makes the kernel forget how it was booted. */
	if (igd_cmdline_get(host, "noefi")) {
		igd_remedy(ret, "{kernel-arg- noefi} and reboot; then it can be told.");
		return igd_unknown(ret, IGD_PROC_CMDLINE, "noefi hides how the machine was booted");
	}
	return igd_fail(ret, EFI, "absent: booted the old way, by BIOS or through CSM");
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_platform_boot_mode = {
	.id = "platform.boot-mode",
	.title = "The host booted by UEFI, without CSM",
	.why = "With CSM the firmware starts the iGPU by its old video BIOS instead of its UEFI driver, "
	       "and the option ROMs that the recipes use then find it in a state they do not expect.",
	.remedy =
		"Switch CSM off and UEFI boot on in firmware setup (some boards need \"OS type: "
		"Windows\" for that). The system must be installed for UEFI first, or it will not boot.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.run = run,
};
