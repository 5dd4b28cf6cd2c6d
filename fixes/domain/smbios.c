// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain.smbios - tells the VM of this host's make, without its serial numbers, and stops hiding the hypervisor
 */
#include "facts/vm/smbios.h"

#include <string.h>

#include "facts/host/cpu.h"
#include "fixes/domain/area.h"
#include "fixes/domain/edits_private.h"

#define SYSINFO "/domain/sysinfo[@type='smbios']"
/* QEMU cuts off what is longer (target/i386/cpu.c x86_cpu_hyperv_realize()); libvirt refuses it. */
#define VENDOR_LENGTH 12

static void set_entry(
	const struct igd_edits *edits, const char *group, const char *name, const char *value)
{
	if (value)
		igd_edits_do(edits, IGD_DOMAIN_TEXT, value, SYSINFO "/%s/entry[@name='%s']", group,
			name);
}

/* Whether the VM is told of a machine that holds together, which is smbios.present and smbios.plausible. */
static bool is_told(const struct igd_edits *edits)
{
	const struct igd_vm_smbios *smbios = &edits->vm->smbios;
	const char *left, *right, *cpu_name = NULL;

	if (smbios->mode == IGD_VM_SMBIOS_HOST || smbios->mode == IGD_VM_SMBIOS_FILE ||
		!igd_smbios_value(smbios, 1, "manufacturer") ||
		!igd_smbios_value(smbios, 1, "product"))
		return false;
	if (igd_smbios_value(smbios, 4, "version"))
		cpu_name = igd_cpu_get(edits->host)->name;
	return igd_smbios_judge(edits->vm, cpu_name, &left, &right) == IGD_SMBIOS_SOUND;
}

/* What stood there of another machine goes; only what a program of the guest's may read its settings from stays. */
static void tell(const struct igd_edits *edits, const struct igd_smbios_make *make)
{
	igd_edits_drop_arguments(edits, "-smbios", "");
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, SYSINFO "/*[not(self::oemStrings)]");
	set_entry(edits, "bios", "vendor", make->vendor);
	set_entry(edits, "bios", "version", make->version);
	set_entry(edits, "bios", "date", make->date);
	set_entry(edits, "system", "manufacturer", make->manufacturer);
	set_entry(edits, "system", "product", make->product);
	if (make->board_maker && make->board) {
		set_entry(edits, "baseBoard", "manufacturer", make->board_maker);
		set_entry(edits, "baseBoard", "product", make->board);
	}
	igd_edits_do(edits, IGD_DOMAIN_SET, "sysinfo", "/domain/os/smbios/@mode");
}

static void mend_names(const struct igd_edits *edits)
{
	struct igd_smbios_make make;

	if (is_told(edits))
		return;
	make = igd_smbios_of_host(edits->host);
	if (!make.manufacturer || !make.product)
		igd_change_decline(edits->changes,
			"this host's own DMI names no maker and product that the VM could be told");
	else if (edits->is_editable)
		tell(edits, &make);
	else
		igd_edits_by_hand(edits, igd_smbios_advice(edits->host, edits->vm));
}

/* As smbios.hypervisor has it. */
static void mend_hypervisor(const struct igd_edits *edits)
{
	const struct igd_vm_cpu *cpu = &edits->vm->cpu;
	const char *vendor = cpu->hyperv_vendor_id;

	if (!edits->is_editable) {
		if (cpu->has_hypervisor_bit == IGD_VM_NO)
			igd_edits_by_hand(
				edits, "take `hypervisor=off` (`-hypervisor`) out of its CPU");
		if (cpu->is_kvm_hidden == IGD_VM_YES)
			igd_edits_by_hand(edits, "take `kvm=off` or `hidden=1` out of its CPU");
		return;
	}
	if (cpu->has_hypervisor_bit == IGD_VM_NO)
		igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL,
			"/domain/cpu/feature[@name='hypervisor' and @policy='disable']");
	if (cpu->is_kvm_hidden == IGD_VM_YES)
		igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, "/domain/features/kvm/hidden");
	if (vendor && strlen(vendor) > VENDOR_LENGTH)
		igd_edits_do(edits, IGD_DOMAIN_SET,
			igd_host_print(edits->host, "%.*s", VENDOR_LENGTH, vendor),
			"/domain/features/hyperv/vendor_id/@value");
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	struct igd_edits edits;

	if (!igd_edits_begin(host, ret, &edits))
		return;
	mend_names(&edits);
	mend_hypervisor(&edits);
}

const struct igd_fix igd_fix_domain_smbios = {
	.id = "domain.smbios",
	.title = "Tell the VM of this machine's make, without serial numbers",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
