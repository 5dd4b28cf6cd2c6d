# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# disk - what scenarios on a disk of their own use inside: what the machine is now, and a person who does as told
#
# Nothing here knows the flavours: files, variables and commands are those that the program's remedies name.
. /lab/in/snapshot.sh
. /lab/in/mend.sh

# look [NAME]: the kernel's own answers beside the program's findings; NAME is bootN without one
look() {
	found=${1:-boot$boot}
	cp /proc/cmdline "/lab/out/$found.cmdline"
	lspci -nnk -s "$igpu" >"/lab/out/$found.lspci"
	doctor "$found"
}

# driver_is NAME: the kernel's own answer; "none" for no driver
driver_is() {
	local now
	now=$(readlink "/sys/bus/pci/devices/$igpu/driver" || echo none)
	[ "${now##*/}" = "$1" ] || fail "boot $boot: the driver of $igpu is ${now##*/}, and should be $1"
}

cmdline_has() {
	grep -qwF -- "$1" /proc/cmdline || fail "boot $boot: the kernel was booted without $1"
}

cmdline_lacks() {
	! grep -qwF -- "$1" /proc/cmdline || fail "boot $boot: the kernel was booted with $1"
}

remedy_of() {
	jq -r --arg id "$1" '.findings[] | select(.id == $id) | .remedy' "/tmp/$found.json"
}

# ---- the person: clauses of a remedy, in the order they stand in; each takes what it understood off $text

commands=()

# A person who follows several remedies runs what they end with once, when all is written.
note_command() {
	local each
	for each in "${commands[@]}"; do
		[ "$each" != "$1" ] || return 0
	done
	commands+=("$1")
}

run_commands() {
	local each
	for each in "${commands[@]}"; do
		mark "typing: $each"
		PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c "$each" || fail "boot $boot: \`$each\` ended with status $?"
	done
	commands=()
	mark "done"
}

# add `ARGS` to VARIABLE in FILE
edit_variable() {
	local arguments=$1 variable=$2 file=$3
	grep -q "^$variable=" "$file" || fail "$file has no $variable"
	sed -i -E "s|^($variable=[\"']?[^\"']*)|\1 $arguments|" "$file"
	grep -F "$arguments" "$file" || fail "$arguments did not get into $file"
}

# take `ARG` out of VARIABLE in FILE (line N); N has to be the line that has it
take_out() {
	local argument=$1 file=$2 line=$3
	sed -n "${line}p" "$file" | grep -qF "$argument" || fail "line $line of $file does not have $argument"
	sed -i -E "${line}s/ ?${argument//./\\.}//" "$file"
}

append_line() {
	mkdir -p "$(dirname "$2")"
	printf '%s\n' "$1" >>"$2"
}

# The clauses that remedies are made of (doctor/facts/host/advice.h); each is as long as it can be.
q='`([^`]*)`'
clause_variable="^add $q to ([A-Z_]+) in ([^ ]+)(.*)"
clause_line="^add $q to the line in ([^ ]+)(.*)"
clause_quotes="^add $q to the second quotes of the first line in ([^ ]*[^ ,;:.])(.*)"
clause_remove="^take $q out of ([A-Z_]+|the line) in ([^ ]+) \\(line ([0-9]+)\\)(.*)"
clause_put="^put $q into ([^ ]*[^ ,;:.])(.*)"
clause_modules='^add ((`[^`]*`( and )?)+) to ([^ ]+), one module a line(.*)'
clause_run="^(run|rebuild the initramfs with) $q(.*)"

# clause TEXT: does what TEXT begins with, and sets $rest to what follows; status 1 if it begins with no clause
clause() {
	local each
	if [[ $1 =~ $clause_variable ]]; then
		rest=${BASH_REMATCH[4]}
		edit_variable "${BASH_REMATCH[@]:1:3}"
	elif [[ $1 =~ $clause_line ]]; then
		rest=${BASH_REMATCH[3]}
		sed -i "1s|\$| ${BASH_REMATCH[1]}|" "${BASH_REMATCH[2]}"
	elif [[ $1 =~ $clause_quotes ]]; then
		rest=${BASH_REMATCH[3]}
		sed -i -E "1s|^(\"[^\"]*\" +\"[^\"]*)|\\1 ${BASH_REMATCH[1]}|" "${BASH_REMATCH[2]}"
	elif [[ $1 =~ $clause_remove ]]; then
		rest=${BASH_REMATCH[5]}
		take_out "${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}" "${BASH_REMATCH[4]}"
	elif [[ $1 =~ $clause_put ]]; then
		rest=${BASH_REMATCH[3]}
		append_line "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
	elif [[ $1 =~ $clause_modules ]]; then
		rest=${BASH_REMATCH[5]}
		local file=${BASH_REMATCH[4]}
		for each in $(grep -o '`[^`]*`' <<<"${BASH_REMATCH[1]}" | tr -d '`'); do
			append_line "$each" "$file"
		done
	elif [[ $1 =~ $clause_run ]]; then
		rest=${BASH_REMATCH[3]}
		note_command "${BASH_REMATCH[2]}"
	else
		return 1
	fi
}

# obey ID [WORD]: does what the finding's remedy says, up to its "reboot", but for commands (run_commands). WORD:
# of alternatives, which "; or" separates, the one that has it. A remedy that tells nothing to do fails.
obey() {
	local id=$1 word=${2:-} text rest='' did=''
	text=$(remedy_of "$id")
	mark "$id: $text"
	[ -z "$word" ] || text=$(sed 's/; or /\n/g' <<<"$text" | grep -F -- "$word")
	while [ -n "$text" ]; do
		if clause "$text"; then
			did=yes
			text=$rest
		elif [[ $text = reboot* ]]; then
			break
		elif [[ $text = *" "* ]]; then
			text=${text#* }
		else
			text=
		fi
	done
	[ -n "$did" ] || fail "boot $boot: the remedy of $id tells nothing that can be done: $(remedy_of "$id")"
}
