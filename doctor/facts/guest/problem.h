// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * problem - the problem codes of Windows' Device Manager, as far as an iGPU in a VM brings them about
 *
 * The codes and their names: learn.microsoft.com "Device Manager problem codes" (cfg.h CM_PROB_...). What is said of
 * each is about an Intel iGPU that a VM was given.
 */
#ifndef IGD_FACTS_GUEST_PROBLEM_H
#define IGD_FACTS_GUEST_PROBLEM_H

#include "facts/guest/windows.h"

enum igd_problem_kind {
	IGD_PROBLEM_NONE,
	IGD_PROBLEM_DRIVER, /* the driver is missing, damaged or forbidden: Windows mends it */
	IGD_PROBLEM_DEVICE, /* the driver does not come to terms with the device: the host mends it */
	IGD_PROBLEM_TRANSIENT, /* a restart of the guest ends it */
	IGD_PROBLEM_OTHER
};

struct igd_problem {
	uint32_t code;
	enum igd_problem_kind kind;
	const char *name; /* "CM_PROB_FAILED_POST_START" */
	const char *what; /* "its driver has reported a failure after the start" */
	const char *remedy;
};

/* The row of a code; never NULL: what is not in the table has its own number and says so. */
IGD_EXPORT const struct igd_problem *igd_problem(uint32_t code);

/*
 * What to do, with what Windows shows of the causes that are known for Code 43: that it runs Hyper-V or
 * virtualization-based security itself (IGCIT/Intel-GPU-Community-Issue-Tracker-IGCIT#1394, intel/linux-intel-lts#77,
 * strongtz/i915-sriov-dkms#309), and that the hypervisor is hidden from it (strongtz/i915-sriov-dkms#120). All of these
 * are reports of virtual functions, so for a whole iGPU they are hints. *ret_seen is what was seen of it, for the
 * finding; "" for nothing.
 */
IGD_EXPORT const char *igd_problem_remedy(struct igd_host *host, const struct igd_problem *problem,
	const struct igd_windows *windows, const char **ret_seen);

/* All rows but the one for what is not in the table. */
IGD_EXPORT const struct igd_problem *igd_problem_rows(size_t *ret_count);

#endif
