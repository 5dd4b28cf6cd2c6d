# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # boot is of disk.sh, patience of ../../guest/lib.sh
#
# mend - `igd-doctor fix` and `undo` inside a machine, and what the journal says of them

# The program's own notes (doctor/mend/journal.h): the newest journal's folder; nothing where there is none yet.
journal() {
	local all=/var/lib/igd-doctor/journal
	[ ! -d "$all" ] || find "$all" -mindepth 1 -maxdepth 1 -type d | LC_ALL=C sort | tail -n 1
}

# keep_journal: a copy of what it says, outside; one that was cut off at its beginning has less
keep_journal() {
	local folder each
	folder=$(journal)
	for each in status log; do
		[ ! -e "$folder/$each" ] || cp "$folder/$each" "/lab/out/boot$boot.$each"
	done
	for each in plan.json restore.sh; do
		[ ! -e "$folder/$each" ] || cp "$folder/$each" /lab/out/
	done
}

# doctor_does NAME STATUS ARGS...: the program ends with STATUS; what it says is in /lab/out/NAME.txt
doctor_does() {
	local name=$1 wanted=$2 status=0
	shift 2
	mark "igd-doctor $*"
	igd-doctor "${patience[@]}" "$@" >"/tmp/$name.txt" 2>&1 </dev/null || status=$?
	cat "/tmp/$name.txt"
	cp "/tmp/$name.txt" /lab/out/
	keep_journal
	[ "$status" -eq "$wanted" ] || fail "boot $boot: igd-doctor $* ended with status $status, and should with $wanted"
	mark "$name: done"
}

# journal_has REGEX SECONDS: until a line of the newest journal's status matches; the boot service may still be at it
journal_has() {
	local regex=$1 deadline=$((SECONDS + $2)) folder
	mark "waiting for \"$regex\""
	while :; do
		folder=$(journal)
		! grep -qE -- "$regex" "$folder/status" || break
		if [ "$SECONDS" -ge "$deadline" ]; then
			keep_journal
			tail -n 3 "$folder/status"
			fail "boot $boot: the journal has no \"$regex\" after $2 s"
		fi
		sleep 1
	done
	keep_journal
	mark "the journal has it"
}

# show_journal: every line of a journal's status, as it comes, in the serial log: "### journal: ..."
show_journal() {
	local last seen=0 now folder
	last=$(journal)
	[ -z "$last" ] || seen=$(wc -l <"$last/status")
	while :; do
		folder=$(journal)
		[ "$folder" = "$last" ] || seen=0
		last=$folder
		if [ -e "$folder/status" ]; then
			now=$(wc -l <"$folder/status")
			[ "$now" -le "$seen" ] || sed -n "$((seen + 1)),${now}s/^/### journal: /p" "$folder/status"
			seen=$now
		fi
		sleep 0.2
	done &
}
