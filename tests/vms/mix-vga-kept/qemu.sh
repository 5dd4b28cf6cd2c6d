#!/bin/sh
exec qemu-system-x86_64 \
	-name guest=mix-vga-kept -uuid 6f3f3a0e-5d8f-4a5b-9a55-0d6b1a6d5c07 \
	-machine pc-i440fx-9.2,accel=kvm -nodefaults \
	-cpu host,hv-relaxed,hv-vapic,hv-spinlocks=0x1fff \
	-smp 8 -m 16384 \
	-device VGA,id=video0,bus=pci.0,addr=0x2 \
	-device vfio-pci,host=0000:00:02.0,id=igpu,bus=pci.0,addr=0x3,romfile=/usr/share/kvm/igd.rom \
	-drive if=none,id=d0,format=raw,file=/dev/vg0/mix-vga-kept \
	-device virtio-blk-pci,drive=d0,bus=pci.0,addr=0x6 \
	-netdev bridge,id=n0,br=br0 \
	-device virtio-net-pci,netdev=n0,mac=52:54:00:00:00:07,bus=pci.0,addr=0x7 \
	-chardev socket,id=qga,path=/run/mix-vga-kept.qga,server=on,wait=off \
	-device virtio-serial-pci,bus=pci.0,addr=0x8 \
	-device virtserialport,chardev=qga,name=org.qemu.guest_agent.0 \
	-vga none \
	-display none
