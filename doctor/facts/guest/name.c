// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * name - what a VM is called below IGD_LIBVIRT_DIR and IGD_GUEST_DIR
 */
#include "facts/guest/name.h"

#include <string.h>

#include "core/util.h"

const char *igd_guest_encode(struct igd_host *host, const char *text)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";
	IGD_AUTOTEXT struct igd_text encoded = { 0 };

	igd_text_add(&encoded, "", 0);
	for (; *text; text++) {
		if (strchr(plain, *text))
			igd_text_add(&encoded, text, 1);
		else
			igd_text_printf(&encoded, "%%%02X", (unsigned char)*text);
	}
	return igd_host_print(host, "%s", encoded.text);
}

const char *igd_guest_name(struct igd_host *host, const struct igd_vm *vm)
{
	return vm->origin == IGD_VM_LIBVIRT ? igd_guest_encode(host, vm->name) : NULL;
}
