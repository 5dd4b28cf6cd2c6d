// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe.options - disable_vga and vfio_virqfd are taken out of whatever file holds them
 *
 * disable_vga=1 keeps the legacy recipe from the VGA registers (symptoms S18). vfio_virqfd is part of vfio since Linux
 * 6.2, and tools that do not find it may not finish an initramfs (S14).
 */
#include <string.h>

#include "facts/host/autoload.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "fixes/modprobe/area.h"
#include "fixes/modprobe/lines_private.h"

#define DISABLE_VGA "/sys/module/vfio_pci/parameters/disable_vga"
#define VIRQFD "vfio_virqfd"
#define WHY_VGA "an iGPU must not have `disable_vga`: the legacy recipe cannot start with it"

static const struct igd_argument *vga_of(const struct igd_modprobe_statement *statement)
{
	const struct igd_argument *argument;

	if (statement->kind != IGD_MODPROBE_OPTIONS ||
		!igd_module_same_name(statement->module, "vfio_pci"))
		return NULL;
	argument = igd_cmdline_find(&statement->arguments, "disable_vga");
	return argument && igd_is_true(argument->value ? argument->value : "") ? argument : NULL;
}

static void drop_vga(struct igd_host *host, struct igd_changes *ret,
	const struct igd_modprobe_statement *statement)
{
	struct igd_spot spot;
	const char *fresh;

	if (!igd_spot_get(host, statement->origin, &spot))
		return;
	fresh = igd_vfio_options_line(host, statement, &spot);
	if (igd_spot_is_editable(statement->origin) && (!fresh || strcmp(fresh, spot.text) != 0))
		igd_spot_change(ret, &spot, fresh, WHY_VGA);
	else
		igd_change_manual(ret,
			igd_host_print(host,
				"Take `disable_vga` out of %s, which the doctor does not edit.",
				statement->origin),
			NULL);
}

/* As modules' arguments are spelt on the command line: '-' and '_' are the same. */
static void drop_vga_argument(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	const struct igd_argument *argument;
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		argument = &cmdline->arguments[i];
		if (igd_cmdline_same_name(argument->name, "vfio_pci.disable_vga") &&
			igd_is_true(argument->value ? argument->value : ""))
			igd_change_argument(ret, argument->text, NULL, WHY_VGA);
	}
}

/* Whether any file says so. */
static bool drop_all_vga(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_modprobe *config = igd_modprobe_get(host);
	bool is_asked = false;
	size_t i;

	for (i = 0; i < config->count; i++) {
		if (!vga_of(&config->statements[i]))
			continue;
		is_asked = true;
		if (!config->statements[i].is_cmdline)
			drop_vga(host, ret, &config->statements[i]);
	}
	drop_vga_argument(host, ret);
	return is_asked;
}

/* One that the command line asks for has its whole list there. */
static void drop_virqfd(
	struct igd_host *host, struct igd_changes *ret, const struct igd_autoload_entry *entry)
{
	const char *why = VIRQFD " is a part of vfio since Linux 6.2";
	struct igd_spot spot;

	if (entry->argument) {
		igd_change_argument(ret, entry->argument,
			igd_host_print(
				host, "%s", igd_line_without_module(host, entry->argument, VIRQFD)),
			why);
		return;
	}
	if (!igd_spot_get(host, entry->origin, &spot))
		return;
	if (igd_spot_is_editable(entry->origin) && !igd_ends_with(spot.text, "\\"))
		igd_spot_change(ret, &spot, igd_line_without_module(host, spot.text, VIRQFD), why);
	else
		igd_change_manual(ret,
			igd_host_print(host,
				"Take `" VIRQFD "` out of %s, which the doctor does not edit.",
				entry->origin),
			NULL);
}

static void drop_all_virqfd(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_autoload *list = igd_autoload_get(host);
	const char *last = "";
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (strcmp(list->entries[i].module, VIRQFD) != 0 ||
			strcmp(list->entries[i].origin, last) == 0)
			continue;
		last = list->entries[i].origin;
		drop_virqfd(host, ret, &list->entries[i]);
	}
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const char *effect;

	if (!igd_igpu_get(host)) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	if (igd_kernel_is_at_least(host, 6, 2))
		drop_all_virqfd(host, ret);
	effect = drop_all_vga(host, ret) ? NULL : igd_host_line(host, DISABLE_VGA);
	if (effect && igd_is_true(effect))
		igd_change_initramfs(ret, NULL,
			"nothing asks for disable_vga any more, but it is in effect: the image may be "
			"an old one");
}

const struct igd_fix igd_fix_modprobe_options = {
	.id = "modprobe.options",
	.title = "Take disable_vga and vfio_virqfd out of the configuration",
	.risk = IGD_RISK_BOOT,
	.risk_text =
		"The initramfs is built again where it holds what is changed. If it does not boot, boot the old entry or another "
		"kernel's.",
	.plan = plan,
};
