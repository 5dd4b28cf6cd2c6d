// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_proxmox - what a configuration of Proxmox VE makes of QEMU, and what tells definitions apart
 */
#include <errno.h>

#include "tests/unit/vm_cases.h"

struct test_case {
	const char *text;
	const char *lines[8];
};

static void check_cases(const struct test_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		vm_check_text(
			igd_vm_parse_proxmox, cases[i].text, strlen(cases[i].text), cases[i].lines);
}
#define CHECK(cases) check_cases(cases, sizeof(cases) / sizeof(*(cases)))

static void test_sections(void **state)
{
	static const struct test_case cases[] = {
		{ "#a%20b\n# hostpci0: 01:00\nname: a\n\n[snap1]\nname: b\nhostpci0: 00:02.0\n",
			{ "name a\n", "!hostdev" } },
		{ "name: a\n[PENDING]\nmemory: 1\n",
			{ "memory 536870912 ", "remark it has changes that wait" } },
		{ "name: a\n[special:cloudinit]\nname: b\n", { "name a\n", "!remark" } },
		{ "name: a\r\nmemory: 1024\r\n", { "name a\n", "memory 1073741824 " } },
		{ "name: a\nname: b\n", { "name b\n" } },
		{ "memory:\nname: \n  cores: 4\nCores: 4\ncores 4\nbios: ovmf\n",
			{ "name the VM\n", "vcpus 1 ", "firmware ovmf" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_hostpci(void **state)
{
	static const struct test_case cases[] = {
		{ "hostpci0: 0000:00:02.0,legacy-igd=1,romfile=igd.rom\nvga: none\n",
			{ "hostdev 0000:00:02.0 alias hostpci0 at 00:02.0 rom /usr/share/kvm/igd.rom bar yes managed no legacy-igd\n",
				"other pci-bridge at 00:1e.0 behind a bridge", "!remark",
				"machine i440fx type pc\n", "!display" } },
		{ "hostpci0: 00:02.0,legacy-igd=1,pcie=1,x-vga=1,rombar=0\nmachine: q35\n",
			{ "requires `vga: none`", "requires rombar to be on",
				"not compatible with x-vga", "not compatible with q35" } },
		{ "hostpci0: 00:02.0\n",
			{ "alias hostpci0 at 00:10.0 rom", "other pci-bridge at 00:1f.0",
				"display VGA primary at 00:02.0" } },
		{ "hostpci0: 00:02.0\nmachine: q35\n",
			{ "alias hostpci0 at 00:10.0 behind a bridge",
				"display VGA primary at 00:01.0",
				"other pcie-root-port at 00:1c.0" } },
		{ "hostpci2: 00:02.0,pcie=1\nmachine: pc-q35-9.2+pve1\n",
			{ "alias hostpci2 at 00:00.0 behind a bridge",
				"machine q35 type pc-q35-9.2+pve1\n" } },
		{ "hostpci4: 00:02.0,pcie=1\nmachine: q35\n",
			{ "alias hostpci4 at 00:00.0 behind a bridge",
				"other pcie-root-port at 00:10.0" } },
		{ "hostpci12: 00:02.0,pcie=1\nmachine: q35\n",
			{ "other pcie-root-port at 00:11.0" } },
		{ "hostpci0: 00:02.0,pcie=1\nmachine: q35\nostype: win7\n",
			{ "alias hostpci0 at 00:10.0 rom" } },
		{ "hostpci11: 00:02.0,pcie=1\nmachine: q35\nostype: win7\n",
			{ "alias hostpci11 at 00:15.0 rom" } },
		{ "hostpci0: 00:02.0,pcie=1\n",
			{ "remark Proxmox VE refuses to start this VM: hostpci0: pcie=1 requires the machine q35\n" } },
		{ "hostpci0: 00:02.0,x-vga=1\nostype: win11\ncpu: host\n",
			{ "managed no x-vga=on\n", "!display",
				"hidden yes hypervisor yes hyperv yes vendor proxmox\n" } },
		{ "hostpci0: 00:02.0,x-vga=1\nbios: ovmf\nvga: std\n",
			{ "managed no\n", "display VGA" } },
		{ "hostpci0: 01:00.0;01:00.1,rombar=0\nhostpci1: 0000:03:00\n",
			{ "hostdev 0000:01:00.0 alias hostpci0.0 at 00:10.0 rom - bar no managed no multifunction=on\n",
				"hostdev 0000:01:00.1 alias hostpci0.1 at 00:10.1 rom - bar yes managed no\n",
				"hostdev 0000:03:00.0 alias hostpci1 at 00:11.0",
				"remark hostpci1 gives the VM all functions of 0000:03:00" } },
		{ "hostpci0: mapping=igpu,pcie=1\nmachine: q35\n",
			{ "hostdev - alias hostpci0 at 00:00.0 behind a bridge",
				"by the mapping `igpu`" } },
		{ "hostpci0: host=00:02.0,vendor-id=0x8086,device-id=0x3e92\n",
			{ "x-pci-device-id=0x3e92 x-pci-vendor-id=0x8086\n" } },
		{ "hostpci0: 00:02.0,mdev=i915-GVTg_V5_4\n",
			{ "hostdev - alias hostpci0",
				"remark hostpci0 gives the VM a mediated device" } },
		{ "hostpci16: 00:02.0\nhostpci0:\nname: a\n", { "!hostdev" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_machine(void **state)
{
	static const struct test_case cases[] = {
		{ "name: a\n", { "machine i440fx type pc\n", "firmware seabios - ", "cpu kvm64 ",
				       "emulator /usr/bin/kvm defaults no reboot restart agent no",
				       "balloon yes shared no kvm yes\n",
				       "display VGA primary at 00:02.0\n" } },
		{ "bios: ovmf\nefidisk0: local:vm-1-disk-0,efitype=4m,pre-enrolled-keys=1\nmachine: q35\n",
			{ "firmware ovmf /usr/share/pve-edk2-firmware/OVMF_CODE_4M.secboot.fd nvram - secure-boot yes" } },
		{ "bios: ovmf\nefidisk0: /dev/vg/efi,efitype=4m\n",
			{ "firmware ovmf /usr/share/pve-edk2-firmware/OVMF_CODE_4M.fd nvram /dev/vg/efi secure-boot no" } },
		{ "bios: ovmf\n", { "OVMF_CODE.fd nvram - secure-boot no" } },
		{ "machine: viommu=intel,type=q35\n", { "machine q35 type q35\n", "iommu yes" } },
		{ "machine: q35,viommu=virtio\n", { "iommu yes" } },
		{ "kvm: 0\nacpi: 0\nreboot: 0\n",
			{ "type pc acpi=off\n", "kvm no\n", "cpu qemu64", "reboot destroy" } },
		{ "cpu: host,hidden=1,phys-bits=39,flags=+pcid;-hypervisor\n",
			{ "cpu host vcpus 1 phys-bits 39 host unknown limit 0 hidden yes hypervisor no",
				"pcid=on" } },
		{ "cpu: cputype=max,phys-bits=host,guest-phys-bits=39\n",
			{ "cpu max", "host yes limit 0", "guest-phys-bits=39" } },
		{ "cpu: custom-mine\n",
			{ "cpu custom-mine", "remark the CPU model `custom-mine`" } },
		{ "cpu: host\nostype: win10\n",
			{ "guest windows", "hyperv yes vendor -\n", "hv_relaxed=on" } },
		{ "cpu: host,hv-vendor-id=abc\nostype: win10\n", { "vendor abc\n" } },
		{ "cpu: host\nostype: l26\n", { "guest linux", "hyperv no" } },
		{ "ostype: win7\nbios: ovmf\n", { "hyperv no" } },
		{ "ostype: win7\n", { "hyperv yes" } },
		{ "ostype: w2k8\n", { "hyperv yes", "!hv_relaxed" } },
		{ "ostype: wxp\n", { "hyperv no", "display cirrus-vga primary" } },
		{ "cores: 4\nsockets: 2\n", { "vcpus 8 " } },
		{ "cores: 4\nvcpus: 2\n", { "vcpus 2 " } },
		{ "cores: 99999999999\n", { "vcpus 1 " } },
		{ "memory: 16384\nballoon: 0\n", { "memory 17179869184 ", "balloon no" } },
		{ "memory: current=2048\nballoon: 1024\n",
			{ "memory 2147483648 ", "balloon yes",
				"other virtio-balloon-pci at 00:03.0" } },
		{ "memory: 4096\nhugepages: 2\nnuma: 1\n",
			{ "huge yes path /run/hugepages/kvm page 0", "shared yes" } },
		{ "memory: 4096\nvirtiofs0: x\n", { "huge no path - ", "shared yes" } },
		{ "smbios1: uuid=1-2,manufacturer=QVNVUywgSW5j,base64=1\n",
			{ "uuid 1-2\n", "smbios 1 manufacturer=ASUS, Inc\n", "smbios-mode 3" } },
		{ "smbios1: uuid=1-2\n", { "uuid 1-2\n", "smbios-mode 0" } },
		{ "smbios1: manufacturer=Plain\n", { "smbios 1 manufacturer=Plain\n" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_devices(void **state)
{
	static const struct test_case cases[] = {
		{ "vga: none\n", { "!display" } },
		{ "vga: serial0\n", { "!display" } },
		{ "vga: qxl2,memory=32\n", { "display qxl-vga primary at 00:02.0\n" } },
		{ "vga: virtio-gl\nmachine: q35\n",
			{ "display virtio-vga-gl primary at 00:01.0\n" } },
		{ "vga: memory=64\n", { "display VGA primary" } },
		{ "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1\n",
			{ "nic kind 2 source vmbr0 model virtio-net-pci mac BC:24:11:00:00:01 at 00:12.0\n" } },
		{ "net6: model=e1000,macaddr=BC:24:11:00:00:02\n",
			{ "nic kind 4 source - model e1000 mac BC:24:11:00:00:02 at 00:01.0 behind a bridge\n" } },
		{ "agent: 1\n", { "agent yes", "other virtio-serial at 00:08.0" } },
		{ "agent: enabled=1,fstrim_cloned_disks=1\n", { "agent yes" } },
		{ "agent: 0\n", { "agent no" } },
		{ "agent: 1,type=isa\n", { "agent yes", "!virtio-serial" } },
		{ "tpmstate0: local:vm-1-disk-1,version=v2.0\n", { "tpm yes" } },
		{ "usb0: host=0bda:8153\n", { "host usb" } },
		{ "usb0: spice\nusb3: mapping=card,usb3=1\n", { "host usb" } },
		{ "usb0: spice,usb3=yes\n", { "!host usb" } },
		{ "ide2: local:iso/a.iso,media=cdrom\nsata0: /dev/sdb\nscsi0: local-lvm:vm-1-disk-0\nvirtio1: /dev/sdc,iothread=1\n",
			{ "disk - on ide cdrom\ndisk /dev/sdb on sata\ndisk - on scsi\ndisk /dev/sdc on virtio\n",
				"other ahci at 00:07.0", "other lsi at 00:05.0",
				"other virtio-blk-pci at 00:0b.0" } },
		{ "scsi0: /dev/sda\nscsihw: virtio-scsi-single\n",
			{ "other virtio-scsi-pci at 00:01.0 behind a bridge",
				"other pci-bridge at 00:05.0" } },
		{ "cdrom: none\n", { "disk - on ide cdrom\n" } },
		{ "ivshmem: size=64,name=looking-glass\n",
			{ "shmem ivshmem ivshmem-plain /dev/shm/pve-shm-looking-glass 67108864 shared yes at 00:0b.0 behind a bridge\n" } },
		{ "ivshmem: size=32\nmachine: q35\n",
			{ "shmem ivshmem ivshmem-plain - 33554432 shared yes at 00:14.0\n" } },
		{ "audio0: device=ich9-intel-hda\nrng0: source=/dev/urandom\n",
			{ "other ich9-intel-hda at 00:0c.0 behind a bridge",
				"other virtio-rng-pci at 00:1d.0 behind a bridge" } },
	};

	(void)state;
	CHECK(cases);
}

/* args: stand behind what Proxmox VE says itself. */
static void test_arguments(void **state)
{
	static const struct test_case cases[] = {
		{ "hostpci0: 00:02.0,pcie=1\nmachine: q35\nargs: -set device.hostpci0.addr=02.0 -set device.hostpci0.bus=pcie.0 -set device.hostpci0.x-igd-gms=0x2\n",
			{ "alias hostpci0 at 00:02.0 rom - bar yes managed no x-igd-gms=0x2\n",
				"!remark" } },
		{ "args: -device vfio-pci,host=00:02.0,addr=0x02,x-igd-opregion=on\n",
			{ "hostdev 0000:00:02.0 alias - at 00:02.0 rom - bar yes managed no x-igd-opregion=on\n" } },
		{ "cpu: host\nostype: win11\nargs: -cpu host,-hypervisor,kvm=off\n",
			{ "hidden yes hypervisor no hyperv no",
				"cpu-properties hypervisor=off kvm=off\n" } },
		{ "args: -machine kernel_irqchip=on -device 'ivshmem-plain,memdev=lg,bus=pcie.0' -object \"memory-backend-file,id=lg,share=on,mem-path=/dev/kvmfr0,size=128M\"\nmachine: q35\n",
			{ "machine q35 type q35 kernel_irqchip=on\n",
				"shmem lg ivshmem-plain /dev/kvmfr0 134217728 shared yes at ?\n" } },
		{ "args: -set device.hostpci9.addr=2\n",
			{ "remark `-set device.hostpci9.addr` names a device" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_hostile(void **state)
{
	static const char *const texts[] = { "x", "[a]\nname: b\n", "", "#\n" };
	struct igd_text text = { 0 };
	struct igd_error error = { 0 };
	struct igd_vm vm;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_int_equal(
			igd_vm_parse_proxmox(texts[i], strlen(texts[i]), &vm, &error), -EBADMSG);
	assert_int_equal(igd_vm_parse_proxmox("name: a\0b", 9, &vm, &error), -EBADMSG);
	for (i = 0; i < 20000; i++)
		igd_text_printf(&text, "hostpci%zu: 00:02.0,a,,,=%%\xff\n", i % 32);
	vm_check_text(igd_vm_parse_proxmox, text.text, text.size,
		(const char *const[]){ "hostdev 0000:00:02.0", NULL });
	igd_text_done(&text);
	igd_text_printf(&text, "hostpci0: ");
	for (i = 0; i < 300000; i++)
		igd_text_printf(&text, "0;");
	vm_check_text(igd_vm_parse_proxmox, text.text, text.size,
		(const char *const[]){ "!remark a shell", NULL });
	igd_text_done(&text);
	igd_text_printf(&text, "smbios1: base64=1,manufacturer=");
	for (i = 0; i < 300000; i++)
		igd_text_printf(&text, "////");
	assert_int_equal(igd_vm_parse_proxmox(text.text, text.size, &vm, &error), -EBADMSG);
	vm_check_text(igd_vm_parse_proxmox, text.text, 900000,
		(const char *const[]){ "smbios 1 manufacturer=\\xff", NULL });
	igd_text_done(&text);
}

static const struct definition {
	const char *text;
	int origin; /* -1: refused */
	const char *reason;
} definitions[] = {
	{ "<domain type='kvm'><name>a</name><devices/></domain>", IGD_VM_LIBVIRT, NULL },
	{ "<?xml version='1.0'?>\n<!-- WARNING -->\n<domain type='kvm'><name>a</name></domain>",
		IGD_VM_LIBVIRT, NULL },
	{ "$ virsh dumpxml a\n<domain type='kvm'><name>a</name></domain>\n$ ", IGD_VM_LIBVIRT,
		NULL },
	{ "<domstatus state='running'><x/><domain type='kvm'><name>a</name></domain></domstatus>",
		IGD_VM_LIBVIRT, NULL },
	{ "> <domain type='kvm'>\n> <name>a</name></domain>\n", IGD_VM_LIBVIRT, NULL },
	{ "cores: 4\nmemory: 2048\n", IGD_VM_PROXMOX, NULL },
	{ "#note\nname: a\nargs: -cpu host\n", IGD_VM_PROXMOX, NULL },
	{ "kvm -m 1G -machine q35", IGD_VM_COMMAND_LINE, NULL },
	{ "", -1, "it is empty; wanted" },
	{ " \r\n", -1, "it is empty; wanted" },
	{ "QFI\xfb\n", -1, "it is a disk image (qcow2); wanted" },
	{ "MZ\x90", -1, "it is an EFI or Windows program" },
	{ "\xff\xfe<", -1, "UTF-16" },
	{ "<!DOCTYPE html><html>", -1, "it is an HTML page" },
	{ "<HTML><domain>", -1, "it is an HTML page" },
	{ "<network><name>default</name></network>", -1, "a network of libvirt's" },
	{ "<foo/>", -1, "it is XML, but no libvirt domain" },
	{ "<foo", -1, "it is XML, but no libvirt domain" },
	{ "<?xml", -1, "it is XML, but no libvirt domain" },
	{ "{\"a\":1}", -1, "it is JSON" },
	{ "rootfs: local:1\nhostname: a\nmemory: 1\ncores: 1\n", -1, "of a container" },
	{ "hello world", -1, "text that holds none of these" },
	{ "\x01\x02\x03\x04", -1, "a binary file" },
	{ "a\0b", -1, "a binary file" },
};

static void check_definition(const struct definition *item)
{
	struct igd_error error = { 0 };
	struct igd_vm vm;
	size_t size = strlen(item->text);
	/* the only one with a zero byte in it */
	int result = igd_vm_parse(item->text, size == 1 ? 3 : size, &vm, &error);

	if ((result == 0) != (item->origin >= 0))
		fail_msg("%s: %s", item->text, error.message);
	if (result == 0) {
		assert_int_equal((int)vm.origin, item->origin);
		igd_vm_done(&vm);
		return;
	}
	assert_int_equal(result, -EBADMSG);
	if (!strstr(error.message, item->reason))
		fail_msg("%s: %s", item->text, error.message);
}

static void test_what_it_is(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(definitions) / sizeof(*definitions); i++)
		check_definition(&definitions[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_hostpci),
		cmocka_unit_test(test_machine),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
