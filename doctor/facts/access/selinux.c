// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * selinux - whether SELinux has a say in what a VM of libvirt reads
 *
 * libvirt labels the files of disks for its VM, but not the ROM (libvirt 11.3 src/security/security_selinux.c). What a
 * VM's domain (svirt_t) may read stands in the binary policy, which is megabytes in a format of its own and is not read.
 * So all that there is to say of a type is what policies usually say of it.
 */
#include "facts/access/selinux.h"

#include <stdio.h>
#include <string.h>

#define ENFORCE "/sys/fs/selinux/enforce"

bool igd_selinux_type(const char *label, char *ret, size_t room)
{
	const char *role = strchr(label, ':'), *type = role ? strchr(role + 1, ':') : NULL;
	size_t length = type ? strcspn(type + 1, ":") : 0;

	if (!length || length >= room)
		return false;
	snprintf(ret, room, "%.*s", (int)length, type + 1);
	return true;
}

static bool is_used(struct igd_host *host)
{
	const char *enforce = igd_host_line(host, ENFORCE), *driver;

	if (!enforce || strcmp(enforce, "1") != 0 || !igd_host_has(host, IGD_QEMU_CONF))
		return false;
	driver = igd_qemu_conf(host, "security_driver");
	return !driver || strcmp(driver, "none") != 0;
}

/* What libvirt, a distribution or a person labels so; NULL for a type of which nothing is known. */
static const char *usual(const char *type)
{
	static const struct {
		const char *type, *hint;
	} types[] = {
		{ "usr_t", "usually readable" },
		{ "virt_content_t", "made for what VMs only read" },
		{ "virt_image_t", "made for VMs' disks" },
		{ "user_home_t", "usually closed to VMs" },
		{ "user_home_dir_t", "usually closed to VMs" },
		{ "admin_home_t", "usually closed to VMs" },
		{ "user_tmp_t", "usually closed to VMs" },
		{ "home_root_t", "usually closed to VMs" },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (strcmp(types[i].type, type) == 0)
			return types[i].hint;
	}
	return NULL;
}

enum igd_selinux igd_selinux_qemu(
	struct igd_host *host, const struct igd_mode *file, const char **ret_hint)
{
	const char *hint;
	char type[64];

	if (!is_used(host))
		return IGD_SELINUX_OFF;
	if (!igd_selinux_type(file->label, type, sizeof(type))) {
		igd_host_cite(host, "SELinux", "enforcing; the file's label is not known");
		*ret_hint = "the file, whose label is not known";
		return IGD_SELINUX_DECIDES;
	}
	igd_host_cite(host, "SELinux", "enforcing; the file is labelled %s", type);
	hint = usual(type);
	*ret_hint = igd_host_print(
		host, "%s%s%s%s", type, hint ? " (" : "", hint ? hint : "", hint ? ")" : "");
	return IGD_SELINUX_DECIDES;
}
