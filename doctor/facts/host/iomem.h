// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iomem - who has which physical addresses (/proc/iomem)
 *
 * Lines "  START-END : NAME"; two blanks of indentation for each level of nesting. Without CAP_SYS_ADMIN all
 * addresses are 0, but the names and the nesting are there (Linux kernel/resource.c r_show()).
 */
#ifndef IGD_FACTS_HOST_IOMEM_H
#define IGD_FACTS_HOST_IOMEM_H

#include "core/host.h"

#define IGD_PROC_IOMEM "/proc/iomem"
#define IGD_IOMEM_MAX_DEPTH 16u /* the kernel indents 5 levels at most, MAX_IOMEM_LEVEL */
#define IGD_IOMEM_MAX_RANGES 65536u

struct igd_iomem_range {
	uint64_t start, end; /* inclusive */
	const char *name;    /* "BOOTFB", "0000:00:02.0" */
	unsigned depth;
	unsigned line; /* counted from 1 */
	size_t parent; /* index of the range around it; its own for one of the top level */
};

struct igd_iomem {
	struct igd_iomem_range *ranges;
	size_t count;
	bool is_hidden; /* every address is 0: this user may not see them */
	char *memory;
};

/* Reads the text. 0; -EBADMSG for one that is not of that form, and then *ret is empty. */
IGD_EXPORT int igd_iomem_parse(struct igd_iomem *ret, const char *text, size_t size);
IGD_EXPORT void igd_iomem_done(struct igd_iomem *iomem);
/* Whether a range lies, at any depth, in one of that name. */
IGD_EXPORT bool igd_iomem_is_within(const struct igd_iomem *iomem, size_t range, const char *name);

/* Of the host. Never NULL; empty if it could not be read (which sticks) or is absent. */
IGD_EXPORT const struct igd_iomem *igd_iomem_get(struct igd_host *host);

#endif
