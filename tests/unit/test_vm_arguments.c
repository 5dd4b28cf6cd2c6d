// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_arguments - what the options of a QEMU command line mean
 */
#include "tests/unit/unit.h"
#include "tests/unit/vm_cases.h"

struct test_case {
	const char *options; /* behind "qemu-system-x86_64 " */
	const char *lines[6];
};

static void check_cases(const struct test_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *text = igd_printf("qemu-system-x86_64 %s", cases[i].options);

		vm_check_text(igd_vm_parse_command_line, text, strlen(text), cases[i].lines);
	}
}
#define CHECK(cases) check_cases(cases, sizeof(cases) / sizeof(*(cases)))

static void test_machine(void **state)
{
	static const struct test_case cases[] = {
		{ "-S", { "machine i440fx type -\n", "kvm no\n", "defaults yes reboot restart" } },
		{ "-M pc-q35-9.2,accel=kvm,smm=on",
			{ "machine q35 type pc-q35-9.2 smm=on\n", "kvm yes\n" } },
		{ "-machine q35 -machine kernel_irqchip=on",
			{ "machine q35 type q35 kernel_irqchip=on\n" } },
		{ "-machine type=pc-i440fx-rhel7.6.0",
			{ "machine i440fx type pc-i440fx-rhel7.6.0\n" } },
		{ "-machine pc-1.0", { "machine i440fx type pc-1.0\n" } },
		{ "-machine microvm", { "machine other type microvm\n", "!display ", "!nic " } },
		{ "-accel kvm -accel tcg", { "kvm yes\n" } },
		{ "-accel tcg", { "kvm no\n" } },
		{ "-enable-kvm -m 1", { "kvm yes\n", "memory 1048576 " } },
		{ "--enable-kvm -machine q35,accel=kvm:tcg", { "kvm yes\n" } },
		{ "-no-reboot -nodefaults", { "defaults no reboot destroy" } },
		{ "-action reboot=shutdown,shutdown=poweroff -m 1",
			{ "reboot destroy", "memory 1048576 " } },
		{ "-name guest=a,,b,debug-threads=on", { "name a,b\n" } },
		{ "-name win11 -uuid 1-2", { "name win11\nuuid 1-2\n" } },
		{ "-unknown value -S", { "!disk " } },
		{ "-unknown -m 1", { "memory 1048576 " } },
		{ "-readconfig /x.cfg", { "remark `-readconfig /x.cfg` adds devices" } },
	};

	(void)state;
	CHECK(cases);
	vm_check_text(igd_vm_parse_command_line, "/usr/libexec/qemu-kvm -S", 24,
		(const char *const[]){ "kvm yes\n", NULL });
}

static void test_cpu(void **state)
{
	static const struct test_case cases[] = {
		{ "-S", { "cpu - vcpus 1 phys-bits 0 host unknown limit 0 hidden no hypervisor yes hyperv no vendor -\n" } },
		{ "-cpu host,phys-bits=39",
			{ "cpu host vcpus 1 phys-bits 39 host unknown limit 0" } },
		{ "-cpu host,host-phys-bits-limit=0x27", { "phys-bits 0 host unknown limit 39" } },
		{ "-cpu qemu64,host-phys-bits=on,host_phys_bits_limit=39",
			{ "cpu qemu64", "host yes limit 39" } },
		{ "-cpu host,host-phys-bits=off", { "host no limit 0" } },
		{ "-cpu host,kvm=off,-hypervisor",
			{ "hidden yes hypervisor no", "cpu-properties hypervisor=off kvm=off\n" } },
		{ "-cpu host,hypervisor=off,+kvm", { "hidden no hypervisor no" } },
		{ "-cpu host,hv_relaxed,hv-spinlocks=0x1fff,hv_vendor_id=abc",
			{ "hyperv yes vendor abc\n" } },
		{ "-cpu host,hv_vendor_id=abc", { "hyperv no vendor abc\n" } },
		{ "-cpu host,hv-passthrough", { "hyperv yes vendor -\n" } },
		{ "-cpu host,hv_time=off", { "hyperv no" } },
		{ "-cpu host,kvm=off -cpu max", { "cpu max", "hidden no", "cpu-properties\n" } },
		{ "-cpu host,phys-bits=99999999999999999999", { "phys-bits 0 " } },
		{ "-cpu host -global host-x86_64-cpu.host-phys-bits-limit=39", { "limit 39" } },
		{ "-cpu host,host-phys-bits-limit=40 -global host-x86_64-cpu.host-phys-bits-limit=39",
			{ "limit 40" } },
		{ "-smp 4", { "vcpus 4 " } },
		{ "-smp cores=4,threads=2", { "vcpus 8 " } },
		{ "-smp 2,maxcpus=8", { "vcpus 2 " } },
		{ "-smp maxcpus=8", { "vcpus 8 " } },
		{ "-smp sockets=60000,cores=60000", { "vcpus 0 " } },
	};

	(void)state;
	CHECK(cases);
}

static void test_memory(void **state)
{
	static const struct test_case cases[] = {
		{ "-S", { "memory 134217728 max 0 huge no path - page 0 locked no balloon no shared no kvm no\n" } },
		{ "-m 8192", { "memory 8589934592 max 0" } },
		{ "-m 8G", { "memory 8589934592 max 0" } },
		{ "-m 1.5G", { "memory 1610612736 " } },
		{ "-m size=4096k,slots=2,maxmem=8G", { "memory 4194304 max 8589934592" } },
		{ "-m $RAM", { "memory 0 ", "remark a shell would have replaced `$RAM`" } },
		{ "-m 99999999999999999999999", { "memory 0 " } },
		{ "-m -8G", { "memory 0 " } },
		{ "-m 4G -mem-path /dev/hugepages -mem-prealloc",
			{ "huge yes path /dev/hugepages page 0 locked no balloon no shared no" } },
		{ "-m 4G -mem-path /mnt/x", { "huge unknown path /mnt/x" } },
		{ "-m 4G -object memory-backend-file,id=m,size=4G,mem-path=/dev/hugepages,share=on -numa node,memdev=m",
			{ "huge yes path /dev/hugepages page 0 locked no balloon no shared yes" } },
		{ "-object memory-backend-memfd,id=m,size=4G,hugetlb=on,hugetlbsize=1G -machine q35,memory-backend=m",
			{ "memory 4294967296 max 0 huge yes path - page 1073741824 locked no balloon no shared yes" } },
		{ "-machine q35,memory-backend=m -object memory-backend-ram,id=m,size=1G",
			{ "huge no path -", "shared no" } },
		{ "-object {\"qom-type\":\"memory-backend-memfd\",\"id\":\"m\",\"size\":1073741824,\"share\":false} -machine memory-backend=m",
			{ "memory 1073741824 ", "shared no" } },
		{ "-overcommit mem-lock=on", { "locked yes" } },
		{ "-overcommit mem-lock=on-fault", { "locked yes" } },
		{ "-overcommit cpu-pm=on", { "locked no" } },
		{ "-realtime mlock=on", { "locked yes" } },
		{ "-realtime mlock=off", { "locked no" } },
		{ "-device virtio-balloon-pci,addr=5",
			{ "balloon yes", "other virtio-balloon-pci at 00:05.0" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_firmware(void **state)
{
	static const struct test_case cases[] = {
		{ "-S", { "firmware seabios - nvram -" } },
		{ "-bios /usr/share/ovmf/OVMF.fd",
			{ "firmware ovmf /usr/share/ovmf/OVMF.fd nvram -" } },
		{ "-bios bios-256k.bin", { "firmware seabios bios-256k.bin" } },
		{ "-bios /x/coreboot.rom", { "firmware unknown /x/coreboot.rom" } },
		{ "-drive if=pflash,format=raw,readonly=on,file=/a/OVMF_CODE.fd -drive if=pflash,file=/b/vars.fd",
			{ "firmware ovmf /a/OVMF_CODE.fd nvram /b/vars.fd", "!disk " } },
		{ "-drive if=pflash,unit=1,file=/b -drive if=pflash,unit=0,file=/a",
			{ "firmware ovmf /a nvram /b" } },
		{ "-pflash /a -pflash /b", { "firmware ovmf /a nvram /b" } },
		{ "-pflash /a", { "firmware unknown /a nvram -" } },
		{ "-machine q35,pflash0=code,pflash1=vars "
		  "-blockdev driver=file,filename=/a/OVMF.fd,node-name=f,read-only=on "
		  "-blockdev node-name=code,driver=raw,file=f "
		  "-blockdev '{\"driver\":\"raw\",\"node-name\":\"vars\",\"file\":{\"driver\":\"file\",\"filename\":\"/b\"}}'",
			{ "firmware ovmf /a/OVMF.fd nvram /b" } },
		{ "-machine pflash0=a -blockdev driver=raw,node-name=a,file=a",
			{ "firmware seabios - nvram -" } },
		{ "-fw_cfg name=opt/ovmf/X-PciMmio64Mb,string=65536", { "mmio64 65536\n" } },
		{ "-fw_cfg opt/ovmf/X-PciMmio64Mb,string=65536", { "mmio64 65536\n" } },
		{ "-debugcon file:/tmp/o.log -global isa-debugcon.iobase=0x402",
			{ "debug /tmp/o.log " } },
		{ "-debugcon file:/tmp/o.log", { "debug - " } },
		{ "-chardev file,path=/tmp/o.log,id=d -device isa-debugcon,iobase=0x402,chardev=d",
			{ "debug /tmp/o.log " } },
		{ "-device isa-debugcon,iobase=1026,chardev=d -chardev file,path=/x,id=d",
			{ "debug /x " } },
		{ "-device isa-debugcon,chardev=d -chardev file,path=/x,id=d", { "debug - " } },
	};

	(void)state;
	CHECK(cases);
}

static void test_hostdev(void **state)
{
	static const struct test_case cases[] = {
		{ "-device vfio-pci,host=00:02.0",
			{ "hostdev 0000:00:02.0 alias - at ? rom - bar yes managed no\n" } },
		{ "-device vfio-pci,host=0000:00:02.0,id=igpu,addr=02.0,romfile=/a,,b.rom,rombar=1,x-igd-gms=0x2",
			{ "hostdev 0000:00:02.0 alias igpu at 00:02.0 rom /a,b.rom bar yes managed no x-igd-gms=0x2\n" } },
		{ "-device vfio-pci,host=00:02.0,addr=0x2,rombar=0",
			{ "at 00:02.0 rom - bar no" } },
		{ "-device vfio-pci,host=00:02.0,addr=2.1,multifunction=on",
			{ "at 00:02.1", "multifunction=on" } },
		{ "-M q35 -device pcie-root-port,id=rp,addr=3 -device vfio-pci,host=01:00.0,bus=rp",
			{ "hostdev 0000:01:00.0 alias - at ? behind a bridge",
				"other pcie-root-port at 00:03.0" } },
		{ "-M q35 -device vfio-pci,host=01:00.0,bus=rp,addr=0",
			{ "at 00:00.0 behind a bridge" } },
		{ "-device vfio-pci,bus=pcie.0,addr=2,host=00:02.0 -M q35", { "at 00:02.0 rom" } },
		{ "-device vfio-pci,bus=pci.0,addr=2,host=00:02.0 -M q35",
			{ "at 00:02.0 behind a bridge" } },
		{ "-device vfio-pci,sysfsdev=/sys/bus/pci/devices/0000:00:02.0",
			{ "hostdev 0000:00:02.0 " } },
		{ "-device vfio-pci-nohotplug,host=00:02.0,ramfb=on,display=on",
			{ "hostdev 0000:00:02.0 ", "display=on ramfb=on" } },
		{ "-device vfio-pci,host=00:02.0 -global vfio-pci.x-igd-opregion=on",
			{ "managed no x-igd-opregion=on\n" } },
		{ "-global driver=vfio-pci,property=x-igd-gms,value=4 -device vfio-pci,host=00:02.0,x-igd-gms=2",
			{ "x-igd-gms=2\n", "globals vfio-pci.x-igd-gms=4" } },
		{ "-device vfio-pci,host=00:02.0,legacy-igd=1", { "managed no legacy-igd=1\n" } },
		{ "-device vfio-pci,host=00:02.0,id=a -set device.a.addr=02.0 -set device.a.x-vga=on",
			{ "at 00:02.0", "x-vga=on", "!remark" } },
		{ "-set device.a.addr=02.0 -device vfio-pci,host=00:02.0,id=a",
			{ "at ?", "remark `-set device.a.addr` names a device" } },
		{ "-device '{\"driver\":\"vfio-pci\",\"host\":\"0000:00:02.0\",\"id\":\"a\",\"addr\":\"0x2\",\"x-igd-opregion\":true}' -set device.a.x-vga=on",
			{ "hostdev 0000:00:02.0 alias a at 00:02.0",
				"managed no x-igd-opregion=on\n",
				"remark `-set device.a.x-vga` does not find" } },
		{ "-device '{\"driver\":\"vfio-pci\",\"host\":\"00:02.0\",\"addr\":16}'",
			{ "at 00:02.0" } },
		{ "-device \"{'driver':'vfio-pci','host':'0000:00:02.0','id':'it\\\\'s \\\"x\\\"','x-vga':true}\"",
			{ "hostdev 0000:00:02.0 alias it's \"x\" at ?", "x-vga=on" } },
		{ "-device \"{'driver':'vfio-pci','id':\\\"it's\\\"}\"", { "alias it's at ?" } },
		{ "-device \"{'driver\"", { "begins like JSON and is none", "!hostdev" } },
		{ "-device vfio-pci,host=00:02.0,iommufd=i -object iommufd,id=i",
			{ "iommufd yes" } },
		{ "-device vfio-pci,host=00:02.0,addr=20", { "at ? rom" } },
		{ "-device vfio-pci,host=zz", { "hostdev - alias - at ?" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_displays(void **state)
{
	static const struct test_case cases[] = {
		{ "-S", { "display VGA primary at 00:02.0\n",
				"nic kind 4 source - model e1000 mac - at 00:03.0\n" } },
		{ "-M q35",
			{ "display VGA primary at 00:01.0\n", "model e1000e mac - at 00:02.0\n" } },
		{ "-vga none", { "!display", "model e1000 mac - at 00:02.0\n" } },
		{ "-vga none -nic none", { "!display", "!nic " } },
		{ "-vga none -net none", { "!display", "!nic " } },
		{ "-vga none -netdev user,id=n", { "!nic " } },
		{ "-nodefaults", { "!display", "!nic " } },
		{ "-nodefaults -vga qxl", { "display qxl-vga primary at 00:02.0\n" } },
		{ "-vga virtio -device qxl",
			{ "display virtio-vga primary at 00:02.0\ndisplay qxl at ?\n" } },
		{ "-device virtio-vga,addr=3", { "display virtio-vga primary at 00:03.0\n",
						       "!display VGA", "mac - at 00:02.0" } },
		{ "-device ramfb", { "display VGA primary", "display ramfb at ?" } },
		{ "-nodefaults -device bochs-display,addr=1 -device cirrus-vga,addr=4",
			{ "display bochs-display at 00:01.0\ndisplay cirrus-vga primary at 00:04.0\n" } },
		{ "-nographic", { "display VGA primary" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_other_devices(void **state)
{
	static const struct test_case cases[] = {
		{ "-device ivshmem-plain,id=s,memdev=lg,addr=7 -object memory-backend-file,id=lg,share=on,mem-path=/dev/shm/looking-glass,size=32M",
			{ "shmem lg ivshmem-plain /dev/shm/looking-glass 33554432 shared yes at 00:07.0\n" } },
		{ "-device ivshmem-plain,memdev=lg -object memory-backend-file,id=lg,mem-path=/dev/shm/x,size=1M",
			{ "shared no at ?" } },
		{ "-device ivshmem-plain,memdev=nothing",
			{ "shmem nothing ivshmem-plain - 0 shared unknown" } },
		{ "-device ivshmem,shm=lg,size=64M",
			{ "shmem lg ivshmem /dev/shm/lg 67108864 shared unknown" } },
		{ "-nodefaults -netdev tap,id=n,ifname=tap0 -device virtio-net-pci,netdev=n,mac=52:54:00:00:00:01,addr=3",
			{ "nic kind 5 source tap0 model virtio-net-pci mac 52:54:00:00:00:01 at 00:03.0\n" } },
		{ "-nic bridge,br=br0,model=virtio-net-pci,mac=52:54:00:00:00:02",
			{ "nic kind 2 source br0 model virtio-net-pci mac 52:54:00:00:00:02 at 00:03.0\n",
				"!model e1000" } },
		{ "-net nic,model=rtl8139,macaddr=52:54:00:00:00:03 -net user",
			{ "model rtl8139 mac 52:54:00:00:00:03 at 00:03.0\n", "!e1000" } },
		{ "-drive file=/a.qcow2,if=none,id=d -device virtio-blk-pci,drive=d,addr=6",
			{ "disk /a.qcow2 on virtio\n", "other virtio-blk-pci at 00:06.0" } },
		{ "-drive file=/a.iso,media=cdrom", { "disk /a.iso on ide cdrom\n" } },
		{ "-M q35 -cdrom /a.iso /b.img",
			{ "disk /a.iso on sata cdrom\ndisk /b.img on sata\n" } },
		{ "-blockdev driver=qcow2,node-name=q,file.driver=file,file.filename=/q.qcow2 -device ide-hd,drive=q,bus=ahci0.0",
			{ "disk /q.qcow2 on sata\n" } },
		{ "-device ide-cd,bus=ide.1", { "disk - on ide cdrom\n" } },
		{ "-drive file=/x,if=virtio", { "disk /x on virtio\n" } },
		{ "-drive file=/x,if=none,id=n -device nvme,drive=n,serial=1,addr=9",
			{ "disk /x on nvme\n", "other nvme at 00:09.0" } },
		{ "-device nvme,serial=1", { "!disk", "other nvme at ?" } },
		{ "-device virtio-serial -chardev socket,id=q,path=/q -device virtserialport,chardev=q,name=org.qemu.guest_agent.0",
			{ "agent yes", "other virtio-serial at ?", "!other virtserialport" } },
		{ "-device virtserialport,name=com.redhat.spice.0", { "agent no" } },
		{ "-tpmdev emulator,id=t,chardev=c -device tpm-crb,tpmdev=t", { "tpm yes" } },
		{ "-device intel-iommu,intremap=on", { "iommu yes", "!other intel-iommu" } },
		{ "-device virtio-iommu-pci", { "iommu yes" } },
		{ "-device usb-host,vendorid=0x0bda,productid=0x8153", { "host usb", "!other" } },
		{ "-device usb-tablet -device qemu-xhci,addr=4",
			{ "!usb-tablet", "!host usb", "other qemu-xhci at 00:04.0" } },
		{ "-global ICH9-LPC.disable_s3=1", { "globals ICH9-LPC.disable_s3=1\n" } },
	};

	(void)state;
	CHECK(cases);
}

static void test_smbios(void **state)
{
	static const struct test_case cases[] = {
		{ "-S", { "smbios-mode 0\n", "!smbios 1" } },
		{ "-smbios type=1,manufacturer=ASUS,,Inc,product=P -smbios type=0,vendor=AMI",
			{ "smbios-mode 3\n",
				"smbios 1 manufacturer=ASUS,Inc\nsmbios 1 product=P\nsmbios 0 vendor=AMI\n" } },
		{ "-smbios type=1,uuid=1-2-3", { "smbios-mode 0\n", "uuid 1-2-3\n" } },
		{ "-smbios file=/x.bin -smbios type=1,product=P", { "smbios-mode 4\n" } },
		{ "-smbios type=x,product=P", { "smbios-mode 0\n" } },
	};

	(void)state;
	CHECK(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machine),
		cmocka_unit_test(test_cpu),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_firmware),
		cmocka_unit_test(test_hostdev),
		cmocka_unit_test(test_displays),
		cmocka_unit_test(test_other_devices),
		cmocka_unit_test(test_smbios),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
