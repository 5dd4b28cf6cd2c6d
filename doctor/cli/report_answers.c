// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers - what helpers on a forum ask for first, as a table
 */
#include "cli/report_answers.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "cli/report_answers_private.h"

/* One line of a log or a command line is seldom longer; a stranger's could be. */
#define MAX_LINE 2000u

struct question {
	const char *command;
	const char *(*answer)(struct igd_reply *reply);
};

/*
 * In the order in which they are asked for: LongQT-sea/intel-igpu-passthrough#21, the issue templates of i915ovmfPkg
 * and Looking Glass, strongtz/i915-sriov-dkms#458, and what nearly every answer in a forum begins with.
 */
static const struct question questions[] = {
	{ "cat /proc/cmdline", igd_reply_cmdline },
	{ "lspci -nnk", igd_reply_lspci },
	{ "virsh dumpxml VM", igd_reply_vm },
	{ "dmesg | grep -iE 'DMAR|IOMMU|vfio|i915|xe '", igd_reply_dmesg },
	{ "ls /sys/kernel/iommu_groups/*/devices", igd_reply_group },
	{ "uname -r; lscpu; cat /etc/os-release", igd_reply_machine },
	{ "qemu-system-x86_64 --version; virsh version", igd_reply_versions },
	{ "grep CMDLINE /etc/default/grub", igd_reply_configured },
	{ "grep -rE 'vfio|i915|xe|kvmfr' /etc/modprobe.d", igd_reply_modprobe },
	{ "lsinitramfs | grep -E 'vfio|i915|xe'", igd_reply_initramfs },
	{ "cat /sys/class/graphics/fb*/name /sys/class/vtconsole/*/name", igd_reply_screen },
	{ "lspci -s 00:02.0 -xxx", igd_reply_registers },
	{ "igd-doctor --only opregion,rom -v", igd_reply_firmware },
	{ "cat /proc/iomem", igd_reply_iomem },
	{ "mokutil --sb-state; cat /sys/kernel/security/lockdown", igd_reply_lockdown },
	{ "ulimit -l; ls -l /dev/kvmfr0", igd_reply_shmem },
};

void igd_reply_line(struct igd_reply *reply, const char *format, ...)
{
	IGD_AUTOFREE char *line = NULL;
	IGD_AUTOFREE char *shown = NULL;
	va_list args;

	va_start(args, format);
	line = igd_vprintf(format, args);
	va_end(args);
	shown = igd_printable(line, strlen(line), MAX_LINE);
	igd_text_printf(&reply->lines, "%s\n", shown);
}

const char *igd_reply_refusal(const struct igd_reply *reply, const char *path, const char *absent)
{
	switch (igd_host_error(reply->host, path)) {
	case 0:
		return absent;
	case EACCES:
	case EPERM:
		return "not permitted";
	case ENODATA:
		return "not recorded";
	default:
		return "could not be read";
	}
}

void igd_report_answers(struct igd_host *host, struct igd_answers *ret)
{
	size_t i;

	for (i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
		struct igd_reply reply = { .host = host, .command = questions[i].command };
		const char *missing = questions[i].answer(&reply);

		if (missing || !reply.lines.text)
			igd_answers_add(
				ret, reply.command, NULL, missing ? missing : "nothing found");
		else
			igd_answers_add(ret, reply.command, reply.lines.text, NULL);
		igd_text_done(&reply.lines);
	}
}
