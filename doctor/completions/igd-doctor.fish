# SPDX-License-Identifier: GPL-2.0-or-later
# igd-doctor.fish - completion for fish

function __igd_doctor_ids
    igd-doctor list --json 2>/dev/null | sed -n '/"checks":/,/"fixes":/s/.*"id":[[:space:]]*"\([^"]*\)".*/\1/p'
end

function __igd_doctor_symptoms
    igd-doctor list --json 2>/dev/null | string match -rag '"id":\s*"(S[0-9]+[a-z]?)"'
end

function __igd_doctor_areas
    __igd_doctor_ids
    __igd_doctor_ids | string replace -r '\..*' '' | sort -u
end

function __igd_doctor_fixes
    igd-doctor list --json 2>/dev/null | sed -n '/"fixes"/,/\]/s/.*"id":[[:space:]]*"\([^"]*\)".*/\1/p'
end

complete -c igd-doctor -f
complete -c igd-doctor -n __fish_use_subcommand -a check -d 'Examine the host'
complete -c igd-doctor -n __fish_use_subcommand -a diff -d 'Say what changed between two reports'
complete -c igd-doctor -n __fish_use_subcommand -a explain -d 'Say what a check means'
complete -c igd-doctor -n __fish_use_subcommand -a fix -d 'Mend what was found'
complete -c igd-doctor -n __fish_use_subcommand -a undo -d 'Take back what fix did'
complete -c igd-doctor -n __fish_use_subcommand -a list -d 'List plugins, checks and symptoms'
complete -c igd-doctor -n __fish_use_subcommand -a log -d 'Name known symptoms in logs'
complete -c igd-doctor -n __fish_use_subcommand -a record -d 'Write what was read to a file'
complete -c igd-doctor -n __fish_use_subcommand -a report -d 'Write a file for a stranger'
complete -c igd-doctor -n __fish_use_subcommand -a rom -d 'Say what option ROMs are, and which fits'
complete -c igd-doctor -n __fish_use_subcommand -a triage -d 'A line for each report, and totals'
complete -c igd-doctor -n __fish_use_subcommand -a up -d 'Bring the VM up until its stream can be reached'
complete -c igd-doctor -n __fish_use_subcommand -a watch -d 'Follow a running VM'
complete -c igd-doctor -n '__fish_seen_subcommand_from explain' -a '(__igd_doctor_ids; __igd_doctor_fixes; __igd_doctor_symptoms)'
complete -c igd-doctor -n '__fish_seen_subcommand_from diff log record rom triage' -F
complete -c igd-doctor -n '__fish_seen_subcommand_from fix' -a '(__igd_doctor_fixes)'
complete -c igd-doctor -l dry-run -d 'fix: show the plan, and do nothing'
complete -c igd-doctor -l yes -d 'fix, undo, up, report: do not ask'
complete -c igd-doctor -l plan -r -F -d 'fix: write the plan to a file'
complete -c igd-doctor -l apply -r -F -d 'fix: carry out a plan that was written'
complete -c igd-doctor -l headless-ok -d 'fix, up: go on though the last picture may go'
complete -c igd-doctor -l no-trial -d 'fix: do not try it for one boot first'
complete -c igd-doctor -l resume -d 'fix: go on after the boot'
complete -c igd-doctor -l list -d 'undo: which plans were carried out'
complete -c igd-doctor -l forum -x -a 'markdown reddit bbcode plain' -d 'report: print the post itself'
complete -c igd-doctor -l limit -x -d 'report --forum: no longer than this'
complete -c igd-doctor -l preview -d 'report: show what would be in it'
complete -c igd-doctor -l no-redact -d 'report: replace nothing'
complete -c igd-doctor -l map -r -F -d 'report: where to keep what was replaced by what'
complete -c igd-doctor -l from -r -F -d 'Examine a recording'
complete -c igd-doctor -l vm -r -F -d 'Examine this VM, or what a file defines'
complete -c igd-doctor -l connect -x -a 'qemu:///system qemu:///session' -d 'Look for VMs with this libvirt'
complete -c igd-doctor -l rom -r -F -d 'Judge an option ROM for the iGPU'
complete -c igd-doctor -l qemu -r -F -d 'Ask a QEMU for its version and options'
complete -c igd-doctor -l probe -d 'Open the iGPU through VFIO, which resets it'
complete -c igd-doctor -l ask-guest -d 'Ask the guest agent of the running VM'
complete -c igd-doctor -l vm-address -x -d 'Where the running VM is in the network'
complete -c igd-doctor -l recipe -x -a 'upt legacy' -d 'up: the way the iGPU is handed over'
complete -c igd-doctor -l try-roms -x -a '(__fish_complete_directories)' -d 'up: try each option ROM of a folder'
complete -c igd-doctor -l restore -d 'up: if a stage fails, put the definition back as well'
complete -c igd-doctor -l keep -d 'up: if a stage fails, leave the VM running'
complete -c igd-doctor -l device -x -d 'Judge ROMs for this iGPU: 8086:4680'
complete -c igd-doctor -l build -d 'rom: make an option ROM for the iGPU'
complete -c igd-doctor -l create -x -d 'up: make a new VM for this host'
complete -c igd-doctor -l disk -r -F -d 'up --create: the disk'
complete -c igd-doctor -l iso -r -F -d 'up --create: a CD to install from'
complete -c igd-doctor -l memory -x -d 'up --create: its memory in MiB'
complete -c igd-doctor -l cpus -x -d 'up --create: its CPUs'
complete -c igd-doctor -l extract -r -F -d 'rom: find the GOP driver in a firmware image'
complete -c igd-doctor -s o -l output -r -F -d 'report, rom --build: where it is written to'
complete -c igd-doctor -l add -r -F -d 'rom --build: put the drivers of this file into it'
complete -c igd-doctor -l force -d 'rom --build: replace the file'
complete -c igd-doctor -l totals -d 'triage: add up rows that triage --json wrote'
complete -c igd-doctor -l only -x -a '(__fish_append , (__igd_doctor_areas))' -d 'Run only these checks'
complete -c igd-doctor -l skip -x -a '(__fish_append , (__igd_doctor_areas))' -d 'Do not run these checks'
complete -c igd-doctor -l plugin-dir -x -a '(__fish_complete_directories)' -d 'Load the plugins of a directory as well'
complete -c igd-doctor -l symptom-dir -x -a '(__fish_complete_directories)' -d 'Know the symptoms described in a directory as well'
complete -c igd-doctor -l timeout -x -d 'How long one check, or a stage of up, may take, in seconds'
complete -c igd-doctor -l json -d 'Write JSON'
complete -c igd-doctor -l format -x -a 'text json markdown html junit tap sarif prometheus svg' -d 'How to write the result'
complete -c igd-doctor -l color -x -a 'auto always never' -d 'Whether the text is coloured'
complete -c igd-doctor -s v -l verbose -d 'Show all evidence'
complete -c igd-doctor -s q -l quiet -d 'One line for each check that failed or could not tell'
complete -c igd-doctor -l version -d 'Print the version'
complete -c igd-doctor -s h -l help -d 'Print a summary'
