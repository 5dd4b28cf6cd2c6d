// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot_argument - kernel arguments against the firmware's framebuffer, and whether this kernel honours them
 */
#ifndef IGD_FACTS_HOST_BOOT_ARGUMENT_H
#define IGD_FACTS_HOST_BOOT_ARGUMENT_H

#include "facts/host/cmdline.h"

/*
 * The argument of the running kernel (video=efifb:off, initcall_blacklist=sysfb_init and the like) that works
 * if there is one; else the last of those that do not, and *ret_is_void is set; NULL: there is none at all.
 * Void is only what the kernel's configuration shows to be: where it is unknown, an argument passes for one
 * that works. All of them are cited.
 */
IGD_EXPORT const struct igd_argument *igd_boot_argument(struct igd_host *host, bool *ret_is_void);

/* Whether the argument is one against the firmware's framebuffer. */
IGD_EXPORT bool igd_boot_argument_is(const struct igd_argument *argument);
/* Whether such an argument is known to do nothing on this kernel. */
IGD_EXPORT bool igd_boot_argument_is_void(
	struct igd_host *host, const struct igd_argument *argument);

#endif
