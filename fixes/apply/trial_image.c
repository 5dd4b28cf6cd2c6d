// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_image - an initramfs for one boot, built under a name of its own
 *
 * Each builder's own way to write one image of one kernel to a given file: mkinitramfs(8) -o; dracut(8) FILE KVER;
 * mkinitcpio(8) -g and -k; booster docs/manpage.md `build --kernel-version`.
 */
#include <string.h>

#include "facts/boot/initramfs_tool.h"
#include "facts/host/kernel.h"
#include "fixes/apply/trial_private.h"

#define IMAGE "@image"
#define KERNEL "@kernel"
#define FOR_UKI "--no-uefi"
#define NO_HOOKS "--nopost"

/*
 * FOR_UKI: dracut.conf(5) uefi=yes would make a unified image of it at once. Debian's dracut ends with the hooks of
 * /etc/initramfs/post-update.d, whatever file it wrote, and systemd-boot's there makes the entry that boots by default
 * anew with that file; the variable keeps it from that (seen with dracut 106-6). Others do not know it.
 */
static const struct {
	enum igd_initramfs_kind kind;
	const char *words[8];
} builders[] = {
	{ IGD_INITRAMFS_TOOLS, { "mkinitramfs", "-o", IMAGE, KERNEL } },
	{ IGD_INITRAMFS_DRACUT,
		{ "env", "NO_POST_UPDATE_HOOKS=1", "dracut", FOR_UKI, "--force", IMAGE, KERNEL } },
	{ IGD_INITRAMFS_MKINITCPIO, { "mkinitcpio", NO_HOOKS, "-g", IMAGE, "-k", KERNEL } },
	{ IGD_INITRAMFS_BOOSTER,
		{ "booster", "build", "--force", "--kernel-version", KERNEL, IMAGE } },
};

/*
 * mkinitcpio runs post hooks for every image since v35, whatever its name: they sign it, or make boot entries of it. `--nopost` is there
 * since v40 (mkinitcpio CHANGELOG). The program is a script, so it is its own documentation.
 */
static bool has_nopost(struct igd_host *host)
{
	const char *text = igd_host_text(host, "/usr/bin/mkinitcpio");

	igd_host_forgive(host, "/usr/bin/mkinitcpio");
	return text && strstr(text, "--nopost");
}

static bool has_post_hooks(struct igd_host *host)
{
	static const char *const folders[] = { "/etc/initcpio/post", "/usr/lib/initcpio/post" };
	const char *const *names;
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		names = igd_host_list(host, folders[i]);
		if (names && *names)
			return true;
	}
	return false;
}

static bool is_left_out(const struct igd_trial *trial, const char *word)
{
	if (strcmp(word, FOR_UKI) == 0)
		return !trial->is_for_uki;
	return strcmp(word, NO_HOOKS) == 0 && !has_nopost(trial->host);
}

/*
 * The old system reads /etc as well, and the power may go while the image is built: so the files of the plan lie over /etc
 * for the builder alone, in a mount namespace of its own (unshare(1); overlay: Linux Documentation/filesystems/overlayfs.rst,
 * "Multiple lower layers", the leftmost on top).
 */
static const char over_etc[] =
	"mount -t overlay overlay -o lowerdir=" IGD_TRIAL_STAGE "/etc:/etc /etc && exec \"$@\"";
static const char *const apart[] = { "unshare", "--mount", "sh", "-c", over_etc, "sh", NULL };

static void fill(
	const struct igd_trial *trial, const char *const *word, struct igd_trial_command *ret)
{
	size_t count = 0;

	while (apart[count]) {
		ret->words[count] = apart[count];
		count++;
	}
	for (; *word; word++) {
		if (strcmp(*word, IMAGE) == 0)
			ret->words[count++] = trial->image;
		else if (strcmp(*word, KERNEL) == 0)
			ret->words[count++] = igd_kernel_release(trial->host);
		else if (!is_left_out(trial, *word))
			ret->words[count++] = *word;
	}
}

const char *igd_trial_image_refusal(const struct igd_trial *trial)
{
	const struct igd_initramfs_tool *tool = igd_initramfs_tool_get(trial->host);
	struct igd_trial_command build;

	if (!igd_trial_build_image(trial, &build))
		return "this host's initramfs builder is not known to write an image under another name";
	if (tool->kind == IGD_INITRAMFS_MKINITCPIO && has_post_hooks(trial->host) &&
		!has_nopost(trial->host))
		return "this mkinitcpio would run its post hooks (`/etc/initcpio/post`) for the trial's image as "
		       "well; version 40 and later need not";
	return NULL;
}

bool igd_trial_build_image(const struct igd_trial *trial, struct igd_trial_command *ret)
{
	const struct igd_initramfs_tool *tool = igd_initramfs_tool_get(trial->host);
	size_t i;

	*ret = (struct igd_trial_command){ 0 };
	if (!tool || !igd_kernel_release(trial->host))
		return false;
	for (i = 0; i < sizeof(builders) / sizeof(*builders); i++) {
		if (builders[i].kind == tool->kind) {
			fill(trial, builders[i].words, ret);
			return true;
		}
	}
	return false;
}

bool igd_trial_is_input(const char *path)
{
	static const char *const leads[] = { "/etc/modprobe.d/", "/etc/modules-load.d/",
		"/etc/modules", "/etc/initramfs-tools/", "/etc/dracut.conf", "/etc/mkinitcpio.conf",
		"/etc/mkinitcpio.d/", "/etc/booster.yaml", NULL };
	const char *const *lead;

	for (lead = leads; *lead; lead++) {
		if (igd_starts_with(path, *lead))
			return true;
	}
	return false;
}
