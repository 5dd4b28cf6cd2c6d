// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_pci - the running system's PCI functions, by libpci
 *
 * The method is pinned to sysfs: libpci's other ones poke at I/O ports. Errors of libpci end in a callback
 * that must not return; it jumps back here instead of ending the process.
 */
#include <errno.h>
#include <pci/pci.h>
#include <setjmp.h>

#include "core/source_private.h"

static _Thread_local jmp_buf on_error;

static IGD_NORETURN IGD_FORMAT(1, 2) void failed(char *format, ...)
{
	(void)format;
	longjmp(on_error, 1);
}

static IGD_FORMAT(1, 2) void quiet(char *format, ...)
{
	(void)format;
}

static void add_functions(struct pci_access *access, struct igd_text *list)
{
	struct pci_dev *device;

	pci_scan_bus(access);
	for (device = access->devices; device; device = device->next) {
		pci_fill_info(device, PCI_FILL_IDENT | PCI_FILL_CLASS);
		igd_text_printf(list, "%04x:%02x:%02x.%x %04x %04x %04x\n",
			(unsigned)device->domain, device->bus, device->dev, device->func,
			device->vendor_id, device->device_id, device->device_class);
	}
}

void igd_source_live_pci(struct igd_answer *ret)
{
	struct igd_text list = { 0 };
	struct pci_access *access = pci_alloc();

	access->method = PCI_ACCESS_SYS_BUS_PCI;
	access->error = failed;
	access->warning = quiet;
	access->debug = quiet;
	igd_text_add(&list, "", 0);
	if (setjmp(on_error) == 0) {
		pci_init(access);
		add_functions(access, &list);
		pci_cleanup(access);
	} else {
		ret->error = ENODEV;
	}
	ret->bytes = list.text;
	ret->size = list.size;
}
