// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * own_rom - igd-doctor's own option ROM for this host's iGPU
 */
#ifndef IGD_FIXES_APPLY_OWN_ROM_H
#define IGD_FIXES_APPLY_OWN_ROM_H

#include "core/host.h"

/* What is to be said wherever it is offered: a reason, and an honest word. */
#define IGD_OWN_ROM_UNTRIED                                                                          \
	"the VM has none that does for this iGPU. This one has been tried in virtual machines with " \
	"an emulated iGPU, not yet on real hardware: please report how it goes"

/*
 * Appends the ROM that `igd-doctor rom --build` makes when nothing is added to it: the assignment driver alone. Needs
 * nothing of the host but the iGPU's id. 0; -ENODEV without an Intel iGPU, -EINVAL for one that it is not known to drive,
 * -ENOTSUP where this igd-doctor was built without the driver; reterr is then a sentence for a person.
 */
int igd_own_rom(struct igd_host *host, struct igd_text *ret, struct igd_error *reterr);

#endif
