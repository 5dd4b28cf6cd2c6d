// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lost - configured arguments that the kernel was not given, and a reason that can be seen
 */
#ifndef IGD_FACTS_BOOT_LOST_H
#define IGD_FACTS_BOOT_LOST_H

#include "facts/boot/loader.h"

/*
 * igd_loader_missing(), but of those that bear on passthrough, one other than `video=` first: what that is
 * given for, others do better.
 */
IGD_EXPORT const struct igd_loader_argument *igd_lost_find(const struct igd_loader_config *config,
	const struct igd_cmdline *running, bool *ret_is_relevant);

/*
 * Whether the argument stands in a GRUB_CMDLINE_LINUX* that has a line break in it. grub-mkconfig(8) writes it
 * to grub.cfg as it is, and there the "linux" command ends at the first break.
 */
IGD_EXPORT bool igd_lost_by_break(struct igd_host *host, const struct igd_loader_argument *lost);

#endif
