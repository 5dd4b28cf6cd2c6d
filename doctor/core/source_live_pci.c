// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_pci - the running system's PCI functions, by libpci
 *
 * The method is pinned to sysfs: libpci's other ones poke at I/O ports. Errors of libpci end in a callback
 * that must not return and is told of no context; so libpci runs in a thread that the callback ends, instead
 * of the process. Nobody else runs meanwhile.
 */
#include <errno.h>
#include <pci/pci.h>
#include <pthread.h>
#include <stdint.h>

#include "core/source_private.h"

struct scan {
	struct pci_access *access;
	struct igd_text list;
	bool is_complete;
};

static IGD_NORETURN IGD_FORMAT(1, 2) void failed(char *format, ...)
{
	(void)format;
	pthread_exit(NULL);
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

static void *run(void *context)
{
	struct scan *scan = context;

	pci_init(scan->access);
	add_functions(scan->access, &scan->list);
	scan->is_complete = true;
	return NULL;
}

void igd_source_live_pci(const char *sysfs, struct igd_answer *ret)
{
	struct scan scan = { .access = pci_alloc() };
	char name[] = "sysfs.path";
	pthread_t thread;

	scan.access->method = PCI_ACCESS_SYS_BUS_PCI;
	scan.access->error = failed;
	scan.access->warning = quiet;
	scan.access->debug = quiet;
	pci_set_param(scan.access, name, (char *)(uintptr_t)sysfs);
	igd_text_add(&scan.list, "", 0);
	if (pthread_create(&thread, NULL, run, &scan) == 0)
		pthread_join(thread, NULL);
	pci_cleanup(scan.access);
	ret->error = scan.is_complete ? 0 : ENODEV;
	ret->bytes = scan.list.text;
	ret->size = scan.list.size;
}
