// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu.options - does every option that the VM uses exist in this QEMU? (S43, S45, S46)
 *
 * The binary's own list decides where it was asked; where only its version is known, what its release has. Without a
 * VM: which of the options for an iGPU this QEMU has.
 */
#include "checks/qemu/area.h"
#include "facts/qemu/qemu_option.h"
#include "facts/vm/view.h"

static enum igd_verdict judge(struct igd_host *host, const struct igd_qemu_version *version,
	const struct igd_qemu_properties *properties, struct igd_finding *ret)
{
	const char *where = igd_qemu_meant(host)->where;
	const struct igd_vm *vm = igd_vm_view(host)->vm;
	const struct igd_vm_hostdev *device = vm ? igd_vm_igpu(host) : NULL;
	struct igd_qemu_words words =
		device ? igd_qemu_option_words(host, vm, device, version, properties)
		       : igd_qemu_upt_words(host, version, properties, igd_igpu_get(host));

	if (words.remedy)
		igd_remedy(ret, "%s", words.remedy);
	if (words.is_degraded)
		igd_severity(ret, IGD_DEGRADED);
	switch (words.verdict) {
	case IGD_QEMU_SUITS:
		return igd_pass(ret, where, "%s", words.what);
	case IGD_QEMU_SUITS_NOT:
		return igd_fail(ret, where, "%s", words.what);
	case IGD_QEMU_CANNOT_TELL:
		break;
	}
	return igd_unknown(ret, where, "%s", words.what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_qemu_meant *meant = igd_qemu_meant(host);
	const struct igd_qemu_properties *properties = igd_qemu_properties(host);
	const struct igd_qemu_version *version = NULL;

	if (meant->source == IGD_QEMU_NOBODY)
		return igd_na(ret, meant->where,
			"%s: `--qemu BINARY` has one asked which options it knows", meant->why);
	if (properties || meant->source == IGD_QEMU_TOLD)
		version = igd_qemu_version(host);
	if (!version)
		return igd_unknown(ret, meant->where, IGD_QEMU_NOT_ONE);
	if (properties && !igd_qemu_property(properties, "x-igd-opregion"))
		return igd_fail(ret, meant->where,
			"its vfio-pci has no option for an iGPU: this QEMU was "
			"built without CONFIG_VFIO_IGD");
	return judge(host, version, properties, ret);
}

static const char *const references[] = {
	"https://gitlab.com/qemu-project/qemu/-/blob/master/docs/igd-assign.txt", NULL
};

const struct igd_check igd_check_qemu_options = {
	.id = "qemu.options",
	.title = "Every option that the VM uses exists in this QEMU",
	.why = "Which options vfio-pci has for an iGPU, and what they are when nobody sets them, "
	       "changes from one QEMU to the next: x-igd-opregion is on by itself only from 10.1 on, "
	       "x-igd-lpc exists from 10.0 on, and 9.2 takes x-igd-gms and never looks at it. An "
	       "option that does not exist ends QEMU with `Property 'vfio-pci.x-igd-lpc' not found`; "
	       "legacy-igd is Proxmox VE's own and exists in no QEMU.",
	.remedy =
		"Use a QEMU that was built with support for an assigned iGPU: the package "
		"qemu-system-x86 of Debian and Ubuntu, qemu-system-x86 or qemu-base of others; not "
		"one for microvms.",
	.severity = IGD_BLOCKER,
	.references = references,
	.run = run,
};
