// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * autoload - the modules that configuration asks for at boot, each with the file and line that asks
 *
 * Read are: the command line (rd.driver.pre=, rd.modules-load=, modules-load=, and mkinitfs' modules=),
 * /etc/modules, modules-load.d, OpenRC's conf.d/modules, and what the initramfs builders are configured with
 * (initramfs-tools, mkinitcpio, dracut, booster, mkinitfs). Whether an image was built of it is another question
 * (boot.initramfs).
 */
#ifndef IGD_FACTS_HOST_AUTOLOAD_H
#define IGD_FACTS_HOST_AUTOLOAD_H

#include "core/host.h"

enum igd_autoload_when {
	IGD_AUTOLOAD_CMDLINE,	/* in the initramfs, or early in the boot, by the command line */
	IGD_AUTOLOAD_INITRAMFS, /* loaded in the initramfs, before devices are looked at */
	IGD_AUTOLOAD_BOOT,	/* loaded by the running system, beside or after udev */
	IGD_AUTOLOAD_INCLUDED /* put into the initramfs; loaded only if something asks for it there */
};

struct igd_autoload_entry {
	const char *module; /* "vfio_pci", '-' made '_' */
	enum igd_autoload_when when;
	const char *origin;   /* "/etc/modules-load.d/vfio.conf:2", or "/proc/cmdline" */
	const char *argument; /* IGD_AUTOLOAD_CMDLINE: "rd.driver.pre=vfio-pci"; else NULL */
};

struct igd_autoload {
	struct igd_autoload_entry *entries;
	size_t count, room;
	char **memory;
	size_t memory_count, memory_room;
};

enum igd_autoload_form {
	IGD_AUTOLOAD_LINES, /* a module a line, '#' and ';' begin comments; what follows the name is ignored */
	IGD_AUTOLOAD_MKINITCPIO, /* MODULES=(a b), MODULES+=(c) */
	IGD_AUTOLOAD_DRACUT,	 /* force_drivers+=" a ", add_drivers+=" b " */
	IGD_AUTOLOAD_BOOSTER,	 /* modules_force_load: a,b and modules: c */
	IGD_AUTOLOAD_OPENRC,	 /* modules="a b", modules_6_1="c" */
	IGD_AUTOLOAD_PATHS /* kernel/drivers/vfio/pci/vfio-pci.ko.*, or a directory, by its last name */
};

/* Adds what one file asks for. when is for IGD_AUTOLOAD_LINES; the other forms tell themselves. */
IGD_EXPORT void igd_autoload_parse(struct igd_autoload *list, const char *path,
	const struct igd_bytes *bytes, enum igd_autoload_form form, enum igd_autoload_when when);
IGD_EXPORT void igd_autoload_done(struct igd_autoload *list);

/* Of this host. Never NULL. */
IGD_EXPORT const struct igd_autoload *igd_autoload_get(struct igd_host *host);
/* The earliest that has the module loaded (IGD_AUTOLOAD_INCLUDED does not count); NULL for none. */
IGD_EXPORT const struct igd_autoload_entry *igd_autoload_find(
	const struct igd_autoload *list, const char *module);

#endif
