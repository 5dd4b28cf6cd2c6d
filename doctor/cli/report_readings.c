// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_readings - what helpers ask for beyond what checks read
 *
 * Taken from what maintainers of ROMs, QEMU front ends and Looking Glass ask for in their threads and templates, once
 * what the checks read is taken off. Only what is cheap and harmless to read; what identifies a person is not
 * asked for at all (EDID, serial numbers, MSDM, whole logs of the system).
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report.h"
#include "facts/host/igpu.h"
#include "facts/log/last_run.h"
#include "facts/vm/view.h"

/* Of a folder's names, so that no host makes a report endless. */
#define MAX_NAMES 512u
/* of sysfs and procfs, which are never as large */
#define LIMIT ((size_t)256 << 10)
/* PCI Express configuration space */
#define CONFIG_BYTES 4096u

struct reading {
	const char *path; /* a component may be a pattern of fnmatch(3) */
	enum igd_ask ask;
};

static const struct reading readings[] = {
	/* the kernel and what it was built and started with */
	{ "/proc/version", IGD_ASK_READ },
	{ "/proc/cmdline", IGD_ASK_READ },
	{ "/proc/modules", IGD_ASK_READ },
	{ "/proc/sys/kernel/tainted", IGD_ASK_READ },
	{ "/sys/kernel/security/lockdown", IGD_ASK_READ },
	{ "/sys/module/i915/parameters/*", IGD_ASK_READ },
	{ "/sys/module/xe/parameters/*", IGD_ASK_READ },
	{ "/sys/module/kvm/parameters/*", IGD_ASK_READ },
	{ "/sys/module/kvm_intel/parameters/*", IGD_ASK_READ },
	{ "/sys/module/kvmfr/parameters/*", IGD_ASK_READ },
	{ "/sys/module/vfio/parameters/*", IGD_ASK_READ },
	{ "/sys/module/vfio_pci/parameters/*", IGD_ASK_READ },
	{ "/sys/module/vfio_iommu_type1/parameters/*", IGD_ASK_READ },
	/* the system and its firmware */
	{ "/etc/os-release", IGD_ASK_READ },
	{ "/proc/1/comm", IGD_ASK_READ },
	{ "/sys/class/dmi/id/sys_vendor", IGD_ASK_READ },
	{ "/sys/class/dmi/id/product_name", IGD_ASK_READ },
	{ "/sys/class/dmi/id/board_vendor", IGD_ASK_READ },
	{ "/sys/class/dmi/id/board_name", IGD_ASK_READ },
	{ "/sys/class/dmi/id/bios_vendor", IGD_ASK_READ },
	{ "/sys/class/dmi/id/bios_version", IGD_ASK_READ },
	{ "/sys/class/dmi/id/bios_date", IGD_ASK_READ },
	{ "/sys/firmware/efi/fw_platform_size", IGD_ASK_READ },
	{ "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		IGD_ASK_READ },
	/* lspci -nnk: who drives what, and who shares whose group */
	{ "/sys/bus/pci/devices/*/driver", IGD_ASK_LINK },
	{ "/sys/bus/pci/devices/*/iommu_group", IGD_ASK_LINK },
	{ "/sys/bus/pci/devices/*/subsystem_vendor", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/*/subsystem_device", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/0000:00:00.0/config", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/0000:00:02.0/config", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/0000:00:02.0/resource", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/0000:00:02.0/boot_vga", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/0000:00:02.0/driver_override", IGD_ASK_READ },
	{ "/sys/bus/pci/devices/0000:00:02.0/power/runtime_status", IGD_ASK_READ },
	{ "/sys/kernel/iommu_groups/*/type", IGD_ASK_READ },
	{ "/sys/class/iommu/*/intel-iommu/cap", IGD_ASK_READ },
	{ "/sys/class/iommu/*/intel-iommu/ecap", IGD_ASK_READ },
	/* who draws on the screen, and where it is plugged in */
	{ "/proc/fb", IGD_ASK_READ },
	{ "/sys/class/drm", IGD_ASK_LIST },
	{ "/sys/class/drm/card[0-9]*/device", IGD_ASK_LINK },
	{ "/sys/class/drm/card[0-9]*-*/status", IGD_ASK_READ },
	{ "/sys/class/drm/card[0-9]*-*/enabled", IGD_ASK_READ },
	{ "/sys/class/graphics", IGD_ASK_LIST },
	{ "/sys/class/graphics/fb*/name", IGD_ASK_READ },
	{ "/sys/class/vtconsole/vtcon*/name", IGD_ASK_READ },
	{ "/sys/class/vtconsole/vtcon*/bind", IGD_ASK_READ },
	{ "/sys/bus/platform/drivers/*-framebuffer", IGD_ASK_LIST },
	{ "/proc/iomem", IGD_ASK_READ },
	/* memory that a VM gets and locks */
	{ "/proc/meminfo", IGD_ASK_READ },
	{ "/sys/kernel/mm/hugepages/*/nr_hugepages", IGD_ASK_READ },
	{ "/sys/kernel/mm/hugepages/*/free_hugepages", IGD_ASK_READ },
	{ "/sys/kernel/mm/transparent_hugepage/enabled", IGD_ASK_READ },
	{ "/dev/vfio", IGD_ASK_LIST },
	{ "/dev/kvm", IGD_ASK_ACCESS },
	{ "/dev/kvmfr0", IGD_ASK_ACCESS },
	/* option ROMs where Proxmox VE has them */
	{ "/usr/share/kvm/*.rom", IGD_ASK_KIND },
};

static void ask(struct igd_host *host, enum igd_ask what, const char *path)
{
	struct igd_question question = { what, path,
		igd_ends_with(path, "/config") ? CONFIG_BYTES : LIMIT };

	igd_host_ask(host, &question);
}

static void expand(struct igd_host *host, const char *path, const char *rest, enum igd_ask what);

/* Every name in the folder that is like the next component of rest. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the longest row of the table */
static void expand_names(
	struct igd_host *host, const char *folder, const char *rest, enum igd_ask what)
{
	size_t length = strcspn(rest, "/"), seen = 0;
	IGD_AUTOFREE char *pattern = igd_strndup(rest, length);
	struct igd_question question = { IGD_ASK_LIST, folder, 0 };
	const struct igd_answer *names = igd_host_ask(host, &question);
	const char *name;

	for (name = names->bytes; name && name < names->bytes + names->size && seen < MAX_NAMES;
		name += strlen(name) + 1) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", folder, name);

		if (fnmatch(pattern, name, FNM_PERIOD) != 0)
			continue;
		seen++;
		expand(host, path, rest + length, what);
	}
}

/* rest is what is left of the pattern, with the slash before it. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the longest row of the table */
static void expand(struct igd_host *host, const char *path, const char *rest, enum igd_ask what)
{
	IGD_AUTOFREE char *next = NULL;
	size_t length;

	if (!*rest) {
		ask(host, what, path);
		return;
	}
	length = strcspn(rest + 1, "/");
	if (strcspn(rest + 1, "*[") < length) {
		expand_names(host, path, rest + 1, what);
		return;
	}
	next = igd_printf("%s%.*s", path, (int)(length + 1), rest);
	expand(host, next, rest + 1 + length, what);
}

/* Where a prerequisite fails, the checks that read these are not run. */
static void read_logs(struct igd_host *host)
{
	const struct igd_vm *vm = igd_vm_get(host);
	struct igd_run run;

	if (!vm)
		return;
	if (vm->origin == IGD_VM_LIBVIRT && !strchr(vm->name, '/'))
		igd_run_get(host, igd_host_print(host, "/var/log/libvirt/qemu/%s.log", vm->name),
			IGD_RUN_OF_LIBVIRT, &run);
	if (vm->firmware.debug_log && *vm->firmware.debug_log == '/')
		igd_run_get(host, vm->firmware.debug_log, IGD_RUN_ALONE, &run);
}

void igd_report_read_more(struct igd_host *host)
{
	struct igd_trace trace;
	size_t i;

	for (i = 0; i < sizeof(readings) / sizeof(*readings); i++)
		expand(host, "", readings[i].path, readings[i].ask);
	igd_host_begin(host);
	read_logs(host);
	trace = igd_host_end(host);
	igd_trace_done(&trace);
}
