// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * watch_scene - which VM is watched, and where it is heard of
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/watch.h"
#include "core/given.h"
#include "facts/host/igpu.h"
#include "facts/vm/view.h"

#define CONNECTION IGD_LIBVIRT_DIR "/connection"

static char *uri_of(struct igd_host *host)
{
	const char *text = igd_host_text(host, CONNECTION);

	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (igd_starts_with(text, "uri "))
			return igd_strndup(text + 4, strcspn(text + 4, "\n"));
	}
	return NULL;
}

static int refuse(const struct igd_vm_view *view)
{
	IGD_AUTOFREE char *why = igd_printable(view->why, strlen(view->why), 400);
	enum igd_exit status = IGD_EXIT_DATA;

	if (view->state == IGD_VM_UNREADABLE)
		status = view->error == EACCES || view->error == EPERM ? IGD_EXIT_PERMISSION
								       : IGD_EXIT_UNAVAILABLE;
	return igd_complain(status,
		"no VM to watch: %s; name one of libvirt's: `igd-doctor watch --vm NAME`", why);
}

static int take(struct igd_watching *watching, struct igd_host *host)
{
	const struct igd_vm_view *view = igd_vm_view(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);

	if (view->state != IGD_VM_FOUND)
		return refuse(view);
	if (view->vm->origin != IGD_VM_LIBVIRT || !view->is_of_this_host)
		return igd_complain(IGD_EXIT_DATA,
			"%s is not a VM of this machine's libvirt, and watch follows only those: `igd-doctor log FILE` names what its logs say",
			view->vm->name);
	watching->vm = igd_strdup(view->vm->name);
	watching->uri = uri_of(host);
	if (!watching->uri && watching->options->connect)
		watching->uri = igd_strdup(watching->options->connect);
	watching->qemu_log = igd_sentry_qemu_log(watching->uri, watching->vm);
	if (view->vm->firmware.debug_log && *view->vm->firmware.debug_log == '/')
		watching->firmware_log = igd_strdup(view->vm->firmware.debug_log);
	watching->igpu = igpu ? igd_strdup(igpu->address) : NULL;
	return IGD_EXIT_OK;
}

int igd_watch_look(struct igd_watching *watching)
{
	const struct igd_options *options = watching->options;
	const struct {
		const char *name, *argument;
	} gifts[] = { { "vm", options->vm }, { "connect", options->connect } };
	struct igd_error error = { 0 };
	struct igd_source *source;
	struct igd_host *host;
	int status;
	size_t i;

	if (options->from)
		return igd_complain(IGD_EXIT_USAGE,
			"watch follows a VM of this machine's; with --from there is none");
	source = igd_source_live();
	for (i = 0; i < sizeof(gifts) / sizeof(*gifts); i++) {
		if (!gifts[i].argument ||
			igd_source_give(source, gifts[i].name, gifts[i].argument, &error) == 0)
			continue;
		igd_source_free(source);
		return igd_complain(error.code == EACCES ? IGD_EXIT_PERMISSION : IGD_EXIT_DATA,
			"%s", error.message);
	}
	host = igd_host_new(source);
	status = take(watching, host);
	igd_host_free(host);
	return status;
}
