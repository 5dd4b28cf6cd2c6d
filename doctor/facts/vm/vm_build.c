// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_build - how a model is filled
 *
 * Texts and the lists of properties are pieces of a chain that is released as a whole, so an item may be copied,
 * overwritten or forgotten. The lists of items grow in place.
 */
#include "facts/vm/vm_build.h"

#include <stdlib.h>
#include <string.h>

#include "core/util.h"

#define MAX_KEPT 4096

enum list { HOSTDEVS, DISPLAYS, SHMEMS, NICS, DISKS, OTHERS, SMBIOS, REMARKS, LIST_COUNT };

static const char *const list_names[REMARKS] = {
	[HOSTDEVS] = "host devices",
	[DISPLAYS] = "displays",
	[SHMEMS] = "shared memories",
	[NICS] = "network interfaces",
	[DISKS] = "disks",
	[OTHERS] = "other devices",
	[SMBIOS] = "SMBIOS values",
};

union item {
	struct igd_vm_hostdev hostdev;
	struct igd_vm_display display;
	struct igd_vm_shmem shmem;
	struct igd_vm_nic nic;
	struct igd_vm_disk disk;
	struct igd_vm_other other;
	struct igd_vm_smbios_value smbios;
};

struct piece {
	struct piece *next;
	void *memory;
};

struct igd_vm_store {
	struct piece *pieces;
	void *lists[LIST_COUNT];
	union item spare; /* what is behind the end of a list */
};

/*
 * What holds where nothing is said (QEMU 10.0): target/i386/cpu.c x86_cpu_load_model() sets the
 * hypervisor bit, x86_cpu_properties[] has "kvm" on and every "hv-*" off; backends/hostmem.c
 * "share" is off, but for memfd, shm and epc, and so is "mem-lock" (qemu-options.hx, -overcommit);
 * hw/vfio/pci.c takes an iommufd only where it is given one.
 */
void igd_vm_begin(struct igd_vm *vm, enum igd_vm_origin origin)
{
	*vm = (struct igd_vm){
		.origin = origin,
		.name = IGD_VM_NAMELESS,
		.where = "",
		.cpu = { .is_kvm_hidden = IGD_VM_NO,
			.has_hypervisor_bit = IGD_VM_YES,
			.has_hyperv = IGD_VM_NO },
		.memory = { .has_hugepages = IGD_VM_NO,
			.is_locked = IGD_VM_NO,
			.has_balloon = IGD_VM_NO,
			.is_shared = IGD_VM_NO },
		.has_agent = IGD_VM_NO,
		.has_tpm = IGD_VM_NO,
		.has_iommu = IGD_VM_NO,
		.uses_iommufd = IGD_VM_NO,
	};
	vm->store = igd_zalloc(sizeof(*vm->store));
}

void igd_vm_done(struct igd_vm *vm)
{
	struct piece *piece, *next;
	size_t i;

	if (vm->store) {
		for (piece = vm->store->pieces; piece; piece = next) {
			next = piece->next;
			free(piece->memory);
			free(piece);
		}
		for (i = 0; i < LIST_COUNT; i++)
			free(vm->store->lists[i]);
		free(vm->store);
	}
	*vm = (struct igd_vm){ 0 };
}

/* Takes memory over. */
static void *own(struct igd_vm *vm, void *memory)
{
	struct piece *piece = igd_zalloc(sizeof(*piece));

	piece->memory = memory;
	piece->next = vm->store->pieces;
	vm->store->pieces = piece;
	return memory;
}

void *igd_vm_room(struct igd_vm *vm, size_t size)
{
	return own(vm, igd_zalloc(size));
}

const char *igd_vm_keep(struct igd_vm *vm, const char *text, size_t size)
{
	return text ? own(vm, igd_printable(text, size, MAX_KEPT)) : NULL;
}

static const char *keep_text(struct igd_vm *vm, const char *text)
{
	return text ? igd_vm_keep(vm, text, strlen(text)) : NULL;
}

const char *igd_vm_print(struct igd_vm *vm, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	return keep_text(vm, text);
}

/* A zeroed item behind the last. */
static void *push(struct igd_vm_store *store, enum list list, size_t *count, size_t size)
{
	char *items = igd_regrow(store->lists[list], *count + 1, size);

	store->lists[list] = items;
	return memset(items + (*count)++ * size, 0, size);
}

static void remark(struct igd_vm *vm, const char *text)
{
	const char **item;
	size_t i;

	for (i = 0; i < vm->remark_count; i++)
		if (strcmp(vm->remarks[i], text) == 0)
			return;
	if (vm->remark_count >= IGD_VM_MAX_ITEMS)
		return;
	item = push(vm->store, REMARKS, &vm->remark_count, sizeof(*item));
	*item = text;
	vm->remarks = vm->store->lists[REMARKS];
}

void igd_vm_remark(struct igd_vm *vm, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	remark(vm, keep_text(vm, text));
}

static void *add(struct igd_vm *vm, enum list list, size_t *count, size_t size)
{
	if (*count < IGD_VM_MAX_ITEMS)
		return push(vm->store, list, count, size);
	igd_vm_remark(vm, "it has more than %d %s: what is behind these is left out",
		IGD_VM_MAX_ITEMS, list_names[list]);
	return memset(&vm->store->spare, 0, sizeof(vm->store->spare));
}

struct igd_vm_hostdev *igd_vm_add_hostdev(struct igd_vm *vm)
{
	struct igd_vm_hostdev *item = add(vm, HOSTDEVS, &vm->hostdev_count, sizeof(*item));

	/* QEMU 10.0 hw/pci/pci.c pci_props[]: "rombar" is -1, and only 0 is off */
	item->has_rom_bar = IGD_VM_YES;
	vm->hostdevs = vm->store->lists[HOSTDEVS];
	return item;
}

struct igd_vm_display *igd_vm_add_display(struct igd_vm *vm)
{
	struct igd_vm_display *item = add(vm, DISPLAYS, &vm->display_count, sizeof(*item));

	vm->displays = vm->store->lists[DISPLAYS];
	return item;
}

struct igd_vm_shmem *igd_vm_add_shmem(struct igd_vm *vm)
{
	struct igd_vm_shmem *item = add(vm, SHMEMS, &vm->shmem_count, sizeof(*item));

	vm->shmems = vm->store->lists[SHMEMS];
	return item;
}

struct igd_vm_nic *igd_vm_add_nic(struct igd_vm *vm)
{
	struct igd_vm_nic *item = add(vm, NICS, &vm->nic_count, sizeof(*item));

	vm->nics = vm->store->lists[NICS];
	return item;
}

void igd_vm_add_forward(
	struct igd_vm *vm, struct igd_vm_nic *nic, const struct igd_vm_forward *forward)
{
	struct igd_vm_forward *list;

	if (nic->forward_count >= IGD_VM_MAX_FORWARDS)
		return;
	list = igd_vm_room(vm, (nic->forward_count + 1) * sizeof(*list));
	if (nic->forward_count)
		memcpy(list, nic->forwards, nic->forward_count * sizeof(*list));
	list[nic->forward_count++] = *forward;
	nic->forwards = list;
}

struct igd_vm_disk *igd_vm_add_disk(struct igd_vm *vm)
{
	struct igd_vm_disk *item = add(vm, DISKS, &vm->disk_count, sizeof(*item));

	vm->disks = vm->store->lists[DISKS];
	return item;
}

struct igd_vm_other *igd_vm_add_other(struct igd_vm *vm)
{
	struct igd_vm_other *item = add(vm, OTHERS, &vm->other_count, sizeof(*item));

	vm->others = vm->store->lists[OTHERS];
	return item;
}

void igd_vm_add_smbios(struct igd_vm *vm, unsigned type, const char *field, const char *value)
{
	struct igd_vm_smbios_value *items = vm->store->lists[SMBIOS], *item = NULL;
	size_t i;

	/* QEMU 10.0 hw/smbios/smbios.c smbios_entry_add(): what comes later wins, except for the OEM strings */
	for (i = 0; type != 11 && i < vm->smbios.value_count && !item; i++)
		if (items[i].type == type && strcmp(items[i].field, field) == 0)
			item = &items[i];
	if (!item)
		item = add(vm, SMBIOS, &vm->smbios.value_count, sizeof(*item));
	item->type = type;
	item->field = keep_text(vm, field);
	item->value = keep_text(vm, value);
	vm->smbios.values = vm->store->lists[SMBIOS];
}

static void drop_property(struct igd_vm_properties *properties, struct igd_vm_property *property)
{
	size_t behind = (size_t)(properties->list + properties->count - (property + 1));

	memmove(property, property + 1, behind * sizeof(*property));
	properties->count--;
}

static struct igd_vm_property *add_property(struct igd_vm *vm, struct igd_vm_properties *properties)
{
	size_t count = properties->count;
	struct igd_vm_property *list;

	if (count >= IGD_VM_MAX_ITEMS) {
		igd_vm_remark(vm, "a device has more than %d properties: the others are left out",
			IGD_VM_MAX_ITEMS);
		return NULL;
	}
	if (count == 0 || (count >= 8 && (count & (count - 1)) == 0)) {
		list = own(vm, igd_zalloc((count ? count * 2 : 8) * sizeof(*list)));
		if (count)
			memcpy(list, properties->list, count * sizeof(*list));
		properties->list = list;
	}
	return &properties->list[properties->count++];
}

static const char *as_switch(const char *value)
{
	if (strcmp(value, "true") == 0 || strcmp(value, "yes") == 0)
		return "on";
	return strcmp(value, "false") == 0 || strcmp(value, "no") == 0 ? "off" : value;
}

void igd_vm_set(struct igd_vm *vm, struct igd_vm_properties *properties, const char *name,
	const char *value)
{
	struct igd_vm_property *property = NULL;
	const char *earlier = igd_vm_property(properties, name);
	size_t i;

	for (i = 0; earlier && !property; i++)
		if (properties->list[i].value == earlier)
			property = &properties->list[i];
	if (!value) {
		if (property)
			drop_property(properties, property);
		return;
	}
	if (!property) {
		property = add_property(vm, properties);
		if (!property)
			return;
		property->name = keep_text(vm, name);
	}
	property->value = keep_text(vm, as_switch(value));
}

/* An empty romfile means that there is no ROM at all (QEMU 10.0 hw/pci/pci.c pci_add_option_rom()). */
static void set_rom_file(struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const char *value)
{
	hostdev->rom = value && *value ? keep_text(vm, value) : NULL;
	if (value && !*value)
		hostdev->has_rom_bar = IGD_VM_NO;
}

static void set_rom_bar(struct igd_vm_hostdev *hostdev, const char *value)
{
	bool is_off = value && (strcmp(value, "0") == 0 || strcmp(as_switch(value), "off") == 0);

	hostdev->has_rom_bar = is_off ? IGD_VM_NO : IGD_VM_YES;
}

void igd_vm_set_hostdev(
	struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const char *name, const char *value)
{
	if (strcmp(name, "host") == 0) {
		hostdev->host = value ? igd_vm_host_address(vm, value) : NULL;
		return;
	}
	if (strcmp(name, "id") == 0)
		hostdev->alias = keep_text(vm, value);
	else if (strcmp(name, "romfile") == 0)
		set_rom_file(vm, hostdev, value);
	else if (strcmp(name, "rombar") == 0)
		set_rom_bar(hostdev, value);
	else if (strcmp(name, "bus") == 0 || strcmp(name, "addr") == 0)
		igd_vm_set_address(vm, &hostdev->guest, name, value);
	else
		igd_vm_set(vm, &hostdev->properties, name, value);
	if (value && strcmp(name, "sysfsdev") == 0 && !hostdev->host)
		hostdev->host = igd_vm_host_address(vm, igd_basename(value));
	if (value && strcmp(name, "iommufd") == 0)
		vm->uses_iommufd = IGD_VM_YES;
}

static bool has_id(const struct igd_vm_properties *properties, const char *id)
{
	const char *own = igd_vm_property(properties, "id");

	return own && strcmp(own, id) == 0;
}

static void set_plain(struct igd_vm *vm, struct igd_vm_properties *properties,
	struct igd_vm_address *guest, const char *name, const char *value)
{
	if (strcmp(name, "bus") == 0 || strcmp(name, "addr") == 0)
		igd_vm_set_address(vm, guest, name, value);
	igd_vm_set(vm, properties, name, value);
}

bool igd_vm_set_device(struct igd_vm *vm, const char *id, const char *name, const char *value)
{
	struct igd_vm_hostdev *hostdevs = vm->store->lists[HOSTDEVS];
	struct igd_vm_display *displays = vm->store->lists[DISPLAYS];
	struct igd_vm_other *others = vm->store->lists[OTHERS];
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++) {
		if (!hostdevs[i].alias || strcmp(hostdevs[i].alias, id) != 0)
			continue;
		igd_vm_set_hostdev(vm, &hostdevs[i], name, value);
		return true;
	}
	for (i = 0; i < vm->display_count; i++) {
		if (!has_id(&displays[i].properties, id))
			continue;
		set_plain(vm, &displays[i].properties, &displays[i].guest, name, value);
		return true;
	}
	for (i = 0; i < vm->other_count; i++) {
		if (!has_id(&others[i].properties, id))
			continue;
		set_plain(vm, &others[i].properties, &others[i].guest, name, value);
		return true;
	}
	return false;
}
