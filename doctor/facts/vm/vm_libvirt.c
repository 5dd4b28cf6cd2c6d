// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt - a libvirt domain as the VM that libvirt makes of it
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"
#include "facts/vm/xml_document_private.h"

/*
 * <domain>, alone or as libvirt keeps it: <domstatus> in /run/libvirt/qemu (src/conf/domain_conf.c
 * virDomainObjFormat()), <domainsnapshot> in /var/lib/libvirt/qemu/snapshot.
 */
static const xmlNode *find_domain(const xmlNode *root)
{
	if (root && (igd_xml_is(root, "domstatus") || igd_xml_is(root, "domainsnapshot")))
		return igd_xml_first(root, "domain");
	return root && igd_xml_is(root, "domain") ? root : NULL;
}

static enum igd_vm_answer is_running(const xmlNode *domain)
{
	const xmlNode *status = domain->parent;

	if (status->type == XML_ELEMENT_NODE && igd_xml_is(status, "domstatus"))
		return igd_xml_has(status, "state", "shutoff") ||
				       igd_xml_has(status, "state", "crashed")
			       ? IGD_VM_NO
			       : IGD_VM_YES;
	/* Only what runs has an id (src/conf/domain_conf.c virDomainDefFormatInternalSetRootName()). */
	return igd_xml_raw(domain, "id") ? IGD_VM_YES : IGD_VM_UNKNOWN;
}

static const char *guest_of(const xmlNode *list)
{
	const xmlNode *os;
	const char *id, *guest = NULL;

	for (os = list->children; os && !guest; os = os->next) {
		if (os->type != XML_ELEMENT_NODE || !igd_ends_with((const char *)os->name, "os"))
			continue;
		id = igd_xml_raw(os, "id");
		guest = id ? igd_vm_guest_of(id) : NULL;
	}
	return guest;
}

/* <metadata><libosinfo:libosinfo><libosinfo:os id='http://microsoft.com/win/11'/>, by names alone. */
static void read_guest(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *metadata = igd_xml_first(domain, "metadata"), *list;

	for (list = metadata ? metadata->children : NULL; list && !vm->guest_os; list = list->next)
		if (list->type == XML_ELEMENT_NODE)
			vm->guest_os = guest_of(list);
}

static void read_domain(struct igd_vm *vm, const xmlNode *domain)
{
	const char *name = igd_xml_text(vm, igd_xml_first(domain, "name"));
	const char *reboot = igd_xml_text(vm, igd_xml_first(domain, "on_reboot"));

	if (name)
		vm->name = name;
	vm->uuid = igd_xml_text(vm, igd_xml_first(domain, "uuid"));
	vm->is_running = is_running(domain);
	vm->memory.kvm = igd_xml_has(domain, "type", "kvm") ? IGD_VM_YES : IGD_VM_NO;
	/* docs/formatdomain.rst "Events configuration" */
	vm->on_reboot = reboot ? reboot : "restart";
	/* src/qemu/qemu_command.c qemuBuildCommandLine(): always "-nodefaults" */
	vm->has_default_devices = IGD_VM_NO;
	read_guest(vm, domain);
	igd_libvirt_os(vm, domain);
	igd_libvirt_cpu(vm, domain);
	igd_libvirt_memory(vm, domain);
	igd_libvirt_smbios(vm, domain);
	igd_libvirt_devices(vm, domain);
	igd_libvirt_qemu(vm, domain);
}

static int read_root(struct igd_vm *ret, const xmlNode *root, struct igd_error *reterr)
{
	const xmlNode *domain = find_domain(root);
	IGD_AUTOFREE char *type = NULL;
	const char *own;

	if (!domain)
		return igd_error_set(reterr, EBADMSG,
			"line %ld: no libvirt domain: it has no <domain>",
			root ? xmlGetLineNo(root) : 1);
	own = igd_xml_raw(domain, "type");
	if (!own || (strcmp(own, "kvm") != 0 && strcmp(own, "qemu") != 0)) {
		type = igd_printable(own ? own : "", own ? strlen(own) : 0, 32);
		return igd_error_set(reterr, EBADMSG,
			"line %ld: a domain of type '%s', which QEMU does not run",
			xmlGetLineNo(domain), type);
	}
	igd_vm_begin(ret, IGD_VM_LIBVIRT);
	read_domain(ret, domain);
	return 0;
}

int igd_vm_parse_libvirt(
	const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr)
{
	xmlDoc *document = igd_xml_read(text, size, "libvirt domain", reterr);
	int r;

	if (!document)
		return -EBADMSG;
	r = read_root(ret, xmlDocGetRootElement(document), reterr);
	xmlFreeDoc(document);
	return r;
}
