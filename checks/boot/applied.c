// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot.applied - was the running kernel booted with what is configured?
 *
 * The configuration is the smaller set: loaders add arguments of their own (root=, initrd=), so every
 * configured argument must be running, but of the running ones only those that matter to passthrough must be
 * configured.
 */
#include "checks/boot/area.h"
#include "facts/boot/boot_chart.h"
#include "facts/boot/loader.h"
#include "facts/boot/lost.h"
#include "facts/boot/unread.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"

static enum igd_verdict judge_lost(
	struct igd_host *host, struct igd_finding *ret, const struct igd_loader_argument *lost)
{
	igd_host_cite(host, lost->path, "%s", lost->text);
	if (!igd_lost_by_break(host, lost))
		return igd_fail(ret, lost->path,
			"`%s` is configured, but the kernel was booted without it", lost->text);
	igd_remedy(ret, "Put %s on one line in %s (line %u), {kernel-arg-apply} and reboot.",
		lost->place, lost->path, lost->line);
	return igd_fail(ret, lost->path,
		"`%s` is lost: %s has a line break, and GRUB ends the kernel command line there",
		lost->text, lost->place);
}

/* Only a hint: where it does harm, the check that misses the argument says so. */
static enum igd_verdict judge_unread(struct igd_host *host, struct igd_finding *ret, size_t count)
{
	const struct igd_loader_argument *lost;
	bool is_relevant = false;

	lost = igd_lost_find(igd_unread_arguments(host), igd_cmdline_running(host), &is_relevant);
	lost = is_relevant ? lost : NULL;
	igd_boot_chart(host, ret, &(struct igd_boot_compared){ .unread = lost });
	if (!lost)
		return igd_pass(
			ret, IGD_PROC_CMDLINE, "every configured argument is in use (%zu)", count);
	igd_host_cite(host, lost->path, "%s", lost->text);
	igd_severity(ret, IGD_HINT);
	igd_remedy(ret, "If you want it, {kernel-arg+ %s} and reboot.", lost->text);
	return igd_fail(ret, lost->path, "`%s` stands in %s, which %s does not read", lost->text,
		lost->path, igd_loader_get(host)->name);
}

static enum igd_verdict compare(
	struct igd_host *host, struct igd_finding *ret, const struct igd_loader_config *config)
{
	const struct igd_cmdline *running = igd_cmdline_running(host);
	const struct igd_loader_argument *lost;
	const struct igd_argument *stray;
	bool is_relevant = false;

	lost = igd_lost_find(config, running, &is_relevant);
	igd_severity(ret, !lost || is_relevant ? IGD_DEGRADED : IGD_HINT);
	stray = lost ? NULL : igd_loader_stray(config, running);
	if (!lost && !stray)
		return judge_unread(host, ret, config->count);
	igd_boot_chart(host, ret, &(struct igd_boot_compared){ .lost = lost, .stray = stray });
	if (lost)
		return judge_lost(host, ret, lost);
	igd_host_cite(host, IGD_PROC_CMDLINE, "%s", stray->text);
	igd_remedy(ret,
		"If you want to keep it, {kernel-arg+ %s}; if not, {kernel-arg-apply} and reboot.",
		stray->text);
	return igd_fail(ret, IGD_PROC_CMDLINE,
		"the kernel was booted with `%s`, which is not configured", stray->text);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_loader_config *config;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	config = igd_loader_config_get(host);
	if (config->blind_path)
		return igd_unknown(ret, config->blind_path,
			"the configured command line cannot be told: %s", config->blind_why);
	return compare(host, ret, config);
}

const struct igd_check igd_check_boot_applied = {
	.id = "boot.applied",
	.title = "The running kernel was booted with the configured command line",
	.why = "An argument counts from the boot on that had it. One that was written into a file that this boot "
	       "loader does not read, or that was never applied, does nothing.",
	.remedy = "Make the configuration effective: {kernel-arg-apply}, then reboot.",
	.severity = IGD_DEGRADED,
	.needs = (const char *const[]){ "platform.igpu", NULL },
	.run = run,
};
