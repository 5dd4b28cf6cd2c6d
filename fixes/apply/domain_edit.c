// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain_edit - the edits of a libvirt domain
 *
 * Read as facts/vm/vm_libvirt.c reads it: no network, no DTD, bounds first.
 */
#include "fixes/apply/domain_edit.h"

#include <errno.h>
#include <libxml/chvalid.h>
#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "facts/vm/vm.h"
#include "fixes/apply/domain_edit_private.h"

#define MAX_VALUE ((size_t)64 << 10)

/* NOBLANKS and the like stay off: white space is kept. */
static const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

static int check_depth(xmlDoc *document, struct igd_error *reterr)
{
	xmlNode *root = xmlDocGetRootElement(document), *node;

	for (node = root; node; node = igd_domain_walk(node, root))
		if (igd_domain_depth(node) > IGD_DOMAIN_MAX_DEPTH)
			return igd_error_set(reterr, E2BIG, "more than %u elements in one another",
				IGD_DOMAIN_MAX_DEPTH);
	return 0;
}

static int check_document(xmlDoc *document, struct igd_error *reterr)
{
	const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;

	if (!root || document->intSubset || root->ns ||
		strcmp((const char *)root->name, "domain") != 0)
		return igd_error_set(reterr, EBADMSG, "it is no definition of a domain");
	return check_depth(document, reterr);
}

/* All nodes go out of the tree before any is freed, as one may stand in another. */
static int remove_nodes(xmlNodeSet *set, struct igd_error *reterr)
{
	xmlNode *node;
	int i;

	for (i = 0; i < set->nodeNr; i++) {
		node = set->nodeTab[i];
		if ((node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE) ||
			!node->parent || node->parent->type != XML_ELEMENT_NODE)
			return igd_error_set(
				reterr, EINVAL, "only elements and attributes can be taken out");
	}
	for (i = 0; i < set->nodeNr; i++) {
		xmlNode *before = set->nodeTab[i]->prev;

		xmlUnlinkNode(set->nodeTab[i]);
		if (before && igd_domain_is_blank(before) && before->type == XML_TEXT_NODE) {
			xmlUnlinkNode(before);
			xmlFreeNode(before);
		}
	}
	for (i = 0; i < set->nodeNr; i++)
		xmlFreeNode(set->nodeTab[i]);
	return 0;
}

static int remove_place(xmlXPathContext *context, const char *place, struct igd_error *reterr)
{
	xmlXPathObject *found = igd_domain_find(context, place, reterr);
	int r;

	if (!found)
		return -EINVAL;
	r = found->nodesetval ? remove_nodes(found->nodesetval, reterr) : 0;
	/* What it points at is gone. */
	if (r == 0 && found->nodesetval)
		found->nodesetval->nodeNr = 0;
	xmlXPathFreeObject(found);
	return r;
}

/* Elements of QEMU's namespace that nothing is left in (libvirt's schema wants something in most of them). */
static int prune(xmlXPathContext *context, struct igd_error *reterr)
{
	static const char *const places[] = {
		"/domain/qemu:override/qemu:device/qemu:frontend[not(*)]",
		"/domain/qemu:override/qemu:device[not(*)]",
		"/domain/qemu:override[not(*)]",
		"/domain/qemu:commandline[not(*)]",
	};
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(places) / sizeof(*places) && r == 0; i++)
		r = remove_place(context, places[i], reterr);
	return r;
}

static int set_attribute(
	xmlXPathContext *context, const struct igd_change *edit, struct igd_error *reterr)
{
	const char *at = strrchr(edit->place, '@');
	IGD_AUTOFREE char *element = NULL;
	xmlXPathObject *found;
	int i;

	if (!at || at < edit->place + 2 || at[-1] != '/' ||
		xmlValidateNCName((const xmlChar *)at + 1, 0))
		return igd_error_set(
			reterr, EINVAL, "`%.200s` does not end in an attribute", edit->place);
	element = igd_printf("%.*s", (int)(at - 1 - edit->place), edit->place);
	found = igd_domain_make(context, element, reterr);
	if (!found)
		return -EINVAL;
	for (i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++)
		if (found->nodesetval->nodeTab[i]->type == XML_ELEMENT_NODE)
			xmlSetProp(found->nodesetval->nodeTab[i], (const xmlChar *)at + 1,
				(const xmlChar *)edit->value);
	xmlXPathFreeObject(found);
	return 0;
}

static int set_text(
	xmlXPathContext *context, const struct igd_change *edit, struct igd_error *reterr)
{
	xmlXPathObject *found = igd_domain_make(context, edit->place, reterr);
	xmlNode *node = NULL;

	if (found && !xmlXPathNodeSetIsEmpty(found->nodesetval))
		node = found->nodesetval->nodeTab[0];
	xmlXPathFreeObject(found);
	if (!node || node->type != XML_ELEMENT_NODE)
		return found ? igd_error_set(reterr, EINVAL, "`%.200s` is no element", edit->place)
			     : -EINVAL;
	while (node->children) {
		xmlNode *child = node->children;

		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	if (*edit->value)
		xmlAddChild(node, xmlNewDocText(node->doc, (const xmlChar *)edit->value));
	return 0;
}

/* Whether the elements from piece on stand one behind the other from child on, white space and comments aside. */
static bool begins_here(const xmlNode *child, const xmlNode *piece)
{
	for (; piece; piece = piece->next, child = child->next) {
		IGD_AUTOTEXT struct igd_text wanted = { 0 }, text = { 0 };

		while (child && child->type != XML_ELEMENT_NODE)
			child = child->next;
		if (!child)
			return false;
		igd_domain_write(&wanted, piece, true);
		igd_domain_write(&text, child, true);
		if (text.size != wanted.size || memcmp(text.text, wanted.text, text.size) != 0)
			return false;
	}
	return true;
}

static bool has_piece(const xmlNode *parent, const xmlNode *piece)
{
	const xmlNode *child;

	for (child = parent->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && begins_here(child, piece))
			return true;
	return false;
}

static bool is_elements(const xmlNode *list)
{
	const xmlNode *node;

	for (node = list; node; node = node->next)
		if (node->type != XML_ELEMENT_NODE)
			return false;
	return list != NULL;
}

/* The elements that the value is, as they would be in parent; NULL for anything else. The caller frees them. */
static xmlNode *parse_piece(xmlNode *parent, const char *value)
{
	xmlNode *list = NULL;
	xmlNs *ns;

	if (strstr(value, "<!") ||
		(strstr(value, "qemu:") && !igd_domain_namespace(parent->doc, "qemu", &ns)))
		return NULL;
	if (xmlParseInNodeContext(parent, value, (int)strlen(value), options, &list) ==
			XML_ERR_OK &&
		is_elements(list))
		return list;
	xmlFreeNodeList(list);
	return NULL;
}

static int put_piece(xmlNode *parent, const char *value, struct igd_error *reterr)
{
	xmlNode *piece = parse_piece(parent, value), *next;

	if (!piece)
		return igd_error_set(reterr, EINVAL, "`%.200s` is no element of XML", value);
	if (has_piece(parent, piece)) {
		xmlFreeNodeList(piece);
		return 0;
	}
	for (; piece; piece = next) {
		next = piece->next;
		xmlUnlinkNode(piece);
		igd_domain_append(parent, piece);
	}
	return 0;
}

static int add_piece(
	xmlXPathContext *context, const struct igd_change *edit, struct igd_error *reterr)
{
	xmlXPathObject *found = igd_domain_make(context, edit->place, reterr);
	xmlNode *parent = NULL;

	if (found && !xmlXPathNodeSetIsEmpty(found->nodesetval))
		parent = found->nodesetval->nodeTab[0];
	xmlXPathFreeObject(found);
	if (parent && parent->type == XML_ELEMENT_NODE)
		return put_piece(parent, edit->value, reterr);
	return found ? igd_error_set(reterr, EINVAL, "`%.200s` is no element", edit->place)
		     : -EINVAL;
}

/*
 * Whether all of it are letters that XML may have (XML 1.0, 2.2 Characters), each in as few bytes as it can be: libxml2's check
 * takes longer ones too (2.9 xmlstring.c xmlCheckUTF8()), which its parser refuses.
 */
static bool is_text(const char *text)
{
	static const int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)text;
	int letter, size;

	if (!xmlCheckUTF8(at))
		return false;
	for (; *at; at += size) {
		size = 4;
		letter = xmlGetUTF8Char(at, &size);
		if (letter < 0 || letter < least[size] || !xmlIsCharQ((unsigned)letter))
			return false;
	}
	return true;
}

static int make_edit(
	xmlXPathContext *context, const struct igd_change *edit, struct igd_error *reterr)
{
	int r;

	if (edit->kind != IGD_CHANGE_DOMAIN || !edit->place ||
		(!edit->value && edit->edit != IGD_DOMAIN_REMOVE))
		return igd_error_set(reterr, EINVAL, "it is no edit of a domain");
	if (edit->value && strlen(edit->value) > MAX_VALUE)
		return igd_error_set(reterr, E2BIG, "an edit of more than %zu bytes", MAX_VALUE);
	if (!is_text(edit->place) || (edit->value && !is_text(edit->value)))
		return igd_error_set(reterr, EINVAL, "an edit that XML cannot hold");
	switch (edit->edit) {
	case IGD_DOMAIN_SET:
		return set_attribute(context, edit, reterr);
	case IGD_DOMAIN_TEXT:
		return set_text(context, edit, reterr);
	case IGD_DOMAIN_ADD:
		return add_piece(context, edit, reterr);
	case IGD_DOMAIN_REMOVE:
		break;
	}
	r = remove_place(context, edit->place, reterr);
	return r == 0 ? prune(context, reterr) : r;
}

static int make_edits(xmlDoc *document, const struct igd_change *const *edits, size_t count,
	struct igd_error *reterr)
{
	xmlXPathContext *context = xmlXPathNewContext(document);
	int r = context ? 0 : igd_error_set(reterr, ENOMEM, "no memory for XPath");
	size_t i;

	if (r == 0)
		xmlXPathRegisterNs(
			context, (const xmlChar *)"qemu", (const xmlChar *)IGD_DOMAIN_QEMU);
	for (i = 0; i < count && r == 0; i++) {
		r = make_edit(context, edits[i], reterr);
		if (r == 0)
			r = check_depth(document, reterr);
	}
	xmlXPathFreeContext(context);
	return r;
}

static void write_document(struct igd_text *ret, const xmlDoc *document)
{
	const xmlNode *node;

	for (node = document->children; node; node = node->next) {
		igd_domain_write(ret, node, false);
		igd_text_add(ret, "\n", 1);
	}
}

static void ignore(void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

int igd_domain_edit(const struct igd_bytes *xml, const struct igd_change *const *edits,
	size_t count, struct igd_text *ret, struct igd_error *reterr)
{
	xmlDoc *document;
	int r;

	if (xml->size > IGD_VM_MAX_TEXT || count > IGD_DOMAIN_MAX_EDITS)
		return igd_error_set(
			reterr, E2BIG, "the domain, or what is to be changed in it, is too large");
	xmlSetGenericErrorFunc(NULL, ignore);
	document = xmlReadMemory(xml->data, (int)xml->size, NULL, "UTF-8", options);
	r = check_document(document, reterr);
	if (r == 0)
		r = make_edits(document, edits, count, reterr);
	if (r == 0)
		write_document(ret, document);
	xmlFreeDoc(document);
	xmlSetGenericErrorFunc(NULL, NULL);
	return r;
}
