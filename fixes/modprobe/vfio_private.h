// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vfio - the parts of modprobe.vfio
 */
#ifndef IGD_FIXES_MODPROBE_VFIO_PRIVATE_H
#define IGD_FIXES_MODPROBE_VFIO_PRIVATE_H

#include "core/fix.h"

/*
 * The lines of the doctor's own drop-in, "" for none; they are the same whether it is there already or not. What
 * stands in other files is changed there, and what can stand nowhere but on the command line is asked for there.
 */
const char *igd_vfio_dropin(struct igd_host *host, struct igd_changes *changes);
/* Lines of other files that keep vfio-pci away, or load a graphics driver before it, go. */
void igd_vfio_contradictions(struct igd_host *host, struct igd_changes *changes);
/* Says which members of the iGPU's IOMMU group are left to a person. */
void igd_vfio_mention_kept(struct igd_host *host, struct igd_changes *changes);

#endif
