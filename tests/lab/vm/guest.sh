# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# guest - libvirt and the VM inside, for what runs in L1 (../guest/lib.sh comes first)
#
# libvirt needs no service manager: a message bus, udev, its log daemon and itself. /dev/vfio/vfio has to be there
# before libvirt looks whether the host can assign devices, so vfio-pci is loaded first.

vm_folder=/lab/in/vm
vm_capabilities=/var/cache/libvirt/qemu/capabilities
vm_logs=/var/log/libvirt/qemu

# What libvirt found out about QEMU at an earlier boot saves asking again. It holds for an emulator that was changed
# at that very time (libvirt src/qemu/qemu_capabilities.c virQEMUCapsIsValid()), and this one is new at each boot.
vm_remember() {
	local file changed
	[ -d "$vm_folder/capabilities" ] || return 0
	mkdir -p "$vm_capabilities"
	cp "$vm_folder"/capabilities/*.xml "$vm_capabilities/"
	changed=$(stat -c %Z /run/lab/emulator)
	for file in "$vm_capabilities"/*.xml; do
		! grep -q '<emulator>/run/lab/emulator<' "$file" ||
			sed -i "s|<qemuctime>[0-9]*<|<qemuctime>$changed<|" "$file"
	done
}

vm_services() {
	modprobe vfio-pci
	dbus-uuidgen >/etc/machine-id
	cat >>/etc/libvirt/qemu.conf <<-END
		user = "root"
		group = "root"
		security_driver = "none"
		namespaces = []
		remember_owner = 0
	END
	mkdir -p /run/dbus /run/lab
	cp "$vm_folder"/{emulator,payload.img,payload.efi} /run/lab/
	vm_remember
	dbus-daemon --system --fork
	/usr/lib/systemd/systemd-udevd --daemon
	virtlogd --daemon
	libvirtd --daemon
	timeout 60 virsh --quiet list --all || fail "libvirt does not answer"
	mark "libvirt answers"
}

# vm_virsh NAME COMMAND ARGS...: what virsh says is left in NAME.virsh
vm_virsh() {
	local name=$1
	shift
	virsh "$@" >>"/lab/out/$name.virsh" 2>&1 && return
	vm_keep "$name"
	fail "virsh $1 fails: $(grep -v '^$' "/lab/out/$name.virsh" | tail -1)"
}

# vm_define NAME KEY=VALUE... (domain): defines it; what the program then says of it is left in NAME.json and NAME.tree.
# The emulator is a script, which the program does not run to ask: so it is told whose it is.
vm_define() {
	local name=$1
	"$vm_folder/domain" "$@" emulator=/run/lab/emulator payload=/run/lab >"/run/lab/$name.xml"
	cp "/run/lab/$name.xml" /lab/out/
	vm_virsh "$name" define "/run/lab/$name.xml"
	examine "$name" igd-doctor --vm "$name" --qemu /usr/bin/qemu-system-x86_64
}

# vm_start NAME KEY=VALUE... (domain): defines and starts it
vm_start() {
	vm_define "$@"
	vm_virsh "$1" start "$1"
	mark "$1 started"
}

vm_keep() {
	[ ! -e "$vm_logs/$1.log" ] || cp "$vm_logs/$1.log" /lab/out/
	mkdir -p /lab/out/capabilities
	cp "$vm_capabilities"/*.xml /lab/out/capabilities/
}

# vm_wait NAME SECONDS: until it is off; its log is left in NAME.log
vm_wait() {
	local name=$1 deadline=$((SECONDS + $2)) is_late=''
	while [ -e "/run/libvirt/qemu/$name.pid" ]; do
		[ "$SECONDS" -lt "$deadline" ] || { is_late=yes && break; }
		sleep 0.5
	done
	virsh domstate --reason "$name" | grep . >"/lab/out/$name.state"
	vm_keep "$name"
	[ -z "$is_late" ] || fail "the VM is not off after $2 s"
	mark "$name: $(cat "/lab/out/$name.state")"
}

# vm NAME SECONDS KEY=VALUE...: the whole of it
vm() {
	local name=$1 seconds=$2
	shift 2
	vm_services
	vm_start "$name" "$@"
	vm_wait "$name" "$seconds"
}
