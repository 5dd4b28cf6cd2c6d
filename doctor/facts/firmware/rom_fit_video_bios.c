// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit_video_bios - whether SeaBIOS would run a video BIOS for a device
 */
#include "facts/firmware/rom_fit_private.h"

#define INTEL 0x8086

/* Whether QEMU's legacy mode has this iGPU run a video BIOS. */
static bool runs_video_bios(const struct igd_rom_view *view)
{
	return view->model && view->model->generation >= 6 && view->model->generation <= 9;
}

const struct igd_rom_image *igd_rom_own_video_bios(const struct igd_rom_view *view)
{
	const struct igd_rom_image *image = NULL;
	size_t at = 0;

	while (runs_video_bios(view) && (image = igd_rom_next_with(view, IGD_ROM_INTEL_VBIOS, &at)))
		if (image->vendor == INTEL && image->device == view->device)
			break;
	return image;
}

static char *explain(
	const struct igd_rom_view *view, const struct igd_rom_image *image, bool is_misnamed)
{
	if (is_misnamed)
		return igd_printf(
			"It is a video BIOS that names 8086:%04x, but only in a list that "
			"SeaBIOS does not read: SeaBIOS goes by the id in front, %04x:%04x, "
			"and OVMF cannot use it at all.",
			view->device, image->vendor, image->device);
	if (runs_video_bios(view))
		return igd_printf("It is a video BIOS for %04x:%04x: SeaBIOS runs it for no other "
				  "device, and OVMF cannot use it at all.",
			image->vendor, image->device);
	return igd_printf(
		"It is a video BIOS for SeaBIOS and %04x:%04x; OVMF, which this iGPU needs, "
		"cannot use it.",
		image->vendor, image->device);
}

char *igd_rom_explain_video_bios(const struct igd_rom_view *view, bool *ret_is_misnamed)
{
	size_t at = 0;
	const struct igd_rom_image *image = igd_rom_next_with(view, IGD_ROM_INTEL_VBIOS, &at);

	*ret_is_misnamed = image && runs_video_bios(view) &&
			   igd_rom_is_among(image->devices, image->device_count, view->device);
	return image ? explain(view, image, *ret_is_misnamed) : NULL;
}
