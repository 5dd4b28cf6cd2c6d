// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_rows - how each builder of an initramfs is told which modules to take and to load
 *
 * mkinitcpio is told in MODULES=() itself, not in a file below /etc/mkinitcpio.conf.d: older versions do not read that
 * folder, and a preset that names its configuration does not either (mkinitcpio(8) -c).
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/initramfs_list.h"
#include "fixes/apply/initramfs_private.h"

#define PATHS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define MKINITCPIO "/etc/mkinitcpio.conf"
#define DROPINS "/etc/mkinitcpio.conf.d"
#define DRACUT "/etc/dracut.conf.d/igd-doctor.conf"

const char *igd_initramfs_words(const struct igd_initramfs_job *job)
{
	const char *text = "";
	size_t i;

	for (i = 0; job->modules[i]; i++)
		text = igd_host_print(job->host, "%s%s%s", text, i ? " " : "", job->modules[i]);
	return text;
}

/* Words into a list of somebody's file. */
static const char *lengthen(const struct igd_initramfs_job *job, const char *path,
	const struct igd_list *list, const char *const *words)
{
	const char *text = igd_making_text(job->making, path);
	int error = igd_making_error(job->making, path);
	IGD_AUTOFREE char *fresh = NULL;
	const char *joined = "";
	size_t i;

	if (error)
		return igd_host_print(
			job->host, "%s cannot be read: %s", path, igd_errno_text(error));
	if (!words[0])
		return NULL;
	fresh = igd_list_edit(list, text ? text : "", words);
	if (!fresh)
		return igd_host_print(job->host,
			"`%s` in %s is written in a way that igd-doctor does not understand",
			list->key, path);
	for (i = 0; words[i]; i++)
		joined = igd_host_print(job->host, "%s%s%s", joined, i ? " " : "", words[i]);
	igd_making_edit(job->making, path, fresh, IGD_EFFECT_BOOT,
		igd_host_print(job->host, "Add `%s` to %s%s%s", joined, list->key ? list->key : "",
			list->key ? " in " : "", path),
		job->why);
	return NULL;
}

/* The last of the files that bash reads in this order and that sets the key; without any the first. */
static const char *last_that_sets(const struct igd_initramfs_job *job, const struct igd_list *list)
{
	const char *const *names = igd_host_list(job->host, DROPINS);
	const char *found = MKINITCPIO, *path, *text;

	for (; names && *names; names++) {
		path = igd_host_print(job->host, DROPINS "/%s", *names);
		text = igd_ends_with(*names, ".conf") ? igd_making_text(job->making, path) : NULL;
		if (text && igd_list_is_set(list, text))
			found = path;
	}
	return found;
}

/* Whether any of the files names the hook. It is looked for as a word: HOOKS+=() counts as well. */
static bool has_hook(const struct igd_initramfs_job *job, const char *path, const char *hook)
{
	const char *text = igd_making_text(job->making, path), *at;
	size_t length = strlen(hook);

	for (at = text ? strstr(text, hook) : NULL; at; at = strstr(at + length, hook)) {
		if (at > text && strchr(" \t\n(\"'", at[-1]) && strchr(" \t\n)\"'", at[length]))
			return true;
	}
	return false;
}

/*
 * MODULES are loaded in this order, before udev starts (mkinitcpio init: "modprobe -qab $MODULES" behind the early hooks); with the
 * systemd hook by systemd-modules-load. /etc/modprobe.d comes in by the hook modconf alone (install/modconf).
 */
static const char *mkinitcpio(const struct igd_initramfs_job *job)
{
	static const struct igd_list modules = { IGD_LIST_ARRAY, "MODULES" };
	static const struct igd_list hooks = { IGD_LIST_ARRAY, "HOOKS" };
	const char *path = last_that_sets(job, &hooks), *text = igd_making_text(job->making, path);
	const char *why = lengthen(job, last_that_sets(job, &modules), &modules, job->modules);

	if (why || !text || !igd_list_is_set(&hooks, text) || has_hook(job, path, "modconf"))
		return why;
	return lengthen(job, path, &hooks, PATHS("modconf"));
}

/* What a file of our own asks for already. */
static bool has_words(const char *text, const char *const *words)
{
	for (; *words && text && strstr(text, *words);)
		words++;
	return !*words;
}

/*
 * dracut.conf(5): force_drivers are loaded before udev starts, in this order (rd.driver.pre). Without hostonly=yes dracut leaves
 * /etc/modprobe.d behind (modules.d/90kernel-modules/module-setup.sh).
 */
static const char *dracut(const struct igd_initramfs_job *job)
{
	const char *text = igd_making_text(job->making, DRACUT), *fresh;
	const char *take = "install_optional_items+=\" /etc/modprobe.d/*.conf \"\n";
	const char *head =
		"# igd-doctor wrote this: vfio-pci has the iGPU before a graphics driver can\n";

	if (text && !strstr(text, "igd-doctor"))
		return igd_host_print(
			job->host, DRACUT " is not from igd-doctor: move it away first");
	if (text && strstr(text, take) && has_words(text, job->modules))
		return NULL;
	fresh = job->modules[0] ? igd_host_print(job->host, "force_drivers+=\" %s \"\n",
					  igd_initramfs_words(job))
				: "";
	if (text && !job->modules[0])
		fresh = igd_host_print(job->host, "%s%s", text, take);
	else
		fresh = igd_host_print(job->host, "%s%s%s", head, fresh, take);
	igd_making_edit(job->making, DRACUT, fresh, IGD_EFFECT_BOOT,
		job->modules[0] ? igd_host_print(job->host, "Have dracut load `%s` first",
					  igd_initramfs_words(job))
				: "Have dracut take /etc/modprobe.d into the initramfs",
		job->why);
	return NULL;
}

/*
 * initramfs-tools mkinitramfs: MODULES of CONFDIR/modules are always included; scripts/functions load_modules() loads them in this
 * order. Of drop-ins it reads only those below /usr/share, which belong to packages.
 */
static const char *initramfs_tools(const struct igd_initramfs_job *job)
{
	static const struct igd_list lines = { IGD_LIST_LINES, NULL };

	return lengthen(job, "/etc/initramfs-tools/modules", &lines, job->modules);
}

/* booster docs/manpage.md: modules_force_load is "a comma separated list", loaded at the beginning of the boot. */
static const char *booster(const struct igd_initramfs_job *job)
{
	static const struct igd_list load = { IGD_LIST_YAML, "modules_force_load" };

	return lengthen(job, "/etc/booster.yaml", &load, job->modules);
}

/*
 * mkinitfs(8): features.d/NAME.modules lists what features="NAME" in mkinitfs.conf takes along. What loads it there before a graphics
 * driver is the softdep in /etc/modprobe.d, which the feature "base" takes along.
 */
static const char *mkinitfs(const struct igd_initramfs_job *job)
{
	static const struct igd_list lines = { IGD_LIST_LINES, NULL };
	static const struct igd_list features = { IGD_LIST_STRING, "features" };
	const char *why;

	if (!job->modules[0])
		return NULL;
	why = lengthen(
		job, "/etc/mkinitfs/features.d/vfio.modules", &lines, PATHS("kernel/drivers/vfio"));
	return why ? why : lengthen(job, "/etc/mkinitfs/mkinitfs.conf", &features, PATHS("vfio"));
}

/* genkernel.conf: AMODULES_group adds to what defaults/modules_load lists for the group. */
static const char *genkernel(const struct igd_initramfs_job *job)
{
	static const struct igd_list modules = { IGD_LIST_STRING, "AMODULES_MISC" };

	return lengthen(job, "/etc/genkernel.conf", &modules, job->modules);
}

/* ugrd ugrd/kmod/kmod.toml: kmod_init are loaded by modprobe at the beginning of init. */
static const char *ugrd(const struct igd_initramfs_job *job)
{
	static const struct igd_list modules = { IGD_LIST_TOML, "kmod_init" };

	return lengthen(job, "/etc/ugrd/config.toml", &modules, job->modules);
}

/* Images as facts/boot/initramfs_place.c knows their names; dracut and its kernel-install plugin also in ROOT/TOKEN/VERSION/. */
static const struct igd_initramfs_row rows[] = {
	{ IGD_INITRAMFS_MKINITCPIO, mkinitcpio, PATHS("/boot/initramfs-*.img"),
		PATHS(MKINITCPIO, DROPINS, "/etc/mkinitcpio.d", "/etc/modules-load.d"), true,
		true },
	{ IGD_INITRAMFS_DRACUT, dracut,
		PATHS("/boot/initramfs-*.img", "/boot/initrd.img-*", "/boot/initrd-*"),
		PATHS("/etc/dracut.conf", "/etc/dracut.conf.d", "/etc/modules-load.d"), true,
		true },
	{ IGD_INITRAMFS_TOOLS, initramfs_tools,
		PATHS("/boot/initrd.img-*", "/var/lib/initramfs-tools/*"),
		PATHS("/etc/initramfs-tools"), true, true },
	{ IGD_INITRAMFS_BOOSTER, booster, PATHS("/boot/booster-*.img"), PATHS("/etc/booster.yaml"),
		false, true },
	{ IGD_INITRAMFS_MKINITFS, mkinitfs, PATHS("/boot/initramfs-*"), PATHS("/etc/mkinitfs"),
		true, false },
	{ IGD_INITRAMFS_GENKERNEL, genkernel, PATHS("/boot/initramfs-*"),
		PATHS("/etc/genkernel.conf"), false, true },
	{ IGD_INITRAMFS_UGRD, ugrd, PATHS("/boot/initramfs-*"), PATHS("/etc/ugrd"), false, false },
};

const struct igd_initramfs_row *igd_initramfs_row(enum igd_initramfs_kind kind)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].kind == kind)
			return &rows[i];
	}
	return NULL;
}
