#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fix.sh - what a plan costs beside its commands: journal, copies and fsync(2), on the disk that FOLDER lies on
#
# usage: tests/bench/fix.sh [BENCH-FIX] [RUNS] [FOLDER]
#
# The plan is that of tests/mend/stage.c: a trial, a boot, and the plan proper; 3 commands, which are shell scripts of
# one line. What `plan` takes beyond `commands` is the engine's; what `nothing` takes is making the small root folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../build/release-tests/bin/bench-fix}") runs=${2:-15}
export STAGE_FOLDER=${3:-/var/tmp}

"$here/measure" --runs "$runs" "plan=$program plan" "commands=$program commands" "nothing=$program nothing" \
	"plan and undo=$program undo"
