// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_learn_domain - what libvirt's definition of a VM holds
 *
 * libvirt itself writes attributes in single quotes, people in double ones, and values may hold entities: so it is read
 * by an XML parser. What it cannot read is still looked through for keys and by looks.
 */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact_private.h"

#define MAX_DEPTH 64u

static void learn(struct igd_redactor *redactor, unsigned kind, const xmlChar *text)
{
	const char *value = (const char *)text;
	size_t size;

	if (!value)
		return;
	value += strspn(value, " \t\r\n");
	for (size = strlen(value); size && strchr(" \t\r\n", value[size - 1]);)
		size--;
	igd_value_add(redactor, kind, value, size);
}

/* A document, which is the parent of its root, has no name. */
static bool is_named(const xmlNode *node, const char *name)
{
	return node->name && strcmp((const char *)node->name, name) == 0;
}

/* Elements and attributes that hold a value of a kind. parent NULL: wherever it stands; attribute NULL: the text. */
static const struct {
	const char *parent, *element, *attribute;
	unsigned kind;
} places[] = {
	{ "domain", "name", NULL, IGD_PRIVATE_VM },
	{ "domain", "title", NULL, IGD_PRIVATE_VM },
	{ NULL, "serial", NULL, IGD_PRIVATE_SERIAL },
	{ NULL, "wwn", NULL, IGD_PRIVATE_SERIAL },
	{ NULL, "graphics", "passwd", IGD_PRIVATE_SECRET },
	{ NULL, "auth", "username", IGD_PRIVATE_USER },
	{ "source", "host", "name", IGD_PRIVATE_HOST },
	{ NULL, "hostname", NULL, IGD_PRIVATE_HOST },
	{ NULL, "key", NULL, IGD_PRIVATE_SECRET },
	{ NULL, "password", NULL, IGD_PRIVATE_SECRET },
};

static void learn_places(struct igd_redactor *redactor, xmlNode *node)
{
	xmlChar *text;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (!is_named(node, places[i].element) ||
			(places[i].parent &&
				(!node->parent || !is_named(node->parent, places[i].parent))))
			continue;
		if (!places[i].attribute && xmlFirstElementChild(node))
			continue;
		text = places[i].attribute ? xmlGetProp(node, (const xmlChar *)places[i].attribute)
					   : xmlNodeGetContent(node);
		learn(redactor, places[i].kind, text);
		xmlFree(text);
	}
}

/* <entry name='serial'>...</entry> of <sysinfo> */
static void learn_entry(struct igd_redactor *redactor, xmlNode *node)
{
	xmlChar *name = xmlGetProp(node, (const xmlChar *)"name");
	xmlChar *text = xmlNodeGetContent(node);

	if (name && (strcmp((const char *)name, "serial") == 0 ||
			    strcmp((const char *)name, "asset") == 0))
		learn(redactor, IGD_PRIVATE_SERIAL, text);
	xmlFree(name);
	xmlFree(text);
}

static bool is_secret_name(const char *name)
{
	return strcasestr(name, "pass") || strcasestr(name, "token") ||
	       strcasestr(name, "secret") || strcasestr(name, "key") || strcasestr(name, "auth");
}

/* <qemu:env name='GITHUB_TOKEN' value='...'/> */
static void learn_environment(struct igd_redactor *redactor, xmlNode *node)
{
	xmlChar *name = xmlGetProp(node, (const xmlChar *)"name");
	xmlChar *value = xmlGetProp(node, (const xmlChar *)"value");

	if (name && value && is_secret_name((const char *)name) && *value != '/')
		learn(redactor, IGD_PRIVATE_SECRET, value);
	xmlFree(name);
	xmlFree(value);
}

/* All <qemu:arg>, as one command line: their values are looked through once more, without entities. */
static void learn_argument(struct igd_redactor *redactor, xmlNode *node)
{
	struct igd_walk like = { .redactor = redactor };
	xmlChar *value = xmlGetProp(node, (const xmlChar *)"value");

	if (value)
		igd_walk_text(&like, (const char *)value, strlen((const char *)value), NULL);
	if (value && strstr((const char *)value, "secret,") && strstr((const char *)value, "data="))
		igd_value_add(redactor, IGD_PRIVATE_SECRET,
			strstr((const char *)value, "data=") + 5,
			strcspn(strstr((const char *)value, "data=") + 5, ","));
	xmlFree(value);
}

static void learn_node(struct igd_redactor *redactor, xmlNode *node)
{
	learn_places(redactor, node);
	if (is_named(node, "entry"))
		learn_entry(redactor, node);
	else if (is_named(node, "env"))
		learn_environment(redactor, node);
	else if (is_named(node, "arg"))
		learn_argument(redactor, node);
}

/* In the order of the document, without recursion. */
static void learn_tree(struct igd_redactor *redactor, xmlNode *root)
{
	xmlNode *node = root;
	unsigned depth = 0;

	while (node) {
		if (node->type == XML_ELEMENT_NODE)
			learn_node(redactor, node);
		if (node->type == XML_ELEMENT_NODE && node->children && depth < MAX_DEPTH) {
			node = node->children;
			depth++;
			continue;
		}
		while (node != root && !node->next) {
			node = node->parent;
			depth--;
		}
		if (node == root)
			return;
		node = node->next;
	}
}

void igd_learn_domain(struct igd_redactor *redactor, const char *text, size_t size)
{
	xmlDoc *document;
	xmlNode *root;

	if (size > (1u << 20) || !memmem(text, size, "<domain", 7))
		return;
	document = xmlReadMemory(text, (int)size, "domain.xml", NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
			XML_PARSE_RECOVER);
	root = document ? xmlDocGetRootElement(document) : NULL;
	if (root)
		learn_tree(redactor, root);
	xmlFreeDoc(document);
}
