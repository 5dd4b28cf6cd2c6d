# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# host - what the computer that runs the lab has to have, and whether it has KVM

# qemu_accepts ARGS...: whether the tree's QEMU starts a machine without anything, and these
qemu_accepts() {
	echo quit | in_root /usr/bin/qemu-system-x86_64 -nodefaults -display none \
		-monitor stdio "$@" >"$LAB_DIR/probe.log" 2>&1
}

# KVM is taken if it works, unless IGD_LAB_ACCEL says otherwise. That it can be opened does not mean so: in some
# containers and virtual machines it is there for a processor without VT-x or SVM, and guests soon stop with
# "KVM internal error".
host_accel() {
	LAB_ACCEL=${IGD_LAB_ACCEL:-}
	if [ -z "$LAB_ACCEL" ]; then
		LAB_ACCEL=tcg
		if [ -w /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo && qemu_accepts -machine q35,accel=kvm; then
			LAB_ACCEL=kvm
		fi
	fi
	[ "$LAB_ACCEL" = tcg ] || [ "$LAB_ACCEL" = kvm ] || lab_skip "IGD_LAB_ACCEL is \"$LAB_ACCEL\": it has to be tcg or kvm"
	export LAB_ACCEL
}

# Everything that all scenarios need; ends with 77 and a reason where something is missing.
host_need() {
	[ "$(uname -m)" = x86_64 ] || lab_skip "the lab's packages are those of x86-64, and this is $(uname -m)"
	need jq jq
	need flock util-linux
	tree_need
	program_need
	qemu_accepts -machine none -object memory-backend-memfd,id=m0,size=4M,share=on ||
		lab_skip "this kernel gives QEMU no memfd: $(tail -n 1 "$LAB_DIR/probe.log")"
	in_root /usr/bin/qemu-system-x86_64 -device help | grep -q '"vfio-user-pci"' ||
		lab_skip "the tree's QEMU has no vfio-user-pci (10.1 and later have it)"
	host_accel
}
