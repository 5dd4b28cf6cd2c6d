// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_processes - the VMs that somebody has started by a command of their own
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/vm/view_private.h"

static void add_process(struct igd_vm_search *search, const char *pid)
{
	struct igd_host *host = search->host;
	const char *path = igd_host_print(host, "/proc/%s/cmdline", pid);
	int error;
	const struct igd_bytes *text = igd_vm_read(host, path, &error);
	struct igd_vm_found *found;
	struct igd_vm *vm;

	/* One that has ended has no file, or an empty one. */
	if (!text || !text->size) {
		if (error && error != ENODATA)
			igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, path,
				"could not be read: %s", igd_errno_text(error));
		return;
	}
	found = igd_vm_search_add(search, "", igd_host_print(host, "process %s", pid));
	found->shown.is_running = true;
	found->is_meant = search->name != NULL; /* so that it is read: its name is in there */
	vm = igd_vm_search_wants(search, found, text)
		     ? igd_vm_search_read(search, text, igd_vm_parse_command_line, path)
		     : NULL;
	found->shown.name =
		vm ? igd_host_print(host, "%s", vm->name) : igd_host_print(host, "PID %s", pid);
	found->is_meant = search->name && (strcmp(search->name, pid) == 0 ||
						  (vm && strcmp(search->name, vm->name) == 0));
	if (vm)
		vm->is_running = IGD_VM_YES;
	igd_vm_search_take(search, found, vm);
}

/* libvirt's and Proxmox's own processes among them are VMs that have been looked at, and have not got the iGPU. */
void igd_vm_search_processes(struct igd_vm_search *search)
{
	int error;
	const struct igd_bytes *list = igd_vm_read(search->host, IGD_PROCESSES_QEMU, &error);
	const char *line;

	if (!list && error && error != ENODATA)
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, "/proc",
			"which processes there are could not be read: %s", igd_errno_text(error));
	for (line = list ? list->data : ""; *line;
		line += strcspn(line, "\n"), line += *line == '\n') {
		size_t digits = strspn(line, "0123456789");

		if (digits && digits < 12 && line[digits] == ' ')
			add_process(
				search, igd_host_print(search->host, "%.*s", (int)digits, line));
	}
	if (search->count && !search->where)
		search->where = "/proc";
}
