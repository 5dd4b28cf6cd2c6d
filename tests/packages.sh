# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # tests/run and tests/lab use the lists
#
# packages - what building and testing needs of Debian and Ubuntu; the one place where it stands

packages_to_build=(
	gcc libc6-dev cmake ninja-build pkg-config binutils
	libpci-dev libkmod-dev libarchive-dev libcjson-dev libpcre2-dev liblzma-dev libseccomp-dev
	libxml2-dev libvirt-dev nettle-dev libcurl4-openssl-dev libssl-dev
	libcmocka-dev kmod
)
packages_to_test=(
	valgrind clang libclang-rt-dev clang-format clang-tidy
	shellcheck mandoc busybox-static bash-completion zsh fish jq parallel cmark-gfm libxml2-utils libvirt-clients
	ovmf shim-unsigned grub-efi-amd64-bin ipxe-qemu systemd-boot-efi seabios refind # no Intel GOP in any of them
)

# install_missing LOG PACKAGE...: as root, or by sudo; the log is shown if that fails
install_missing() {
	local log=$1 missing=() name as_root=()
	shift
	if ! command -v dpkg-query >/dev/null; then
		echo "tests: not a Debian; install by hand what corresponds to: $*"
		return
	fi
	for name; do
		[ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	[ "$(id -u)" -eq 0 ] || as_root=(sudo)
	echo "tests: installing ${missing[*]}"
	{
		"${as_root[@]}" apt-get update &&
			"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
				apt-get install --yes --no-install-recommends "${missing[@]}"
	} >"$log" 2>&1 </dev/null || {
		cat "$log"
		return 1
	}
}
