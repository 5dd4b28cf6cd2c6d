// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox_cpu - cpu:, and what Proxmox VE adds to it
 *
 * proxmox/qemu-server 9.2.6 src/PVE/QemuServer/CPUConfig.pm get_cpu_options() and get_hyperv_enlightenments(). What
 * depends on the version of QEMU or of the machine and hides or shows nothing to a guest's driver (cet-ibt, vmx-mbec,
 * hv_evmcs) is left out.
 */
#include <string.h>

#include "facts/vm/vm_proxmox_private.h"

/* kvm64 is a Pentium 4 to the guest: `cpu:` absent (get_default_cpu_type()). */
static const char *model_of(struct igd_proxmox *proxmox, const struct igd_vm_properties *parts)
{
	const char *model = igd_vm_property(parts, "cputype");

	if (!model)
		return proxmox->has_kvm ? "kvm64" : "qemu64";
	if (igd_starts_with(model, "custom-"))
		igd_vm_remark(proxmox->vm,
			"the CPU model `%s` is defined in /etc/pve/virtual-guest/cpu-models.conf, which is not read",
			model);
	return model;
}

/* "+pcid;-spec-ctrl" */
static void add_flags(const char *flags, struct igd_text *ret)
{
	while (flags && *flags) {
		size_t length = strcspn(flags, "; ");

		if (length)
			igd_text_printf(ret, ",%.*s", (int)length, flags);
		flags += length + (flags[length] != '\0');
	}
}

static void add_hyperv(
	struct igd_proxmox *proxmox, const struct igd_vm_properties *parts, struct igd_text *ret)
{
	const char *vendor = igd_vm_property(parts, "hv-vendor-id");

	if (!proxmox->has_kvm || proxmox->windows < 6 ||
		(proxmox->has_ovmf && proxmox->windows < 8))
		return;
	if (vendor || proxmox->hides_kvm)
		igd_text_printf(ret, ",hv_vendor_id=%s", vendor ? vendor : "proxmox");
	igd_text_printf(
		ret, ",hv_spinlocks=0x1fff,hv_vapic,hv_time,hv_reset,hv_vpindex,hv_runtime");
	if (proxmox->windows >= 7)
		igd_text_printf(ret, ",hv_relaxed,hv_synic,hv_stimer,hv_ipi");
}

static void add_width(const struct igd_vm_properties *parts, struct igd_text *ret)
{
	const char *guest = igd_vm_property(parts, "guest-phys-bits");
	const char *bits = igd_vm_property(parts, "phys-bits");

	if (guest)
		igd_text_printf(ret, ",guest-phys-bits=%s", guest);
	if (bits && strcmp(bits, "host") == 0)
		igd_text_printf(ret, ",host-phys-bits=on");
	else if (bits)
		igd_text_printf(ret, ",phys-bits=%s", bits);
}

void igd_proxmox_add_cpu(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "cpu"), "cputype");
	const char *model = model_of(proxmox, &parts);
	IGD_AUTOTEXT struct igd_text cpu = { 0 };

	igd_text_printf(&cpu, "%s", model);
	if (strcmp(model, "kvm64") == 0)
		igd_text_printf(&cpu, ",+lahf_lm,+sep");
	if (proxmox->has_kvm)
		igd_text_printf(&cpu, ",+kvm_pv_unhalt,+kvm_pv_eoi");
	add_hyperv(proxmox, &parts, &cpu);
	add_flags(igd_vm_property(&parts, "flags"), &cpu);
	if (strcmp(model, "host") != 0 && proxmox->has_kvm)
		igd_text_printf(&cpu, ",enforce");
	if (igd_proxmox_part_is_on(&parts, "hidden", proxmox->hides_kvm))
		igd_text_printf(&cpu, ",kvm=off");
	add_width(&parts, &cpu);
	igd_proxmox_addf(proxmox, "-cpu", "%s", cpu.text);
}
