// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmar_faults - the DMA faults of one device in the kernel log, by rate and time
 *
 * That there are faults says little: firmware leaves the display engine reading memory until a driver takes
 * over, and a device that is given to a VM may fault a few times as it is reset (QEMU docs/igd-assign.txt). What
 * counts is a stream of them that does not end.
 */
#ifndef IGD_FACTS_LOG_DMAR_FAULTS_H
#define IGD_FACTS_LOG_DMAR_FAULTS_H

#include "facts/log/kernel_log.h"

struct igd_dmar_faults {
	size_t count; /* lines in the log */
	size_t early; /* of these, in the first half minute since boot */
	bool is_stream;
	/* The stream, or where there is none the last faults that belong together. */
	size_t lines;
	double first, last;  /* seconds since boot; negative where the log does not tell */
	uint64_t suppressed; /* faults that the kernel counted, but did not print */
	const struct igd_log_line *sample; /* a line of it; NULL if count is 0 */
};

/*
 * Counts what address ("0000:00:02.0") has caused. Lines as Linux 5.4 to 7.1 write them, drivers/iommu/intel/
 * dmar.c dmar_fault_do_one(): "DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7cd80000 ...", and
 * "dmar_fault: 3428 callbacks suppressed" (lib/ratelimit.c), which is the device's whose fault was seen last.
 */
IGD_EXPORT struct igd_dmar_faults igd_dmar_faults(
	const struct igd_log_line *lines, size_t count, const char *address);

#endif
