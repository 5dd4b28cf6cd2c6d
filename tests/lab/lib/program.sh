# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# program - what is under test, as L1 gets it: an installed igd-doctor, the libraries it was built with, igd-device
#
# IGD_DOCTOR=PREFIX takes a program that is installed there, IGD_LAB_BUILD=FOLDER a build (with IGD_TESTS on) that
# is there already. The C library is the tree's: others cannot be brought along.

# shellcheck source=../../packages.sh
. "$LAB_SOURCE/tests/packages.sh"

# program_build TARGET...
program_build() {
	local build=$LAB_BUILD log=$LAB_DIR/build.log
	mkdir -p "$LAB_DIR"
	install_missing "$LAB_DIR/install.log" "${packages_to_build[@]}" >&2
	{
		{ [ -e "$build/build.ninja" ] || cmake -S "$LAB_SOURCE" --preset release-tests -B "$build"; } &&
			cmake --build "$build" --target "$@"
	} >"$log" 2>&1 </dev/null && return
	tail -20 "$log" >&2
	echo "lab: $* cannot be built ($log)" >&2
	exit 1
}

program_prefix() {
	if [ -n "${IGD_DOCTOR:-}" ]; then
		[ -x "$IGD_DOCTOR/bin/igd-doctor" ] || lab_skip "IGD_DOCTOR: there is no $IGD_DOCTOR/bin/igd-doctor"
		printf '%s\n' "$IGD_DOCTOR"
		return
	fi
	program_build all
	rm -rf "$LAB_DIR/prefix"
	cmake --install "$LAB_BUILD" --prefix "$LAB_DIR/prefix" >"$LAB_DIR/install.log"
	printf '%s\n' "$LAB_DIR/prefix"
}

# The libraries that a program or plugin is linked with, but for the C library's.
program_libraries() {
	find "$1" -type f \( -name '*.so*' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null |
		awk '$2 == "=>" && $3 ~ /^\// { print $3 }' | sort -u |
		grep -vE "^$1/|/(ld-linux-x86-64|lib(c|m|dl|rt|pthread|resolv|util|anl))\.so" || true
}

# The C library of the tree has to be as new as the one that the program was linked with.
program_libc() {
	local here there
	here=$(getconf GNU_LIBC_VERSION)
	here=${here#glibc }
	there=$(dpkg-query --admindir="$LAB_ROOT/var/lib/dpkg" -W -f='${Version}' libc6:amd64)
	dpkg --compare-versions "$here" le "${there%%-*}" ||
		lab_skip "the program was built with glibc $here, and $LAB_SUITE has ${there%%-*}: build it on an older system"
}

# Sets LAB_PROGRAM (prefix/, lib/) and LAB_DEVICE.
program_need() {
	local prefix library
	export LAB_BUILD=${IGD_LAB_BUILD:-$LAB_SOURCE/build/release-tests} LAB_PROGRAM=$LAB_DIR/program
	export LAB_DEVICE=${IGD_LAB_DEVICE:-$LAB_BUILD/bin/igd-device}
	prefix=$(program_prefix)
	[ -n "${IGD_LAB_DEVICE:-}" ] || program_build igd-device
	program_libc
	rm -rf "$LAB_PROGRAM"
	mkdir -p "$LAB_PROGRAM/lib"
	cp -a "$prefix" "$LAB_PROGRAM/prefix"
	chmod -R go-w "$LAB_PROGRAM/prefix"
	for library in $(program_libraries "$prefix"); do
		cp -L "$library" "$LAB_PROGRAM/lib/"
	done
}
