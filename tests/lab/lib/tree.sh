# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# tree - Debian 13 as a folder: what L1 boots from, and where QEMU, virtiofsd and libvirt come from
#
# QEMU's vfio-user-pci client is in QEMU 10.1 and later; trixie has 10.0, its backports 11. The packages come from
# the mirror that apt already uses. The tree is kept until what tree_recipe prints changes.

LAB_SUITE=trixie
LAB_PACKAGES=(
	linux-image-amd64 qemu-system-x86 qemu-utils virtiofsd ovmf seabios
	libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients
	systemd-sysv udev dbus kmod pciutils iproute2 procps busybox-static dmidecode socat
)
LAB_BACKPORTS="qemu-* ovmf seabios libvirt* ipxe-qemu linux-image-* linux-base*"

tree_recipe() {
	declare -p LAB_SUITE LAB_PACKAGES LAB_BACKPORTS
	declare -f tree_build tree_finish
	cat "$LAB_HERE/guest/init"
}

# The first Debian mirror among apt's sources, in either format; Debian's own where apt knows none.
tree_mirror() {
	local uris
	uris=$(find /etc/apt -name '*.sources' -exec sed -n 's/^URIs:[[:space:]]*//p' {} + | tr ' ' '\n')
	uris+=$'\n'$(find /etc/apt -name '*.list' -exec \
		sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' {} +)
	uris=$(grep -m1 -E '/debian/?$' <<<"$uris") || true
	printf '%s\n' "${IGD_LAB_MIRROR:-${uris:-http://deb.debian.org/debian}}"
}

tree_sources() {
	local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	mirror=$(tree_mirror)
	printf "deb [signed-by=$keyring] %s %s main\n" "$mirror" "$LAB_SUITE" "$mirror" "$LAB_SUITE-backports"
}

# A keyring from before trixie does not know the keys of its archive.
tree_need_keyring() {
	local version
	version=$(dpkg-query -W -f='${Version}' debian-archive-keyring 2>/dev/null) || version=0
	dpkg --compare-versions "$version" ge 2023.3+deb12u2 && return
	[ "$(id -u)" -eq 0 ] || lab_skip "debian-archive-keyring is too old for $LAB_SUITE: upgrade it as root"
	{ apt-get update && apt-get install --yes debian-archive-keyring; } >"$LAB_DIR/install.log" 2>&1 </dev/null ||
		lab_skip "debian-archive-keyring is too old for $LAB_SUITE and could not be upgraded ($LAB_DIR/install.log)"
}

# What only costs time or disk in L1: documents, and an initramfs that nothing boots.
tree_finish() {
	local root=$1
	install -D -m 755 "$LAB_HERE/guest/init" "$root/lab/init"
	rm -f "$root"/boot/initrd.img* "$root"/initrd.img* "$root/usr/bin/qemu-system-i386"
	tree_recipe >"$root/lab/recipe"
}

tree_build() {
	local root=$1 log=$LAB_DIR/tree.log
	tree_sources >"$LAB_DIR/sources.list"
	printf 'Package: %s\nPin: release n=%s-backports\nPin-Priority: 900\n' \
		"$LAB_BACKPORTS" "$LAB_SUITE" >"$LAB_DIR/preferences"
	mmdebstrap --mode=root --variant=minbase --format=directory \
		--aptopt='APT::Install-Recommends "false"' \
		--setup-hook="cp '$LAB_DIR/preferences' \"\$1/etc/apt/preferences.d/lab\"" \
		--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--include="$(IFS=, && echo "${LAB_PACKAGES[*]}")" \
		"$LAB_SUITE" "$root" - <"$LAB_DIR/sources.list" >"$log" 2>&1 && return
	tail -5 "$log" >&2
	lab_skip "Debian's $LAB_SUITE could not be fetched from $(tree_mirror) ($log)"
}

# Sets LAB_ROOT; builds it if it is not there.
tree_need() {
	local root new started=$SECONDS
	root=$LAB_DIR/tree-$(tree_recipe | sha256sum | cut -c1-16)
	export LAB_ROOT=$root
	[ ! -d "$root" ] || return 0
	[ "$(id -u)" -eq 0 ] || lab_skip "the lab's Debian can only be built by root (once)"
	mkdir -p "$LAB_DIR"
	exec 8>"$LAB_DIR/tree.lock"
	flock 8
	if [ ! -d "$root" ]; then
		need mmdebstrap mmdebstrap
		tree_need_keyring
		echo "lab: building $root" >&2
		new=$LAB_DIR/tree.new
		rm -rf "$new" "$LAB_DIR"/tree-*
		tree_build "$new"
		tree_finish "$new"
		mv "$new" "$root"
		echo "lab: built in $((SECONDS - started)) s" >&2
	fi
	exec 8>&-
}
