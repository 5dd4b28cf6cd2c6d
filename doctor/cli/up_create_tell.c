// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_create_tell - up --create: what a person is told of a VM that is made, and of the host that it is to run on
 */
#include <string.h>

#include "cli/up_create.h"
#include "cli/up_private.h"
#include "facts/host/pci.h"

const char *const igd_up_create_checks[] = { "platform", "iommu", "driver", "boot", "efifb",
	"opregion.host", "gms.host", NULL };

/* As up_preflight.c has it: which driver has the iGPU libvirt sees to; what only the next boot shows does not count while vfio-pci has it. */
static bool stands_in_the_way(const struct igd_finding *finding, bool is_kept)
{
	static const char *const of_boot[] = { "driver.claimed", "driver.early", "driver.rivals" };
	size_t i;

	if (finding->verdict != IGD_FAIL || strcmp(finding->id, "driver.bound") == 0)
		return false;
	if (strcmp(finding->id, "platform.way-in") == 0)
		return !is_kept;
	if (finding->severity != IGD_BLOCKER)
		return false;
	for (i = 0; is_kept && i < sizeof(of_boot) / sizeof(*of_boot); i++) {
		if (strcmp(finding->id, of_boot[i]) == 0)
			return false;
	}
	return !is_kept || !igd_starts_with(finding->id, "boot.");
}

void igd_up_create_look(struct igd_create *create, const struct igd_exam *exam)
{
	const char *driver = igd_pci_driver(create->host, create->igpu->address);
	bool is_kept = driver && strcmp(driver, "vfio-pci") == 0;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		if (stands_in_the_way(finding, is_kept))
			igd_text_printf(&text, "%s%s (%s)", text.size ? "; " : "", finding->id,
				finding->what ? finding->what : "");
	}
	if (text.size)
		igd_create_chore(create,
			"Before the VM is started, mend what stands in its way on this host: %s. `igd-doctor` says how, and "
			"`igd-doctor fix` does what it can.",
			text.text);
}

bool igd_up_create_can_go_on(const struct igd_create *create)
{
	return !create->iso_count && !create->is_disk_new;
}

void igd_up_create_tell(struct igd_mending *mending, const struct igd_create *create)
{
	size_t i;

	if (create->note_count)
		igd_mending_say(mending, "What to know of this VM:");
	for (i = 0; i < create->note_count; i++)
		igd_mending_say(mending, "- %s", create->notes[i]);
}

static void tell_chores(struct igd_mending *mending, const struct igd_create *create)
{
	size_t i;

	for (i = 0; i < create->chore_count; i++)
		igd_mending_say(mending, "- %s", create->chores[i]);
	igd_mending_say(mending,
		"- `igd-doctor --vm %s` must show no blocker before the VM is started for the first time.",
		create->name);
}

/* The viewer first: Windows' CD waits some seconds for a key, and a VM without one boots on. */
static void tell_install(struct igd_mending *mending, const struct igd_create *create)
{
	const char *name = create->name;

	if (create->has_display)
		igd_mending_say(mending,
			"- Open its screen first, `virt-viewer --connect qemu:///system --wait %s`, since Windows' CD "
			"waits only some seconds for a key; then start it: `virsh start %s`. If the key came too late: "
			"`virsh reset %s`.",
			name, name, name);
	else
		igd_mending_say(mending,
			"- Start it, `virsh start %s`: its screen is what hangs on the iGPU's ports%s. Windows' CD waits some "
			"seconds for a key; if that came too late: `virsh reset %s`.",
			name, create->is_dark ? ", and that stays dark with this ROM" : "", name);
	igd_mending_say(mending,
		"- Setup finds the disk and the network once it is given virtio-win's drivers (`viostor`, `NetKVM`)%s.",
		create->iso_count < 2 ? ", whose CD this VM has not got" : ", from the second CD");
	igd_mending_say(mending,
		"- In Windows run virtio-win's `virtio-win-guest-tools.exe`, which brings the drivers and the guest agent; "
		"install Intel's graphics driver, and Sunshine.");
	igd_mending_say(mending,
		"- Then `igd-doctor up --vm %s` brings it up, and says where Moonlight finds it.",
		name);
}

/* There is nothing that could be started before these are done; the rest can wait. */
static void tell_hindrances(struct igd_mending *mending, const struct igd_create *create)
{
	size_t i;

	for (i = 0; i < create->chore_count; i++) {
		if (create->hinders[i])
			igd_mending_say(mending, "- %s", create->chores[i]);
	}
	igd_mending_say(mending, "- Then bring it up: `igd-doctor up --vm %s`.", create->name);
}

void igd_up_create_tell_next(struct igd_mending *mending, const struct igd_create *create)
{
	igd_mending_say(mending,
		"The VM %s is defined. While it is shut off `igd-doctor undo` takes it back, with its disk as long as "
		"nothing was written to that.",
		create->name);
	if (igd_up_create_can_go_on(create)) {
		if (igd_create_is_hindered(create)) {
			igd_mending_say(mending, "It was not started, as it would not come up:");
			tell_hindrances(mending, create);
		}
		return;
	}
	tell_chores(mending, create);
	if (create->iso_count)
		tell_install(mending, create);
	else
		igd_mending_say(mending,
			"- Its disk is empty, and it has no CD to install from: so it was not started. `igd-doctor undo`, and "
			"the same command again with `--iso FILE`, or with a `--disk` that has a system on it.");
}
