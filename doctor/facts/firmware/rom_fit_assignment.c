// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit_assignment - whether an assignment driver serves a device: by its table, or by what it writes
 */
#include <stdlib.h>

#include "facts/firmware/rom_fit_private.h"

bool igd_rom_is_among(const uint16_t *ids, size_t count, uint16_t id)
{
	size_t i = 0;

	while (i < count && ids[i] != id)
		i++;
	return i < count;
}

/* Whether a driver without a table sets up stolen memory as the device has it. */
static bool sets_up_memory(const struct igd_rom_image *image, const struct igd_igpu_model *model)
{
	if (!model || model->generation < 6)
		return false;
	return image->bdsm & (model->generation < 11 ? IGD_ROM_BDSM_32 : IGD_ROM_BDSM_64);
}

static enum igd_fit judge_listing(const struct igd_rom_image *image, uint16_t device, char **ret)
{
	bool is_listed =
		igd_rom_is_among(image->assigned_devices, image->assigned_device_count, device);

	*ret = igd_printf("its assignment driver %s 8086:%04x among its %zu devices",
		is_listed ? "lists" : "does not list", device, image->assigned_device_count);
	return is_listed ? IGD_FIT_YES : IGD_FIT_NO;
}

static enum igd_fit judge_registers(const struct igd_rom_image *image, uint16_t device, char **ret)
{
	static const char *const seen[] = {
		[0] = ", and is not seen to set up stolen memory as this iGPU needs it",
		[IGD_ROM_BDSM_32] = "; it sets up stolen memory as for the 10th generation and "
				    "before, and is not seen to do so as this iGPU needs it",
		[IGD_ROM_BDSM_64] = "; it sets up stolen memory as for the 11th generation and "
				    "later, and is not seen to do so as this iGPU needs it",
		[IGD_ROM_BDSM_32 | IGD_ROM_BDSM_64] = "; it cannot be told whether it serves this "
						      "iGPU",
	};
	const struct igd_igpu_model *model = igd_igpu_model(device);

	if (sets_up_memory(image, model)) {
		*ret = igd_printf("its assignment driver serves the %s",
			model->generation < 11 ? "10th generation and before"
					       : "11th generation and later");
		return IGD_FIT_YES;
	}
	*ret = igd_printf("its assignment driver is an older one without a list of devices%s",
		seen[image->bdsm & (IGD_ROM_BDSM_32 | IGD_ROM_BDSM_64)]);
	return IGD_FIT_UNKNOWN;
}

/* Of one image; *ret is never NULL. */
static enum igd_fit judge(const struct igd_rom_image *image, uint16_t device, char **ret)
{
	if (image->assigned_device_count)
		return judge_listing(image, device, ret);
	return judge_registers(image, device, ret);
}

enum igd_fit igd_rom_judge_assignments(const struct igd_rom_view *view, char **ret)
{
	static const unsigned places[] = {
		[IGD_FIT_YES] = 0, [IGD_FIT_UNKNOWN] = 1, [IGD_FIT_NO] = 2
	};
	enum igd_fit best = IGD_FIT_NO, fit;
	const struct igd_rom_image *image;
	size_t at = 0;
	char *text;

	*ret = NULL;
	while ((image = igd_rom_next_with(view, IGD_ROM_ASSIGNMENT, &at))) {
		fit = judge(image, view->device, &text);
		if (*ret && places[fit] >= places[best]) {
			free(text);
			continue;
		}
		free(*ret);
		*ret = text;
		best = fit;
	}
	return best;
}
