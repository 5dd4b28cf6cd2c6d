// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_domain - libvirt domains to be asked; they are the seeds of fuzz_vm_libvirt
 */
#ifndef IGD_TESTS_VM_DOMAIN_H
#define IGD_TESTS_VM_DOMAIN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"
#include "tests/unit/unit.h"

#define DOMAINS IGD_SOURCE_DIR "/tests/fuzz/seeds/vm_libvirt/"
#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

static inline struct igd_vm load(const char *name)
{
	IGD_AUTOFREE char *path = igd_printf(DOMAINS "%s.xml", name);
	IGD_AUTOFREE char *text = igd_zalloc(65536);
	struct igd_error error = { 0 };
	struct igd_vm vm = { 0 };
	FILE *file = fopen(path, "r");
	size_t size;

	assert_non_null(file);
	size = fread(text, 1, 65536, file);
	fclose(file);
	assert_int_equal(igd_vm_parse_libvirt(text, size, &vm, &error), 0);
	assert_string_equal(error.message, "");
	assert_int_equal(vm.origin, IGD_VM_LIBVIRT);
	assert_int_equal(vm.has_default_devices, IGD_VM_NO);
	return vm;
}

static inline void assert_text(const char *text, const char *expected)
{
	if (expected)
		assert_non_null(text);
	else
		assert_null(text);
	if (expected)
		assert_string_equal(text, expected);
}

static inline void assert_at(
	const struct igd_vm_address *address, unsigned bus, unsigned slot, unsigned function)
{
	assert_true(address->is_known);
	assert_int_equal(address->domain, 0);
	assert_int_equal(address->bus, bus);
	assert_int_equal(address->slot, slot);
	assert_int_equal(address->function, function);
	assert_int_equal(address->is_behind_bridge, bus != 0);
}

static inline void assert_property(
	const struct igd_vm_properties *properties, const char *name, const char *value)
{
	assert_text(igd_vm_property(properties, name), value);
}

static inline const struct igd_vm_other *find_other(const struct igd_vm *vm, const char *driver)
{
	size_t i;

	for (i = 0; i < vm->other_count; i++)
		if (strcmp(vm->others[i].driver, driver) == 0)
			return &vm->others[i];
	return NULL;
}

/* The first with this driver; there has to be one. */
static inline const struct igd_vm_other *other(const struct igd_vm *vm, const char *driver)
{
	const struct igd_vm_other *found = find_other(vm, driver);

	assert_non_null(found);
	if (!found)
		abort();
	return found;
}

static inline bool is_said(const struct igd_vm *vm, const char *words)
{
	size_t i;

	for (i = 0; i < vm->remark_count; i++)
		if (strstr(vm->remarks[i], words))
			return true;
	return false;
}

#endif
