#!/bin/sh
exec qemu-system-x86_64 \
	-name guest=mix-upt-seabios -uuid 6f3f3a0e-5d8f-4a5b-9a55-0d6b1a6d5c15 \
	-machine pc-q35-9.2,accel=kvm -nodefaults \
	-cpu host,host-phys-bits=on,host-phys-bits-limit=39,hv-relaxed,hv-vapic,hv-spinlocks=0x1fff \
	-smp 8 -m 16384 \
	-device vfio-pci,host=0000:00:02.0,id=igpu,bus=pcie.0,addr=0x2,romfile=/usr/share/kvm/igd.rom,x-igd-opregion=on \
	-drive if=none,id=d0,format=raw,file=/dev/vg0/mix-upt-seabios \
	-device virtio-blk-pci,drive=d0,bus=pcie.0,addr=0x6 \
	-netdev bridge,id=n0,br=br0 \
	-device virtio-net-pci,netdev=n0,mac=52:54:00:00:00:15,bus=pcie.0,addr=0x7 \
	-chardev socket,id=qga,path=/run/mix-upt-seabios.qga,server=on,wait=off \
	-device virtio-serial-pci,bus=pcie.0,addr=0x8 \
	-device virtserialport,chardev=qga,name=org.qemu.guest_agent.0 \
	-vga none \
	-display none
