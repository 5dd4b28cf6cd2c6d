// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_option - the options that a VM gives vfio-pci, held against the QEMU that is meant
 */
#include "facts/qemu/qemu_option.h"

#include <string.h>

/* What guides for an iGPU name; in the order in which they are shown. */
static const char *const guided[] = { "x-igd-opregion", "x-igd-lpc", "x-igd-legacy-mode",
	"x-igd-gms", "x-pci-class-code" };

#define GUIDED (sizeof(guided) / sizeof(*guided))

static bool is_gms_ignored(const struct igd_qemu_place *place)
{
	return place->older && place->older->gms == IGD_QEMU_GMS_IGNORED && place->newer &&
	       place->newer->gms == IGD_QEMU_GMS_IGNORED;
}

enum igd_qemu_option igd_qemu_option(const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, const struct igd_vm_property *option)
{
	if (strcmp(option->name, "legacy-igd") == 0 || strcmp(option->name, "legacy_igd") == 0)
		return IGD_OPTION_OF_PROXMOX;
	switch (igd_qemu_has(place, properties, option->name)) {
	case IGD_VM_NO:
		return IGD_OPTION_MISSING;
	case IGD_VM_UNKNOWN:
		return IGD_OPTION_UNTOLD;
	case IGD_VM_YES:
		break;
	}
	/* QEMU 9.2.1 hw/vfio/igd.c: nothing there reads vdev->igd_gms. */
	return is_gms_ignored(place) && strcmp(option->name, "x-igd-gms") == 0 ? IGD_OPTION_IGNORED
									       : IGD_OPTION_TAKEN;
}

static struct igd_qemu_words suits_not(const char *what, const char *remedy)
{
	return (struct igd_qemu_words){
		.verdict = IGD_QEMU_SUITS_NOT, .what = what, .remedy = remedy
	};
}

static struct igd_qemu_words missing(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_qemu_version *version, const char *name)
{
	return suits_not(igd_host_print(host,
				 "%s gives `%s`, which QEMU %s does not have: it ends with "
				 "`Property 'vfio-pci.%s' not found`%s",
				 vm->name, name, version->text, name, igd_qemu_reservation(host)),
		igd_host_print(host,
			"Take `%s` out of the VM's definition, or use a QEMU that has it: `x-igd-lpc` and "
			"`x-igd-legacy-mode` came with 10.0, `x-pci-class-code` with 10.1.",
			name));
}

static struct igd_qemu_words of_proxmox(struct igd_host *host, const struct igd_vm *vm)
{
	return suits_not(igd_host_print(host,
				 "%s gives `legacy-igd`, which no QEMU has: it ends with "
				 "`Property 'vfio-pci.legacy-igd' not found`",
				 vm->name),
		"Take `legacy-igd` out. It is a word of Proxmox VE's own configuration and means that the iGPU is "
		"00:02.0 of an i440fx machine. Say that instead, give `x-igd-opregion=on` and a `romfile=`, and "
		"for the legacy recipe from the 11th generation on `x-igd-lpc=on` too.");
}

static struct igd_qemu_words ignored(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_qemu_version *version)
{
	struct igd_qemu_words words = suits_not(
		igd_host_print(host, "%s gives `x-igd-gms`, which QEMU %s takes and never reads%s",
			vm->name, version->text, igd_qemu_reservation(host)),
		"Use QEMU 10.0 or later, which reads `x-igd-gms` again; or take it out, and set the size in firmware "
		"setup (\"DVMT Pre-Allocated\").");

	words.is_degraded = true;
	return words;
}

static struct igd_qemu_words untold(
	struct igd_host *host, const struct igd_qemu_version *version, const char *name)
{
	return (struct igd_qemu_words){ .verdict = IGD_QEMU_CANNOT_TELL,
		.what = igd_host_print(host,
			"whether QEMU %s has `%s` cannot be told without asking the binary: "
			"`--qemu BINARY` has that done",
			version->text, name) };
}

struct igd_qemu_words igd_qemu_option_words(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_hostdev *device, const struct igd_qemu_version *version,
	const struct igd_qemu_properties *properties)
{
	struct igd_qemu_place place = igd_qemu_place(version);
	enum igd_qemu_option worst = IGD_OPTION_TAKEN, kind;
	struct igd_qemu_words words = { .verdict = IGD_QEMU_SUITS };
	const char *name = "";
	size_t i;

	for (i = 0; i < device->properties.count; i++) {
		const struct igd_vm_property *option = &device->properties.list[i];

		igd_host_cite(host, vm->where, "%s=%s", option->name, option->value);
		kind = igd_qemu_option(&place, properties, option);
		name = kind > worst ? option->name : name;
		worst = kind > worst ? kind : worst;
	}
	switch (worst) {
	case IGD_OPTION_OF_PROXMOX:
		return of_proxmox(host, vm);
	case IGD_OPTION_MISSING:
		return missing(host, vm, version, name);
	case IGD_OPTION_IGNORED:
		return ignored(host, vm, version);
	case IGD_OPTION_UNTOLD:
		return untold(host, version, name);
	case IGD_OPTION_TAKEN:
		break;
	}
	words.what =
		device->properties.count
			? igd_host_print(host, "QEMU %s has every option that %s gives the iGPU%s",
				  version->text, vm->name, igd_qemu_reservation(host))
			: igd_host_print(host, "%s gives the iGPU no option", vm->name);
	return words;
}

/* A default that means the device's own (QEMU 10.1 hw/vfio/pci.c: PCI_ANY_ID). */
static const char *shown(const char *value)
{
	return strcmp(value, "4294967295") == 0 ? "the device's" : value;
}

/* "x-igd-opregion (on), x-igd-gms (0)": those that exist. */
static const char *existing(struct igd_host *host, const struct igd_qemu_properties *properties)
{
	const struct igd_qemu_property *property;
	const char *text = "";
	size_t i;

	for (i = 0; i < GUIDED; i++) {
		property = igd_qemu_property(properties, guided[i]);
		if (property)
			text = igd_host_print(host, "%s%s%s (%s)", text, *text ? ", " : "",
				guided[i], shown(property->value));
	}
	return text;
}

static const char *lacking(struct igd_host *host, const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < GUIDED; i++) {
		if (igd_qemu_has(place, properties, guided[i]) == IGD_VM_NO)
			text = igd_host_print(
				host, "%s%s%s", text, *text ? ", " : "; it has no ", guided[i]);
	}
	return text;
}

struct igd_qemu_words igd_qemu_upt_words(struct igd_host *host,
	const struct igd_qemu_version *version, const struct igd_qemu_properties *properties,
	const struct igd_igpu *igpu)
{
	struct igd_qemu_place place = igd_qemu_place(version);
	const char *give = igd_qemu_upt_options(
		&place, properties, igpu && igpu->model ? igpu->model->generation : -1);

	if (properties)
		igd_host_cite(host, igd_qemu_meant(host)->where, "options and defaults: %s",
			existing(host, properties));
	return (struct igd_qemu_words){ .verdict = IGD_QEMU_SUITS,
		.what = igd_host_print(host, "the UPT recipe needs %s%s%s%s%s",
			*give ? "`" : "no option", give, *give ? "`" : "",
			lacking(host, &place, properties), igd_qemu_reservation(host)) };
}
