// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * group_chart - the picture of the iGPU's IOMMU group: who is in it, who drives them, and who is not in it
 */
#ifndef IGD_FACTS_HOST_GROUP_CHART_H
#define IGD_FACTS_HOST_GROUP_CHART_H

#include "core/check.h"

/* What a person calls a function of that base class and subclass: "audio", "host bridge", "function" for others. */
IGD_EXPORT const char *igd_pci_class_word(uint16_t class_code);

/*
 * Draws the iGPU's group with all its members; a few functions that are often asked after, with their groups: the host
 * bridge, the ISA bridge and the audio of bus 0, other displays and what is on their cards; and the rest of the
 * machine in one box. members as igd_iommu_members() gives them. Besides what makes the verdict no file is opened, and a
 * few links are read: what they do not tell is drawn as unknown and does not count.
 */
IGD_EXPORT void igd_group_chart(struct igd_host *host, struct igd_finding *ret, const char *group,
	const char *const *members);

#endif
