// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_place - which image boots
 *
 * A boot loader tells the kernel, and the kernel tells us, only a name on a file system of its own. So every
 * name is tried where such a file system is usually mounted; the first that is there is it.
 */
#include <errno.h>
#include <string.h>

#include "facts/boot/initramfs.h"
#include "facts/host/cmdline.h"
#include "facts/host/kernel.h"
#include "facts/host/large.h"

#define LOADER_GUID "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f" /* systemd: the boot loader interface */
#define EFIVARS "/sys/firmware/efi/efivars/"
#define STUB_INFO EFIVARS "StubInfo" LOADER_GUID
#define STUB_IMAGE EFIVARS "StubImageIdentifier" LOADER_GUID
#define MAX_VARIABLE 4096
#define GIVEN "initramfs/given"
#define BOOT_PARAMS "/sys/kernel/boot_params/data"
#define MAX_NAME 1024u

/* Where what a boot loader calls "/" may be mounted. */
static const char *const mounts[] = { "/boot", "/efi", "/boot/efi", "" };
#define MOUNTS (sizeof(mounts) / sizeof(mounts[0]))

/*
 * What an image is called, by the kernel's version or flavour: Debian; SUSE; Arch, Fedora, Void, Gentoo;
 * Alpine; booster; genkernel before 4. In the order of GRUB util/grub.d/10_linux.in, which takes the first.
 */
static const struct {
	const char *before, *after;
} names[] = { { "initrd.img-", "" }, { "initrd-", ".img" }, { "initrd-", "" },
	{ "initramfs-", ".img" }, { "initramfs-", "" }, { "initramfs-genkernel-x86_64-", "" },
	{ "booster-", ".img" } };

static const char *existing(struct igd_host *host, const char *path)
{
	return igd_host_has(host, path) ? path : NULL;
}

/* EFI writes '\'. NULL for a name that leads out or is absurd. */
static const char *with_slashes(struct igd_host *host, const char *name)
{
	char *copy, *at;

	if (!name || !*name || strlen(name) > MAX_NAME || strstr(name, ".."))
		return NULL;
	copy = (char *)(uintptr_t)igd_host_print(host, "%s", name);
	for (at = copy; *at; at++) {
		if (*at == '\\')
			*at = '/';
	}
	return copy + strspn(copy, "/");
}

static const char *on_mounts(struct igd_host *host, const char *name)
{
	const char *path = NULL;
	size_t i;

	if (igd_starts_with(name, "boot/"))
		path = existing(host, igd_host_print(host, "/%s", name));
	for (i = 0; !path && i < MOUNTS; i++)
		path = existing(host, igd_host_print(host, "%s/%s", mounts[i], name));
	return path;
}

/* The last initrd= that is not microcode. A file that only the loader can see often has its original in /boot. */
static const char *by_initrd(struct igd_host *host)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	const char *name = NULL, *path, *value;
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		value = cmdline->arguments[i].value;
		if (strcmp(cmdline->arguments[i].name, "initrd") == 0 && value &&
			!strstr(value, "ucode") && !strstr(value, "-uc.img"))
			name = value;
	}
	name = with_slashes(host, name);
	if (!name)
		return NULL;
	igd_host_cite(host, IGD_PROC_CMDLINE, "initrd=%s", name);
	path = on_mounts(host, name);
	if (!path)
		path = existing(host, igd_host_print(host, "/boot/%s", igd_basename(name)));
	return path;
}

static const char *by_version(struct igd_host *host, const char *directory, const char *version)
{
	const char *path = NULL;
	size_t i;

	for (i = 0; !path && i < sizeof(names) / sizeof(names[0]); i++)
		path = existing(host, igd_host_print(host, "%s/%s%s%s", directory, names[i].before,
					      version, names[i].after));
	return path;
}

/* "(hd0,gpt2)/vmlinuz-linux": the image is beside it, or in /boot if that path is only the loader's. */
static const char *by_kernel(struct igd_host *host)
{
	const char *kernel = igd_cmdline_get(host, "BOOT_IMAGE"), *version, *directory, *path;
	size_t i, length;

	if (kernel && *kernel == '(')
		kernel = strchr(kernel, ')') ? strchr(kernel, ')') + 1 : NULL;
	kernel = with_slashes(host, kernel);
	version = kernel ? strchr(igd_basename(kernel), '-') : NULL;
	if (!version)
		return NULL;
	path = by_version(host, "/boot", version + 1);
	length = (size_t)(igd_basename(kernel) - kernel);
	for (i = 0; !path && length && i < MOUNTS; i++) {
		directory = igd_host_print(host, "%s/%.*s", mounts[i], (int)length - 1, kernel);
		path = strcmp(directory, "/boot") == 0 ? NULL
						       : by_version(host, directory, version + 1);
	}
	return path;
}

/* An EFI variable: four bytes of attributes, then here text in UTF-16. ASCII is all that is taken. */
static const char *variable(struct igd_host *host, const char *path)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, path, MAX_VARIABLE);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = 4; bytes && i + 1 < bytes->size && (bytes->data[i] || bytes->data[i + 1]); i += 2)
		igd_text_add(&text, bytes->data[i + 1] ? "?" : bytes->data + i, 1);
	return text.text ? igd_host_print(host, "%s", text.text) : NULL;
}

/* Without the variable (systemd before 257): the only unified image there is, or the one of this kernel. */
static const char *only_uki(struct igd_host *host)
{
	const char *release = igd_kernel_release(host), *found = NULL, *directory;
	const char *const *list;
	size_t i, count = 0;

	for (i = 0; i < MOUNTS - 1; i++) {
		directory = igd_host_print(host, "%s/EFI/Linux", mounts[i]);
		for (list = igd_host_list(host, directory); list && *list; list++) {
			if (!igd_ends_with(*list, ".efi"))
				continue;
			if (release && strstr(*list, release))
				return igd_host_print(host, "%s/%s", directory, *list);
			found = igd_host_print(host, "%s/%s", directory, *list);
			count++;
		}
	}
	return count == 1 ? found : NULL;
}

static const char *by_stub(struct igd_host *host)
{
	const char *name;

	if (!igd_host_has(host, STUB_INFO))
		return NULL;
	igd_host_cite(host, STUB_INFO, "systemd-stub started this kernel");
	name = with_slashes(host, variable(host, STUB_IMAGE));
	return name ? on_mounts(host, name) : only_uki(host);
}

/* Arch leaves the name of the kernel's package, which names the image (/boot/initramfs-linux.img). */
static const char *by_release(struct igd_host *host)
{
	const char *release = igd_kernel_release(host), *path, *package;

	path = existing(host, "/run/booted-system/initrd"); /* NixOS */
	if (!path && release)
		path = by_version(host, "/boot", release);
	if (path || !release)
		return path;
	package = igd_host_line(host, igd_host_print(host, "/lib/modules/%s/pkgbase", release));
	package = with_slashes(host, package);
	return package ? by_version(host, "/boot", package) : NULL;
}

/* Linux Documentation/arch/x86/zero-page.rst: ramdisk_size at 0x21c, ext_ramdisk_size at 0x0c4. */
static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text head = { 0 };
	int r = igd_large_head(host, BOOT_PARAMS, 0x220, &head);
	uint32_t low, high;

	(void)context;
	if (r)
		return r;
	if (head.size < 0x220)
		return ENODATA;
	memcpy(&low, head.text + 0x21c, sizeof(low));
	memcpy(&high, head.text + 0x0c4, sizeof(high));
	igd_text_printf(ret, "%llu\n", (unsigned long long)high << 32 | low);
	return 0;
}

/* Whether the boot loader gave the kernel no initramfs; only said if it is known. */
static bool is_none(struct igd_host *host)
{
	const char *text = igd_host_derive(host, GIVEN, work, NULL);

	igd_host_forgive(host, GIVEN);
	igd_host_forgive(host, BOOT_PARAMS);
	return text && strcmp(text, "0\n") == 0;
}

static void read_place(struct igd_host *host, void *ret)
{
	struct igd_initramfs_place *place = ret;
	static const struct {
		const char *(*find)(struct igd_host *host);
		const char *where;
	} ways[] = {
		{ by_initrd, IGD_PROC_CMDLINE },
		{ by_kernel, IGD_PROC_CMDLINE },
		{ by_stub, STUB_INFO },
		{ by_release, "/proc/sys/kernel/osrelease" },
	};
	size_t i;

	for (i = 0; !place->path && i < sizeof(ways) / sizeof(ways[0]); i++) {
		place->path = ways[i].find(host);
		place->where = ways[i].where;
	}
	if (place->path)
		return;
	place->kind = is_none(host) ? IGD_INITRAMFS_NONE : IGD_INITRAMFS_LOST;
	place->where = place->kind == IGD_INITRAMFS_NONE ? BOOT_PARAMS : "/boot";
}

static const struct igd_fact place_fact = { "initramfs-place", sizeof(struct igd_initramfs_place),
	read_place, NULL };

const struct igd_initramfs_place *igd_initramfs_place(struct igd_host *host)
{
	return igd_host_fact(host, &place_fact);
}
