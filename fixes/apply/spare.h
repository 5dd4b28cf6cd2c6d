// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spare - what is done at once is left out where a boot comes that does it better
 *
 * Taking the iGPU from i915 while the machine runs costs the picture and may hang (check driver.free). On a host that is
 * set up for the first time the plan needs a boot anyway, and after that vfio-pci has it from the beginning. So a fix that
 * only counts until the next boot (driver.bind-now, framebuffer.release-now) is planned where a person asked for
 * it by name, or where no boot is needed.
 */
#ifndef IGD_FIXES_APPLY_SPARE_H
#define IGD_FIXES_APPLY_SPARE_H

#include "fixes/apply/resolve.h"

/* igd_resolve() of what is needed. named: ids that a person gave, NULL at the end; NULL for none. */
void igd_resolve_sparing(struct igd_host *host, const struct igd_proposals *proposals,
	const char *const *named, const struct igd_resolve_options *options, struct igd_plan *ret);

#endif
