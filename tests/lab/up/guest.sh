# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # igpu and vm_folder are of ../guest/lib.sh and ../vm/guest.sh
#
# guest - libvirt's network, the VM's place in it, and what answers there, for what runs in L1 (../vm/guest.sh first)
#
# The VM's system (../answerer) has no driver for a network card. What it would say there is said from a network
# namespace instead, which is plugged into the same bridge and has the MAC of the VM's card: so the lease, the neighbour
# and the route are those of libvirt's network, and the ports are real.

up_folder=/lab/in/up
# no KVM in the lab
up_skip=platform.virtualization
up_mac=52:54:00:1a:b0:01
up_answers_at='LAB-ANSWERS:'

# up_network: libvirt's own network "default", and the VM's place in it. Sets up_address, by DHCP.
up_network() {
	modprobe tun
	virsh net-start default
	ip netns add vm
	ip link add lab0 type veth peer name eth0 netns vm
	ip link set lab0 master virbr0 up
	ip -n vm link set lo up
	ip -n vm link set eth0 address "$up_mac" up
	ip netns exec vm busybox udhcpc -i eth0 -n -q -f -t 20 -T 1 -s "$up_folder/lease" ||
		fail "libvirt's network gives no lease"
	up_address=$(ip -n vm -4 -o addr show dev eth0 | sed -n 's|.*inet \([0-9.]*\)/.*|\1|p')
	mark "the VM is at $up_address"
}

# up_sunshine ARGS...: (re)starts the stand-in of a Sunshine there
up_sunshine() {
	up_no_sunshine
	: >/tmp/sunshine
	ip netns exec vm "$up_folder/sunshine-standin" --bind 0.0.0.0 "$@" >/tmp/sunshine 2>&1 &
	up_standin=$!
	for _ in $(seq 100); do
		! grep -q '^ready' /tmp/sunshine || return 0
		sleep 0.1
	done
	fail "the stand-in of a Sunshine does not start: $(tail -n 1 /tmp/sunshine)"
}

up_no_sunshine() {
	[ -n "${up_standin:-}" ] || return 0
	kill "$up_standin" 2>/dev/null || true
	wait "$up_standin" || true
	up_standin=
}

# up_system FILE < ANSWERS: the system that answers so (answerer/agent.h): FILE is a disk, or a program for UEFI (*.efi)
up_system() {
	local at
	cp "$up_folder/answerer.${1##*.}" "$1"
	at=$(grep -aobF -m 1 "$up_answers_at" "$1" | head -n 1)
	sed "s/@MAC@/$up_mac/g; s/@ADDRESS@/$up_address/g" | dd of="$1" bs=4096 oflag=seek_bytes \
		seek=$((${at%%:*} + ${#up_answers_at})) conv=notrunc status=none
}

# up_answers CASE: what the agent answers in that case of tests/standin/agent
up_answers() {
	cat "$up_folder/answers/$1"
}

# ---- the program, and what it leaves behind

# What a run must leave as it was: the iGPU's driver, libvirt's networks and VMs, leases, what keeps drivers apart.
up_state() {
	local each
	basename "$(readlink "/sys/bus/pci/devices/$igpu/driver" || echo none)"
	cat "/sys/bus/pci/devices/$igpu/driver_override"
	virsh net-list --all
	for each in $(virsh net-list --all --name); do virsh net-dumpxml --inactive "$each"; done
	virsh net-dhcp-leases default | sed -n 's/.* \(52:54:.*\)/\1/p'
	for each in $(virsh list --all --name | sort); do
		virsh dumpxml --inactive --security-info "$each"
		virsh domstate "$each"
	done
	find /etc/modprobe.d /etc/modules-load.d /etc/libvirt /var/lib/libvirt/images -type f -exec sha256sum {} + | sort -k 2
}

# up_xml NAME KEY=VALUE... (vm/domain): prints a VM with a network card and an agent's channel
up_xml() {
	"$vm_folder/domain" "$1" emulator=/run/lab/emulator payload=/run/lab nic=network:default mac="$up_mac" agent=yes \
		"${@:2}"
}

# up_define NAME KEY=VALUE...: the same, defined
up_define() {
	up_xml "$@" >"/run/lab/$1.xml"
	vm_virsh "$1" define "/run/lab/$1.xml"
}

# up_program ARGS...: sets up_command, with what the lab says of itself. A job of bash's ignores Ctrl-C unless told otherwise.
up_program() {
	up_command=(env --default-signal=INT igd-doctor --json --qemu /usr/bin/qemu-system-x86_64 --skip "$up_skip" "$@")
}

# up_run NAME ARGS...: `igd-doctor up` to its end; what it said is left in NAME.up (JSON) and NAME.errors, the exit
# status in up_status and NAME.status
up_run() {
	local name=$1 began=${EPOCHREALTIME/./}
	shift
	mark "$name"
	up_status=0
	up_program up "$@"
	"${up_command[@]}" >"/lab/out/$name.up" 2>"/lab/out/$name.errors" || up_status=$?
	echo "$up_status" >"/lab/out/$name.status"
	cat "/lab/out/$name.up" "/lab/out/$name.errors"
	mark "$name: status $up_status after $(((${EPOCHREALTIME/./} - began) / 1000000)) s"
}

# up_await FILE REGEX SECONDS: until a line matches
up_await() {
	local deadline=$((SECONDS + $3))
	until grep -qsE -- "$2" "$1"; do
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.2
	done
}

# up_fails NAME ARGS...: up_run, after which everything has to be as it was before; NAME.diff says what is not
up_fails() {
	local name=$1
	up_state >/tmp/before
	up_run "$@" --yes --restore
	up_state | diff -u /tmp/before - >"/lab/out/$name.diff" || true
}

# up_interrupt NAME STAGE ARGS...: the same, but it gets Ctrl-C a second after that stage has begun
up_interrupt() {
	local name=$1 stage=$2 pid
	shift 2
	up_state >/tmp/before
	mark "$name"
	: >"/lab/out/$name.up"
	up_program up "$@" --yes --restore
	"${up_command[@]}" >"/lab/out/$name.up" 2>"/lab/out/$name.errors" &
	pid=$!
	if up_await "/lab/out/$name.up" "\"stage\":\"$stage\",\"state\":\"begun\"" 180; then
		sleep 1
		kill -INT "$pid"
	fi
	up_status=0
	wait "$pid" || up_status=$?
	echo "$up_status" >"/lab/out/$name.status"
	cat "/lab/out/$name.up" "/lab/out/$name.errors"
	up_state | diff -u /tmp/before - >"/lab/out/$name.diff" || true
	mark "$name: status $up_status"
}
