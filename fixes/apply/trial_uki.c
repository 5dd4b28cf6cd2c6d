// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_uki - one boot by systemd-boot of a unified kernel image of its own, which ukify(1) makes
 *
 * The image has the running kernel, an initramfs for the trial and the running command line with what is wanted. Its
 * os-release has a sort key that puts it behind all others in systemd-boot's list, so that it does not become the
 * default (UAPI Group Boot Loader Specification, "Sorting"; systemd 257 src/boot/boot.c boot_entry_add_unified():
 * the sort key is IMAGE_ID or ID).
 */
#include <string.h>

#include "facts/host/cmdline.h"
#include "facts/host/kernel.h"
#include "fixes/apply/trial_private.h"
#include "fixes/apply/trial_text.h"

#define IMAGE_FILE IGD_TRIAL_NAME ".efi"
#define OS_RELEASE "ID=zzz-" IGD_TRIAL_NAME
/* Large, and needed only until the unified image is made: not on the ESP. */
#define INITRAMFS "/var/tmp/" IGD_TRIAL_IMAGE
/* UEFI 2.10 section 3.3, SecureBoot: 1 behind the four bytes of attributes that efivarfs shows. */
#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define SECURE_BOOT_SIZE 5u

static bool is_secure(struct igd_host *host)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, SECURE_BOOT, SECURE_BOOT_SIZE);

	return bytes && bytes->size == SECURE_BOOT_SIZE && bytes->data[SECURE_BOOT_SIZE - 1] == 1;
}

static const char *kernel_of(struct igd_host *host, const char *release)
{
	const char *paths[] = { igd_host_print(host, "/usr/lib/modules/%s/vmlinuz", release),
		igd_host_print(host, "/boot/vmlinuz-%s", release),
		igd_host_print(host, "/lib/modules/%s/vmlinuz", release), NULL };

	return igd_trial_first(host, paths);
}

/* The loader puts initrd= there by itself. */
static const char *cmdline_of(const struct igd_trial *trial)
{
	const char *running = igd_host_text(trial->host, IGD_PROC_CMDLINE);
	struct igd_piece rest = { running, running ? strlen(running) : 0 }, word;
	IGD_AUTOTEXT struct igd_text kept = { 0 }, ret = { 0 };

	igd_text_add(&kept, "", 0);
	while (igd_word_next(&rest, &word)) {
		if (word.size < 7 || memcmp(word.text, "initrd=", 7) != 0)
			igd_text_printf(&kept, "%.*s ", (int)word.size, word.text);
	}
	igd_trial_cmdline(trial, kept.text, kept.size, false, &ret);
	return igd_host_print(trial->host, "--cmdline=%s", ret.text);
}

/* Why no such image can be made; NULL: it can. */
static const char *unmade(struct igd_host *host)
{
	static const char *const programs[] = { "/usr/bin/ukify", "/usr/lib/systemd/ukify", NULL };

	if (is_secure(host))
		return "Secure Boot is on, and an image for one boot is not signed";
	if (!igd_trial_first(host, programs))
		return "`ukify` is not installed, and without it no unified kernel image can be made "
		       "beside the others";
	return igd_trial_unasked(host);
}

static void fill(struct igd_trial *trial, const char *kernel, const char *directory)
{
	struct igd_host *host = trial->host;

	trial->is_for_uki = true;
	trial->image = INITRAMFS;
	trial->built = igd_host_print(host, "%s/" IMAGE_FILE, directory);
	trial->build = (struct igd_trial_command){ { "ukify", "build",
		igd_host_print(host, "--linux=%s", kernel), "--initrd=" INITRAMFS,
		cmdline_of(trial), "--os-release=" OS_RELEASE,
		igd_host_print(host, "--uname=%s", igd_kernel_release(host)),
		igd_host_print(host, "--output=%s", trial->built) } };
	igd_trial_ask(trial, IMAGE_FILE);
}

void igd_trial_uki(struct igd_trial *trial)
{
	static const char *const directories[] = { "/efi/EFI/Linux", "/boot/efi/EFI/Linux",
		"/boot/EFI/Linux", NULL };
	struct igd_host *host = trial->host;
	const char *release = igd_kernel_release(host);
	const char *kernel = release ? kernel_of(host, release) : NULL;
	const char *directory = igd_trial_first(host, directories);

	trial->reason = unmade(host);
	if (!trial->reason && !kernel)
		trial->reason = "the running kernel's file was not found in /boot or "
				"/usr/lib/modules";
	if (!trial->reason && !directory)
		trial->reason = "EFI/Linux was not found on a mounted ESP";
	if (!trial->reason && igd_host_has(host, igd_host_print(host, "%s/" IMAGE_FILE, directory)))
		trial->reason = igd_host_print(
			host, "%s/" IMAGE_FILE " is there already" IGD_TRIAL_BACK, directory);
	if (!trial->reason)
		fill(trial, kernel, directory);
}
