// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_row - a ROM and the verdict on it, as values of a report
 */
#include <stdlib.h>
#include <string.h>

#include "cli/rom.h"
#include "facts/firmware/pe.h"
#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"

#define HAS(content) (1u << (content))

/* "EFI driver, x64" */
static char *kind_of(const struct igd_rom_image *image)
{
	const char *machine;

	if (image->code_type == IGD_ROM_LEGACY)
		return igd_strdup("legacy BIOS code");
	if (image->code_type != IGD_ROM_EFI)
		return igd_printf("code of type %u", image->code_type);
	machine = igd_pe_machine_name(image->efi.machine);
	if (machine)
		return igd_printf("EFI driver, %s", machine);
	return igd_printf("EFI driver, machine %04x", image->efi.machine);
}

static void add_ids(struct igd_rom_words *words, const uint16_t *ids, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		igd_rom_words_add(words, igd_printf("%04x", ids[i]));
}

static void fill_part(struct igd_rom_part *part, const struct igd_rom_image *image)
{
	enum igd_rom_content content;

	*part = (struct igd_rom_part){ .offset = image->offset,
		.size = image->size,
		.code_type = image->code_type,
		.kind = kind_of(image),
		.vendor = image->vendor,
		.device = image->device,
		.is_compressed = image->efi.is_compressed,
		.version = image->efi.version ? igd_strdup(image->efi.version) : NULL };
	for (content = 0; content < IGD_ROM_CONTENT_COUNT; content++) {
		if (!(image->contains & HAS(content)))
			continue;
		igd_rom_words_add(&part->contains, igd_strdup(igd_rom_content_word(content)));
		igd_rom_words_add(&part->names, igd_strdup(igd_rom_content_name(content)));
	}
	add_ids(&part->gop_devices, image->gop_devices, image->gop_device_count);
	add_ids(&part->assigned_devices, image->assigned_devices, image->assigned_device_count);
}

static void fill_notes(struct igd_rom_row *row, const struct igd_rom *rom)
{
	size_t i;

	row->problems = igd_regrow(NULL, rom->problem_count + 1, sizeof(*row->problems));
	for (i = 0; i < rom->problem_count; i++)
		row->problems[row->problem_count++] = (struct igd_rom_note){
			.offset = rom->problems[i].offset,
			.is_fatal = rom->problems[i].is_fatal,
			.what = igd_strdup(rom->problems[i].what),
		};
	row->evidence = igd_regrow(NULL, rom->evidence_count + 1, sizeof(*row->evidence));
	for (i = 0; i < rom->evidence_count; i++)
		row->evidence[row->evidence_count++] = (struct igd_rom_note){
			.offset = rom->evidence[i].offset,
			.is_unpacked = rom->evidence[i].is_decompressed,
			.subject =
				igd_printf("%s:", igd_rom_content_name(rom->evidence[i].content)),
			.what = igd_strdup(rom->evidence[i].what),
		};
}

/* What it is, in the order of what decides. */
static char *summarise(const struct igd_rom *rom, const struct igd_rom_fit *fit)
{
	static const struct {
		uint32_t contains;
		const char *text;
	} known[] = {
		{ HAS(IGD_ROM_ASSIGNMENT) | HAS(IGD_ROM_INTEL_GOP),
			"assignment and display driver" },
		{ HAS(IGD_ROM_ASSIGNMENT), "assignment driver" },
		{ HAS(IGD_ROM_INTEL_GOP), "display driver alone" },
		{ HAS(IGD_ROM_INTEL_VBIOS), "video BIOS" },
		{ HAS(IGD_ROM_GOP_POLICY), "platform policy alone" },
	};
	uint32_t contains = igd_rom_contains(rom);
	const char *text = NULL;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known) && !text; i++)
		if ((contains & known[i].contains) == known[i].contains)
			text = known[i].text;
	if (!text)
		return fit->made_for ? igd_strdup(fit->made_for) : igd_strdup("nothing known");
	if (!fit->made_for)
		return igd_strdup(text);
	if (fit->is_for_other_display)
		return igd_printf(
			"assignment driver; no boot picture, as the display driver is for %s",
			fit->made_for);
	return igd_printf("%s for %s", text, fit->made_for);
}

static void add_recipes(struct igd_rom_words *words, unsigned recipes)
{
	static const struct {
		unsigned recipe;
		const char *word;
	} known[] = {
		{ IGD_ROM_FOR_UPT, "upt" },
		{ IGD_ROM_FOR_LEGACY, "legacy" },
		{ IGD_ROM_FOR_GOP, "gop" },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (recipes & known[i].recipe)
			igd_rom_words_add(words, igd_strdup(known[i].word));
}

/* "Tiger Lake (11th gen mobile), Rocket Lake (11th gen desktop)"; takes made_for apart, "" for NULL. */
static char *explain_platforms(const char *made_for)
{
	IGD_AUTOFREE char *copy = igd_strdup(made_for ? made_for : "");
	char *platform, *state = NULL;
	struct igd_text text = { 0 };
	const char *words;

	igd_text_add(&text, "", 0);
	for (platform = strtok_r(copy, ",", &state); platform;
		platform = strtok_r(NULL, ",", &state)) {
		platform += strspn(platform, " ");
		words = igd_rom_processors(platform);
		igd_text_printf(&text, "%s%s%s%s%s", text.size ? ", " : "", platform,
			words ? " (" : "", words ? words : "", words ? ")" : "");
	}
	return text.text;
}

#define EFIROM                                                                                     \
	"`EfiRom -f 0x8086 -i 0xffff -e IgdAssignmentDxe.efi PlatformGopPolicy.efi "               \
	"IntelGopDriver.efi -o igd.rom`"

#define GIVE                                                                                       \
	"Give it to the iGPU of a VM with OVMF, at guest address 00:02.0: libvirt "                \
	"`<rom file='...'/>` in its <hostdev>, QEMU `romfile=...` of its vfio-pci."
#define ONE_THAT_LISTS                                                                             \
	" For a picture from power-on, look for one whose display driver lists this iGPU."
#define GIVE_TO_SEABIOS                                                                            \
	"Give it to the iGPU of a VM with SeaBIOS, on an i440fx machine, at guest address 00:02.0."
#define CHAIN "Put the two drivers in front of it that VfioIgdPkg builds, with EDK2's " EFIROM "."
#define NEWER "Prefer a newer assignment driver: VfioIgdPkg's since May 2025 lists its devices."
#define UNPACKED "Ask for one that is not compressed (`EfiRom -e` instead of `-ec`)."
#define RENAME                                                                                     \
	"For SeaBIOS, write the iGPU's id into it with rom-parser's `rom-fixer`; for OVMF, look "  \
	"for a ROM with an assignment driver."
#define NAME "Name the iGPU with `--device`: `lspci -nn -s 02.0` shows its id."
#define ANOTHER                                                                                    \
	"Look for a ROM made for this platform; or for an assignment driver alone, which gives a " \
	"picture once the guest's driver runs."

/* What to do, by the answer and by what decided it. */
static const char *next_step(
	const struct igd_rom *rom, const struct igd_rom_fit *fit, bool has_device)
{
	uint32_t contains = igd_rom_contains(rom);
	size_t i;

	if (!has_device)
		return NAME;
	if (fit->is_for_other_display)
		return GIVE ONE_THAT_LISTS;
	if (fit->fit == IGD_FIT_YES)
		return fit->recipes == IGD_ROM_FOR_LEGACY ? GIVE_TO_SEABIOS : GIVE;
	if (fit->is_part && fit->fit == IGD_FIT_NO)
		return CHAIN;
	if (fit->is_misnamed)
		return RENAME;
	for (i = 0; i < rom->image_count; i++)
		if (rom->images[i].efi.is_compressed && !rom->images[i].efi.is_readable)
			return UNPACKED;
	return fit->fit == IGD_FIT_UNKNOWN && contains & HAS(IGD_ROM_ASSIGNMENT) ? NEWER : ANOTHER;
}

/* The caller frees it. */
static char *as_sentence(const char *text)
{
	char *sentence = igd_printf("%s%s", text, igd_ends_with(text, ".") ? "" : ".");

	if (*sentence >= 'a' && *sentence <= 'z')
		*sentence = (char)(*sentence - 'a' + 'A');
	return sentence;
}

void igd_rom_row_fill(struct igd_rom_row *row, const struct igd_rom *rom,
	const struct igd_rom_fit *fit, bool has_device)
{
	static const enum igd_rom_answer answers[] = {
		[IGD_FIT_UNKNOWN] = IGD_ROM_UNKNOWN,
		[IGD_FIT_YES] = IGD_ROM_FITS,
		[IGD_FIT_NO] = IGD_ROM_FITS_NOT,
	};
	size_t i;

	row->size = rom->size;
	fill_notes(row, rom);
	if (!fit) {
		row->answer = IGD_ROM_IS_NONE;
		row->summary = igd_strdup("no option ROM");
		row->why = as_sentence(rom->problem_count ? rom->problems[0].what : "");
		row->next = igd_strdup("Name the file that is meant for `romfile=`.");
		return;
	}
	row->answer = answers[fit->fit];
	row->why = igd_strdup(fit->why);
	row->made_for = fit->made_for ? igd_strdup(fit->made_for) : NULL;
	row->made_for_in_words = explain_platforms(fit->made_for);
	row->summary = summarise(rom, fit);
	row->next = igd_strdup(next_step(rom, fit, has_device));
	add_recipes(&row->recipes, fit->recipes);
	row->parts = igd_regrow(NULL, rom->image_count + 1, sizeof(*row->parts));
	for (i = 0; i < rom->image_count; i++)
		fill_part(&row->parts[row->part_count++], &rom->images[i]);
}
