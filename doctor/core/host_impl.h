// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * host_impl - what a host is made of; for host.c, trace.c and derive.c only
 */
#ifndef IGD_CORE_HOST_IMPL_H
#define IGD_CORE_HOST_IMPL_H

#include "core/host_private.h"

struct igd_fact_kept {
	const struct igd_fact *fact;
	void *value; /* NULL while it is being read */
	struct igd_trace trace;
};

struct igd_host {
	struct igd_source *source;

	/* kept answers: a hash table, and the order they were asked in */
	struct igd_kept **slots;
	size_t slot_count; /* a power of two, at least twice kept_count */
	struct igd_kept **kept;
	size_t kept_count;

	struct igd_trace *frames; /* a stack; the last is the running one */
	size_t frame_count;

	struct igd_fact_kept *facts;
	size_t fact_count;

	struct igd_pci_device *pci;
	size_t pci_count;

	void **memory; /* freed with the host */
	size_t memory_count;

	struct igd_stuck *injected;
	size_t inject_count;

	const struct igd_derive_ops *derive;
	void *derive_context;
};

#endif
