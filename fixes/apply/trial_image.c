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

/*
 * FOR_UKI: dracut.conf(5) uefi=yes would make a unified image of it at once. Debian's dracut ends with the hooks of
 * /etc/initramfs/post-update.d, whatever file it wrote, and systemd-boot's there makes the entry that boots by default
 * anew with that file; the variable keeps it from that (seen with dracut 106-6). Others do not know it.
 */
static const struct {
	enum igd_initramfs_kind kind;
	const char *words[IGD_TRIAL_WORDS];
} builders[] = {
	{ IGD_INITRAMFS_TOOLS, { "mkinitramfs", "-o", IMAGE, KERNEL } },
	{ IGD_INITRAMFS_DRACUT,
		{ "env", "NO_POST_UPDATE_HOOKS=1", "dracut", FOR_UKI, "--force", IMAGE, KERNEL } },
	{ IGD_INITRAMFS_MKINITCPIO, { "mkinitcpio", "-g", IMAGE, "-k", KERNEL } },
	{ IGD_INITRAMFS_BOOSTER,
		{ "booster", "build", "--force", "--kernel-version", KERNEL, IMAGE } },
};

static void fill(
	const struct igd_trial *trial, const char *const *word, struct igd_trial_command *ret)
{
	size_t count = 0;

	for (; *word; word++) {
		if (strcmp(*word, IMAGE) == 0)
			ret->words[count++] = trial->image;
		else if (strcmp(*word, KERNEL) == 0)
			ret->words[count++] = igd_kernel_release(trial->host);
		else if (strcmp(*word, FOR_UKI) != 0 || trial->is_for_uki)
			ret->words[count++] = *word;
	}
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
