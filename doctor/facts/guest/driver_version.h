// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver_version - the version of Intel's graphics driver for Windows
 *
 * "32.0.101.7076": WDDM 3.2, and the build, which is the last two together (Intel article 000005654).
 */
#ifndef IGD_FACTS_GUEST_DRIVER_VERSION_H
#define IGD_FACTS_GUEST_DRIVER_VERSION_H

#include "core/util.h"

struct igd_driver_version {
	uint16_t parts[4];
};

/* False for what is not four numbers. */
IGD_EXPORT bool igd_driver_version_parse(const char *text, struct igd_driver_version *ret);

/*
 * Whether it is of the branch for processors of the 6th to 10th generation. From WDDM 3.1 (2022) on one package holds two
 * builds, as gfx_win_101.3790_101.2114.exe does: 101.21xx for those, the other for later ones
 * (strongtz/i915-sriov-dkms#8).
 */
IGD_EXPORT bool igd_driver_version_is_old(const struct igd_driver_version *version);

#endif
