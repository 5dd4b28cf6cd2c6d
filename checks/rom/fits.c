// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.fits - was the ROM made for this iGPU?
 *
 * The rules and what they rest on are in facts/firmware/rom_fit.c. S48, S50; that a ROM without a display driver
 * leaves the screen dark until the guest's own driver runs is no fault (S49), and one with a display driver for
 * other models is no worse (S50): it passes, and what it says names it.
 */
#include "checks/rom/area.h"
#include "facts/host/igpu.h"
#include "facts/qemu/rom_given.h"

static enum igd_verdict conclude(const struct igd_rom_given *given, const struct igd_igpu *igpu,
	const struct igd_rom_fit *fit, struct igd_finding *ret)
{
	const char *made_for = fit->made_for;

	if (fit->fit == IGD_FIT_YES)
		return igd_pass(ret, given->path, "%s", fit->why);
	if (fit->fit == IGD_FIT_NO)
		return igd_fail(ret, given->path, "does not fit %04x:%04x%s%s. %s%s%s",
			igpu->vendor, igpu->device, igpu->model ? ", " : "",
			igpu->model ? igpu->model->platform : "", fit->why,
			made_for ? " Made for: " : "", made_for ? made_for : "");
	return igd_unknown(ret, given->path, "it cannot be told. %s%s%s", fit->why,
		made_for ? " Made for: " : "", made_for ? made_for : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_rom_given *given = igd_rom_given_get(host);
	const struct igd_rom_fit *fit = igd_rom_given_fit(host);
	size_t i;

	/* What was named with --rom is what the person wants to know of: the fix leaves it alone. */
	if (!given->vm)
		igd_fix(ret, NULL);
	if (given->state == IGD_ROM_NOT_GIVEN)
		return igd_na(ret, igd_rom_none_where(host),
			"%s: `--rom FILE` has one judged for this iGPU", igd_rom_none_why(host));
	if (!igpu || !fit)
		return igd_na(ret, igpu ? given->path : "/sys/bus/pci/devices",
			igpu ? "there is no ROM in it to judge" : "no Intel iGPU");
	for (i = 0; i < given->rom.evidence_count; i++)
		igd_host_cite(host, given->path, "%s: %s",
			igd_rom_content_name(given->rom.evidence[i].content),
			given->rom.evidence[i].what);
	return conclude(given, igpu, fit, ret);
}

static const char *const needs[] = { "platform.igpu", "rom.valid", NULL };
static const char *const references[] = { "https://github.com/LongQT-sea/intel-igpu-passthru",
	"https://github.com/tomitamoeko/VfioIgdPkg",
	"https://github.com/lf-edge/eve/blob/master/docs/INTEL-IGPU-PASSTHROUGH.md", NULL };

const struct igd_check igd_check_rom_fits = {
	.id = "rom.fits",
	.title = "The ROM fits this iGPU",
	.why = "Most ROMs in circulation were made for somebody else's iGPU, and a wrong one says "
	       "nothing: the VM starts, and Windows shows Code 43. Two things matter in a ROM. The "
	       "assignment driver hands the OpRegion to the guest and reserves stolen memory; "
	       "without it there is Code 43 whatever else is in the file, and one such driver "
	       "serves every model in its table. Intel's display driver (GOP) only draws the "
	       "picture before Windows runs, and only for the models in its own list: that of a "
	       "desktop Alder Lake leaves a mobile one dark, but does no harm. What forums compare "
	       "decides nothing: the PCI id in the ROM's header, which neither QEMU nor OVMF looks "
	       "at; the checksum of an EFI image; or `Invalid PCI ROM header signature: expecting "
	       "0xaa55` in the host's log, which is harmless.",
	.remedy =
		"For the UPT recipe (Windows' driver makes the picture; a stream or Looking Glass "
		"shows it) take a ROM with the assignment driver alone, such as Universal_noGOP of "
		"https://github.com/LongQT-sea/intel-igpu-passthru, or build one from "
		"https://github.com/tomitamoeko/VfioIgdPkg. That it shows no boot picture is no "
		"fault. Only if a monitor on the iGPU is to show firmware and boot as well, take a "
		"ROM of three images: assignment driver, platform policy, and a GOP that lists this "
		"very device id; it needs i440fx, and `x-igd-lpc=on` from the 11th generation on. "
		"Look before you try: `igd-doctor rom FILE...` says what a ROM is and for which "
		"iGPUs, and ranks a whole directory. Do not dump your own iGPU: it has no ROM, and "
		"what `/sys/.../rom` returns is not one to use.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "rom.install",
	.references = references,
	.run = run,
};
