// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.present - is there an option ROM for the VM, and is there something in it?
 */
#include "checks/rom/area.h"
#include "facts/vm/rom_given.h"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_rom_given *given = igd_rom_given_get(host);

	switch (given->state) {
	case IGD_ROM_NOT_GIVEN:
		break;
	case IGD_ROM_ABSENT:
		return igd_fail(ret, given->path, "there is no such file any more");
	case IGD_ROM_EMPTY:
		igd_remedy(
			ret, "Copy the ROM again, and compare the size: %s has none.", given->path);
		return igd_fail(ret, given->path,
			"the file is empty; QEMU ends with `romfile \"%s\" is empty`", given->path);
	case IGD_ROM_TOO_LARGE:
		return igd_pass(ret, given->path, "there is a file, of more than %zu MiB",
			IGD_ROM_MAX_BYTES >> 20);
	case IGD_ROM_NOT_A_ROM:
	case IGD_ROM_READ:
		return igd_pass(ret, given->path, "%zu bytes", given->rom.size);
	}
	return igd_na(ret, "--rom",
		"no ROM was named: `--rom FILE` has the ROM judged that a VM is to get");
}

static const char *const references[] = { "https://github.com/LongQT-sea/intel-igpu-passthru",
	"https://github.com/tomitamoeko/VfioIgdPkg", NULL };

const struct igd_check igd_check_rom_present = {
	.id = "rom.present",
	.title = "There is an option ROM for the iGPU",
	.why = "An iGPU has no ROM of its own any more, and OVMF does not know how to set an assigned "
	       "iGPU up. An option ROM brings the driver that does: it hands the OpRegion to the "
	       "guest and reserves stolen memory. Without one the Windows driver stops with Code "
	       "43.",
	.remedy =
		"Give the VM an option ROM that holds the assignment driver (`romfile=FILE` for "
		"QEMU, `<rom file='FILE'/>` for libvirt); `igd-doctor explain rom.fits` says where "
		"such a ROM comes from.",
	.severity = IGD_BLOCKER,
	.references = references,
	.run = run,
};
