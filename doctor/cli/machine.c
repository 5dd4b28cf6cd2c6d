// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - which programs and which ROM a host runs its VM with, in words that can be counted
 */
#include "cli/machine.h"

#include <stdlib.h>
#include <string.h>

#include "facts/host/igpu.h"
#include "facts/qemu/qemu.h"
#include "facts/qemu/rom_given.h"
#include "facts/vm/view.h"

/* The daemon's version, out of the lines that host.h describes; NULL. */
static char *libvirt_version(struct igd_host *host)
{
	static const char lead[] = "libvirt ";
	const char *line = igd_host_text(host, IGD_LIBVIRT_DIR "/connection");

	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (igd_starts_with(line, lead))
			return igd_printable(
				line + strlen(lead), strcspn(line, "\n") - strlen(lead), 32);
	}
	return NULL;
}

static char *rom_words(struct igd_host *host)
{
	const struct igd_rom_given *given = igd_rom_given_get(host);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	uint32_t contains;
	unsigned i;

	if (given->state == IGD_ROM_NOT_GIVEN)
		return igd_vm_get(host) && igd_vm_igpu(host) && !igd_rom_given_path(host)
			       ? igd_strdup("none")
			       : NULL;
	if (given->state != IGD_ROM_READ)
		return igd_strdup("unusable");
	contains = igd_rom_contains(&given->rom);
	for (i = 0; i < IGD_ROM_CONTENT_COUNT; i++) {
		if (contains >> i & 1)
			igd_text_printf(&text, "%s%s", text.size ? "+" : "",
				igd_rom_content_word((enum igd_rom_content)i));
	}
	return text.size ? IGD_TAKE_PTR(text.text) : igd_strdup("unknown");
}

void igd_machine_read(struct igd_host *host, struct igd_machine *ret)
{
	const struct igd_qemu_version *qemu = igd_qemu_version(host);

	*ret = (struct igd_machine){ .libvirt = libvirt_version(host), .rom = rom_words(host) };
	if (qemu)
		ret->qemu = igd_printable(qemu->text, strlen(qemu->text), 32);
}

void igd_machine_done(struct igd_machine *machine)
{
	free(machine->qemu);
	free(machine->libvirt);
	free(machine->rom);
	*machine = (struct igd_machine){ 0 };
}
