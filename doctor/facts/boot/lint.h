// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lint - arguments of a kernel command line that are damaged, void, or do harm where an iGPU is passed through
 *
 * Only what is wrong whatever the host looks like. Whether an argument that is well-formed helps or hinders here
 * is for the checks that look at its effect.
 */
#ifndef IGD_FACTS_BOOT_LINT_H
#define IGD_FACTS_BOOT_LINT_H

#include "core/check.h"

#define IGD_LINT_MAX 8u

struct igd_lint_problem {
	char *what;   /* "`video=efifb` lacks `:off`" */
	char *clause; /* what to do, an imperative clause with a directive of advice.h */
	/* The argument, where clause is to take it out and nothing else; NULL where it is not. */
	char *surplus;
	enum igd_severity severity;
};

struct igd_lint {
	struct igd_lint_problem
		problems[IGD_LINT_MAX]; /* in the order they stand; no more are looked for */
	size_t count;
	struct igd_text
		unneeded; /* boilerplate that does neither good nor harm: "`iommu=pt`, ..."; may be empty */
};

/*
 * release is that of the kernel ("6.9.1-zen1-1-zen"), NULL if it is not known: then no argument is called void.
 * The caller calls igd_lint_done().
 */
IGD_EXPORT void igd_lint_cmdline(
	struct igd_lint *lint, const char *text, size_t size, const char *release);
IGD_EXPORT void igd_lint_done(struct igd_lint *lint);
/*
 * Adds to ret one remedy for all problems, with directives of advice.h. What the boot loader's tool has to be run for
 * comes last and once: several arguments to be taken out are named, and the way is shown for the first.
 */
IGD_EXPORT void igd_lint_remedy(const struct igd_lint *lint, struct igd_text *ret);
/* Whether intel_iommu= has such a value, "on". */
IGD_EXPORT bool igd_lint_is_iommu_word(const char *word, size_t length);
/* Whether kernels of such a release are known to carry the ACS override patch. */
IGD_EXPORT bool igd_lint_has_acs_override(const char *release);

/* What is wrong with the running kernel's command line. Never NULL. */
IGD_EXPORT const struct igd_lint *igd_lint_get(struct igd_host *host);

#endif
