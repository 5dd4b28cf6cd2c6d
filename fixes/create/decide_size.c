// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide_size - how much memory and how many CPUs the VM gets
 */
#include <errno.h>
#include <string.h>

#include "facts/host/cpu.h"
#include "facts/recipe/room.h"
#include "fixes/create/create_private.h"

/* As in facts/recipe/room_judge.c: below that firmware is known not to find room for stolen memory. */
#define LEAST_MIB 4096u
/* That a person may ask for all the same, to try something. */
#define FLOOR_MIB 512u
/* A desktop that streams needs no more; all of it is pinned as long as the VM runs. */
#define MOST_MIB 16384u
/* What the host itself needs beside the VM. */
#define SPARE_MIB 1024u
#define STEP_MIB 1024u
#define MOST_CPUS 8u
#define UNKNOWN_CPUS 4u
/* Windows 11's own requirement (https://www.microsoft.com/windows/windows-11-specifications). */
#define LEAST_CPUS 2u

static uint64_t field(struct igd_host *host, const char *name)
{
	const char *text = igd_host_text(host, IGD_PROC_MEMINFO);
	uint64_t bytes = 0;

	igd_host_forgive(host, IGD_PROC_MEMINFO);
	return text && igd_meminfo_find(text, name, &bytes) ? bytes >> 20 : 0;
}

/* Half of the host's, in whole GiB, and no more than is free just now. */
static uint64_t usual_memory(uint64_t total, uint64_t available)
{
	uint64_t size = total / 2 < MOST_MIB ? total / 2 : MOST_MIB;

	if (available && size > available)
		size = available;
	size -= size % STEP_MIB;
	return size < LEAST_MIB ? LEAST_MIB : size;
}

static int choose_memory(struct igd_create *create, unsigned wanted, struct igd_error *reterr)
{
	uint64_t total = field(create->host, "MemTotal");
	uint64_t available = field(create->host, "MemAvailable");

	create->memory_mib = wanted ? wanted : usual_memory(total, available);
	if (wanted && wanted < FLOOR_MIB)
		return igd_error_set(reterr, EINVAL,
			"--memory: below %u MiB no firmware and no guest comes up", FLOOR_MIB);
	if (total && create->memory_mib + (wanted ? 0 : SPARE_MIB) > total)
		return igd_error_set(reterr, ENOTSUP,
			"this host has %llu MiB of memory: the VM would have %llu of them pinned as long as it runs, and the "
			"host needs some itself",
			(unsigned long long)total, (unsigned long long)create->memory_mib);
	if (wanted && wanted < LEAST_MIB)
		igd_create_note(create,
			"Below %u MiB of memory firmware is known not to find room for the iGPU's stolen memory.",
			LEAST_MIB);
	if (available && create->memory_mib > available)
		igd_create_note(create,
			"Only %llu MiB of memory are available just now, and the VM pins %llu: close programs before it "
			"starts.",
			(unsigned long long)available, (unsigned long long)create->memory_mib);
	return 0;
}

/* Blocks of /proc/cpuinfo; a recording may hold only the first. */
static unsigned host_cpus(struct igd_host *host)
{
	const char *text = igd_host_text(host, IGD_PROC_CPUINFO);
	unsigned count = 0;

	igd_host_forgive(host, IGD_PROC_CPUINFO);
	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n')
		count += igd_starts_with(text, "processor") && count < 4096;
	return count;
}

static int choose_cpus(struct igd_create *create, unsigned wanted, struct igd_error *reterr)
{
	unsigned count = host_cpus(create->host);

	if (wanted && count > 1 && wanted > count)
		return igd_error_set(reterr, ENOTSUP, "--cpus: this host has %u itself", count);
	if (count == 1 && !igd_host_is_live(create->host))
		count = 2 * UNKNOWN_CPUS;
	create->cpus = wanted ? wanted : count / 2;
	if (!wanted && create->cpus > MOST_CPUS)
		create->cpus = MOST_CPUS;
	if (!wanted && create->cpus < LEAST_CPUS)
		create->cpus = LEAST_CPUS;
	return 0;
}

int igd_create_by_size(struct igd_create *create, const struct igd_create_request *request,
	struct igd_error *reterr)
{
	int error = choose_memory(create, request->memory_mib, reterr);

	return error ? error : choose_cpus(create, request->cpus, reterr);
}
