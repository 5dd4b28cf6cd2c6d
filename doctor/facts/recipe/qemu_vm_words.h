// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_vm_words - what is said of what QEMU does with a VM's iGPU, and what to do about it
 */
#ifndef IGD_FACTS_RECIPE_QEMU_VM_WORDS_H
#define IGD_FACTS_RECIPE_QEMU_VM_WORDS_H

#include "facts/qemu/qemu_words.h"
#include "facts/recipe/qemu_vm.h"

/* Whether the VM gets the OpRegion. A remedy begins with a verb. */
IGD_EXPORT struct igd_qemu_words igd_opregion_words(
	struct igd_host *host, const struct igd_qemu_vm *qemu);

/* Whether stolen memory is set up for the VM, whatever its size. */
IGD_EXPORT struct igd_qemu_words igd_stolen_words(
	struct igd_host *host, const struct igd_qemu_vm *qemu);

/*
 * Whether so much fits below 4 GiB beside everything else, as the guest's firmware must find it there in one piece
 * (S42). how: where the size comes from, as igd_stolen_words() says it. QEMU 11.0 hw/i386/pc_piix.c pc_init1(), hw/i386/pc_q35.c pc_q35_init().
 */
IGD_EXPORT struct igd_qemu_words igd_stolen_fit_words(
	struct igd_host *host, const struct igd_qemu_vm *qemu, unsigned mib, const char *how);

/* Whether a property of the VM's is all that it takes to mend it. */
IGD_EXPORT bool igd_opregion_is_of_vm(enum igd_vm_opregion opregion);
IGD_EXPORT bool igd_stolen_is_of_vm(enum igd_vm_stolen stolen);

/* How much of the guest's RAM lies below 4 GiB, in bytes; 0 where that is not known. */
IGD_EXPORT uint64_t igd_vm_low_memory(const struct igd_vm *vm);

#endif
