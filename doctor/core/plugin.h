// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plugin - what a shared object offers to the doctor
 *
 * A plugin exports one symbol, igd_plugin. It is loaded in a worker process of its own, never in the program
 * itself; whatever it does there costs its own verdicts only.
 */
#ifndef IGD_CORE_PLUGIN_H
#define IGD_CORE_PLUGIN_H

#include "core/check.h"
#include "core/fix.h"

/* Raised when a struct of check.h, fix.h or plugin.h changes its layout or meaning. */
#define IGD_PLUGIN_ABI 2u

struct igd_plugin {
	uint32_t abi;	  /* IGD_PLUGIN_ABI; stays the first field for ever */
	uint32_t size;	  /* sizeof(struct igd_plugin) */
	const char *name; /* the file's name without ".so" */
	const char *summary;
	/*
	 * Where its checks stand in the chain of causes: a lower place is shown first. The machine is 10, the
	 * IOMMU 20, booting 30, drivers 40, framebuffers 50; 0: behind all others.
	 */
	uint32_t place;
	const struct igd_check *const *checks; /* NULL at the end */
	const struct igd_fix *const *fixes;    /* NULL at the end; may be NULL */
	/*
	 * Fills in one "{directive}" of a remedy, given without its braces, for this host; the text lives as
	 * long as the host. NULL: the directive's argument is shown as it stands. May be NULL.
	 * What cannot be read while it runs does not make the verdict UNKNOWN. host is NULL where a remedy is
	 * explained without a host.
	 */
	const char *(*expand)(struct igd_host *host, const char *directive);
};

extern IGD_EXPORT const struct igd_plugin igd_plugin;

#endif
