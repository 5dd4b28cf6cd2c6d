// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios - the machine that a VM is told to be
 */
#include "facts/vm/smbios.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "facts/host/dmi.h"

const char *igd_smbios_value(const struct igd_vm_smbios *smbios, unsigned type, const char *field)
{
	const char *value = NULL;
	size_t i;

	for (i = 0; i < smbios->value_count; i++) {
		if (smbios->values[i].type == type && strcmp(smbios->values[i].field, field) == 0)
			value = smbios->values[i].value;
	}
	return value;
}

static bool take_digits(const char **text, unsigned count, unsigned *ret)
{
	*ret = 0;
	for (; count; count--, ++*text) {
		if (!isdigit((unsigned char)**text))
			return false;
		*ret = *ret * 10 + (unsigned)(**text - '0');
	}
	return true;
}

bool igd_smbios_is_date(const char *date)
{
	unsigned month, day, year;

	if (!take_digits(&date, 2, &month) || *date++ != '/' || !take_digits(&date, 2, &day) ||
		*date++ != '/' || !take_digits(&date, 4, &year) || *date)
		return false;
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* As much of a maker's first word tells who it is. */
#define MIN_MAKER 4u

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]))
		length++;
	return length;
}

bool igd_smbios_same_maker(const char *left, const char *right)
{
	size_t one = word_length(left), other = word_length(right);
	size_t shorter = one < other ? one : other;

	return (one == other || shorter >= MIN_MAKER) && strncasecmp(left, right, shorter) == 0;
}

bool igd_smbios_same_uuid(const char *left, const char *right)
{
	return strcasecmp(left, right) == 0;
}

/* What QEMU, its firmware and other hypervisors call themselves. */
static bool is_virtual(const char *value)
{
	static const char *const names[] = { "QEMU", "Bochs", "SeaBIOS", "Standard PC",
		"VirtualBox", "VMware", "KVM", "Virtual Machine" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasestr(value, names[i]))
			return true;
	}
	return false;
}

static const char *label(unsigned type, const char *field)
{
	static const struct {
		unsigned type;
		const char *field, *label;
	} labels[] = {
		{ 0, "vendor", "the firmware's vendor" },
		{ 0, "version", "the firmware's version" },
		{ 1, "manufacturer", "the system's manufacturer" },
		{ 1, "product", "the system's product" },
		{ 2, "manufacturer", "the board's manufacturer" },
		{ 2, "product", "the board's product" },
	};
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		if (labels[i].type == type && strcmp(labels[i].field, field) == 0)
			return labels[i].label;
	}
	return NULL;
}

/* A filler, or a name of a virtual machine, in one of the values that say who made what. */
static enum igd_smbios_fault judge_values(
	const struct igd_vm_smbios *smbios, const char **ret_left, const char **ret_right)
{
	const struct igd_vm_smbios_value *at;
	size_t i;

	for (i = 0; i < smbios->value_count; i++) {
		at = &smbios->values[i];
		if (!label(at->type, at->field))
			continue;
		*ret_left = label(at->type, at->field);
		*ret_right = at->value;
		if (igd_dmi_is_filler(at->value))
			return IGD_SMBIOS_FILLER;
		if (is_virtual(at->value))
			return IGD_SMBIOS_VIRTUAL;
	}
	return IGD_SMBIOS_SOUND;
}

static enum igd_smbios_fault judge_cpu(const struct igd_vm *vm, const char *cpu_name,
	const char **ret_left, const char **ret_right)
{
	const char *told = igd_smbios_value(&vm->smbios, 4, "version");

	if (!told || !cpu_name || !*cpu_name || !vm->cpu.model ||
		strcmp(vm->cpu.model, "host") != 0 || strcmp(told, cpu_name) == 0)
		return IGD_SMBIOS_SOUND;
	*ret_left = told;
	*ret_right = cpu_name;
	return IGD_SMBIOS_CPU;
}

enum igd_smbios_fault igd_smbios_judge(const struct igd_vm *vm, const char *cpu_name,
	const char **ret_left, const char **ret_right)
{
	const char *system = igd_smbios_value(&vm->smbios, 1, "manufacturer");
	const char *board = igd_smbios_value(&vm->smbios, 2, "manufacturer");
	const char *uuid = igd_smbios_value(&vm->smbios, 1, "uuid");
	const char *date = igd_smbios_value(&vm->smbios, 0, "date");
	enum igd_smbios_fault fault = judge_values(&vm->smbios, ret_left, ret_right);

	if (fault != IGD_SMBIOS_SOUND)
		return fault;
	*ret_left = uuid;
	*ret_right = vm->uuid;
	if (uuid && vm->uuid && !igd_smbios_same_uuid(uuid, vm->uuid))
		return IGD_SMBIOS_UUID;
	*ret_left = system;
	*ret_right = board;
	if (system && board && !igd_smbios_same_maker(system, board))
		return IGD_SMBIOS_MAKERS;
	*ret_left = *ret_right = date;
	if (date && !igd_smbios_is_date(date))
		return IGD_SMBIOS_DATE;
	return judge_cpu(vm, cpu_name, ret_left, ret_right);
}
