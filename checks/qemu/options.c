// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu.options - does this QEMU have the options that an iGPU needs? (S45, S46)
 *
 * The binary is asked; nothing is concluded from its version.
 */
#include <string.h>

#include "checks/qemu/area.h"
#include "facts/host/igpu.h"
#include "facts/vm/qemu_matrix.h"

/* What guides for an iGPU name; in the order in which they are shown. */
static const char *const options[] = { "x-igd-opregion", "x-igd-lpc", "x-igd-legacy-mode",
	"x-igd-gms", "x-pci-class-code" };

#define OPTIONS (sizeof(options) / sizeof(*options))

/* A default that means the device's own (QEMU 10.1 hw/vfio/pci.c: PCI_ANY_ID). */
static const char *shown(const char *value)
{
	return strcmp(value, "4294967295") == 0 ? "the device's" : value;
}

/* "x-igd-opregion (on), x-igd-gms (0)": those that exist, or the names of those that do not. */
static const char *list(
	struct igd_host *host, const struct igd_qemu_properties *properties, bool want_missing)
{
	const struct igd_qemu_property *property;
	const char *text = "";
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		property = igd_qemu_property(properties, options[i]);
		if (!property != want_missing)
			continue;
		text = igd_host_print(host, "%s%s%s%s%s%s", text, *text ? ", " : "", options[i],
			property ? " (" : "", property ? shown(property->value) : "",
			property ? ")" : "");
	}
	return text;
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const char *binary = igd_qemu_binary(host), *missing, *give;
	const struct igd_qemu_properties *properties = igd_qemu_properties(host);
	const struct igd_qemu_version *version = properties ? igd_qemu_version(host) : NULL;
	const struct igd_igpu *igpu = igd_igpu_get(host);
	struct igd_qemu_place place;

	if (!binary)
		return igd_na(ret, "--qemu",
			"no QEMU was named: `--qemu BINARY` has one asked which "
			"options it knows");
	if (!properties || !version)
		return igd_unknown(ret, binary, IGD_QEMU_NOT_ONE);
	if (!igd_qemu_property(properties, "x-igd-opregion"))
		return igd_fail(ret, binary,
			"its vfio-pci has no option for an iGPU: this QEMU was "
			"built without CONFIG_VFIO_IGD");
	place = igd_qemu_place(version);
	missing = list(host, properties, true);
	give = igd_qemu_upt_options(
		&place, properties, igpu && igpu->model ? igpu->model->generation : -1);
	igd_host_cite(host, binary, "options and defaults: %s", list(host, properties, false));
	return igd_pass(ret, binary, "%s%s%s%s",
		*give ? "the UPT recipe needs `"
		      : "the UPT recipe "
			"needs no option",
		give, *give ? "`" : "",
		*missing ? igd_host_print(host, "; it has no %s", missing) : "");
}

static const char *const references[] = {
	"https://gitlab.com/qemu-project/qemu/-/blob/master/docs/igd-assign.txt", NULL
};

const struct igd_check igd_check_qemu_options = {
	.id = "qemu.options",
	.title = "This QEMU has the options that an iGPU needs",
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
