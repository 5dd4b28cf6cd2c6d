// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_spellings - each VM of tests/vms is the same machine in its three spellings
 *
 * What is not compared, and why, is in tests/vms/README.md.
 */
#include <ctype.h>
#include <dirent.h>
#include <strings.h>

#include "tests/unit/unit.h"
#include "tests/unit/vm_dump.h"

#define VMS IGD_SOURCE_DIR "/tests/vms"

static void read_file(const char *path, struct igd_text *ret)
{
	FILE *file = fopen(path, "re");
	char piece[4096];
	size_t got;

	if (!file)
		fail_msg("%s is not there", path);
	igd_text_add(ret, "", 0);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(ret, piece, got);
	fclose(file);
}

static void say_machine(struct igd_text *ret, const struct igd_vm *vm)
{
	igd_text_printf(ret, "%s %s\n", vm->name, dump_text(vm->uuid));
	igd_text_printf(ret, "machine %d %s firmware %d debug %s mmio64 %s\n",
		(int)vm->machine.chipset, dump_text(vm->machine.type), (int)vm->firmware.kind,
		dump_text(vm->firmware.debug_log), dump_text(vm->firmware.mmio64_mib));
	igd_text_printf(ret, "defaults %s reboot %s agent %s tpm %s iommu %s iommufd %s\n",
		dump_answer(vm->has_default_devices), dump_text(vm->on_reboot),
		dump_answer(vm->has_agent), dump_answer(vm->has_tpm), dump_answer(vm->has_iommu),
		dump_answer(vm->uses_iommufd));
	igd_text_printf(ret, "cpu %s %u bits %u host %s limit %u hidden %s bit %s hyperv %s %s\n",
		dump_text(vm->cpu.model), vm->cpu.vcpus, vm->cpu.phys_bits,
		dump_answer(vm->cpu.host_phys_bits), vm->cpu.host_phys_bits_limit,
		dump_answer(vm->cpu.is_kvm_hidden), dump_answer(vm->cpu.has_hypervisor_bit),
		dump_answer(vm->cpu.has_hyperv), dump_text(vm->cpu.hyperv_vendor_id));
	dump_memory(ret, &vm->memory);
}

/* What stands where an iGPU belongs, beside the devices that are compared anyway. */
static void say_slot_2(struct igd_text *ret, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->other_count; i++)
		if (igd_vm_is_at_2(&vm->others[i].guest) == IGD_VM_YES)
			igd_text_printf(ret, "at 02.0: %s\n", dump_text(vm->others[i].driver));
	for (i = 0; i < vm->nic_count; i++)
		if (igd_vm_is_at_2(&vm->nics[i].guest) == IGD_VM_YES)
			igd_text_printf(ret, "at 02.0: a NIC\n");
}

static void say_devices(struct igd_text *ret, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++) {
		igd_text_printf(ret, "hostdev %s rom %s bar %s", dump_text(vm->hostdevs[i].host),
			dump_text(vm->hostdevs[i].rom), dump_answer(vm->hostdevs[i].has_rom_bar));
		dump_place(ret, &vm->hostdevs[i].guest);
		dump_properties(ret, &vm->hostdevs[i].properties);
	}
	for (i = 0; i < vm->display_count; i++) {
		igd_text_printf(ret, "display %s %d", dump_text(vm->displays[i].model),
			vm->displays[i].is_primary);
		dump_place(ret, &vm->displays[i].guest);
		igd_text_printf(ret, "\n");
	}
	for (i = 0; i < vm->shmem_count; i++)
		igd_text_printf(ret, "shmem %s %s %llu shared %s\n", dump_text(vm->shmems[i].model),
			dump_text(vm->shmems[i].path), (unsigned long long)vm->shmems[i].bytes,
			dump_answer(vm->shmems[i].is_shared));
}

/* libvirt's "virtio" is QEMU's "virtio-net-pci". */
static const char *model_of(const struct igd_vm_nic *nic)
{
	return nic->model && igd_starts_with(nic->model, "virtio") ? "virtio"
								   : dump_text(nic->model);
}

static void say_lists(struct igd_text *ret, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->nic_count; i++)
		igd_text_printf(ret, "nic %d %s %s %s\n", (int)vm->nics[i].kind,
			dump_text(vm->nics[i].source), model_of(&vm->nics[i]),
			dump_text(vm->nics[i].mac));
	for (i = 0; i < vm->disk_count; i++)
		igd_text_printf(ret, "disk %s %s %d\n", dump_text(vm->disks[i].path),
			dump_text(vm->disks[i].bus), vm->disks[i].is_cdrom);
	igd_text_printf(ret, "smbios %d\n", (int)vm->smbios.mode);
	for (i = 0; i < vm->smbios.value_count; i++)
		if (strcmp(vm->smbios.values[i].field, "uuid") != 0)
			igd_text_printf(ret, "smbios %u %s=%s\n", vm->smbios.values[i].type,
				vm->smbios.values[i].field, dump_text(vm->smbios.values[i].value));
}

/* The caller frees the text. */
static char *say(const char *folder, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf(VMS "/%s/%s", folder, name);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_text said = { 0 };
	struct igd_error error = { 0 };
	struct igd_vm vm;

	read_file(path, &text);
	if (igd_vm_parse(text.text, text.size, &vm, &error) != 0)
		fail_msg("%s: %s", path, error.message);
	say_machine(&said, &vm);
	say_slot_2(&said, &vm);
	say_devices(&said, &vm);
	say_lists(&said, &vm);
	igd_vm_done(&vm);
	return said.text;
}

static size_t check_folder(const char *folder)
{
	IGD_AUTOFREE char *domain = say(folder, "domain.xml");
	IGD_AUTOFREE char *proxmox = say(folder, "proxmox.conf");
	IGD_AUTOFREE char *line = say(folder, "qemu.sh");
	size_t differences = 0;

	if (strcmp(domain, line) != 0) {
		print_error("%s: domain.xml\n%s\nqemu.sh\n%s\n", folder, domain, line);
		differences++;
	}
	if (strcmp(domain, proxmox) != 0) {
		print_error("%s: domain.xml\n%s\nproxmox.conf\n%s\n", folder, domain, proxmox);
		differences++;
	}
	return differences;
}

static void test_same(void **state)
{
	struct dirent *entry;
	DIR *vms = opendir(VMS);
	size_t count = 0, differences = 0;

	(void)state;
	assert_non_null(vms);
	while ((entry = readdir(vms))) {
		if (strchr(entry->d_name, '.'))
			continue;
		differences += check_folder(entry->d_name);
		count++;
	}
	closedir(vms);
	assert_int_equal(differences, 0);
	assert_in_range(count, 8, 1000);
}

/* That the comparison sees what it is to see: two VMs that are not the same. */
static void test_not_same(void **state)
{
	static const char *const others[] = { "upt-i440fx", "legacy-i440fx", "looking-glass",
		"kvmfr-json", "mix-legacy-on-q35", "mix-vga-kept", "mix-hidden-hypervisor" };
	IGD_AUTOFREE char *text = say("upt-q35", "qemu.sh");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(*others); i++) {
		IGD_AUTOFREE char *other = say(others[i], "domain.xml");

		/* but for the first line, which is the name */
		assert_string_not_equal(strchr(text, '\n'), strchr(other, '\n'));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_not_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
