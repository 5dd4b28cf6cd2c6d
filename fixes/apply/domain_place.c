// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain_place - the elements that an XPath names, found or made
 */
#include <errno.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "fixes/apply/domain_edit_private.h"

#define MAX_PLACE 1024u
#define MAX_NAME 64u
/* Far more than any place of ours takes, and a tenth of a second at most (libxml2 xmlXPathContext.opLimit). */
#define MAX_OPERATIONS 2000000u

xmlXPathObject *igd_domain_find(
	xmlXPathContext *context, const char *place, struct igd_error *reterr)
{
	xmlXPathObject *found = NULL;

	if (strlen(place) <= MAX_PLACE) {
		context->opLimit = MAX_OPERATIONS;
		context->opCount = 0;
		found = xmlXPathEvalExpression((const xmlChar *)place, context);
	}
	if (found && found->type == XPATH_NODESET)
		return found;
	xmlXPathFreeObject(found);
	igd_error_set(reterr, EINVAL, "`%.200s` is no place in a domain", place);
	return NULL;
}

/* Where the step that begins here ends: at a '/' outside of brackets and quotes, or the end. */
static const char *step_end(const char *step)
{
	unsigned depth = 0;
	char quote = '\0';

	for (; *step; step++) {
		if (quote)
			quote = *step == quote ? '\0' : quote;
		else if (*step == '\'' || *step == '"')
			quote = *step;
		else if (*step == '[')
			depth++;
		else if (*step == ']' && depth)
			depth--;
		else if (*step == '/' && !depth)
			break;
	}
	return step;
}

bool igd_domain_namespace(xmlDoc *document, const char *prefix, xmlNs **ret)
{
	xmlNode *root = xmlDocGetRootElement(document);

	*ret = NULL;
	if (!*prefix)
		return true;
	if (strcmp(prefix, "qemu") != 0)
		return false;
	*ret = xmlSearchNsByHref(document, root, (const xmlChar *)IGD_DOMAIN_QEMU);
	if (!*ret || !(*ret)->prefix)
		*ret = xmlNewNs(root, (const xmlChar *)IGD_DOMAIN_QEMU, (const xmlChar *)"qemu");
	return *ret != NULL;
}

/* A name as libvirt has them, copied; the letters behind it, or NULL for none. */
static const char *read_name(const char *text, char ret[MAX_NAME])
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	size_t length = strspn(text, letters);

	if (!length || length >= MAX_NAME || strchr("0123456789-", *text))
		return NULL;
	memcpy(ret, text, length);
	ret[length] = '\0';
	return text + length;
}

/* "[@alias='hostdev0']" becomes an attribute. What is behind it, or NULL where it is something else. */
static const char *read_predicate(const char *text, xmlNode *node)
{
	char name[MAX_NAME];
	const char *value, *end;
	IGD_AUTOFREE char *copy = NULL;

	if (!igd_starts_with(text, "[@"))
		return NULL;
	value = read_name(text + 2, name);
	if (!value || value[0] != '=' || (value[1] != '\'' && value[1] != '"'))
		return NULL;
	end = strchr(value + 2, value[1]);
	if (!end || end[1] != ']')
		return NULL;
	copy = igd_printf("%.*s", (int)(end - value - 2), value + 2);
	return xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)copy) ? end + 2 : NULL;
}

/* A new element, not yet in the tree, from a step such as "qemu:device[@alias='hostdev0']"; NULL for another. */
static xmlNode *element_of(xmlDoc *document, const char *step, const char *end)
{
	char prefix[MAX_NAME] = "", name[MAX_NAME];
	const char *at = read_name(step, name);
	xmlNode *node;
	xmlNs *ns;

	if (at && *at == ':') {
		memcpy(prefix, name, sizeof(prefix));
		at = read_name(at + 1, name);
	}
	if (!at || at > end || !igd_domain_namespace(document, prefix, &ns))
		return NULL;
	node = xmlNewDocNode(document, ns, (const xmlChar *)name, NULL);
	while (node && at && at < end)
		at = read_predicate(at, node);
	if (node && at == end)
		return node;
	xmlFreeNode(node);
	return NULL;
}

static xmlNode *new_line(xmlNode *node, unsigned depth)
{
	IGD_AUTOFREE char *text = igd_printf("\n%*s", (int)(2 * depth), "");

	return xmlNewDocText(node->doc, (const xmlChar *)text);
}

/* A line of its own for an element that is the last of its parent; white space that stood before its end is taken over. */
static void set_line(xmlNode *node)
{
	unsigned depth = igd_domain_depth(node);
	xmlNode *last = node->prev;

	if (last && last->type == XML_TEXT_NODE && !igd_domain_is_blank(last))
		return;
	if (last && igd_domain_is_blank(last)) {
		xmlUnlinkNode(last);
		xmlFreeNode(last);
	}
	xmlAddPrevSibling(node, new_line(node, depth));
	xmlAddNextSibling(node, new_line(node, depth - 1));
}

static bool has_text(const xmlNode *node)
{
	for (node = node->children; node; node = node->next)
		if (node->type != XML_ELEMENT_NODE)
			return true;
	return false;
}

/* The same for what is in a new element, as far as it brings no white space of its own. */
static void set_lines_below(xmlNode *root)
{
	xmlNode *node, *child;

	for (node = root; node; node = igd_domain_walk(node, root)) {
		if (node->type != XML_ELEMENT_NODE || !node->children || has_text(node))
			continue;
		for (child = node->children; child; child = child->next)
			xmlAddPrevSibling(child, new_line(child, igd_domain_depth(child)));
		xmlAddNextSibling(node->last, new_line(node, igd_domain_depth(node)));
	}
}

void igd_domain_append(xmlNode *parent, xmlNode *node)
{
	xmlAddChild(parent, node);
	set_line(node);
	set_lines_below(node);
}

/* Makes the steps from at on in parent. */
static int make_steps(xmlNode *parent, const char *at, struct igd_error *reterr)
{
	const char *end;
	xmlNode *node;

	for (; *at; at = end + (*end == '/')) {
		end = step_end(at);
		node = element_of(parent->doc, at, end);
		if (!node)
			return igd_error_set(reterr, EINVAL,
				"the domain has no `%.*s`, and it is nothing that can be made",
				(int)(end - at > 200 ? 200 : end - at), at);
		igd_domain_append(parent, node);
		parent = node;
	}
	return 0;
}

/* The one element that was found; NULL for none, and for several, as it is not known which is meant. */
static xmlNode *only_one(const xmlXPathObject *found)
{
	const xmlNodeSet *set = found->nodesetval;

	if (!set || set->nodeNr != 1 || set->nodeTab[0]->type != XML_ELEMENT_NODE)
		return NULL;
	return set->nodeTab[0];
}

/* The last element on the way to place that is there; *ret_rest are the steps behind it. NULL with a reason. */
static xmlNode *nearest(xmlXPathContext *context, const char *place, const char **ret_rest,
	struct igd_error *reterr)
{
	const char *end = step_end(place + 1);
	xmlNode *parent = NULL;
	xmlXPathObject *found;
	bool is_there = true;

	for (*ret_rest = place;; end = step_end(end + 1)) {
		IGD_AUTOFREE char *prefix = igd_printf("%.*s", (int)(end - place), place);

		found = igd_domain_find(context, prefix, reterr);
		if (!found)
			return NULL;
		is_there = !xmlXPathNodeSetIsEmpty(found->nodesetval);
		if (is_there) {
			parent = only_one(found);
			*ret_rest = end + (*end == '/');
		}
		xmlXPathFreeObject(found);
		if (!is_there || !*end)
			break;
	}
	if (!parent)
		igd_error_set(
			reterr, EINVAL, "`%.200s` does not lead to one place in the domain", place);
	return parent;
}

xmlXPathObject *igd_domain_make(
	xmlXPathContext *context, const char *place, struct igd_error *reterr)
{
	xmlXPathObject *found = igd_domain_find(context, place, reterr);
	const char *rest;
	xmlNode *parent;

	if (!found || !xmlXPathNodeSetIsEmpty(found->nodesetval))
		return found;
	xmlXPathFreeObject(found);
	if (*place != '/' || place[1] == '/') {
		igd_error_set(reterr, EINVAL, "`%.200s` does not begin at the domain", place);
		return NULL;
	}
	parent = nearest(context, place, &rest, reterr);
	if (!parent || make_steps(parent, rest, reterr) < 0)
		return NULL;
	return igd_domain_find(context, place, reterr);
}
