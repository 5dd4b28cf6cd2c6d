// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_proxmox - the VMs of a Proxmox VE host
 *
 * /etc/pve is what its cluster file system shows of this node (pmxcfs(8)); only root and www-data may look.
 */
#include <errno.h>
#include <string.h>

#include "facts/vm/view_private.h"

#define MAX_VMS 256

/* "101.conf" to "101"; NULL for anything else. */
static const char *number_of(struct igd_host *host, const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits && digits < 10 && strcmp(name + digits, ".conf") == 0
		       ? igd_host_print(host, "%.*s", (int)digits, name)
		       : NULL;
}

/* The VM's name of the current section, those of snapshots are behind it (pve-docs qm.conf(5)); NULL for none. */
static const char *name_of(struct igd_host *host, const struct igd_bytes *text)
{
	const char *line = text->data;

	for (; *line && *line != '['; line += strcspn(line, "\n"), line += *line == '\n') {
		if (igd_starts_with(line, "name:"))
			return igd_host_print(host, "%.*s",
				(int)strcspn(line + 5 + strspn(line + 5, " \t"), " \t\r\n"),
				line + 5 + strspn(line + 5, " \t"));
	}
	return NULL;
}

/*
 * Whether the process is there that its start has left the number of (qemu-server PVE/QemuServer/Helpers.pm
 * pidfile_name()); QEMU takes the file away when it ends, but not when it is killed.
 */
static bool is_running(struct igd_vm_search *search, const char *number)
{
	struct igd_host *host = search->host;
	const char *path = igd_host_print(host, "/run/qemu-server/%s.pid", number);
	int error;
	const struct igd_bytes *text = igd_vm_read(host, path, &error);
	size_t digits = text ? strspn(text->data, "0123456789") : 0;
	bool is_there = false;

	if (digits) {
		path = igd_host_print(host, "/proc/%.*s/cmdline", (int)digits, text->data);
		is_there = igd_host_has(host, path);
		error = igd_host_error(host, path);
		igd_host_forgive(host, path);
	}
	if (error && error != ENODATA)
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, path,
			"whether the VM %s runs could not be told: %s", number,
			igd_errno_text(error));
	return is_there;
}

static void add_vm(struct igd_vm_search *search, const char *number)
{
	struct igd_host *host = search->host;
	const char *path = igd_host_print(host, IGD_PVE_DIR "/%s.conf", number), *name;
	int error;
	const struct igd_bytes *text = igd_vm_read(host, path, &error);
	struct igd_vm_found *found;
	struct igd_bytes resolved;

	if (!text) {
		if (error && error != ENODATA)
			igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, path,
				"could not be read: %s", igd_errno_text(error));
		return;
	}
	name = name_of(host, text);
	found = igd_vm_search_add(search, name && *name ? name : number,
		igd_host_print(host, "Proxmox VE %s", number));
	found->is_meant = search->name && (strcmp(search->name, number) == 0 ||
						  (name && strcmp(search->name, name) == 0));
	if (!igd_vm_search_wants(search, found, text))
		return;
	found->shown.is_running = is_running(search, number);
	resolved = igd_vm_resolve_mapping(search, text);
	igd_vm_search_take(
		search, found, igd_vm_search_read(search, &resolved, igd_vm_parse_proxmox, path));
}

void igd_vm_search_proxmox(struct igd_vm_search *search)
{
	struct igd_host *host = search->host;
	const char *const *names = igd_host_list(host, IGD_PVE_DIR), *number;
	int error = igd_host_error(host, IGD_PVE_DIR), count = 0;

	igd_host_forgive(host, IGD_PVE_DIR);
	if (error && error != ENODATA)
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, IGD_PVE_DIR,
			"this is a Proxmox VE host, and its VMs could not be read: %s",
			igd_errno_text(error));
	if (names && !search->where)
		search->where = IGD_PVE_DIR;
	for (; names && *names && count < MAX_VMS; names++) {
		number = number_of(host, *names);
		if (number) {
			add_vm(search, number);
			count++;
		}
	}
}
