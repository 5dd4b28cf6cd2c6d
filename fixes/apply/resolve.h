// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * resolve - makes the changes of all chosen fixes into one plan for this host
 *
 * Each kind of change has a file here that knows how it is seen and made on the host's boot loader, initramfs
 * builder, init and libvirt. They are merged (one edit per file, one rebuild, one boot) and ordered: files, initramfs, boot loader,
 * what counts now. What is so already makes no step. The host is only read.
 */
#ifndef IGD_FIXES_APPLY_RESOLVE_H
#define IGD_FIXES_APPLY_RESOLVE_H

#include "core/proposal.h"
#include "mend/plan.h"

struct igd_resolve_options {
	bool may_try;	     /* the plan may be tried for one boot */
	const char *program; /* absolute path of igd-doctor, for the boot service */
};

/* Never fails: a change that cannot be made here makes its fix decline, with the reason. */
void igd_resolve(struct igd_host *host, const struct igd_proposal *proposals, size_t count,
	const struct igd_resolve_options *options, struct igd_plan *ret);

/*
 * Reads again what steps are shown as changes of (step->against): how a VM is defined now. igd_resolve() has done that; a
 * plan that was read from a file needs it.
 */
void igd_resolve_against(struct igd_host *host, struct igd_plan *plan);

#endif
