// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cpu - the processor, as /proc/cpuinfo describes the first of its kind
 */
#ifndef IGD_FACTS_HOST_CPU_H
#define IGD_FACTS_HOST_CPU_H

#include "core/host.h"

#define IGD_PROC_CPUINFO "/proc/cpuinfo"

struct igd_cpu {
	char vendor
		[16]; /* "GenuineIntel"; "" where cpuinfo does not say, and then nothing else holds */
	char name[64]; /* "12th Gen Intel(R) Core(TM) i7-12700K" */
	unsigned family, model;
	bool has_vmx, has_svm;	/* what firmware has locked off is cleared (since Linux 5.6) */
	bool has_hypervisor;	/* this is itself a virtual machine */
	unsigned physical_bits; /* of an address; 0 where cpuinfo does not say */
};

/* Reads the first block of a cpuinfo text; bounded by size. */
IGD_EXPORT void igd_cpu_parse(struct igd_cpu *cpu, const char *text, size_t size);

/* Never NULL. All zero where cpuinfo is absent or could not be read; the latter sticks. */
IGD_EXPORT const struct igd_cpu *igd_cpu_get(struct igd_host *host);

#endif
