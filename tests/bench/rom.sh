#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# rom.sh - how long an option ROM takes to be judged, and a thousand, beside rom-parser
#
# usage: tests/bench/rom.sh [PROGRAM] [RUNS]
#
# ROM_PARSER names a build of github.com/awilliam/rom-parser; without one it is left out. MAKE_SPECIMEN names
# make-specimen of a build with tests (build/dev/bin/make-specimen).
set -euo pipefail
here=$(dirname "$0")
program=${1:-$here/../../build/release/bin/igd-doctor} runs=${2:-21}
make=${MAKE_SPECIMEN:-$here/../../build/dev/bin/make-specimen}
parser=${ROM_PARSER:-}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ ! -x "$make" ]; then
	echo "rom.sh: no $make; build the tests first, or set MAKE_SPECIMEN"
	exit 77
fi
"$make" --big 9 trio "$folder/one.rom"
"$make" --big 9 --compress uefi trio "$folder/packed.rom"
mkdir "$folder/1000" "$folder/250"
for ((i = 0; i < 1000; i++)); do
	cp "$folder/one.rom" "$folder/1000/$i.rom"
	[ "$i" -ge 250 ] || cp "$folder/one.rom" "$folder/250/$i.rom"
done
echo "A ROM of $(($(stat -c %s "$folder/one.rom") / 1024)) KiB; what starting costs is that of --version."
rivals=()
if [ -x "$parser" ]; then
	# It opens what it reads for writing too, and knows one file at a time.
	rivals=("rom-parser=$parser $folder/one.rom")
else
	echo "rom-parser: not compared; set ROM_PARSER to its program"
fi
"$here/measure" --runs "$runs" "one=$program rom --device 4680 $folder/one.rom" \
	"compressed=$program rom --device 4680 $folder/packed.rom" "version=$program --version" "${rivals[@]}"
"$here/measure" --runs 5 "1,000=$program rom --device 4680 -q $folder/1000" \
	"250=$program rom --device 4680 -q $folder/250"
