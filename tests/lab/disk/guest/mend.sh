# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# mend - `igd-doctor fix` and `undo` inside a machine, and what the journal says of them

# The program's own notes (doctor/mend/journal.h): the newest journal's folder.
journal() {
	find /var/lib/igd-doctor/journal -mindepth 1 -maxdepth 1 -type d 2>/dev/null | LC_ALL=C sort | tail -n 1
}

# keep_journal: a copy of what it says, outside
keep_journal() {
	local folder
	folder=$(journal)
	[ -n "$folder" ] || return 0
	cp "$folder/status" "/lab/out/boot$boot.status"
	cp "$folder/plan.json" "$folder/restore.sh" /lab/out/
	[ ! -e "$folder/log" ] || cp "$folder/log" "/lab/out/boot$boot.log"
}

# doctor_does NAME STATUS ARGS...: the program ends with STATUS; what it says is in /lab/out/NAME.txt
doctor_does() {
	local name=$1 wanted=$2 status=0
	shift 2
	mark "igd-doctor $*"
	igd-doctor "$@" >"/tmp/$name.txt" 2>&1 </dev/null || status=$?
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
	(
		seen=0
		while :; do
			folder=$(journal)
			if [ -n "$folder" ] && [ -e "$folder/status" ]; then
				sed -n "$((seen + 1)),\$s/^/### journal: /p" "$folder/status"
				seen=$(wc -l <"$folder/status")
			fi
			sleep 0.2
		done
	) &
}
