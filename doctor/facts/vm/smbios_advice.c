// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios_advice - what to write into a VM's definition, ready to be pasted, so that it is told of the host's make
 *
 * Serial numbers and the UUID are left out: they identify a person's machine, and nothing asks for them.
 */
#include <string.h>

#include "facts/host/dmi.h"
#include "facts/vm/smbios.h"

struct igd_smbios_make igd_smbios_of_host(struct igd_host *host)
{
	struct igd_smbios_make make = {
		.vendor = igd_dmi_get(host, IGD_DMI_BIOS_VENDOR),
		.version = igd_dmi_get(host, IGD_DMI_BIOS_VERSION),
		.date = igd_dmi_get(host, IGD_DMI_BIOS_DATE),
		.manufacturer = igd_dmi_get(host, IGD_DMI_SYS_VENDOR),
		.product = igd_dmi_get(host, IGD_DMI_PRODUCT_NAME),
		.board_maker = igd_dmi_get(host, IGD_DMI_BOARD_VENDOR),
		.board = igd_dmi_get(host, IGD_DMI_BOARD_NAME),
	};

	/* A self-built machine has fillers where a bought one has its maker and product. */
	if (!make.manufacturer)
		make.manufacturer = make.board_maker;
	if (!make.product)
		make.product = make.board;
	/* A machine that calls itself "ASUS" may have a board of "ASUSTeK": that one's name says no more, and smbios.plausible asks. */
	if (make.manufacturer && make.board_maker &&
		!igd_smbios_same_maker(make.manufacturer, make.board_maker))
		make.board_maker = make.board = NULL;
	/* libvirt refuses a date of another form. */
	if (make.date && !igd_smbios_is_date(make.date))
		make.date = NULL;
	return make;
}

/* Braces would be read as directives of a remedy, and quotes end what the shell is given. */
static void add_xml(struct igd_text *text, const char *value)
{
	for (; *value; value++) {
		if (*value == '&')
			igd_text_printf(text, "&amp;");
		else if (*value == '<')
			igd_text_printf(text, "&lt;");
		else if (strchr("{}", *value))
			igd_text_add(text, "_", 1);
		else
			igd_text_add(text, value, 1);
	}
}

static void add_option(struct igd_text *text, const char *value)
{
	for (; *value; value++) {
		if (*value == ',')
			igd_text_add(text, ",,", 2);
		else if (strchr("{}'\"`$\\", *value))
			igd_text_add(text, "_", 1);
		else
			igd_text_add(text, value, 1);
	}
}

static void add_entry(struct igd_text *text, const char *name, const char *value)
{
	if (!value)
		return;
	igd_text_printf(text, "<entry name='%s'>", name);
	add_xml(text, value);
	igd_text_printf(text, "</entry>");
}

static void write_xml(struct igd_text *text, const struct igd_smbios_make *make)
{
	igd_text_printf(text, "`<smbios mode='sysinfo'/>` inside <os>, and behind it "
			      "`<sysinfo type='smbios'>");
	if (make->vendor || make->version || make->date) {
		igd_text_printf(text, "<bios>");
		add_entry(text, "vendor", make->vendor);
		add_entry(text, "version", make->version);
		add_entry(text, "date", make->date);
		igd_text_printf(text, "</bios>");
	}
	igd_text_printf(text, "<system>");
	add_entry(text, "manufacturer", make->manufacturer);
	add_entry(text, "product", make->product);
	igd_text_printf(text, "</system>");
	if (make->board_maker && make->board) {
		igd_text_printf(text, "<baseBoard>");
		add_entry(text, "manufacturer", make->board_maker);
		add_entry(text, "product", make->board);
		igd_text_printf(text, "</baseBoard>");
	}
	igd_text_printf(text, "</sysinfo>` behind </os>");
}

static void write_option(
	struct igd_text *text, unsigned type, const char *manufacturer, const char *product)
{
	igd_text_printf(text, "-smbios 'type=%u,manufacturer=", type);
	add_option(text, manufacturer);
	igd_text_printf(text, ",product=");
	add_option(text, product);
	igd_text_printf(text, "'");
}

const char *igd_smbios_advice(struct igd_host *host, const struct igd_vm *vm)
{
	struct igd_smbios_make make = igd_smbios_of_host(host);
	IGD_AUTOTEXT struct igd_text text = { 0 };

	if (!make.manufacturer || !make.product)
		return NULL;
	if (vm->origin == IGD_VM_LIBVIRT) {
		write_xml(&text, &make);
		return igd_host_print(host, "put %s (`virsh edit %s`)", text.text, vm->name);
	}
	write_option(&text, 1, make.manufacturer, make.product);
	if (make.board_maker && make.board) {
		igd_text_printf(&text, " ");
		write_option(&text, 2, make.board_maker, make.board);
	}
	return igd_host_print(host, "add `%s` to %s", text.text,
		vm->origin == IGD_VM_PROXMOX ? "the line `args:` of its configuration"
					     : "QEMU's command line");
}
