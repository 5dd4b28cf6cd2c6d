// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_kernel_log - any bytes as a kernel log, in each of the ways one is written
 */
#include <stdlib.h>
#include <string.h>

#include "facts/log/dmar_faults.h"
#include "facts/log/kernel_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(const uint8_t *data, size_t size, enum igd_log_form form)
{
	struct igd_dmar_faults faults;
	struct igd_log log;
	size_t i, total = 0;

	igd_log_parse(&log, data, size, form);
	for (i = 0; i < log.count; i++)
		total += strlen(log.lines[i].text);
	faults = igd_dmar_faults(log.lines, log.count, "0000:00:02.0");
	if (total > size || faults.count > log.count || faults.early > faults.count)
		abort();
	igd_log_done(&log);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse(data, size, IGD_LOG_KMSG);
	parse(data, size, IGD_LOG_DMESG);
	parse(data, size, IGD_LOG_SYSLOG);
	return 0;
}
