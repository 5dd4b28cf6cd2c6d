// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_host - what two hosts are and run: machine, firmware, kernel, arguments, driver, QEMU, libvirt, ROM, VM
 */
#include <stdlib.h>
#include <string.h>

#include "cli/diff.h"
#include "cli/machine.h"
#include "facts/host/cmdline.h"
#include "facts/host/dmi.h"
#include "facts/vm/view.h"

static bool is_same(const char *was, const char *now)
{
	return was == now || (was && now && strcmp(was, now) == 0);
}

static void compare(
	struct igd_comparison *comparison, const char *name, const char *was, const char *now)
{
	if (is_same(was, now))
		return;
	comparison->fields = igd_regrow(
		comparison->fields, comparison->field_count + 1, sizeof(*comparison->fields));
	comparison->fields[comparison->field_count++] =
		(struct igd_changed_field){ name, was ? igd_printable(was, strlen(was), 200) : NULL,
			now ? igd_printable(now, strlen(now), 200) : NULL };
}

/* The maker's or model's name says that it is another machine; that one of them is not known does not. */
static void compare_machines(struct igd_comparison *comparison, struct igd_host *const hosts[2])
{
	static const struct {
		enum igd_dmi field;
		const char *name;
	} makers[] = { { IGD_DMI_SYS_VENDOR, "maker" }, { IGD_DMI_PRODUCT_NAME, "model" },
		{ IGD_DMI_BOARD_VENDOR, "board's maker" }, { IGD_DMI_BOARD_NAME, "board" } };
	size_t i;

	for (i = 0; i < sizeof(makers) / sizeof(*makers); i++) {
		const char *was = igd_dmi_get(hosts[0], makers[i].field);
		const char *now = igd_dmi_get(hosts[1], makers[i].field);

		compare(comparison, makers[i].name, was, now);
		if (was && now && !is_same(was, now))
			comparison->is_other_machine = true;
	}
	compare(comparison, "firmware", igd_dmi_get(hosts[0], IGD_DMI_BIOS_VERSION),
		igd_dmi_get(hosts[1], IGD_DMI_BIOS_VERSION));
	compare(comparison, "firmware's date", igd_dmi_get(hosts[0], IGD_DMI_BIOS_DATE),
		igd_dmi_get(hosts[1], IGD_DMI_BIOS_DATE));
}

static void compare_subjects(struct igd_comparison *comparison)
{
	const struct igd_subject *was = &comparison->sessions[0].exam.subject;
	const struct igd_subject *now = &comparison->sessions[1].exam.subject;

	compare(comparison, "iGPU", was->igpu_id, now->igpu_id);
	if (was->igpu_id && now->igpu_id && !is_same(was->igpu_id, now->igpu_id))
		comparison->is_other_machine = true;
	compare(comparison, "iGPU's address", was->igpu_address, now->igpu_address);
	compare(comparison, "iGPU's driver", was->igpu_driver, now->igpu_driver);
	compare(comparison, "distribution", was->distribution, now->distribution);
	compare(comparison, "kernel", was->kernel, now->kernel);
}

static void compare_programs(struct igd_comparison *comparison, struct igd_host *const hosts[2])
{
	struct igd_machine was, now;

	igd_machine_read(hosts[0], &was);
	igd_machine_read(hosts[1], &now);
	compare(comparison, "QEMU", was.qemu, now.qemu);
	compare(comparison, "libvirt", was.libvirt, now.libvirt);
	compare(comparison, "option ROM holds", was.rom, now.rom);
	igd_machine_done(&was);
	igd_machine_done(&now);
}

static void compare_vms(struct igd_comparison *comparison, struct igd_host *const hosts[2])
{
	const struct igd_vm *was = igd_vm_view(hosts[0])->vm, *now = igd_vm_view(hosts[1])->vm;

	compare(comparison, "VM", was ? was->name : NULL, now ? now->name : NULL);
	compare(comparison, "VM is read from", was ? was->where : NULL, now ? now->where : NULL);
}

static bool has(const struct igd_cmdline *cmdline, const char *text)
{
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		if (strcmp(cmdline->arguments[i].text, text) == 0)
			return true;
	}
	return false;
}

/* What one has and the other does not; the text is the host's. */
static void list_arguments(
	const struct igd_cmdline *one, const struct igd_cmdline *other, struct igd_words *ret)
{
	size_t i;

	ret->words = igd_zalloc((one->count + 1) * sizeof(*ret->words));
	for (i = 0; i < one->count; i++) {
		if (!has(other, one->arguments[i].text))
			ret->words[ret->count++] = one->arguments[i].text;
	}
}

static bool is_known(struct igd_host *host)
{
	return igd_host_text(host, IGD_PROC_CMDLINE) != NULL;
}

void igd_compare_hosts(struct igd_comparison *comparison)
{
	struct igd_host *const hosts[2] = { comparison->sessions[0].host,
		comparison->sessions[1].host };

	compare_machines(comparison, hosts);
	compare_subjects(comparison);
	compare_programs(comparison, hosts);
	compare_vms(comparison, hosts);
	if (is_known(hosts[0]) && is_known(hosts[1])) {
		list_arguments(igd_cmdline_running(hosts[0]), igd_cmdline_running(hosts[1]),
			&comparison->arguments[0]);
		list_arguments(igd_cmdline_running(hosts[1]), igd_cmdline_running(hosts[0]),
			&comparison->arguments[1]);
	}
}
