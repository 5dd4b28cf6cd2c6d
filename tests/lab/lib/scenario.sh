# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# scenario - what every scenario begins with: settings, the boot, and what must hold (../README.md)
#
# A scenario is a process of tests/lab/run, which gives it LAB_LOGS, LAB_WORK and the rest by environment, and
# which ends what it leaves behind. Started by hand, it starts run.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=machine.sh
. "$LAB_HERE/lib/machine.sh"

[ -n "${LAB_REASON:-}" ] || exec "$LAB_HERE/run" "$@" "$(basename "$0")"

trap scenario_end EXIT
lab_faults=0
lab_findings=host
lab_named=()

# Expectations that failed are counted; the status of the whole is known only here.
scenario_end() {
	local status=$?
	machine_stop
	if [ "$status" -eq 0 ] && [ "$lab_faults" -gt 0 ]; then
		status=1
	elif [ "$status" -ne 0 ] && [ "$status" -ne 77 ] && [ ! -s "$LAB_REASON" ]; then
		lab_reason "the scenario ended with status $status"
	fi
	exit "$status"
}

failed() {
	lab_fail "$@"
}

skipped() {
	lab_skip "$@"
}

fault() {
	lab_faults=$((lab_faults + 1))
	lab_reason "$*"
}

inside() {
	cat >"$LAB_WORK/run.sh"
}

# ---- the boot

last_words() {
	tail -n 20 "$LAB_LOGS/serial.log" | tr -d '\r' | grep -aE 'Kernel panic|^\+|rror|not ' | tail -1
}

boot() {
	local status reason
	rm -f "$LAB_LOGS/out/status"
	machine_start
	machine_wait $((LAB_LIMIT - SECONDS - 5)) || failed "the machine did not end in $LAB_LIMIT s: $(last_words)"
	machine_stop
	if [ ! -s "$LAB_LOGS/out/status" ]; then
		failed "the machine ended without a word: $(tail -n 1 "$LAB_LOGS/qemu.log") $(last_words)"
	fi
	read -r status reason <"$LAB_LOGS/out/status"
	case $status in
	0) ;;
	77) skipped "${reason:-inside skipped}" ;;
	*) failed "${reason:-inside ended with status $status: $(last_words)}" ;;
	esac
}

# ---- what must hold

findings() {
	lab_findings=$1
	lab_named=()
	[ -s "$LAB_LOGS/out/$lab_findings.json" ] || failed "there are no findings of \"$lab_findings\""
}

# field ID FIELD...: of one finding, as text
finding() {
	jq -r --arg id "$1" ".findings[] | select(.id == \$id) | $2" "$LAB_LOGS/out/$lab_findings.json"
}

expect() {
	local id=$1 verdict=$2 regex=${3:-} is text
	lab_named+=("$id")
	is=$(finding "$id" .verdict)
	text=$(finding "$id" '"\(.where // ""): \(.what // "")"')
	if [ "$is" != "$verdict" ]; then
		fault "$lab_findings: $id is ${is:-unknown to the program}, and should be $verdict ($text)"
	elif [ -n "$regex" ] && ! grep -qE -- "$regex" <<<"$text"; then
		fault "$lab_findings: $id is $is, but says \"$text\", which does not match \"$regex\""
	fi
}

# What is so of every machine that boots from the tree: no virtualization in its CPU, BIOS, no boot loader.
expect_lab() {
	expect platform.virtualization fail 'hypervisor below this machine hides'
	expect platform.boot-mode fail '/sys/firmware/efi: absent'
	expect boot.loader unknown 'no known boot loader'
	expect boot.applied unknown
}

# Whoever has the iGPU, memory shows what ASLS points at: SeaBIOS puts it where the kernel lets root look.
expect_opregion() {
	expect opregion.host pass 'memory/opregion: version 2\.1'
	expect opregion.vbt pass 'memory/opregion: VBT [0-9]+ declares '
}

otherwise() {
	local others line
	others=$(jq -r --args '.findings[] | select([.id] | inside($ARGS.positional) | not) |
		"\(.verdict) \(.id): \(.where // ""): \(.what // "")"' "${lab_named[@]}" <"$LAB_LOGS/out/$lab_findings.json")
	while read -r line; do
		[[ -z "$line" || " $* " = *" ${line%% *} "* ]] || fault "$lab_findings: not foreseen: $line"
	done <<<"$others"
}

# Only host.kind differs between a host and its recording.
replays() {
	local recorded=$LAB_LOGS/out/$lab_findings.tree replayed=$LAB_LOGS/$lab_findings.replayed.json status=0
	"$LAB_PROGRAM/prefix/bin/igd-doctor" --from "$recorded" check --json >"$replayed" || status=$?
	[ "$status" -le 3 ] || fault "$lab_findings: the recording cannot be examined (status $status)"
	diff -u --label inside --label replayed <(jq -S 'del(.host.kind)' "$LAB_LOGS/out/$lab_findings.json") \
		<(jq -S 'del(.host.kind)' "$replayed") >"$LAB_LOGS/$lab_findings.replayed.diff" ||
		fault "$lab_findings: the recording replays otherwise ($LAB_LOGS/$lab_findings.replayed.diff)"
	reports
}

# A report of that recording replays to the findings in it, and these have the verdicts that the machine had.
reports() {
	local recorded=$LAB_LOGS/out/$lab_findings.tree bundle=$LAB_LOGS/$lab_findings.tar.zst status=0
	local program=$LAB_PROGRAM/prefix/bin/igd-doctor verdicts='[.findings[] | "\(.id) \(.verdict)"]'
	rm -f "$bundle"
	"$program" --from "$recorded" --quiet report --yes --output "$bundle" --map "$bundle.map" --force ||
		fault "$lab_findings: no report can be written"
	"$program" --from "$bundle" check --json >"$bundle.replayed.json" || status=$?
	[ "$status" -le 3 ] || fault "$lab_findings: the report cannot be examined (status $status)"
	tar --zstd -xOf "$bundle" igd-doctor-report/findings.json >"$bundle.json"
	cmp -s <(jq -S 'del(.host.kind)' "$bundle.json") <(jq -S 'del(.host.kind)' "$bundle.replayed.json") ||
		fault "$lab_findings: the report replays otherwise ($bundle.replayed.json)"
	cmp -s <(jq "$verdicts" "$bundle.json") <(jq "$verdicts" "$LAB_LOGS/out/$lab_findings.json") ||
		fault "$lab_findings: the report has other verdicts than the machine ($bundle.json)"
}

# Findings, but not at which line of the kernel's log something stands. without_lines FILE
without_lines() {
	sed -E 's,(/dev/kmsg:|"line )[0-9]+,\1,g' "$1"
}

# The recording of what "findings" named becomes a lab host in tests/hosts, if run was asked to record. What is
# left out of it must not matter. recording MACHINE [FIRST CAUSE]
recording() {
	local tree=$LAB_LOGS/$1.tree status=0
	[ -n "$LAB_RECORD" ] && [ "$lab_faults" -eq 0 ] || return 0
	{
		echo "igd-doctor.tree/1 recorded"
		sed -n "s/^# $LAB_NAME - /# The lab machine: /p" "$LAB_HERE/scenarios/$LAB_NAME"
		echo "# source: recorded by igd-doctor on the machine that tests/lab/scenarios/$LAB_NAME boots"
		echo "# reconstructed: what differs from boot to boot, such as clocks, is set to one value (tests/lab/lib/normalise)"
		echo "# first cause: ${2:-platform.virtualization (the lab has no KVM)}"
		tail -n +2 "$LAB_LOGS/out/$lab_findings.tree" | "$LAB_HERE/lib/normalise"
	} >"$tree"
	"$LAB_PROGRAM/prefix/bin/igd-doctor" --from "$tree" check --json >"$tree.json" || status=$?
	if [ "$status" -gt 3 ] || ! cmp -s <(without_lines "$tree.json") <(without_lines "$LAB_LOGS/$lab_findings.replayed.json"); then
		fault "$lab_findings: the recording is judged otherwise when it is normalised ($tree)"
		return
	fi
	cp "$tree" "$LAB_SOURCE/tests/hosts/"
}

log_has() {
	grep -qaE -- "$2" "$LAB_LOGS/$1" || fault "$1 has no line with \"$2\""
}

log_lacks() {
	! grep -qaE -- "$2" "$LAB_LOGS/$1" || fault "$1 has a line with \"$2\""
}

log_count() {
	local count
	count=$(grep -caE -- "$3" "$LAB_LOGS/$2" || true)
	[ "$count" -eq "$1" ] || fault "$2 has $count lines with \"$3\", and should have $1"
}

holds() {
	local text=$1
	shift
	"$@" || fault "$text"
}
