// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guard - no plan takes away the last way in without being told to
 */
#include "fixes/apply/guard.h"

#include <stdlib.h>
#include <string.h>

#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/host/way_in.h"
#include "mend/journal.h"

static bool costs_picture(const struct igd_plan *plan)
{
	return !igd_plan_is_empty(plan) && igd_plan_risk(plan) == IGD_RISK_DISPLAY;
}

/* It does not once a driver has it that keeps it for a VM. Without a driver the firmware's picture may be on it. */
static bool shows_picture(struct igd_host *host, const struct igd_igpu *igpu)
{
	static const char *const keepers[] = { "vfio-pci", "pci-stub", "pciback" };
	const char *driver = igd_pci_driver(host, igpu->address);
	size_t i;

	for (i = 0; driver && i < sizeof(keepers) / sizeof(*keepers); i++) {
		if (strcmp(driver, keepers[i]) == 0)
			return false;
	}
	return true;
}

static const struct igd_step *trial_of(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_BARRIER && plan->steps[i].is_trial)
			return &plan->steps[i];
	}
	return NULL;
}

static void add_way_back(const struct igd_plan *plan, struct igd_text *ret)
{
	if (trial_of(plan))
		igd_text_printf(ret,
			" The way back: before the plan is confirmed, switch the machine off and on; the "
			"new entry is booted once only, and the next boot is the old system.");
	igd_text_printf(ret,
		" %s: boot a rescue system, mount this one's root file system (and /boot and the ESP in "
		"it) at /mnt, and run `sh /mnt" IGD_JOURNAL_DIR
		"/ID/restore.sh /mnt` with the newest "
		"ID there. If that is well for you, say `--headless-ok`.",
		trial_of(plan) ? "Afterwards" : "The way back");
}

/* What was not told may be there, but nobody should count on it. */
static void add_unread(struct igd_host *host, struct igd_text *ret)
{
	static const char *const paths[] = { "listeners", "/proc/net/tcp", "/proc/net/tcp6",
		"/proc/cmdline", "/etc/inittab", "/run/sshd.pid", "/sys/bus/pci/devices" };
	size_t i;
	int error;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		error = igd_host_error(host, paths[i]);
		if (error)
			igd_text_printf(ret, " (%s could not be read: %s.)",
				i ? paths[i] : "/proc/net/tcp", igd_errno_text(error));
	}
}

static const char *way_in(struct igd_host *host)
{
	const char *found = igd_way_in_display(host);

	if (!found)
		found = igd_way_in_login(host);
	return found ? found : igd_way_in_serial(host);
}

void igd_guard(struct igd_host *host, struct igd_plan *plan)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *found;

	if (!igpu || !costs_picture(plan) || !shows_picture(host, igpu))
		return;
	found = way_in(host);
	if (found) {
		igd_text_printf(
			&text, "the iGPU's screen will stay black; a way in remains: %s", found);
	} else {
		igd_text_printf(&text,
			"the iGPU's screen will stay black, and no other display in use, no SSH server "
			"and no serial console was found on this machine.");
		add_unread(host, &text);
		add_way_back(plan, &text);
		plan->is_guarded = true;
	}
	free(plan->guard);
	plan->guard = igd_strdup(text.text);
}
