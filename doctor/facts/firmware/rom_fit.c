// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit - whether a ROM was made for an iGPU
 *
 * One rule after the other; the first that concludes decides. What each rests on:
 *
 *   who matches what  OVMF runs every EFI driver for x64 in the ROM, whatever ids the PCI data structure names
 *                     (EDK2 edk2-stable202511 MdeModulePkg/Bus/Pci/PciBusDxe/PciOptionRomSupport.c). SeaBIOS
 *                     runs a legacy image only if vendor and device are the function's own; the list of
 *                     further devices it does not read (SeaBIOS src/optionroms.c map_pcirom()). QEMU hands a
 *                     romfile over as it is (QEMU 11.0 hw/pci/pci.c pci_add_option_rom()).
 *   assignment        without such a driver no firmware for UEFI sets up OpRegion and stolen memory (QEMU 10.2
 *                     docs/igd-assign.txt). IgdAssignmentDxe since 2025-05 serves the ids in its table and no
 *                     others (VfioIgdPkg IgdPrivate.c GetIgdPrivateData()); older ones have no table, and write
 *                     one of the two BDSM registers.
 *   broken            What firmware passes over is not there; the other images are (rom_chain.c, rom_efi.c).
 *   display           Intel's GOP binds to the ids in its table and to no others, and asks the platform policy for the VBT
 *                     (lf-edge/eve docs/INTEL-IGPU-PASSTHROUGH.md; gangqizai/igd README.md: the wrong GOP
 *                     means no picture before the guest's driver).
 *   legacy            QEMU's legacy mode, for a video BIOS under SeaBIOS: generations 6 to 9 (QEMU 10.1
 *                     hw/vfio/igd.c vfio_pci_igd_config_quirk()).
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/pe.h"
#include "facts/firmware/rom_fit_private.h"
#include "facts/host/igpu.h"

#define INTEL 0x8086

#define INTELS                                                                                     \
	(HAS(IGD_ROM_ASSIGNMENT) | HAS(IGD_ROM_GOP_POLICY) | HAS(IGD_ROM_INTEL_GOP) |              \
		HAS(IGD_ROM_INTEL_VBIOS))
#define OTHERS                                                                                     \
	(HAS(IGD_ROM_IPXE) | HAS(IGD_ROM_AMD) | HAS(IGD_ROM_NVIDIA) | HAS(IGD_ROM_SEABIOS_VGA))

static void look_at_image(struct igd_rom_view *view, const struct igd_rom_image *image)
{
	view->sound++;
	view->contains |= image->contains;
	if (!(image->contains & HAS(IGD_ROM_INTEL_GOP)))
		return;
	view->gops++;
	view->has_gop_without_ids |= !image->gop_device_count;
	view->is_listed_by_gop |=
		igd_rom_is_among(image->gop_devices, image->gop_device_count, view->device);
}

static struct igd_rom_view look_at(const struct igd_rom *rom, uint16_t device)
{
	struct igd_rom_view view = {
		.rom = rom, .device = device, .model = igd_igpu_model(device)
	};
	size_t i;

	for (i = 0; i < rom->image_count; i++)
		if (!rom->images[i].is_broken)
			look_at_image(&view, &rom->images[i]);
	return view;
}

const struct igd_rom_image *igd_rom_next_with(
	const struct igd_rom_view *view, enum igd_rom_content content, size_t *at)
{
	while (*at < view->rom->image_count) {
		const struct igd_rom_image *image = &view->rom->images[(*at)++];

		if (!image->is_broken && image->contains & HAS(content))
			return image;
	}
	return NULL;
}

/* Concludes; the text is taken. */
static bool conclude(struct igd_rom_fit *ret, enum igd_fit fit, unsigned recipes, char *why)
{
	ret->fit = fit;
	ret->recipes = recipes;
	ret->why = why;
	return true;
}

static bool no_device(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	return !view->device &&
	       conclude(ret, IGD_FIT_UNKNOWN, 0, igd_strdup("There is no iGPU to judge it for."));
}

/* "AMD graphics", or of what vendor the ROM says to be; NULL if it may be Intel's. */
static char *name_other(const struct igd_rom *rom)
{
	uint32_t others = igd_rom_contains(rom) & OTHERS;
	enum igd_rom_content content;
	size_t i;

	for (content = 0; content < IGD_ROM_CONTENT_COUNT; content++)
		if (others & HAS(content))
			return igd_strdup(igd_rom_content_name(content));
	for (i = 0; i < rom->image_count; i++)
		if (rom->images[i].vendor == INTEL || rom->images[i].vendor == 0 ||
			rom->images[i].vendor == UINT16_MAX)
			return NULL;
	return rom->image_count ? igd_printf("a device of PCI vendor %04x", rom->images[0].vendor)
				: NULL;
}

static bool for_another_vendor(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	char *other;

	if (igd_rom_contains(view->rom) & INTELS)
		return false;
	other = name_other(view->rom);
	if (!other)
		return false;
	conclude(ret, IGD_FIT_NO, 0,
		igd_printf("It is for %s, and nothing for Intel's iGPUs was found in it.", other));
	free(ret->made_for);
	ret->made_for = other;
	return true;
}

/* EFI images, all of them in byte code: those for other processors count as broken. */
static bool byte_code(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	size_t i;

	for (i = 0; i < view->rom->image_count; i++) {
		const struct igd_rom_image *image = &view->rom->images[i];

		if (!image->is_broken &&
			(image->code_type != IGD_ROM_EFI || image->efi.machine != IGD_PE_EBC))
			return false;
	}
	return view->sound &&
	       conclude(ret, IGD_FIT_UNKNOWN, 0,
		       igd_strdup("Its driver is EFI byte code, which OVMF runs only "
				  "when it has EbcDxe built in."));
}

static bool unreadable(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	const struct igd_rom *rom = view->rom;
	size_t i = 0;

	while (i < rom->image_count &&
		(rom->images[i].is_broken || !rom->images[i].efi.is_compressed ||
			rom->images[i].efi.is_readable))
		i++;
	return i < rom->image_count &&
	       conclude(ret, IGD_FIT_UNKNOWN, 0,
		       igd_printf(
			       "The image at 0x%zx is compressed and could not be unpacked: what "
			       "it is cannot be seen.",
			       rom->images[i].offset));
}

static bool nothing_known(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	return !(view->contains & INTELS) &&
	       conclude(ret, IGD_FIT_UNKNOWN, 0,
		       igd_strdup("Nothing that is known was found in it: neither a driver for "
				  "assigned iGPUs nor one of Intel's for displays."));
}

/* Of tables only the part is seen that is known for device ids; so an id that is not may stand there. */
static bool stranger(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	return conclude(ret, IGD_FIT_UNKNOWN, 0,
		igd_printf(
			"8086:%04x is none of the known iGPUs, and not seen among the devices of "
			"its display driver.",
			view->device));
}

/* What stands beside an assignment driver that serves the iGPU, as a sentence. */
static char *describe_display(const struct igd_rom_view *view)
{
	if (!view->gops)
		return igd_strdup("Without a display driver in it the screen stays dark until the "
				  "guest's own runs.");
	if (view->is_listed_by_gop)
		return igd_strdup(
			"Its display driver lists the device as well, but lacks the platform "
			"policy from which it gets the VBT: the screen stays dark until the "
			"guest's own driver runs.");
	if (view->has_gop_without_ids || !view->model)
		return igd_printf(
			"Whether its display driver knows 8086:%04x cannot be told; if not, "
			"the screen stays dark until the guest's own driver runs.",
			view->device);
	return igd_printf("Its display driver is for other models: it does not list 8086:%04x and "
			  "leaves it alone, so the screen stays dark until the guest's own driver "
			  "runs.",
		view->device);
}

/*
 * The assignment driver serves the iGPU: so the ROM fits. What stands beside it decides only whether there is a
 * picture before the guest's driver runs, for a GOP does not bind to what it does not list.
 */
static bool judge_display(
	const struct igd_rom_view *view, const char *assignment, struct igd_rom_fit *ret)
{
	IGD_AUTOFREE char *display = NULL;

	if (view->is_listed_by_gop && view->contains & HAS(IGD_ROM_GOP_POLICY))
		return conclude(ret, IGD_FIT_YES,
			IGD_ROM_FOR_UPT | IGD_ROM_FOR_LEGACY | IGD_ROM_FOR_GOP,
			igd_printf("%s, and its display driver lists 8086:%04x%s.", assignment,
				view->device,
				view->gops > 1 ? "; of the other display drivers in it none is "
						 "needed"
					       : ""));
	display = describe_display(view);
	ret->is_for_other_display =
		view->gops && view->model && !view->is_listed_by_gop && !view->has_gop_without_ids;
	return conclude(
		ret, IGD_FIT_YES, IGD_ROM_FOR_UPT, igd_printf("%s. %s", assignment, display));
}

static bool with_assignment(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	IGD_AUTOFREE char *assignment = NULL;
	enum igd_fit fit = igd_rom_judge_assignments(view, &assignment);

	if (!assignment || (fit != IGD_FIT_YES && igd_rom_own_video_bios(view)))
		return false;
	*assignment = 'I';
	if (fit == IGD_FIT_YES)
		return judge_display(view, assignment, ret);
	ret->is_part = fit == IGD_FIT_UNKNOWN && view->is_listed_by_gop;
	return conclude(ret, fit, 0,
		igd_printf("%s%s.", assignment,
			fit == IGD_FIT_NO ? ", and would leave the iGPU alone" : ""));
}

/* A video BIOS decides if it fits, or if there is nothing else. */
static bool video_bios(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	char *why;

	if (igd_rom_own_video_bios(view))
		return conclude(ret, IGD_FIT_YES, IGD_ROM_FOR_LEGACY,
			igd_printf("It is the video BIOS of 8086:%04x, for SeaBIOS on an i440fx "
				   "machine; OVMF cannot use it.",
				view->device));
	if (view->gops)
		return false;
	why = igd_rom_explain_video_bios(view, &ret->is_misnamed);
	return why && conclude(ret, IGD_FIT_NO, 0, why);
}

static bool display_alone(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	if (!view->gops)
		return false;
	ret->is_part = view->is_listed_by_gop;
	if (!view->model && !ret->is_part)
		return stranger(view, ret);
	if (view->has_gop_without_ids && !view->is_listed_by_gop)
		return conclude(ret, IGD_FIT_NO, 0,
			igd_strdup(
				"It is a display driver alone: nothing in it hands the OpRegion to "
				"the guest, and OVMF does not do so either."));
	return conclude(ret, IGD_FIT_NO, 0,
		igd_printf(
			view->is_listed_by_gop
				? "Its display driver lists 8086:%04x, but it is alone: nothing in "
				  "the file hands the OpRegion to the guest, and OVMF does not do "
				  "so either."
				: "It is a display driver alone, and does not list 8086:%04x.",
			view->device));
}

static bool policy_alone(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	(void)view;
	return conclude(ret, IGD_FIT_NO, 0,
		igd_strdup("It is a platform policy alone, of use only to a display driver and "
			   "behind an assignment driver."));
}

/* Nothing that firmware would run: why is said afterwards. */
static bool nothing_sound(const struct igd_rom_view *view, struct igd_rom_fit *ret)
{
	return !view->sound && conclude(ret, IGD_FIT_NO, 0, igd_strdup(""));
}

static bool (*const rules[])(const struct igd_rom_view *view, struct igd_rom_fit *ret) = {
	nothing_sound, byte_code, unreadable, nothing_known, with_assignment, video_bios,
	display_alone, policy_alone, /* concludes always */
};

static const struct igd_rom_problem *first_fatal(const struct igd_rom *rom)
{
	size_t i = 0;

	while (i < rom->problem_count && !rom->problems[i].is_fatal)
		i++;
	return i < rom->problem_count ? &rom->problems[i] : NULL;
}

/* What is broken decides where the sound images do not do; else it is added to what they do. */
static void add_fatal(const struct igd_rom *rom, struct igd_rom_fit *ret)
{
	const struct igd_rom_problem *problem = first_fatal(rom);
	char *said = ret->why;

	if (!problem)
		return;
	if (ret->fit == IGD_FIT_NO) {
		ret->is_part = ret->is_misnamed = false;
		ret->why = igd_printf(
			"The file is broken; firmware passes over what it cannot use, and "
			"says nothing. At 0x%zx: %s.",
			problem->offset, problem->what);
	} else {
		ret->why =
			igd_printf("%s Part of the file is broken, and firmware passes over that "
				   "part. At 0x%zx: %s.",
				said, problem->offset, problem->what);
	}
	free(said);
}

void igd_rom_judge(const struct igd_rom *rom, uint16_t device, struct igd_rom_fit *ret)
{
	struct igd_rom_view view = look_at(rom, device);
	size_t i = 0;

	*ret = (struct igd_rom_fit){ .made_for = igd_rom_made_for(rom) };
	if (no_device(&view, ret) || for_another_vendor(&view, ret))
		return;
	while (!rules[i](&view, ret))
		i++;
	add_fatal(rom, ret);
}

void igd_rom_fit_done(struct igd_rom_fit *fit)
{
	free(fit->why);
	free(fit->made_for);
	*fit = (struct igd_rom_fit){ 0 };
}
