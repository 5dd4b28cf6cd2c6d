#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check-recording.sh - what examining a recording costs, beside virt-host-validate and lspci on this machine
#
# usage: tests/bench/check-recording.sh [PROGRAM] [RUNS] [RECORDING]
set -euo pipefail
here=$(dirname "$0")
program=${1:-$here/../../build/release/bin/igd-doctor}
recording=${3:-$here/../hosts/artix-12700k-openrc-grub.tree}

"$here/measure" --runs "${2:-21}" "check --from=$program --from '$recording' check" \
	"virt-host-validate=virt-host-validate qemu" "lspci=lspci -nnk"
"$here/count-calls" "$program" --from "$recording" check
