# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# host - what a scenario with a VM inside brings along and looks at (../lib/scenario.sh comes first)

vm_here=$LAB_HERE/vm

# What libvirt found out about QEMU is kept until the tree or the emulator changes; whoever is first leaves it.
vm_capabilities=$LAB_CACHE/capabilities-$(hash_of "$LAB_ROOT/lab/recipe" "$vm_here/emulator")

# vm_inside: as inside, with libvirt's and the VM's functions (guest.sh)
vm_inside() {
	local payload
	payload=$(cached payload "$vm_here/payload.S" "$vm_here/build" -- "$vm_here/build") ||
		failed "the VM's payload cannot be built"
	put "$vm_here" vm
	put "$payload/payload.img" vm/payload.img
	put "$payload/payload.efi" vm/payload.efi
	[ ! -d "$vm_capabilities" ] || put "$vm_capabilities" vm/capabilities
	{ echo '. /lab/in/vm/guest.sh' && cat; } | inside
}

vm_boot() {
	boot
	if [ ! -d "$vm_capabilities" ]; then
		cp -r "$LAB_LOGS/out/capabilities" "$vm_capabilities.$$"
		mv -T "$vm_capabilities.$$" "$vm_capabilities" 2>/dev/null || rm -rf "$vm_capabilities.$$"
	fi
}

# expect_payload NAME STATUS REGEX: the guest ended with STATUS (payload.S) and said a line that matches
expect_payload() {
	local name=$1 status=$2 regex=$3
	log_has "out/$name.log" "^lab: QEMU's exit status $status\$"
	log_has "out/$name.serial" "^L2-PAYLOAD.*$regex"
}

# expect_unmapped NAME REGEX: QEMU gave up because memory of the guest at an address that matches cannot be mapped
expect_unmapped() {
	local name=$1 regex=$2
	log_has "out/$name.log" "vfio_container_dma_map\\(0x[0-9a-f]+, $regex, 0x[0-9a-f]+, 0x[0-9a-f]+\\) = -22 \\(Invalid argument\\)"
	log_has "out/$name.log" '^qemu: hardware error: vfio: DMA mapping failed, unable to continue'
	# SIGABRT
	log_has "out/$name.log" "^lab: QEMU's exit status 134\$"
	log_has "out/$name.state" '^shut off \(crashed\)'
	holds "the guest says something in spite of it" test ! -s "$LAB_LOGS/out/$name.serial"
}
