// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.valid - is the file a well-formed PCI option ROM?
 *
 * What only deviates from the specification and works all the same (an EFI image whose bytes do not add up to
 * zero, for one) is a remark of the reader's, shown as evidence.
 */
#include "checks/rom/area.h"
#include "facts/qemu/rom_given.h"

static const struct igd_rom_problem *first_fatal(const struct igd_rom *rom)
{
	size_t i;

	for (i = 0; i < rom->problem_count; i++) {
		if (rom->problems[i].is_fatal)
			return &rom->problems[i];
	}
	return NULL;
}

static void cite_others(struct igd_host *host, const struct igd_rom_given *given,
	const struct igd_rom_problem *told)
{
	size_t i;

	for (i = 0; i < given->rom.problem_count; i++) {
		const struct igd_rom_problem *problem = &given->rom.problems[i];

		if (problem != told)
			igd_host_cite(host, given->path, "at byte %zu: %s", problem->offset,
				problem->what);
	}
}

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_rom_given *given, struct igd_finding *ret)
{
	const struct igd_rom_problem *problem = first_fatal(&given->rom);
	const struct igd_rom_fit *fit = problem ? igd_rom_given_fit(host) : NULL;

	if (given->state == IGD_ROM_NOT_A_ROM && !problem && given->rom.problem_count)
		problem = given->rom.problems;
	cite_others(host, given, problem);
	if (given->state == IGD_ROM_NOT_A_ROM)
		return igd_fail(ret, given->path, "not an option ROM: %s",
			problem ? problem->what : "nothing in it looks like one");
	/* What is left of it may do all the same: rom_fit.c. */
	if (problem && fit && fit->fit == IGD_FIT_YES)
		igd_severity(ret, IGD_DEGRADED);
	if (!fit || fit->fit != IGD_FIT_NO)
		igd_fix(ret, NULL);
	if (problem)
		return igd_fail(
			ret, given->path, "broken at byte %zu: %s", problem->offset, problem->what);
	return igd_pass(ret, given->path, "%zu image%s in %zu bytes", given->rom.image_count,
		given->rom.image_count == 1 ? "" : "s", given->rom.size);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_rom_given *given = igd_rom_given_get(host);

	/* What was named with --rom is what the person wants to know of: the fix leaves it alone. */
	if (!given->vm)
		igd_fix(ret, NULL);
	switch (given->state) {
	case IGD_ROM_NOT_GIVEN:
		break;
	case IGD_ROM_ABSENT:
	case IGD_ROM_EMPTY:
		return igd_na(ret, given->path, "there is nothing in it to look at");
	case IGD_ROM_TOO_LARGE:
		return igd_fail(ret, given->path,
			"not an option ROM: larger than the %zu MiB that a PCI ROM can have",
			IGD_ROM_MAX_BYTES >> 20);
	case IGD_ROM_NOT_A_ROM:
	case IGD_ROM_READ:
		return judge(host, given, ret);
	}
	return igd_na(ret, igd_rom_none_where(host), "%s: `--rom FILE` has one looked at",
		igd_rom_none_why(host));
}

static const char *const needs[] = { "rom.present", NULL };

const struct igd_check igd_check_rom_valid = {
	.id = "rom.valid",
	.title = "The ROM is a well-formed PCI option ROM",
	.why = "Firmware walks the images of a ROM by their headers and passes over, without a word, "
	       "what it cannot follow. QEMU hands over whatever bytes it is given. So a web page that "
	       "was saved in place of a download, a bare .efi file or a whole BIOS image starts the "
	       "VM like a good ROM, and nothing in it is ever run.",
	.remedy =
		"Download or build the ROM again, and look at it with `igd-doctor rom FILE`. A bare "
		".efi driver has to be wrapped first, with `EfiRom -f 0x8086 -i 0xffff -e "
		"FILE.efi`; a BIOS image of the board is not an option ROM and does not become one.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "rom.install",
	.run = run,
};
