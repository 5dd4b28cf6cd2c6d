// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument - kernel arguments, in the configuration of the boot loader in use (igd_apply_arguments() in making.h)
 */
#ifndef IGD_FIXES_APPLY_ARGUMENT_H
#define IGD_FIXES_APPLY_ARGUMENT_H

#include "fixes/apply/making.h"

/* That command line with all ARGUMENT wishes applied to it, for a boot entry of its own. The caller frees it. */
char *igd_arguments_applied(struct igd_making *making, const char *cmdline);

#endif
