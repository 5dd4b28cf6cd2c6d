# SPDX-License-Identifier: GPL-2.0-or-later
# igd-doctor.bash - completion for bash

_igd_doctor_ids() {
	"${COMP_WORDS[0]}" list --json 2>/dev/null | sed -n '/"checks":/,/"fixes":/s/.*"id":[[:space:]]*"\([^"]*\)".*/\1/p'
}

_igd_doctor_fixes() {
	"${COMP_WORDS[0]}" list --json 2>/dev/null | sed -n '/"fixes"/,/\]/s/.*"id":[[:space:]]*"\([^"]*\)".*/\1/p'
}

_igd_doctor_symptoms() {
	"${COMP_WORDS[0]}" list --json 2>/dev/null | grep -oE '"id":[[:space:]]*"S[0-9]+[a-z]?"' | cut -d'"' -f4
}

_igd_doctor() {
	local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} list
	local options='--recipe --try-roms --restore --keep --ask-guest --vm-address --create --disk --iso --memory --cpus --totals --forum --limit --preview --no-redact --map --dry-run --yes --plan --apply --headless-ok --no-trial --resume --list --build --extract --output --add --force --device --from --vm --connect --rom --qemu --probe --only --skip --plugin-dir --symptom-dir --timeout --json --format --color
		--verbose --quiet --version --help'
	local at verb=

	for ((at = 1; at < COMP_CWORD; at++)); do
		case ${COMP_WORDS[at]} in
		--recipe | --try-roms | --vm-address | --create | --disk | --iso | --memory | --cpus | --forum | --limit | --map | --plan | --apply | --extract | --output | -o | --add | --device | --from | --vm | --connect | --rom | --qemu | --only | --skip | --plugin-dir | --symptom-dir | --timeout | --format | --color) ((at++)) ;;
		check | diff | explain | fix | list | log | record | report | rom | triage | undo | up | watch) verb=${COMP_WORDS[at]} ;;
		esac
	done

	COMPREPLY=()
	case $previous in
	--only | --skip)
		# a list: what stands before the last comma is kept
		list=
		[[ $word != *,* ]] || list=${word%,*},
		mapfile -t COMPREPLY < <(compgen -P "$list" -W "$(_igd_doctor_ids | sed 'p; s/\..*//' | sort -u)" -- "${word##*,}")
		compopt -o nospace
		;;
	--format) mapfile -t COMPREPLY < <(compgen -W 'text json markdown html junit tap sarif prometheus svg' -- "$word") ;;
	--color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word") ;;
	--plugin-dir | --symptom-dir | --try-roms)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		compopt -o filenames
		;;
	--disk | --iso | --map | --plan | --apply | --extract | --output | -o | --add | --from | --vm | --rom | --qemu | record)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		compopt -o filenames
		;;
	--recipe) mapfile -t COMPREPLY < <(compgen -W 'upt legacy' -- "$word") ;;
	--connect) mapfile -t COMPREPLY < <(compgen -W 'qemu:///system qemu:///session' -- "$word") ;;
	--forum) mapfile -t COMPREPLY < <(compgen -W 'markdown reddit bbcode plain' -- "$word") ;;
	--timeout | --device | --limit | --vm-address | --create | --memory | --cpus) ;;
	*)
		case $verb/$word in
		*/-*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
		rom/* | log/* | diff/* | triage/*)
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
			compopt -o filenames
			;;
		explain/*) mapfile -t COMPREPLY < <(compgen -W "$(_igd_doctor_ids) $(_igd_doctor_fixes) $(_igd_doctor_symptoms)" -- "$word") ;;
		fix/*) mapfile -t COMPREPLY < <(compgen -W "$(_igd_doctor_fixes)" -- "$word") ;;
		/*) mapfile -t COMPREPLY < <(compgen -W 'check diff explain fix list log record report rom triage undo up watch' -- "$word") ;;
		esac
		;;
	esac
}

complete -F _igd_doctor igd-doctor
