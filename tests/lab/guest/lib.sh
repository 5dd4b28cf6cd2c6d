# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# lib - what a scenario can use inside the machine (../README.md)

igpu=0000:00:02.0

mark() {
	echo "### $* @ $(cut -d' ' -f1 /proc/uptime)"
}

# Ends the scenario from here: STATUS TEXT
end_with() {
	printf '%s %s\n' "$1" "$2" >/lab/out/status
	echo "### $2"
	exit "$1"
}

fail() {
	end_with 1 "$*"
}

skip() {
	end_with 77 "$*"
}

unbind() {
	local address=${1:-$igpu}
	if [ -e "/sys/bus/pci/devices/$address/driver" ]; then
		echo "$address" >"/sys/bus/pci/devices/$address/driver/unbind"
	fi
}

bind() {
	local driver=$1 address=${2:-$igpu} now
	modprobe "$driver"
	now=$(readlink "/sys/bus/pci/devices/$address/driver" || true)
	[ "${now##*/}" != "$driver" ] || return 0
	unbind "$address"
	echo "$driver" >"/sys/bus/pci/devices/$address/driver_override"
	echo "$address" >/sys/bus/pci/drivers_probe
	now=$(readlink "/sys/bus/pci/devices/$address/driver" || true)
	[ "${now##*/}" = "$driver" ] || fail "$driver does not take $address"
}

# Without KVM an initramfs takes longer to unpack than a check is given elsewhere.
patience=(--timeout 60)

# examine NAME COMMAND...: COMMAND is the program, as whoever it shall run
examine() {
	local name=$1 status=0
	shift
	mark "$name"
	"$@" "${patience[@]}" check --json >"/tmp/$name.json" 2>"/tmp/$name.errors" || status=$?
	cat "/tmp/$name.errors"
	[ "$status" -le 3 ] || fail "igd-doctor check ended with $status"
	status=0
	"$@" "${patience[@]}" --quiet record - >"/tmp/$name.tree" 2>"/tmp/$name.errors" || status=$?
	cat "/tmp/$name.errors"
	[ "$status" -eq 0 ] || fail "igd-doctor record ended with $status"
	cp "/tmp/$name.json" "/tmp/$name.tree" /lab/out/
	mark "$name: done"
}

doctor() {
	examine "${1:-host}" igd-doctor
}

doctor_as_user() {
	examine "${1:-host}" setpriv --reuid 65534 --regid 65534 --clear-groups \
		--inh-caps=-all --bounding-set=-all igd-doctor
}
