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
	if [ ! -d "$vm_capabilities" ] && [ -d "$LAB_LOGS/out/capabilities" ]; then
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

# expect_fits NAME: before it ran, the program said that nothing of the VM is out of the IOMMU's reach; it was right
expect_fits() {
	findings "$1"
	expect ivshmem.address-width pass
	replays
	log_lacks "out/$1.log" 'DMA mapping failed'
}

# is_foretold NAME ADDRESS: the program drew there what would end the VM (findings NAME)
is_foretold() {
	local start end
	while read -r start end; do
		[ "$((start))" -gt "$(($2))" ] || [ "$(($2))" -gt "$((end))" ] || return 0
	done < <(finding ivshmem.address-width '.map.spans[]? | select(.state == "fatal") | "\(.start) \(.end)"')
	return 1
}

# expect_foretold NAME ADDRESS: so said the program before the VM ran, and names it in the log that is left
expect_foretold() {
	local log=$LAB_LOGS/$1.symptoms status=0
	findings "$1"
	expect ivshmem.address-width fail '39'
	holds "nothing fatal was foretold at $2" is_foretold "$1" "$2"
	replays
	"$LAB_PROGRAM/prefix/bin/igd-doctor" --from "$LAB_LOGS/out/$1.tree" --quiet log "$LAB_LOGS/out/$1.log" \
		>"$log" || status=$?
	[ "$status" -eq 2 ] || fault "igd-doctor log ends with $status and not with 2"
	log_has "$1.symptoms" '^fatal .* S55 '
}

# expect_unmapped NAME REGEX: QEMU gave up because memory of the guest at an address that matches cannot be mapped
expect_unmapped() {
	local name=$1 regex=$2 address
	log_has "out/$name.log" "vfio_container_dma_map\\(0x[0-9a-f]+, $regex, 0x[0-9a-f]+, 0x[0-9a-f]+\\) = -22 \\(Invalid argument\\)"
	log_has "out/$name.log" '^qemu: hardware error: vfio: DMA mapping failed, unable to continue'
	# SIGABRT
	log_has "out/$name.log" "^lab: QEMU's exit status 134\$"
	log_has "out/$name.state" '^shut off \(crashed\)'
	holds "the guest says something in spite of it" test ! -s "$LAB_LOGS/out/$name.serial"
	address=$(grep -oaE "vfio_container_dma_map\\(0x[0-9a-f]+, $regex" "$LAB_LOGS/out/$name.log" | head -1)
	expect_foretold "$name" "${address##* }"
}
