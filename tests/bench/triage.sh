#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# triage.sh - what 250, 500 and 1,000 reports cost to look through, beside what unpacking them costs
#
# usage: tests/bench/triage.sh [PROGRAM] [RUNS]
#
# The reports are those that the program writes of the hosts in tests/hosts, over and over. `zstd -t` reads and unpacks
# them all, and does nothing with them: it is what any tool pays that reads the whole of each. First both have one
# processor, so that processor time is compared with processor time; then both have all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../build/release/bin/igd-doctor}") runs=${2:-7}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_STATE_HOME=$folder/state # the maps

mkdir "$folder/written" "$folder/1000" "$folder/500" "$folder/250"
for host in "$here"/../hosts/*.tree; do
	"$program" --from "$host" report --yes --output "$folder/written/$(basename "$host" .tree).tar.zst" >/dev/null
done
written=("$folder/written"/*.tar.zst)
for ((i = 0; i < 1000; i++)); do
	cp "${written[i % ${#written[@]}]}" "$folder/1000/$i.tar.zst"
	[ "$i" -ge 500 ] || ln "$folder/1000/$i.tar.zst" "$folder/500/"
	[ "$i" -ge 250 ] || ln "$folder/1000/$i.tar.zst" "$folder/250/"
done
echo "${#written[@]} different reports, $(($(du -sk "$folder/1000" | cut -f1) / 1024)) MiB in 1,000 files; $(nproc) processors"

cat >"$folder/unpack" <<'END'
#!/bin/sh
find "$1" -name '*.zst' -print0 | xargs -0 -n 125 -P "$2" zstd -tq
END
chmod +x "$folder/unpack"
echo "One processor each; linear means a ratio of 2 and 4:"
"$here/measure" --runs "$runs" "1,000=taskset -c 0 $program triage -q $folder/1000" \
	"500=taskset -c 0 $program triage -q $folder/500" "250=taskset -c 0 $program triage -q $folder/250" \
	"zstd -t=taskset -c 0 $folder/unpack $folder/1000 1"
echo "All processors:"
"$here/measure" --runs "$runs" "1,000=$program triage -q $folder/1000" "zstd -t=$folder/unpack $folder/1000 $(nproc)"
