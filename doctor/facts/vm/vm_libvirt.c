// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt - a libvirt domain as the VM that libvirt makes of it
 *
 * libxml2 gets a text whose size, encoding and beginning have been looked at: a document type is where entities come
 * from, so one that has any is refused before it is parsed. What it then builds is measured before it is read.
 */
#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

#define MAX_DEPTH 64
#define MAX_CHILDREN 4096
#define MAX_ATTRIBUTES 256

/* Behind the end of what begins at text and ends with mark; NULL if it does not end. */
static const char *behind(const char *text, const char *mark, const char *end)
{
	const char *found = memmem(text, (size_t)(end - text), mark, strlen(mark));

	return found ? found + strlen(mark) : NULL;
}

static bool begins(const char *text, const char *end, const char *mark)
{
	return (size_t)(end - text) >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0;
}

/* Whether a document type stands before the first element, the only place where it may. */
static bool has_document_type(const char *text, const char *end)
{
	if (begins(text, end, "\xef\xbb\xbf"))
		text += 3;
	while (text) {
		while (text < end && strchr(" \t\r\n", *text))
			text++;
		if (begins(text, end, "<?"))
			text = behind(text, "?>", end);
		else if (begins(text, end, "<!--"))
			text = behind(text + 4, "-->", end);
		else
			return begins(text, end, "<!");
	}
	return false;
}

/* How many attributes the tag that begins at text may have, at most: '<' cannot stand in a tag. */
static size_t count_attributes(const char *text, const char *end)
{
	size_t count = 0;

	for (text++; text < end && *text != '<'; text++) {
		if (*text != '=')
			continue;
		while (text + 1 < end && strchr(" \t\r\n", text[1]))
			text++;
		count += text + 1 < end && (text[1] == '"' || text[1] == '\'');
	}
	return count;
}

/* libxml2 before 2.12 compares each attribute with all others: a minute and more for what fits into a text. */
static bool has_too_many_attributes(const char *text, const char *end)
{
	for (; text; text = memchr(text + 1, '<', (size_t)(end - text - 1)))
		if (text + 1 < end && text[1] != '!' && text[1] != '?' &&
			count_attributes(text, end) > MAX_ATTRIBUTES)
			return true;
	return false;
}

static int check_text(const char *text, size_t size, struct igd_error *reterr)
{
	if (size > IGD_VM_MAX_TEXT)
		return igd_error_set(
			reterr, EBADMSG, "it is larger than %zu KiB", IGD_VM_MAX_TEXT >> 10);
	if (memchr(text, '\0', size))
		return igd_error_set(reterr, EBADMSG, "it is no XML in UTF-8: it has a zero byte");
	if (has_document_type(text, text + size))
		return igd_error_set(reterr, EBADMSG,
			"it has a document type (<!DOCTYPE ...>), which no libvirt domain has");
	if (has_too_many_attributes(memchr(text, '<', size), text + size))
		return igd_error_set(
			reterr, EBADMSG, "an element has more than %d attributes", MAX_ATTRIBUTES);
	return 0;
}

static int set_xml_error(xmlParserCtxt *parser, struct igd_error *reterr)
{
	const xmlError *error = xmlCtxtGetLastError(parser);
	IGD_AUTOFREE char *words = NULL;
	const char *message = error && error->message ? error->message : "it is no XML";
	size_t size = strlen(message);

	while (size && message[size - 1] == '\n')
		size--;
	words = igd_printable(message, size, 300);
	return igd_error_set(reterr, EBADMSG, "line %d: %s", error ? error->line : 1, words);
}

/* The document, which the caller frees; NULL with a reason. */
static xmlDoc *read_document(const char *text, size_t size, struct igd_error *reterr)
{
	static const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *document = NULL;

	if (!parser) {
		igd_error_set(reterr, ENOMEM, "no memory for a parser of XML");
		return NULL;
	}
	document = xmlCtxtReadMemory(parser, text, (int)size, NULL, "UTF-8", options);
	if (!document)
		set_xml_error(parser, reterr);
	xmlFreeParserCtxt(parser);
	return document;
}

/* The element behind this one in the order of the text; *depth follows. */
static const xmlNode *walk(const xmlNode *node, unsigned *depth)
{
	if (node->type == XML_ELEMENT_NODE && node->children) {
		++*depth;
		return node->children;
	}
	while (node && !node->next) {
		node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
		--*depth;
	}
	return node ? node->next : NULL;
}

static size_t count_children(const xmlNode *node)
{
	const xmlNode *child;
	size_t count = 0;

	for (child = node->children; child; child = child->next)
		count += child->type == XML_ELEMENT_NODE;
	return count;
}

static int measure(const xmlNode *root, struct igd_error *reterr)
{
	const xmlNode *node;
	unsigned depth = 1;

	for (node = root; node; node = walk(node, &depth)) {
		if (node->type == XML_ENTITY_REF_NODE || node->type == XML_DTD_NODE)
			return igd_error_set(
				reterr, EBADMSG, "line %ld: it has entities", xmlGetLineNo(node));
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (depth > MAX_DEPTH)
			return igd_error_set(reterr, EBADMSG,
				"line %ld: it is more than %d levels deep", xmlGetLineNo(node),
				MAX_DEPTH);
		if (count_children(node) > MAX_CHILDREN)
			return igd_error_set(reterr, EBADMSG,
				"line %ld: more than %d elements in one", xmlGetLineNo(node),
				MAX_CHILDREN);
	}
	return 0;
}

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
	int r = check_text(text, size, reterr);
	xmlDoc *document;

	if (r != 0)
		return r;
	document = read_document(text, size, reterr);
	if (!document)
		return -EBADMSG;
	r = document->intSubset ? igd_error_set(reterr, EBADMSG, "it has a document type")
				: measure(xmlDocGetRootElement(document), reterr);
	if (r == 0)
		r = read_root(ret, xmlDocGetRootElement(document), reterr);
	xmlFreeDoc(document);
	return r;
}
