# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# fix - for scenarios in which the program mends the machine itself: `igd-doctor fix` and `undo`, and the boots between
#
# What each boot does is told by a function; scenarios put them together. Findings and snapshots bear the names that
# are given here: first (before anything was done) and last (when all is taken back).

# What no fix can change in a lab machine: its processor, its firmware, and where that put the OpRegion (OVMF: nowhere).
expect_beyond_fix() {
	expect platform.virtualization fail
	lab_named+=(platform.boot-mode opregion.host opregion.vbt opregion.vm)
}

# i915 has the iGPU and nothing is prepared: what boot NAME found
expect_unprepared() {
	findings "$1"
	expect driver.claimed fail
	expect driver.bound fail 'i915 has it'
	replays
}

expect_mended() {
	findings "$1"
	expect driver.claimed pass
	expect driver.rivals pass
	expect driver.early pass
	expect driver.bound pass
	expect boot.applied pass
	expect_beyond_fix
	otherwise pass na
	replays
}

# The first boot: fix, up to the trial
boot_fix() {
	inside <<-'END'
		snapshot first
		look first
		driver_is i915
		doctor_does fix 0 fix --yes --headless-ok
		journal_has ' barrier ' 1
		snapshot tried
	END
	boot
	expect_unprepared first
}

# The trial entry boots once; the boot service sees the machine come up and carries out the plan proper.
boot_trial() {
	inside <<-'END'
		grep -q 'igd_doctor.trial' /proc/cmdline || fail "boot $boot: the trial entry was not taken"
		driver_is vfio-pci
		journal_has ' finished' 900
		look trial
	END
	boot
}

# Any boot after that is of the default entry.
boot_mended() {
	inside <<-'END'
		! grep -q 'igd_doctor.trial' /proc/cmdline || fail "boot $boot: the trial entry was taken again"
		driver_is vfio-pci
		look mended
		snapshot mended
	END
	boot
	expect_mended mended
}

boot_undo() {
	inside <<-'END'
		driver_is vfio-pci
		doctor_does undo 0 undo --yes
		snapshot undone
	END
	boot
	unchanged first undone
}

boot_last() {
	inside <<-'END'
		! grep -q 'igd_doctor.trial' /proc/cmdline || fail "boot $boot: the trial entry was taken"
		driver_is i915
		look last
		snapshot last
	END
	boot
	expect_unprepared last
	unchanged first last
}

# power_cut AFTER REGEX...: the power goes so many seconds after lines of the serial log have matched, one after the other
power_cut() {
	local after=$1 each
	shift
	rm -f "$LAB_LOGS/out/status"
	machine_start
	for each; do
		machine_await "$each" 1500 ||
			failed "\"$each\" did not come: $(cat "$LAB_LOGS/out/status" 2>/dev/null || last_words)"
	done
	sleep "$after"
	say "cut $after s after \"$*\""
	machine_stop
}

# The whole way there and back
fix_and_undo() {
	disk "$1"
	boot_fix
	boot_trial
	boot_mended
	boot_undo
	boot_last
}
