// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver - DRIVER, FRAMEBUFFER: who has a device, for this boot
 *
 * Undo goes backwards, so a device is first taken from its driver and only then given an override: on the way
 * back the override is gone before the old driver is told to take the device again (Linux
 * Documentation/ABI/testing/sysfs-bus-pci: a set driver_override keeps all other drivers away).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/holders.h"
#include "fixes/apply/making.h"

#define PCI "/sys/bus/pci"

/* A value that is written, and what takes it back. */
struct setting {
	const char *path, *value, *path_undo, *value_undo;
};

static void set(struct igd_making *making, const char *why, const struct setting *setting,
	const char *title)
{
	struct igd_step *step = igd_making_add(making, IGD_STAGE_NOW, IGD_STEP_SYSFS);

	step->title = igd_strdup(title);
	step->why = why ? igd_strdup(why) : NULL;
	step->effect = IGD_EFFECT_NOW;
	step->path = igd_strdup(setting->path);
	step->value = igd_strdup(setting->value);
	step->path_undo = igd_strdup(setting->path_undo ? setting->path_undo : setting->path);
	step->value_undo = igd_strdup(setting->value_undo);
}

/* The driver's name; NULL: none has it. */
static const char *driver_of(struct igd_host *host, const char *device)
{
	const char *link = igd_host_link(host, igd_host_print(host, "%s/driver", device));

	return link ? igd_basename(link) : NULL;
}

/* Why a driver must not be taken away now; NULL: nothing is known that hinders. */
static const char *obstacle(struct igd_host *host, const char *device, const char *address)
{
	const char *const *nodes = igd_host_list(host, igd_host_print(host, "%s/drm", device));
	const char *functions =
		igd_host_line(host, igd_host_print(host, "%s/sriov_numvfs", device));
	const char *group = igd_host_print(host, IGD_VFIO_DIR "/%s/opregion", address);
	struct igd_holders holders;

	if (nodes && igd_holders_read(host, nodes, &holders) && holders.count)
		return igd_host_print(host, "%s (process %u) has it open%s: stop it first",
			holders.holders[0].name, holders.holders[0].pid,
			holders.count > 1 ? ", and others have" : "");
	if (functions && strcmp(functions, "0") != 0)
		return "its virtual functions are switched on: write 0 to its sriov_numvfs first";
	if (!igd_host_bytes(host, group, 1) && igd_host_error(host, group) == EBUSY)
		return "a running VM has it: shut that down first";
	igd_host_forgive(host, group);
	return NULL;
}

static void load(struct igd_making *making, const char *driver)
{
	struct igd_host *host = igd_making_host(making);
	const char *const words[] = { "modprobe", driver, NULL };
	IGD_AUTOFREE char *title = igd_printf("Load the driver `%s`", driver);

	if (!igd_host_has(host, igd_host_print(host, PCI "/drivers/%s", driver)))
		igd_making_command(making, IGD_STAGE_NOW, words, title);
}

/* ABI/testing/sysfs-bus-pci: "(null)" is read where none is set, and an empty line takes it away. */
static const char *override_of(struct igd_host *host, const char *path)
{
	const char *line = igd_host_line(host, path);

	return line && *line && strcmp(line, "(null)") != 0 ? line : "\n";
}

static void take_away(
	struct igd_making *making, const struct igd_change *change, const char *driver)
{
	struct igd_host *host = igd_making_host(making);
	struct setting unbind = { igd_host_print(host, PCI "/drivers/%s/unbind", driver),
		change->subject, igd_host_print(host, PCI "/drivers/%s/bind", driver),
		change->subject };
	IGD_AUTOFREE char *title = igd_printf("Take %s from %s", change->subject, driver);

	set(making, change->why, &unbind, title);
}

static void give(struct igd_making *making, const struct igd_change *change)
{
	struct igd_host *host = igd_making_host(making);
	const char *path = igd_host_print(host, PCI "/devices/%s/driver_override", change->subject);
	struct setting reserve = { path, change->value, NULL, override_of(host, path) };
	struct setting probe = { PCI "/drivers_probe", change->subject,
		igd_host_print(host, PCI "/drivers/%s/unbind", change->value), change->subject };
	IGD_AUTOFREE char *title =
		igd_printf("Keep %s for %s until the next boot", change->subject, change->value);
	IGD_AUTOFREE char *last = igd_printf("Have %s take %s", change->value, change->subject);

	set(making, change->why, &reserve, title);
	set(making, NULL, &probe, last);
}

static bool is_so(const struct igd_change *change, const char *driver)
{
	return change->value ? driver && strcmp(driver, change->value) == 0 : !driver;
}

/* Two fixes may want the same; the second wish is then so already. */
static bool is_repeated(const struct igd_wish *wishes, const struct igd_wish *wish)
{
	for (; wishes < wish; wishes++) {
		if (strcmp(wishes->change->subject, wish->change->subject) == 0)
			return true;
	}
	return false;
}

static void bind(struct igd_making *making, const struct igd_wish *wish)
{
	const struct igd_change *change = wish->change;
	struct igd_host *host = igd_making_host(making);
	const char *device = igd_host_print(host, PCI "/devices/%s", change->subject);
	const char *driver = driver_of(host, device), *why;

	if (is_so(change, driver))
		return;
	if (!igd_host_has(host, device)) {
		igd_making_decline(making, wish->fix, "there is no PCI device %s", change->subject);
		return;
	}
	why = driver ? obstacle(host, device, change->subject) : NULL;
	if (why) {
		igd_making_decline(
			making, wish->fix, "%s is with %s, and %s", change->subject, driver, why);
		return;
	}
	if (change->value)
		load(making, change->value);
	if (driver)
		take_away(making, change, driver);
	if (change->value)
		give(making, change);
}

static void release_console(struct igd_making *making, const struct igd_change *change)
{
	struct igd_host *host = igd_making_host(making);
	const char *path = igd_host_print(host, "%s/bind", change->subject);
	const char *bound = igd_host_line(host, path);
	struct setting setting = { path, "0", NULL, "1" };
	IGD_AUTOFREE char *title = igd_printf(
		"Take the screen from the virtual console %s", igd_basename(change->subject));

	if (bound && strcmp(bound, "1") == 0)
		set(making, change->why, &setting, title);
}

static void release_device(struct igd_making *making, const struct igd_change *change)
{
	struct igd_host *host = igd_making_host(making);
	const char *driver = driver_of(host, change->subject), *folder;
	const char *name = igd_basename(change->subject);
	IGD_AUTOFREE char *title = NULL;
	struct setting setting;

	if (!driver)
		return;
	folder = igd_host_print(host, "/sys/bus/platform/drivers/%s", driver);
	setting = (struct setting){ igd_host_print(host, "%s/unbind", folder), name,
		igd_host_print(host, "%s/bind", folder), name };
	title = igd_printf("Take the firmware's framebuffer %s from %s", name, driver);
	set(making, change->why, &setting, title);
}

void igd_apply_drivers(struct igd_making *making)
{
	size_t count, i;
	const struct igd_wish *wishes = igd_making_wishes(making, IGD_CHANGE_FRAMEBUFFER, &count);

	for (i = 0; i < count; i++) {
		if (is_repeated(wishes, &wishes[i]))
			continue;
		if (igd_starts_with(wishes[i].change->subject, "/sys/class/vtconsole/"))
			release_console(making, wishes[i].change);
		else
			release_device(making, wishes[i].change);
	}
	wishes = igd_making_wishes(making, IGD_CHANGE_DRIVER, &count);
	for (i = 0; i < count; i++) {
		if (!is_repeated(wishes, &wishes[i]))
			bind(making, &wishes[i]);
	}
}
