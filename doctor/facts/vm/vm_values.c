// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_values - addresses, sizes and names as people and programs write them
 */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts/vm/vm_build.h"

/* At most digits hexadecimal digits, of a value up to limit. Returns what is behind them; NULL if that is none. */
static const char *read_hex(const char *text, int digits, unsigned limit, unsigned *ret)
{
	char number[9] = "";
	int i;

	for (i = 0; i < digits && isxdigit((unsigned char)text[i]); i++)
		number[i] = text[i];
	if (i == 0 || isxdigit((unsigned char)text[i]))
		return NULL;
	*ret = (unsigned)strtoul(number, NULL, 16);
	return *ret <= limit ? text + i : NULL;
}

const char *igd_vm_host_address(struct igd_vm *vm, const char *text)
{
	const char *first = strchr(text, ':'), *second = first ? strchr(first + 1, ':') : NULL;
	unsigned domain = 0, bus = 0, slot = 0, function = 0;

	if (second) {
		text = read_hex(text, 8, UINT_MAX, &domain);
		text = text && *text == ':' ? text + 1 : NULL;
	}
	text = text ? read_hex(text, 2, 0xff, &bus) : NULL;
	text = text && *text == ':' ? read_hex(text + 1, 2, 0x1f, &slot) : NULL;
	if (text && *text == '.')
		text = read_hex(text + 1, 1, 7, &function);
	if (!text || *text)
		return NULL;
	return igd_vm_print(vm, "%04x:%02x:%02x.%x", domain, bus, slot, function);
}

/* What a letter multiplies by; 0 for one that is none. */
static uint64_t scale_of(const char *letter, uint64_t unit)
{
	static const char letters[] = "bkmgtpe";
	const char *found;

	if (!*letter)
		return unit;
	found = strchr(letters, tolower((unsigned char)*letter));
	if (!found)
		return 0;
	if (letter[1] && strcasecmp(letter + 1, "b") != 0 && strcasecmp(letter + 1, "ib") != 0)
		return 0;
	return (uint64_t)1 << (10 * (found - letters));
}

/* As far as QEMU 10.0 util/cutils.c do_strtosz() goes: decimal with a fraction, or hexadecimal without. */
bool igd_vm_size(const char *text, uint64_t unit, uint64_t *ret)
{
	bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	uint64_t whole = 0, scale, place, fraction = 0;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	whole = strtoull(text, &end, is_hex ? 16 : 10);
	if (is_hex && end - text > 18)
		return false;
	if (!is_hex && end - text > 19)
		return false;
	place = *end == '.' ? 1 : 0;
	if (place && !is_hex)
		for (end++; isdigit((unsigned char)*end) && place < 1000000; end++) {
			place *= 10;
			fraction = fraction * 10 + (uint64_t)(*end - '0');
		}
	scale = scale_of(end, unit);
	if (!scale || (whole && scale > UINT64_MAX / whole))
		return false;
	if (fraction)
		fraction = (uint64_t)((double)fraction / (double)place * (double)scale);
	if (whole * scale > UINT64_MAX - fraction)
		return false;
	*ret = whole * scale + fraction;
	return true;
}

/*
 * QEMU 10.0 hw/i386/pc_q35.c, pc_piix.c: "pc-q35-10.0" and "q35", "pc-i440fx-10.0" and "pc"; "pc-1.3"
 * was the name before there was "i440fx" in it.
 */
enum igd_vm_chipset igd_vm_chipset_of(const char *machine)
{
	if (!machine)
		return IGD_VM_CHIPSET_UNKNOWN;
	if (strcmp(machine, "q35") == 0 || strncmp(machine, "pc-q35", 6) == 0)
		return IGD_VM_Q35;
	if (strcmp(machine, "pc") == 0 || strncmp(machine, "pc-i440fx", 9) == 0 ||
		(strncmp(machine, "pc-", 3) == 0 && isdigit((unsigned char)machine[3])))
		return IGD_VM_I440FX;
	return IGD_VM_CHIPSET_OTHER;
}

/*
 * The names of distributions: OVMF_CODE_4M.fd, OVMF_CODE.secboot.fd, ovmf-x86_64-smm-ms-code.bin, edk2-x86_64-code.fd;
 * bios-256k.bin, bios.bin (QEMU 10.0 pc-bios).
 */
enum igd_vm_firmware_kind igd_vm_firmware_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	if (strcasestr(name, "seabios") || strncasecmp(name, "bios", 4) == 0)
		return IGD_VM_SEABIOS;
	if (strcasestr(path, "ovmf") || strcasestr(path, "edk2"))
		return IGD_VM_OVMF;
	return IGD_VM_FIRMWARE_UNKNOWN;
}

static bool holds_one_of(const char *text, const char *const *names)
{
	for (; *names; names++)
		if (strstr(text, *names))
			return true;
	return false;
}

/*
 * The ids of libosinfo are addresses: http://microsoft.com/win/11, http://debian.org/debian/13. Proxmox VE's are w2k8,
 * wxp, win10, win11, l24 and l26 (qm(1)).
 */
const char *igd_vm_guest_of(const char *text)
{
	static const char *const linuxes[] = { "//libosinfo.org/linux/", "//debian.org/",
		"//ubuntu.com/", "//fedoraproject.org/", "//archlinux.org/", "//redhat.com/",
		"//centos.org/", "//rockylinux.org/", "//almalinux.org/", "//opensuse.org/",
		"//suse.com/", "//gentoo.org/", "//nixos.org/", "//manjaro.org/",
		"//alpinelinux.org/", "//mageia.org/", "//voidlinux.org/", "//linuxmint.com/",
		"//pop.system76.com/", "//system76.com/", "//oracle.com/ol/", NULL };

	if (strstr(text, "//microsoft.com/") || strncmp(text, "win", 3) == 0 ||
		strncmp(text, "w2k", 3) == 0 || strcmp(text, "wxp") == 0 ||
		strcmp(text, "wvista") == 0)
		return "windows";
	if (strcmp(text, "l24") == 0 || strcmp(text, "l26") == 0 || holds_one_of(text, linuxes))
		return "linux";
	return NULL;
}

/*
 * "02.0", "2", "0x2": hexadecimal, the function after a point (QEMU 10.0 hw/core/qdev-properties-system.c
 * set_pci_devfn()).
 */
static void set_slot(struct igd_vm_address *address, const char *text)
{
	unsigned slot = UINT_MAX, function = 0;
	int end = 0;

	address->is_known = false;
	address->slot = address->function = 0;
	if (!text || strlen(text) > 16)
		return;
	if (sscanf(text, "%x.%x%n", &slot, &function, &end) != 2) {
		function = 0;
		if (sscanf(text, "%x%n", &slot, &end) != 1)
			return;
	}
	if (text[end] || slot > 0x1f || function > 7)
		return;
	address->is_known = true;
	address->slot = slot;
	address->function = function;
}

static bool is_root_bus(const struct igd_vm *vm, const char *bus)
{
	if (strcmp(bus, "pcie.0") == 0)
		return true;
	return strcmp(bus, "pci.0") == 0 && vm->machine.chipset != IGD_VM_Q35;
}

void igd_vm_set_address(const struct igd_vm *vm, struct igd_vm_address *address, const char *name,
	const char *value)
{
	if (strcmp(name, "addr") == 0)
		set_slot(address, value);
	else
		address->is_behind_bridge = value && *value && !is_root_bus(vm, value);
}
