# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# common - where everything is, and the few things that every part of the lab does
#
# Status 77 is "cannot be done here": it always comes with a line that names what is missing.

LAB_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
LAB_HERE=$LAB_SOURCE/tests/lab
LAB_DIR=${IGD_LAB_DIR:-$LAB_SOURCE/build/lab}
LAB_CACHE=$LAB_DIR/cache
LAB_LIBRARIES=usr/lib/x86_64-linux-gnu
export LAB_SOURCE LAB_HERE LAB_DIR LAB_CACHE

# The one place where a reason is kept for tests/lab/run to print: the first counts.
lab_reason() {
	if [ -n "${LAB_REASON:-}" ] && [ ! -s "$LAB_REASON" ]; then
		printf '%s\n' "$*" >"$LAB_REASON"
	fi
	echo "lab: $*" >&2
}

lab_fail() {
	lab_reason "$*"
	exit 1
}

lab_skip() {
	lab_reason "$*"
	exit 77
}

lab_usage() {
	echo "lab: $*" >&2
	exit 64
}

say() {
	echo "$*" >>"$LAB_LOGS/scenario.log"
}

# need COMMAND PACKAGE: installs the package if the command is missing
need() {
	local command=$1 package=$2
	command -v "$command" >/dev/null && return
	command -v apt-get >/dev/null || lab_skip "$command is missing (Debian: $package)"
	[ "$(id -u)" -eq 0 ] || lab_skip "$command is missing: as root, apt-get install $package"
	mkdir -p "$LAB_DIR"
	echo "lab: installing $package" >&2
	if ! { apt-get update && DEBIAN_FRONTEND=noninteractive \
		apt-get install --yes --no-install-recommends "$package"; } >"$LAB_DIR/install.log" 2>&1 </dev/null; then
		tail -5 "$LAB_DIR/install.log" >&2
		lab_skip "$command is missing, and $package could not be installed ($LAB_DIR/install.log)"
	fi
}

# in_root PROGRAM ARGS...: a program of the tree with the tree's loader and libraries, without chroot
in_root() {
	(exec_in_root "$@")
}

# The same in place of the shell: what is started in the background is then the program itself.
exec_in_root() {
	local program=$1 own=/usr/lib/x86_64-linux-gnu/qemu alone=()
	shift
	# What QEMU does not find in QEMU_MODULE_DIR it looks for where it was to be installed: modules of another version.
	if [ -d "$own" ]; then
		alone=(unshare --mount)
		[ "$(id -u)" -eq 0 ] || alone+=(--map-root-user)
		# shellcheck disable=SC2016 # the inner shell expands
		alone+=(sh -c 'mount -t tmpfs none "$0" && exec "$@"' "$own")
	fi
	QEMU_MODULE_DIR=$LAB_ROOT/$LAB_LIBRARIES/qemu exec "${alone[@]}" "$LAB_ROOT/lib64/ld-linux-x86-64.so.2" \
		--library-path "$LAB_ROOT/$LAB_LIBRARIES:$LAB_ROOT/$LAB_LIBRARIES/systemd" \
		--argv0 "$program" "$LAB_ROOT$program" "$@"
}

lab_kernel() {
	find "$LAB_ROOT/boot" -name 'vmlinuz-*' | sort -V | tail -1
}

hash_of() {
	cat "$@" | sha256sum | cut -c1-16
}

# cached NAME RECIPE... -- COMMAND...: COMMAND FOLDER fills a folder that is kept until a RECIPE or the tree changes
cached() {
	local name=$1 recipe=() folder
	shift
	while [ "$1" != -- ]; do
		recipe+=("$1")
		shift
	done
	shift
	folder=$LAB_CACHE/$name-$(hash_of "$LAB_ROOT/lab/recipe" "${recipe[@]}")
	mkdir -p "$LAB_CACHE"
	(
		flock 9
		if [ ! -d "$folder" ]; then
			rm -rf "$LAB_CACHE/$name"-*
			mkdir "$folder.new"
			"$@" "$folder.new" >&2 || exit
			mv "$folder.new" "$folder"
		fi
	) 9>"$LAB_CACHE/$name.lock" || return
	printf '%s\n' "$folder"
}
