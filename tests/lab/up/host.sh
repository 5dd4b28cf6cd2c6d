# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# host - what a scenario that brings a VM up takes along (../lib/scenario.sh and ../vm/host.sh come first)

up_here=$LAB_HERE/up

# build_standin FOLDER: the stand-in of a Sunshine
build_standin() {
	gcc -std=gnu17 -O2 -D_GNU_SOURCE -I"$LAB_SOURCE" -I"$LAB_SOURCE/doctor" \
		"$LAB_SOURCE"/tests/standin/sunshine/*.c -lssl -lcrypto -o "$1/sunshine-standin"
}

# up_inside: as vm_inside, with the network, the stand-ins and the system that answers (guest.sh, ../answerer)
up_inside() {
	local answerer standin case
	need gcc gcc
	answerer=$(cached answerer "$LAB_HERE"/answerer/* -- "$LAB_HERE/answerer/build") ||
		failed "the VM's system cannot be built"
	standin=$(cached standin "$LAB_SOURCE"/tests/standin/sunshine/*.[ch] -- build_standin) ||
		failed "the stand-in of a Sunshine cannot be built"
	put "$up_here" up
	put "$answerer/answerer.img" up/answerer.img
	put "$answerer/answerer.efi" up/answerer.efi
	put "$standin/sunshine-standin" up/sunshine-standin
	mkdir -p "$LAB_WORK/in/up/answers"
	for case in "$LAB_SOURCE"/tests/standin/agent/*.agent; do
		case=$(basename "$case" .agent)
		"$LAB_SOURCE/tests/standin/agent/expand" "$case" >"$LAB_WORK/in/up/answers/$case"
	done
	{ echo '. /lab/in/up/guest.sh' && cat; } | vm_inside
}

# up_rom: igd-doctor's own option ROM, as /lab/in/igd.rom
up_rom() {
	"$LAB_PROGRAM/prefix/bin/igd-doctor" rom --build --device 4680 -o "$LAB_WORK/igd.rom" >>"$LAB_LOGS/build.log" 2>&1 ||
		skipped "the program has no option ROM: $(tail -n 1 "$LAB_LOGS/build.log")"
	put "$LAB_WORK/igd.rom"
}

# up_says NAME JQ: one of the lines that NAME.up has is such
up_says() {
	jq -e -s "any(.[]; $2)" "$LAB_LOGS/out/$1.up" >/dev/null || fault "$1: no line of up is such: $2"
}

# stops_at NAME STAGE ID [REGEX]: up ended there, named that (a regular expression, of all of it), said so in words that match,
# and left everything as it was
stops_at() {
	local name=$1 stage=$2 id=$3 regex=${4:-} is
	is=$(jq -r -s 'map(select(.event == "failed" or .event == "done")) | last |
		"\(.event) \(.stage) \(.id): \(.where): \(.what)"' "$LAB_LOGS/out/$name.up") || is=nothing
	grep -qE "^failed $stage ($id): " <<<"$is" || fault "$name should stop at $stage, because of $id: $is"
	grep -qE -- "$regex" <<<"$is" || fault "$name should say \"$regex\": $is"
	[ ! -s "$LAB_LOGS/out/$name.diff" ] || fault "$name is not left as it was ($LAB_LOGS/out/$name.diff)"
}

# is_interrupted NAME STAGE: Ctrl-C ended it there, and left everything as it was
is_interrupted() {
	up_says "$1" ".event == \"failed\" and .stage == \"$2\" and .interrupted"
	[ "$(cat "$LAB_LOGS/out/$1.status")" -eq 130 ] || fault "$1: status $(cat "$LAB_LOGS/out/$1.status") and not 130"
	[ ! -s "$LAB_LOGS/out/$1.diff" ] || fault "$1 is not left as it was ($LAB_LOGS/out/$1.diff)"
}
