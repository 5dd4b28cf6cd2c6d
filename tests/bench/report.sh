#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# report.sh - what a report costs to write and to examine, of a recorded host and of this machine, beside sos
#
# usage: tests/bench/report.sh [PROGRAM] [RUNS] [RECORDING]
#
# sos is the seven plugins that hold what a report holds; SOS names its program, and it wants root. Without it, or not as
# root, it is left out.
set -euo pipefail
here=$(dirname "$0")
program=$(realpath "${1:-$here/../../build/release/bin/igd-doctor}") runs=${2:-11}
recording=$(realpath "${3:-$here/../hosts/artix-12700k-openrc-grub.tree}")
sos=${SOS:-sos}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_STATE_HOME=$folder/state # the maps

write="report --yes --force --output $folder"
"$program" --from "$recording" report --yes --output "$folder/recorded.tar.zst" >/dev/null
rivals=()
if [ "$(id -u)" -eq 0 ] && command -v "$sos" >/dev/null; then
	rivals=("sos=$sos report --batch --tmp-dir $folder --only-plugins libvirt,kvm,hardware,kernel,boot,pci,block")
else
	echo "sos: not compared; it is not installed, or this is not root (4.12 with --clean: 6.7 s of CPU)"
fi
echo "A report of $(stat -c %s "$folder/recorded.tar.zst") bytes, of $(stat -c %s "$recording") recorded."
"$here/measure" --runs "$runs" "report --from=$program --from '$recording' $write/written.tar.zst" \
	"report, live=$program $write/live.tar.zst" "check, live=$program check"
"$here/measure" --runs "$runs" "check --from report=$program --from $folder/recorded.tar.zst check" \
	"check --from .tree=$program --from '$recording' check" "zstd -t=zstd -tq $folder/recorded.tar.zst"
[ ${#rivals[@]} -eq 0 ] || "$here/measure" --runs 3 "report, live=$program $write/live.tar.zst" "${rivals[@]}"
