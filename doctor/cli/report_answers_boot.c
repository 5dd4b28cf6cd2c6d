// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers_boot - how the machine was booted, how it is configured to be, and what its kernel said
 */
#include <string.h>
#include <strings.h>

#include "cli/report_answers_private.h"
#include "facts/boot/initramfs.h"
#include "facts/boot/loader.h"
#include "facts/host/cmdline.h"
#include "facts/host/cpu.h"
#include "facts/host/distribution.h"
#include "facts/host/dmi.h"
#include "facts/host/kernel.h"
#include "facts/host/lockdown.h"
#include "facts/host/modprobe.h"
#include "facts/log/kernel_log.h"

/* Lines of a log from its beginning and from its end: a boot says what matters in its first seconds, a VM in the last. */
#define LOG_HEAD 30u
#define LOG_TAIL 30u
/* Statements of modprobe.d about drivers that have nothing to do with graphics are many. */
#define MAX_STATEMENTS 60u

const char *igd_reply_cmdline(struct igd_reply *reply)
{
	const char *line = igd_host_line(reply->host, IGD_PROC_CMDLINE);

	if (!line)
		return igd_reply_refusal(reply, IGD_PROC_CMDLINE, "absent");
	igd_reply_line(reply, "%s", line);
	return NULL;
}

static bool is_same_place(const struct igd_loader_argument *a, const struct igd_loader_argument *b)
{
	return strcmp(a->path, b->path) == 0 &&
	       strcmp(a->place ? a->place : "", b->place ? b->place : "") == 0;
}

/* All that stand in one place, on one line. */
static void add_configured(
	struct igd_reply *reply, const struct igd_loader_config *config, size_t first)
{
	const struct igd_loader_argument *at = &config->arguments[first];
	IGD_AUTOTEXT struct igd_text line = { 0 };
	size_t i;

	igd_text_printf(
		&line, "%s%s%s:", at->path, at->place ? " " : "", at->place ? at->place : "");
	for (i = first; i < config->count && is_same_place(at, &config->arguments[i]); i++)
		igd_text_printf(&line, " %s", config->arguments[i].text);
	igd_reply_line(reply, "%s", line.text);
}

const char *igd_reply_configured(struct igd_reply *reply)
{
	const struct igd_loader *loader = igd_loader_get(reply->host);
	const struct igd_loader_config *config = igd_loader_config_get(reply->host);
	size_t i;

	if (!loader->name)
		return "which boot loader is in use cannot be told";
	reply->command = loader->path ? igd_host_print(reply->host, "cat %s", loader->path)
				      : "the configured kernel command line";
	igd_reply_line(reply, "boot loader: %s", loader->name);
	for (i = 0; i < config->count; i++) {
		if (!i || !is_same_place(&config->arguments[i - 1], &config->arguments[i]))
			add_configured(reply, config, i);
	}
	if (config->blind_path)
		igd_reply_line(reply, "%s: %s", config->blind_path, config->blind_why);
	return NULL;
}

static bool is_of_interest(const char *text)
{
	static const char *const words[] = { "vfio", "i915", "kvmfr", "snd_hda", "nvidia",
		"nouveau", "amdgpu", "simpledrm", "drm" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strstr(text, words[i]))
			return true;
	}
	return strcmp(text, "xe") == 0;
}

const char *igd_reply_modprobe(struct igd_reply *reply)
{
	static const char *const kinds[] = {
		[IGD_MODPROBE_ALIAS] = "alias",
		[IGD_MODPROBE_OPTIONS] = "options",
		[IGD_MODPROBE_BLACKLIST] = "blacklist",
		[IGD_MODPROBE_INSTALL] = "install",
		[IGD_MODPROBE_REMOVE] = "remove",
		[IGD_MODPROBE_SOFTDEP] = "softdep",
		[IGD_MODPROBE_WEAKDEP] = "weakdep",
	};
	const struct igd_modprobe *config = igd_modprobe_get(reply->host);
	size_t i, count = 0;

	for (i = 0; i < config->count && count < MAX_STATEMENTS; i++) {
		const struct igd_modprobe_statement *at = &config->statements[i];

		if (at->kind == IGD_MODPROBE_ALIAS ||
			(!is_of_interest(at->module) && !strstr(at->text, "vfio")))
			continue;
		igd_reply_line(reply, "%s: %s %s%s%s", at->origin, kinds[at->kind], at->module,
			*at->text ? " " : "", at->text);
		count++;
	}
	return count ? NULL : igd_reply_refusal(reply, "/etc/modprobe.d", "nothing about them");
}

static void add_modules(struct igd_reply *reply, const struct igd_initramfs *image)
{
	IGD_AUTOTEXT struct igd_text names = { 0 };
	size_t i;

	for (i = 0; i < image->interest_count; i++)
		igd_text_printf(&names, " %s", image->modules[i]);
	igd_reply_line(reply, "holds:%s", names.text ? names.text : " none of these drivers");
	for (i = 0; i < image->load_count; i++)
		igd_reply_line(
			reply, "loads: %s (%s)", image->loads[i].module, image->loads[i].origin);
	for (i = 0; i < image->file_count; i++)
		igd_reply_line(reply, "%s: %s", image->files[i].path, image->files[i].content);
}

const char *igd_reply_initramfs(struct igd_reply *reply)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(reply->host);
	const struct igd_initramfs *image;

	if (place->kind == IGD_INITRAMFS_NONE)
		return "the kernel was given none";
	if (place->kind == IGD_INITRAMFS_LOST)
		return "the image was not found";
	reply->command =
		igd_host_print(reply->host, "lsinitramfs %s | grep -E 'vfio|i915|xe'", place->path);
	image = igd_initramfs_get(reply->host);
	if (!image)
		return igd_reply_refusal(reply, place->path, "could not be read");
	add_modules(reply, image);
	if (image->unread)
		igd_reply_line(reply, "not all of it could be read: %s", image->unread);
	return NULL;
}

static bool is_log_line(const char *text)
{
	static const char *const words[] = { "DMAR", "IOMMU", "vfio", "i915", "xe " };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcasestr(text, words[i]))
			return true;
	}
	return false;
}

static void add_log_line(struct igd_reply *reply, const struct igd_log_line *line)
{
	if (line->seconds >= 0)
		igd_reply_line(reply, "[%12.6f] %s", line->seconds, line->text);
	else
		igd_reply_line(reply, "%s", line->text);
}

const char *igd_reply_dmesg(struct igd_reply *reply)
{
	const struct igd_kernel_log *log = igd_kernel_log_get(reply->host);
	size_t i, at = 0, total = 0;

	if (!log->path)
		return igd_reply_refusal(reply, "/dev/kmsg", "no log");
	for (i = 0; i < log->count; i++)
		total += is_log_line(log->lines[i].text);
	for (i = 0; i < log->count; i++) {
		if (!is_log_line(log->lines[i].text))
			continue;
		if (at < LOG_HEAD || at + LOG_TAIL >= total)
			add_log_line(reply, &log->lines[i]);
		else if (at == LOG_HEAD)
			igd_reply_line(
				reply, "... (%zu lines left out)", total - LOG_HEAD - LOG_TAIL);
		at++;
	}
	if (!log->is_complete)
		igd_reply_line(reply, "(the log does not reach back to the boot)");
	return total || !log->is_complete ? NULL : "no such line";
}

const char *igd_reply_machine(struct igd_reply *reply)
{
	const char *machine = igd_dmi_machine(reply->host);
	const char *release = igd_kernel_release(reply->host);
	const struct igd_distribution *distribution = igd_distribution_get(reply->host);
	const struct igd_cpu *cpu = igd_cpu_get(reply->host);

	if (machine)
		igd_reply_line(reply, "machine: %s", machine);
	if (*cpu->vendor)
		igd_reply_line(reply, "processor: %s, %u bits of physical address", cpu->name,
			cpu->physical_bits);
	igd_reply_line(reply, "distribution: %s, init: %s", distribution->name,
		igd_init_name(distribution->init));
	if (release)
		igd_reply_line(reply, "kernel: %s", release);
	return NULL;
}

const char *igd_reply_lockdown(struct igd_reply *reply)
{
	const char *mode = igd_lockdown_mode(reply->host);

	/* That Secure Boot is off looks like not knowing whether it is on. */
	if (igd_is_secure_boot(reply->host))
		igd_reply_line(reply, "SecureBoot enabled");
	igd_reply_line(reply, "lockdown: %s",
		mode ? mode : igd_reply_refusal(reply, IGD_LOCKDOWN, "this kernel has none"));
	if (igd_has_module_signatures(reply->host))
		igd_reply_line(reply, "module.sig_enforce: Y");
	return NULL;
}
