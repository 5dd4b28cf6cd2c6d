// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pack - a PCI option ROM of UEFI drivers, for one iGPU
 *
 * The headers are as EDK2's EfiRom writes them. Deviations were tried under OVMF 2025.02, which does not run, without
 * a word: a PCI data structure that is not at a multiple of 4, an application, an image shorter than its file.
 */
#include "fixes/oprom/pack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/pe.h"
#include "facts/firmware/rom_fit.h"
#include "fixes/oprom/pack_private.h"

#define INTEL 0x8086u
#define UNIT ((size_t)512)
#define HAS(content) (1u << (content))

/* The ROM header, the PCI data structure of revision 3 and the image, and what stands in them where. */
enum { PCIR_AT = 0x1c, PCIR_SIZE = 0x1c, IMAGE_AT = 0x40, EFI_SIGNATURE = 0x0ef1 };

static void put(uint8_t *bytes, size_t offset, size_t size, uint32_t value)
{
	for (; size; size--, value >>= 8)
		bytes[offset++] = (uint8_t)value;
}

static void put_headers(uint8_t *head, const struct igd_pe *pe, size_t units, uint16_t device)
{
	put(head, 0x00, 2, 0xaa55);
	put(head, 0x02, 2, (uint32_t)units);
	put(head, 0x04, 4, EFI_SIGNATURE);
	put(head, 0x08, 2, pe->subsystem);
	put(head, 0x0a, 2, pe->machine);
	put(head, 0x16, 2, IMAGE_AT);
	put(head, 0x18, 2, PCIR_AT);
	memcpy(head + PCIR_AT, "PCIR", 4);
	put(head, PCIR_AT + 0x04, 2, INTEL);
	put(head, PCIR_AT + 0x06, 2, device);
	put(head, PCIR_AT + 0x0a, 2, PCIR_SIZE);
	put(head, PCIR_AT + 0x0c, 1, 3);	/* its revision */
	put(head, PCIR_AT + 0x0d, 3, 0x030000); /* a VGA controller */
	put(head, PCIR_AT + 0x10, 2, (uint32_t)units);
	put(head, PCIR_AT + 0x14, 1, IGD_ROM_EFI);
}

/* What a ROM cannot hold although it is sound. */
static int judge_driver(
	const struct igd_oprom_part *part, const struct igd_pe *pe, struct igd_error *reterr)
{
	if (pe->machine != IGD_PE_X64 || !pe->is_64)
		return igd_error_set(reterr, EBADMSG, "%s: a driver for %s, and guests are x64",
			part->name,
			igd_pe_machine_name(pe->machine) ? igd_pe_machine_name(pe->machine)
							 : "another machine");
	if (pe->subsystem != IGD_PE_BOOT_DRIVER && pe->subsystem != IGD_PE_RUNTIME_DRIVER)
		return igd_error_set(reterr, EBADMSG,
			"%s: subsystem %u is no driver; firmware would not run it from a ROM",
			part->name, pe->subsystem);
	if (*pe->overlap.what)
		return igd_error_set(reterr, EBADMSG, "%s: %s", part->name, pe->overlap.what);
	return 0;
}

int igd_oprom_wrap(const struct igd_oprom_part *part, uint16_t device, bool is_last,
	struct igd_text *ret, struct igd_error *reterr)
{
	size_t units = (IMAGE_AT + part->size + UNIT - 1) / UNIT;
	uint8_t head[IMAGE_AT] = { 0 };
	static const uint8_t zeros[512];
	struct igd_fault fault;
	struct igd_pe pe;
	int r;

	if (part->size > IGD_ROM_MAX_BYTES || units > UINT16_MAX)
		return igd_error_set(reterr, EFBIG, "%s: larger than any option ROM", part->name);
	if (igd_pe_parse(part->bytes, part->size, &pe, &fault) < 0)
		return igd_error_set(
			reterr, EBADMSG, "%s: at 0x%zx: %s", part->name, fault.offset, fault.what);
	r = judge_driver(part, &pe, reterr);
	put_headers(head, &pe, units, device);
	igd_pe_done(&pe);
	if (r < 0)
		return r;
	put(head, PCIR_AT + 0x15, 1, is_last ? 0x80 : 0);
	igd_text_add(ret, head, sizeof(head));
	igd_text_add(ret, part->bytes, part->size);
	igd_text_add(ret, zeros, units * UNIT - IMAGE_AT - part->size);
	return 0;
}

/* What no single image is wrong about. */
static int judge_parts(const struct igd_oprom *oprom, struct igd_error *reterr)
{
	uint32_t contains = igd_oprom_contains(oprom);

	if (!(contains & HAS(IGD_ROM_ASSIGNMENT)))
		return igd_error_set(reterr, EINVAL, "there is no assignment driver");
	if (contains & HAS(IGD_ROM_INTEL_GOP) && !(contains & HAS(IGD_ROM_GOP_POLICY)))
		return igd_error_set(reterr, EINVAL,
			"Intel's GOP driver shows nothing without a platform GOP policy");
	if (contains & HAS(IGD_ROM_GOP_POLICY) && !(contains & HAS(IGD_ROM_INTEL_GOP)))
		return igd_error_set(reterr, EINVAL,
			"a platform GOP policy is of no use without Intel's GOP driver, which has to be "
			"added as well");
	return 0;
}

/* The reader's word on what was made. */
static int judge_rom(const struct igd_oprom *oprom, const struct igd_rom *rom, uint16_t device,
	struct igd_error *reterr)
{
	bool has_gop = igd_oprom_contains(oprom) & HAS(IGD_ROM_INTEL_GOP);
	struct igd_rom_fit fit = { 0 };
	int r = 0;

	if (rom->problem_count)
		return igd_error_set(reterr, EBADMSG, "the ROM would not run: at 0x%zx: %s",
			rom->problems[0].offset, rom->problems[0].what);
	if (rom->image_count != oprom->count)
		return igd_error_set(reterr, EBADMSG, "the ROM would have %zu images of %zu",
			rom->image_count, oprom->count);
	igd_rom_judge(rom, device, &fit);
	if (fit.fit != IGD_FIT_YES)
		r = igd_error_set(reterr, EINVAL, "%s", fit.why);
	else if (has_gop && (fit.is_for_other_display || !(fit.recipes & IGD_ROM_FOR_GOP)))
		r = igd_error_set(reterr, EINVAL,
			"the GOP driver is not known to drive 8086:%04x: %s", device, fit.why);
	igd_rom_fit_done(&fit);
	return r;
}

int igd_oprom_pack(const struct igd_oprom *oprom, uint16_t device, struct igd_text *ret,
	struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_rom rom;
	int r = judge_parts(oprom, reterr);
	size_t i;

	for (i = 0; r >= 0 && i < oprom->count; i++)
		r = igd_oprom_wrap(&oprom->parts[i], device, i == oprom->count - 1, &text, reterr);
	if (r < 0)
		return r;
	if (text.size > IGD_ROM_MAX_BYTES)
		return igd_error_set(reterr, EFBIG, "larger than any option ROM");
	igd_rom_parse((const uint8_t *)text.text, text.size, &rom);
	r = judge_rom(oprom, &rom, device, reterr);
	igd_rom_done(&rom);
	if (r >= 0)
		igd_text_add(ret, text.text, text.size);
	return r;
}
