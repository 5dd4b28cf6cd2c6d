// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios - the machine that a VM is told to be, and whether that story holds together
 *
 * Types are those of SMBIOS (DMTF DSP0134 3.7): 0 firmware, 1 system, 2 board, 3 chassis, 4 processor. QEMU makes
 * types 0 and 2 only if it is told to, and calls itself "QEMU", "Standard PC (Q35 + ICH9, 2009)" in type 1 otherwise
 * (QEMU 10.0 hw/i386/fw_cfg.c fw_cfg_build_smbios(), hw/smbios/smbios.c smbios_set_defaults()).
 */
#ifndef IGD_FACTS_VM_SMBIOS_H
#define IGD_FACTS_VM_SMBIOS_H

#include "facts/vm/vm.h"

/* The last value of that name, which counts; NULL for none. */
IGD_EXPORT const char *igd_smbios_value(
	const struct igd_vm_smbios *smbios, unsigned type, const char *field);

/* "mm/dd/yyyy", a day that there is, as SMBIOS 7.1 has it. */
IGD_EXPORT bool igd_smbios_is_date(const char *date);

/*
 * Whether two makers' names are one maker's: their first words are the same ("Intel(R) Corp.", "Intel"), or one goes on
 * where the other ends ("ASUS" of a system whose board is of "ASUSTeK COMPUTER INC.").
 */
IGD_EXPORT bool igd_smbios_same_maker(const char *left, const char *right);

/* The same UUID; case does not count. */
IGD_EXPORT bool igd_smbios_same_uuid(const char *left, const char *right);

enum igd_smbios_fault {
	IGD_SMBIOS_SOUND,
	IGD_SMBIOS_FILLER, /* a value is what a maker leaves there who has not filled in the form */
	IGD_SMBIOS_VIRTUAL, /* a value gives the virtual machine away */
	IGD_SMBIOS_MAKERS,  /* the system is one maker's and the board another's */
	IGD_SMBIOS_DATE,    /* the firmware's date is none */
	IGD_SMBIOS_UUID,    /* not the VM's own */
	IGD_SMBIOS_CPU	    /* type 4 is not the processor that the VM sees */
};

/*
 * The worst fault of what a VM is told; cpu_name is the host's processor, or NULL. *ret_left and *ret_right are what
 * does not go together: "type 1 product" and its value, or two values; they live as long as the model or longer.
 */
IGD_EXPORT enum igd_smbios_fault igd_smbios_judge(const struct igd_vm *vm, const char *cpu_name,
	const char **ret_left, const char **ret_right);

/* What this host's DMI says of itself, without serial numbers: of types 0, 1 and 2. NULL where it says nothing. */
struct igd_smbios_make {
	const char *vendor, *version, *date, *manufacturer, *product, *board_maker, *board;
};

/* manufacturer and product are the board's where the system has none. A date that is none is NULL, and so is a board of another maker. */
IGD_EXPORT struct igd_smbios_make igd_smbios_of_host(struct igd_host *host);

/*
 * What to put into the VM's definition so that it is told of this host's make, in the words of whoever defines it,
 * without serial numbers; NULL where the host's DMI has no maker and product. Memory of the host, without braces.
 */
IGD_EXPORT const char *igd_smbios_advice(struct igd_host *host, const struct igd_vm *vm);

#endif
