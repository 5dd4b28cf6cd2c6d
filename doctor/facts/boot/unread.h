// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unread - kernel arguments in a file that another boot loader would read, but not the one in use
 */
#ifndef IGD_FACTS_BOOT_UNREAD_H
#define IGD_FACTS_BOOT_UNREAD_H

#include "facts/boot/loader.h"

/*
 * The arguments of /etc/default/grub where GRUB is not in use, and of /etc/kernel/cmdline where it is. Empty
 * where there is no such file, or the loader is not known. Never NULL.
 */
IGD_EXPORT const struct igd_loader_config *igd_unread_arguments(struct igd_host *host);

#endif
