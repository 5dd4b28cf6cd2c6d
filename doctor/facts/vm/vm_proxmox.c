// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox - a VM of Proxmox VE: the command line that Proxmox VE would start it with
 *
 * So `args:`, which Proxmox VE puts behind its own, mean here what they mean there. The source, where no other is named,
 * is proxmox/qemu-server 9.2.6 src/PVE/QemuServer.pm config_to_command().
 */
#include "facts/vm/vm_proxmox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/vm/vm_arguments.h"
#include "facts/vm/vm_proxmox_private.h"

#define MAX_USB 14u

/* PVE/QemuServer/Helpers.pm windows_version() */
static unsigned windows_of(const char *type)
{
	uint64_t number;

	if (!type)
		return 0;
	if (strcmp(type, "wxp") == 0 || strcmp(type, "w2k3") == 0 || strcmp(type, "w2k") == 0)
		return 5;
	if (strcmp(type, "w2k8") == 0 || strcmp(type, "wvista") == 0)
		return 6;
	if (!igd_starts_with(type, "win") || igd_parse_u64(type + 3, 10, &number) != 0)
		return 0;
	return number < 100 ? (unsigned)number : 0;
}

static void read_guest(struct igd_proxmox *proxmox)
{
	const char *type = igd_proxmox_get(proxmox, "ostype");

	proxmox->windows = windows_of(type);
	proxmox->vm->guest_os = type ? igd_vm_guest_of(type) : NULL;
}

static void add_iommu(struct igd_proxmox *proxmox, const char *kind)
{
	if (strcmp(kind, "intel") == 0)
		igd_proxmox_add(proxmox, "-device", "intel-iommu,intremap=on,caching-mode=on");
	else if (strcmp(kind, "virtio") == 0)
		igd_proxmox_add(proxmox, "-device", "virtio-iommu-pci");
}

static void add_machine(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "machine"), "type");
	const char *type = igd_vm_property(&parts, "type"),
		   *iommu = igd_vm_property(&parts, "viommu");

	type = type ? type : "pc";
	proxmox->is_q35 = strstr(type, "q35") != NULL;
	igd_proxmox_addf(proxmox, "-machine", "type=%s%s%s", type,
		proxmox->has_kvm ? ",accel=kvm" : ",accel=tcg",
		igd_proxmox_is_on(proxmox, "acpi", true) ? "" : ",acpi=off");
	if (iommu)
		add_iommu(proxmox, iommu);
}

static int base64_digit(char letter)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = letter ? strchr(digits, letter) : NULL;

	return found ? (int)(found - digits) : -1;
}

static void add_escaped(struct igd_text *text, const char *value, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		igd_text_add(text, value[i] == ',' ? ",," : value + i, value[i] == ',' ? 2 : 1);
}

static void add_base64(struct igd_text *text, const char *value)
{
	unsigned bits = 0, count = 0;

	for (; base64_digit(*value) >= 0; value++) {
		bits = (bits << 6 | (unsigned)base64_digit(*value)) & 0xffffff;
		count += 6;
		if (count >= 8) {
			char byte = (char)(bits >> (count - 8) & 0xff);

			count -= 8;
			add_escaped(text, byte ? &byte : " ", 1);
		}
	}
}

static void add_smbios(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "smbios1"), "uuid");
	bool is_base64 = igd_proxmox_part_is_on(&parts, "base64", false);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	igd_text_printf(&text, "type=1");
	for (i = 0; i < parts.count; i++) {
		const char *name = parts.list[i].name, *value = parts.list[i].value;

		if (strcmp(name, "base64") == 0)
			continue;
		igd_text_printf(&text, ",%s=", name);
		if (is_base64 && strcmp(name, "uuid") != 0)
			add_base64(&text, value);
		else
			add_escaped(&text, value, strlen(value));
	}
	if (parts.count)
		igd_proxmox_addf(proxmox, "-smbios", "%s", text.text);
}

static unsigned number_of(const struct igd_proxmox *proxmox, const char *key, unsigned otherwise)
{
	const char *value = igd_proxmox_get(proxmox, key);
	uint64_t number;

	return value && igd_parse_u64(value, 10, &number) == 0 && number && number <= UINT16_MAX
		       ? (unsigned)number
		       : otherwise;
}

/* memory: is in MiB, and 512 where it is not said; the rest is PVE/QemuServer/Memory.pm config(). */
static void add_memory(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "memory"), "current");
	const char *size = igd_vm_property(&parts, "current");
	const char *huge = igd_proxmox_get(proxmox, "hugepages");

	size = size ? size : "512";
	igd_proxmox_add(proxmox, "-m", size);
	if (huge) {
		igd_proxmox_addf(proxmox, "-object",
			"memory-backend-file,id=ram-node0,size=%sM,mem-path=/run/hugepages/kvm,share=on,prealloc=yes",
			size);
		igd_proxmox_add(proxmox, "-numa", "node,nodeid=0,memdev=ram-node0");
	} else if (igd_proxmox_get(proxmox, "virtiofs0")) {
		igd_proxmox_addf(proxmox, "-object",
			"memory-backend-memfd,id=virtiofs-mem,size=%sM,share=on", size);
		igd_proxmox_add(proxmox, "-machine", "memory-backend=virtiofs-mem");
	}
	if (igd_proxmox_is_on(proxmox, "balloon", true) || number_of(proxmox, "balloon", 0))
		igd_proxmox_addf(proxmox, "-device", "virtio-balloon-pci,id=balloon0%s",
			igd_proxmox_place(proxmox, "balloon0"));
}

static void add_vcpus(struct igd_proxmox *proxmox)
{
	unsigned cores = number_of(proxmox, "cores", 1), sockets = number_of(proxmox, "sockets", 1);

	igd_proxmox_addf(proxmox, "-smp", "%u,sockets=%u,cores=%u,maxcpus=%u",
		number_of(proxmox, "vcpus", cores * sockets), sockets, cores, cores * sockets);
}

/* print_vga_device(): QEMU's name, and the memory that is given to it */
static const char *display_of(struct igd_proxmox *proxmox, const char *type, const char *memory)
{
	unsigned mib = memory ? (unsigned)strtoul(memory, NULL, 10) % 4096 : 0;

	if (igd_starts_with(type, "qxl"))
		return mib ? igd_vm_print(proxmox->vm,
				     "qxl-vga,vgamem_mb=%u,ram_size_mb=%u,vram_size_mb=%u", mib,
				     mib * 4, mib * 2)
			   : "qxl-vga";
	if (igd_starts_with(type, "virtio"))
		return igd_vm_print(proxmox->vm, "virtio-vga%s%s",
			strcmp(type, "virtio-gl") == 0 ? "-gl" : "",
			mib ? igd_vm_print(proxmox->vm, ",max_hostmem=%u", mib << 20) : "");
	return igd_vm_print(proxmox->vm, "%s%s",
		strcmp(type, "cirrus") == 0   ? "cirrus-vga"
		: strcmp(type, "vmware") == 0 ? "vmware-svga"
					      : "VGA",
		mib ? igd_vm_print(proxmox->vm, ",vgamem_mb=%u", mib) : "");
}

/* get_vga_properties(); x-vga leaves out a display that nobody asked for: print_hostpci_devices() */
static void add_display(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "vga"), "type");
	const char *type = igd_vm_property(&parts, "type");

	if (!type && proxmox->hides_kvm && !igd_proxmox_get(proxmox, "vga"))
		type = "none";
	else if (!type)
		type = proxmox->windows == 5 ? "cirrus" : "std";
	if (strcmp(type, "none") == 0 || igd_starts_with(type, "serial"))
		return;
	igd_proxmox_addf(proxmox, "-device", "%s,id=vga%s",
		display_of(proxmox, type, igd_vm_property(&parts, "memory")),
		proxmox->is_q35 ? igd_proxmox_express_place(proxmox, "vga")
				: igd_proxmox_place(proxmox, "vga"));
}

/* "virtio=BC:24:11:00:00:01,bridge=vmbr0": the model's name is the key of the address, or model= and macaddr= */
static void add_net(struct igd_proxmox *proxmox, const char *name, const char *value)
{
	struct igd_vm_properties parts = igd_proxmox_parts(proxmox, value, "model");
	const char *bridge = igd_vm_property(&parts, "bridge");
	const char *model = igd_vm_property(&parts, "model");
	const char *mac = igd_vm_property(&parts, "macaddr");

	if (!model && parts.count) {
		model = parts.list[0].name;
		mac = parts.list[0].value;
	}
	if (!model)
		return;
	if (bridge)
		igd_proxmox_addf(proxmox, "-netdev", "bridge,id=%s,br=%s", name, bridge);
	else
		igd_proxmox_addf(proxmox, "-netdev", "user,id=%s", name);
	igd_proxmox_addf(proxmox, "-device", "%s%s%s,netdev=%s%s,id=%s",
		strcmp(model, "virtio") == 0 ? "virtio-net-pci" : model, mac ? ",mac=" : "",
		mac ? mac : "", name, igd_proxmox_place(proxmox, name), name);
}

static void add_nets(struct igd_proxmox *proxmox)
{
	unsigned i;

	for (i = 0; i < 32; i++) {
		const char *value = igd_proxmox_get_numbered(proxmox, "net", i);

		if (value)
			add_net(proxmox, igd_vm_print(proxmox->vm, "net%u", i), value);
	}
}

static void add_shmem(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "ivshmem"), "size");
	const char *size = igd_vm_property(&parts, "size"), *name = igd_vm_property(&parts, "name");

	if (!size)
		return;
	igd_proxmox_addf(proxmox, "-device", "ivshmem-plain,memdev=ivshmem%s",
		proxmox->is_q35 ? igd_proxmox_express_place(proxmox, "ivshmem")
				: igd_proxmox_place(proxmox, "ivshmem"));
	/* without a name it is the VM's number, which is not in the file but in its name */
	igd_proxmox_addf(proxmox, "-object", "memory-backend-file,id=ivshmem,share=on,size=%sM%s%s",
		size, name ? ",mem-path=/dev/shm/pve-shm-" : "", name ? name : "");
}

static void add_agent(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "agent"), "enabled");
	const char *type = igd_vm_property(&parts, "type");

	if (!igd_proxmox_part_is_on(&parts, "enabled", false))
		return;
	if (type && strcmp(type, "virtio") != 0) {
		proxmox->vm->has_agent = IGD_VM_YES;
		return;
	}
	igd_proxmox_addf(
		proxmox, "-device", "virtio-serial,id=qga0%s", igd_proxmox_place(proxmox, "qga0"));
	igd_proxmox_add(
		proxmox, "-device", "virtserialport,chardev=qga0,name=org.qemu.guest_agent.0");
}

/* PVE/QemuServer/USB.pm print_usbdevice_full(), $MAX_USB_DEVICES; "spice" is a viewer's to plug into. */
static void add_usb(struct igd_proxmox *proxmox)
{
	unsigned i;

	for (i = 0; i < MAX_USB; i++) {
		const char *value = igd_proxmox_get_numbered(proxmox, "usb", i);

		if (value && !strstr(value, "spice"))
			igd_proxmox_addf(proxmox, "-device", "usb-host,id=usb%u", i);
	}
}

static void add_others(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties audio =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "audio0"), "device");
	const char *device = igd_vm_property(&audio, "device");

	if (device)
		igd_proxmox_addf(proxmox, "-device", "%s,id=audiodev0%s", device,
			igd_proxmox_place(proxmox, "audio0"));
	if (igd_proxmox_get(proxmox, "rng0"))
		igd_proxmox_addf(proxmox, "-device", "virtio-rng-pci,id=rng0%s",
			igd_proxmox_place(proxmox, "rng0"));
	if (igd_proxmox_get(proxmox, "tpmstate0"))
		igd_proxmox_add(proxmox, "-device", "tpm-tis,tpmdev=tpmdev");
	add_usb(proxmox);
}

static void add_all(struct igd_proxmox *proxmox)
{
	const char *bios = igd_proxmox_get(proxmox, "bios"),
		   *name = igd_proxmox_get(proxmox, "name");

	proxmox->has_ovmf = bios && strcmp(bios, "ovmf") == 0;
	proxmox->has_kvm = igd_proxmox_is_on(proxmox, "kvm", true);
	read_guest(proxmox);
	if (name)
		igd_proxmox_add(proxmox, "-name", name);
	igd_proxmox_add(proxmox, "-nodefaults", NULL);
	if (!igd_proxmox_is_on(proxmox, "reboot", true))
		igd_proxmox_add(proxmox, "-no-reboot", NULL);
	add_machine(proxmox);
	add_smbios(proxmox);
	igd_proxmox_add_firmware(proxmox);
	igd_proxmox_add_hostpci(proxmox);
	igd_proxmox_add_bridges(proxmox);
	igd_proxmox_add_cpu(proxmox);
	add_memory(proxmox);
	add_vcpus(proxmox);
	add_display(proxmox);
	add_others(proxmox);
	add_agent(proxmox);
	igd_proxmox_add_disks(proxmox);
	add_nets(proxmox);
	add_shmem(proxmox);
}

static void add_own_arguments(struct igd_proxmox *proxmox)
{
	const char *text = igd_proxmox_get(proxmox, "args");
	size_t count, i;
	const char *const *words;

	if (!text)
		return;
	words = igd_vm_split(proxmox->vm, text, strlen(text), &count);
	for (i = 0; i < count; i++)
		igd_proxmox_add(proxmox, words[i], NULL);
}

int igd_vm_parse_proxmox(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr)
{
	struct igd_vm vm;
	struct igd_proxmox proxmox = { .vm = &vm };

	if (size > IGD_VM_MAX_TEXT)
		return igd_error_set(
			reterr, EBADMSG, "it is larger than %zu KiB", IGD_VM_MAX_TEXT >> 10);
	if (memchr(text, '\0', size))
		return igd_error_set(reterr, EBADMSG,
			"it has a zero byte, which no configuration of Proxmox VE has");
	igd_vm_begin(&vm, IGD_VM_PROXMOX);
	if (!igd_proxmox_read(&proxmox, text, size)) {
		igd_vm_done(&vm);
		return igd_error_set(
			reterr, EBADMSG, "no line of it is a setting of Proxmox VE (`key: value`)");
	}
	vm.emulator = "/usr/bin/kvm";
	add_all(&proxmox);
	add_own_arguments(&proxmox);
	igd_arguments_apply_whole(&vm, proxmox.words, proxmox.word_count);
	free(proxmox.words);
	*ret = vm;
	return 0;
}
