// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_access - what to do where it could not be told which VMs there are
 */
#include <errno.h>
#include <string.h>

#include "facts/host/distribution.h"
#include "facts/vm/view.h"

#define WITHOUT_LIBVIRT                                                                            \
	" Until then `igd-doctor --vm FILE` examines a VM by its definition, which root finds in " \
	"/etc/libvirt/qemu/NAME.xml."

/* Which daemon is meant is only told by its socket's name, in libvirt's own words (libvirt docs/daemons.rst). */
static const char *daemon_of(const struct igd_vm_view *view)
{
	return strstr(view->why, "virtqemud") ? "virtqemud" : "libvirtd";
}

const char *igd_vm_access_remedy(struct igd_host *host)
{
	const struct igd_vm_view *view = igd_vm_view(host);

	if (strncmp(view->where, "libvirt", strlen("libvirt")) != 0)
		return "Run this as root: `sudo igd-doctor`.";
	switch (view->error) {
	case ECONNREFUSED:
	case ENOENT:
		return igd_host_print(
			host, "Start it: {restart %s}." WITHOUT_LIBVIRT, daemon_of(view));
	case ETIMEDOUT:
		return igd_host_print(host,
			"Restart it, which leaves VMs running: {restart %s}." WITHOUT_LIBVIRT,
			daemon_of(view));
	case EACCES:
	case EPERM:
		return "Run this as root, or add yourself to the group that may: "
		       "`sudo usermod -aG libvirt $USER`, and log in anew." WITHOUT_LIBVIRT;
	case ENOPKG:
		return "Install it: libvirt-libs with Fedora and openSUSE, libvirt0 with Debian and "
		       "Ubuntu, else libvirt." WITHOUT_LIBVIRT;
	default:
		return "See what `virsh -c qemu:///system list --all` says." WITHOUT_LIBVIRT;
	}
}

const char *igd_vm_daemon_command(struct igd_host *host)
{
	const struct igd_vm_view *view = igd_vm_view(host);

	if (view->error != ECONNREFUSED && view->error != ETIMEDOUT)
		return NULL;
	return igd_service_restart(host, daemon_of(view));
}
