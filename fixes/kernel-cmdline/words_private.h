// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * words - arguments of the kernel command line as they are spelt, running and configured
 */
#ifndef IGD_FIXES_KERNEL_CMDLINE_WORDS_PRIVATE_H
#define IGD_FIXES_KERNEL_CMDLINE_WORDS_PRIVATE_H

#include "core/fix.h"

#define IGD_SPELLINGS_MAX 16u

/* Different texts of one argument ("intel_iommu=on", "intel_iommu=on,igfx_off"); they live as long as the host. */
struct igd_spellings {
	const char *texts[IGD_SPELLINGS_MAX];
	size_t count;
};

/* Those of the running kernel and of the boot loader's configuration, which may not have been booted yet. */
struct igd_spellings igd_spellings_get(struct igd_host *host, const char *name);
/* What follows the '=' ("" where there is none). */
const char *igd_spelling_value(const char *text);

/*
 * The argument without the elements of its comma-separated value that is_out() finds; NULL: nothing is left of it.
 * Lives as long as the host; text itself where nothing goes.
 */
const char *igd_spelling_without(struct igd_host *host, const char *text,
	bool (*is_out)(const char *element, size_t length));

/* The ids that vfio-pci is to have: the iGPU's, and those of its IOMMU group's members that a host driver has. */
struct igd_vfio_wanted {
	const char *ids;
	const char *
		kept; /* members that are not asked for, as the host may need them: "0000:00:1f.6 (e1000e)"; "" */
};
struct igd_vfio_wanted igd_vfio_wanted(struct igd_host *host);

/* vfio-pci.ids= on the command line is to hold ids as well as those that are there. */
void igd_change_vfio_argument(struct igd_host *host, struct igd_changes *changes, const char *ids);
/* DRIVER.force_probe= on the command line is to refuse the iGPU, whatever else it says. */
void igd_change_force_probe(struct igd_host *host, struct igd_changes *changes, const char *driver);

/*
 * Why the iGPU cannot be given to vfio-pci here, in words for igd_change_decline(); NULL: it can. None of it is for
 * a fix to mend.
 */
const char *igd_vfio_obstacle(struct igd_host *host);

#endif
