// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tried - what the checks of a Sunshine have in common
 */
#include "facts/guest/tried.h"

#include <errno.h>

#include "facts/vm/view.h"

const struct igd_vm *igd_tried_vm(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm_view *view = igd_vm_view(host);
	const struct igd_vm *vm = igd_vm_get(host);

	if (!vm)
		igd_na(ret, view->where, "%s", igd_vm_why_none(host));
	else if (vm->is_running == IGD_VM_NO)
		igd_na(ret, vm->where, "the VM does not run");
	else if (vm->is_running == IGD_VM_UNKNOWN)
		igd_na(ret, vm->where, "whether the VM runs is not known of a mere definition");
	else if (!view->is_of_this_host)
		igd_na(ret, vm->where, "the VM does not run on this machine");
	else
		return vm;
	return NULL;
}

static enum igd_verdict conclude_no_address(
	const struct igd_guest_address *address, struct igd_finding *ret)
{
	igd_remedy(ret, "See sunshine.address.");
	igd_severity(ret, IGD_HINT);
	if (address->state == IGD_ADDRESS_INWARD)
		return igd_na(ret, address->where,
			"the VM has no address that can be reached from outside (see sunshine.route)");
	return igd_unknown(ret, address->where,
		"not tried: the VM's address is not known (see sunshine.address)");
}

static enum igd_verdict conclude_untried(const struct igd_tried *scene, struct igd_finding *ret)
{
	if (scene->stream.error == ECANCELED) {
		igd_severity(ret, IGD_HINT);
		igd_remedy(ret, "Try it with Moonlight: add the host `%s`.", scene->address->text);
		return igd_unknown(ret, scene->address->text,
			"not tried: it is no address of a private network, and others are not "
			"knocked at");
	}
	if (scene->stream.error == ENODATA) {
		igd_severity(ret, IGD_HINT);
		igd_remedy(ret, "Run igd-doctor where the VM runs, while it runs.");
		return igd_unknown(ret, scene->address->text,
			"the recording does not say what its ports answered");
	}
	return igd_unknown(ret, scene->stream.where, "what its ports answered is not known: %s",
		igd_errno_text(scene->stream.error));
}

unsigned igd_tried_port(struct igd_host *host, const struct igd_guest_address *address)
{
	return address->is_forwarded ? address->port : igd_sunshine_guest_get(host).port;
}

bool igd_tried_get(struct igd_host *host, struct igd_finding *ret, struct igd_tried *ret_scene,
	enum igd_verdict *ret_verdict)
{
	struct igd_tried scene = { .address = igd_guest_address_get(host) };

	if (scene.address->state != IGD_ADDRESS_FOUND) {
		*ret_verdict = conclude_no_address(scene.address, ret);
		return false;
	}
	scene.guest = igd_sunshine_guest_get(host);
	scene.port = igd_tried_port(host, scene.address);
	scene.stream = igd_stream_get(host, scene.address->text, scene.port);
	if (scene.stream.error) {
		*ret_verdict = conclude_untried(&scene, ret);
		return false;
	}
	*ret_scene = scene;
	return true;
}
