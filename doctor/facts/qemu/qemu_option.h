// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_option - the options that a VM gives vfio-pci, held against the QEMU that is meant
 */
#ifndef IGD_FACTS_QEMU_QEMU_OPTION_H
#define IGD_FACTS_QEMU_QEMU_OPTION_H

#include "facts/qemu/qemu_words.h"
#include "facts/vm/vm.h"

/* What becomes of an option; the later, the worse. */
enum igd_qemu_option {
	IGD_OPTION_TAKEN,
	IGD_OPTION_UNTOLD,    /* cannot be told without asking the binary */
	IGD_OPTION_IGNORED,   /* it exists, and is never read */
	IGD_OPTION_MISSING,   /* QEMU ends with "Property 'vfio-pci.NAME' not found" */
	IGD_OPTION_OF_PROXMOX /* legacy-igd: of Proxmox VE's configuration, and of no QEMU */
};

/* properties as for igd_qemu_has(). */
IGD_EXPORT enum igd_qemu_option igd_qemu_option(const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, const struct igd_vm_property *option);

/* The gravest of the options that the VM gives this device, in words; the others are cited. */
IGD_EXPORT struct igd_qemu_words igd_qemu_option_words(struct igd_host *host,
	const struct igd_vm *vm, const struct igd_vm_hostdev *device,
	const struct igd_qemu_version *version, const struct igd_qemu_properties *properties);

/* Without a VM: what the UPT recipe needs of this QEMU, and which options it has, cited. igpu may be NULL. */
IGD_EXPORT struct igd_qemu_words igd_qemu_upt_words(struct igd_host *host,
	const struct igd_qemu_version *version, const struct igd_qemu_properties *properties,
	const struct igd_igpu *igpu);

#endif
