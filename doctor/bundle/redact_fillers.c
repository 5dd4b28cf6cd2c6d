// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_fillers - values that are the same everywhere, and so no one's
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact_private.h"

static bool is_among(const char *const *list, const char *text, size_t size)
{
	for (; *list; list++) {
		if (strlen(*list) == size && strncasecmp(*list, text, size) == 0)
			return true;
	}
	return false;
}

/* "00000000", "-", "xxxx", "........" */
static bool is_one_letter(const char *text, size_t size)
{
	size_t i;

	for (i = 1; i < size; i++) {
		if (text[i] != text[0])
			return false;
	}
	return true;
}

bool igd_value_is_filler(const char *text, size_t size)
{
	/* What makers leave in DMI (seen in facts/host/dmi.c and on dmesg.de), and what means that there is no value */
	static const char *const fillers[] = { "default string", "to be filled by o.e.m.",
		"to be filled by oem", "system serial number", "system product name",
		"system manufacturer", "chassis serial number", "base board serial number",
		"board serial number", "not specified", "not applicable", "not available",
		"not provided", "not present", "no asset tag", "no asset information",
		"asset-1234567890", "asset tag", "o.e.m.", "oem", "unknown", "none", "n/a", "na",
		"null", "(null)", "(none)", "invalid", "empty", "0123456789", "123456789",
		"1234567890", "0123456789abcdef", "00000000", "ffffffff", "serial", "default",
		"yes", "no", "on", "off", "true", "false", "secret", "removed", "qemu", "stdio",
		"pty", "mon:stdio", NULL };

	return is_one_letter(text, size) || is_among(fillers, text, size);
}

bool igd_user_is_of_system(const char *name, size_t size)
{
	/* /home and /media hold these as well; the rest is of /etc/passwd of Debian, Fedora and Arch */
	static const char *const users[] = { "root", "daemon", "bin", "sys", "sync", "games", "man",
		"lp", "mail", "news", "uucp", "proxy", "www-data", "backup", "list", "irc", "gnats",
		"nobody", "adm", "ftp", "http", "dbus", "messagebus", "sshd", "kvm", "qemu",
		"libvirt", "libvirtd", "libvirt-qemu", "libvirtdbus", "polkitd", "systemd-network",
		"systemd-resolve", "systemd-timesync", "systemd-coredump", "systemd-oom", "avahi",
		"rtkit", "colord", "gdm", "sddm", "lightdm", "pulse", "saned", "usbmux", "uuidd",
		"tss", "nfsnobody", "nogroup", "cdrom", "floppy", "usb", "linuxbrew", "lost",
		"public", "default", "shared", "guest", "sunshine", "operator", "halt", "shutdown",
		"wheel", "video", "render", "input", "disk", "nixbld", "dnsmasq", "postfix", "_apt",
		"ntp", "chrony", "flatpak", "geoclue", "nm-openconnect", "rpc", "statd", NULL };

	return is_among(users, name, size);
}

bool igd_domain_is_public(const char *domain, size_t size)
{
	/* Who publishes addresses in the messages and banners of kernels and tools */
	static const char *const publishers[] = { "kernel.org", "debian.org", "ubuntu.com",
		"canonical.com", "fedoraproject.org", "redhat.com", "archlinux.org", "gentoo.org",
		"suse.com", "suse.de", "opensuse.org", "freedesktop.org", "gnu.org", "intel.com",
		"amd.com", "nvidia.com", "proxmox.com", "qemu.org", "nongnu.org", "libvirt.org",
		"infradead.org", "linux.intel.com", "github.com", "openssh.com", "alpinelinux.org",
		"voidlinux.org", "artixlinux.org", "nixos.org", "sourceforge.net", "zx2c4.com",
		NULL };
	const char *const *each;
	size_t length;

	for (each = publishers; *each; each++) {
		length = strlen(*each);
		if (length <= size && strncasecmp(domain + size - length, *each, length) == 0 &&
			(length == size || domain[size - length - 1] == '.'))
			return true;
	}
	return false;
}

bool igd_uuid_is_known(const char *uuid)
{
	static const char *const known[] = {
		/* UEFI Specification 2.10: of variables, 3.3 and 32.6; partition types, 5.3.3 */
		"8be4df61-93ca-11d2-aa0d-00e098032b8c", "d719b2cb-3d3a-4596-a3bc-dad00e67656f",
		"c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
		/* systemd's boot loader interface, shim */
		"4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", "605dab50-e046-4300-abb6-3dd810dd8b23",
		/* partition types: Linux's and systemd's discoverable ones, Microsoft's, GRUB's */
		"0fc63daf-8483-4772-8e79-3d69d8477de4", "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f",
		"4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "933ac7e1-2eb4-4f13-b844-0e14e2aef915",
		"e6d6d379-f507-44c2-a23c-238f2a3df928", "a19d880f-05fc-4d3b-a006-743f0f84911e",
		"ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "e3c9e316-0b5c-4db8-817d-f92df00215ae",
		"de94bba4-06d1-4d40-a16a-bfd50179d6ac", "21686148-6449-6e6f-744e-656564454649",
		"bc13c2ff-59e6-4262-a352-b275fd6f7172",
		/* nobody's */
		"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
		/* what boards have whose maker did not fill it in */
		"03000200-0400-0500-0006-000700080009", NULL
	};

	return is_among(known, uuid, 36);
}
