// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log.kernel - does the kernel's log of this boot show a known fault?
 *
 * DMA faults are iommu.faults' business. A log tells what has been: what is still so, the other checks say, and so
 * nothing here is a blocker.
 */
#include <string.h>

#include "checks/log/area.h"
#include "facts/host/igpu.h"
#include "facts/log/kernel_log.h"
#include "facts/log/log_judge.h"

/* What was asked for is no event: the checks of each argument look at it (Linux init/main.c, arch/x86/kernel/setup.c). */
static bool is_echo(const char *line)
{
	return igd_starts_with(line, "Command line: ") ||
	       igd_starts_with(line, "Kernel command line: ");
}

static void add_lines(const struct igd_kernel_log *log, struct igd_text *ret)
{
	const char *line;
	size_t i;

	igd_text_add(ret, "", 0);
	for (i = 0; i < log->count; i++) {
		line = is_echo(log->lines[i].text) ? "" : log->lines[i].text;
		igd_text_add(ret, line, strlen(line));
		igd_text_add(ret, "\n", 1);
	}
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const struct igd_kernel_log *log;
	struct igd_log_judgement judgement;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	log = igd_kernel_log_get(host);
	if (!log->path)
		return igd_unknown(ret, "/dev/kmsg", "there is no kernel log");
	add_lines(log, &text);
	igd_log_judge(host, &(struct igd_log_text){ text.text, text.size }, 1u << IGD_LOG_OF_KERNEL,
		&judgement);
	return igd_log_conclude(host, log->path, &judgement,
		log->is_complete ? "no known fault since boot"
				 : "no known fault in what is left of this boot's log",
		ret);
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_log_kernel = {
	.id = "log.kernel",
	.title = "The kernel's log holds no known fault",
	.why = "Much of what goes wrong with an assigned iGPU is said by the kernel, in lines that look alike whether they "
	       "are harmless or the cause. The catalogue of symptoms tells them apart: `igd-doctor list`.",
	.remedy = "Look at the lines: `dmesg | igd-doctor log -` names each with its cause.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.run = run,
};
