# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2054 # machine.sh reads what is set here
#
# options - what the machine L1 shall be: the part of a scenario that comes before its boot (../README.md)

lab_device_args=()
lab_opregion_args=()
lab_dmar_args=()
lab_kernel_args=()
lab_qemu_args=()
declare -A lab_machine=(
	[memory]=4096 [cpus]=2 [cpu]='' [vtd]=39 [opregion]=made [boot]=tree
	[kernel]='' [initrd]='' [append]='' [disk]='' [disk-format]=raw [firmware]=bios [ovmf-vars]=''
	[serial]=file [audio-at]=0x1f.0x3 [rom]=''
)

device() {
	lab_device_args+=("$@")
}

opregion() {
	lab_opregion_args+=("$@")
}

dmar() {
	lab_dmar_args+=("$@")
}

kernel_args() {
	lab_kernel_args+=("$@")
}

qemu_args() {
	lab_qemu_args+=("$@")
}

machine() {
	local each
	for each in "$@"; do
		[ -n "${lab_machine[${each%%=*}]+known}" ] || lab_fail "machine: there is no ${each%%=*}"
		lab_machine[${each%%=*}]=${each#*=}
	done
}

# A unit for the iGPU alone, of 39 bits, and one of 46 for the rest, as Alder Lake has them. Both are played by
# igd-device in pages behind the OpRegion, which SeaBIOS puts below the end of 4 GiB machines' low memory (2 GiB).
two_units() {
	opregion --units 2
	dmar --drhd 0x7fffe000 --rest 0x7ffff000
	device --drhd 0x7fffe000 --rest 0x7ffff000 "$@"
	kernel_args tsc_early_khz=2000000
}

# What L1 finds as /lab/in.
put() {
	mkdir -p "$LAB_WORK/in"
	cp -rL "$1" "$LAB_WORK/in/${2:-$(basename "$1")}"
}
