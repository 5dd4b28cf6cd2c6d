#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check-live.sh - what examining this machine costs, beside virt-host-validate and lspci
#
# usage: tests/bench/check-live.sh [PROGRAM] [RUNS]
set -euo pipefail
here=$(dirname "$0")
program=${1:-$here/../../build/release/bin/igd-doctor}

"$here/measure" --runs "${2:-21}" "check=$program check" "virt-host-validate=virt-host-validate qemu" \
	"lspci=lspci -nnk"
"$here/count-calls" "$program" check
