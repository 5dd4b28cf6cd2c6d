// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms_size - how the iGPU's registers code stolen memory: its size and its base
 */
#include "facts/firmware/gms_size.h"

enum igd_gms_coding igd_gms_coding_of(int generation, enum igd_gms_family family)
{
	if (family == IGD_GMS_OF_CHERRY_TRAIL)
		return IGD_GMS_CHERRY_TRAIL;
	if (generation == 6 || generation == 7)
		return IGD_GMS_GEN6;
	/*
	 * Linux 7.1 i915/gem/i915_gem_stolen.c mtl_get_gms_size(), xe/xe_ttm_stolen_mgr.c
	 * detect_bar2_integrated(); early-quirks.c lists the old ones with gen9_early_ops.
	 */
	if (generation < 0 && family != IGD_GMS_OF_OLD)
		return IGD_GMS_METEOR_LAKE;
	return generation == 8 ? IGD_GMS_GEN8 : IGD_GMS_GEN9;
}

enum igd_bdsm_form igd_bdsm_form_of(int generation, enum igd_gms_family family)
{
	if (generation < 0)
		return family == IGD_GMS_OF_OLD ? IGD_BDSM_32 : IGD_BDSM_NONE;
	return generation < 11 ? IGD_BDSM_32 : IGD_BDSM_64;
}

unsigned igd_gms_code(enum igd_gms_coding coding, uint16_t ggc)
{
	switch (coding) {
	case IGD_GMS_GEN6:
	case IGD_GMS_CHERRY_TRAIL:
		return ggc >> 3 & 0x1f;
	case IGD_GMS_GEN8:
	case IGD_GMS_GEN9:
	case IGD_GMS_METEOR_LAKE:
		return ggc >> 8;
	case IGD_GMS_UNKNOWN:
		break;
	}
	return 0;
}

/* 0x11 to 0x16 are 8 to 28 MiB, 0x17 to 0x1d 36 to 60 MiB: chv_stolen_size() */
static unsigned cherry_trail_size(unsigned code)
{
	if (code <= 0x10)
		return code * 32;
	return code < 0x17 ? 8 + 4 * (code - 0x11) : 36 + 4 * (code - 0x17);
}

bool igd_gms_size(enum igd_gms_coding coding, uint16_t ggc, unsigned *ret_mib)
{
	static const unsigned last[] = { [IGD_GMS_GEN6] = 0x10,
		[IGD_GMS_GEN8] = 0x40,
		[IGD_GMS_CHERRY_TRAIL] = 0x1d,
		[IGD_GMS_GEN9] = 0x40,
		[IGD_GMS_METEOR_LAKE] = 0x04 };
	unsigned code = igd_gms_code(coding, ggc);

	if (coding == IGD_GMS_UNKNOWN)
		return false;
	if ((coding == IGD_GMS_GEN9 || coding == IGD_GMS_METEOR_LAKE) && code >= 0xf0 &&
		code <= 0xfe) {
		*ret_mib = (code - 0xf0 + 1) * 4;
		return true;
	}
	if (code > last[coding])
		return false;
	*ret_mib = coding == IGD_GMS_CHERRY_TRAIL ? cherry_trail_size(code) : code * 32;
	return true;
}
