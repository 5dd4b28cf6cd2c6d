#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check-5000.sh - whether the cost grows linearly with the number of PCI functions, up to 5,000
#
# usage: tests/bench/check-5000.sh [PROGRAM] [RUNS]
set -euo pipefail
here=$(dirname "$0")
program=${1:-$here/../../build/release/bin/igd-doctor}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for count in 1250 2500 5000; do
	"$here/generate-host" $count >"$folder/$count.tree"
done
echo "Linear means that twice the functions take at most twice the time: a ratio of 2 and 4."
"$here/measure" --runs "${2:-11}" "5,000=$program --from $folder/5000.tree check" \
	"2,500=$program --from $folder/2500.tree check" "1,250=$program --from $folder/1250.tree check" \
	"virt-host-validate=virt-host-validate qemu" "lspci=lspci -nnk"
"$here/count-calls" "$program" --from "$folder/5000.tree" check
