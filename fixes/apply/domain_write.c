// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain_write - XML as libvirt writes it
 *
 * libvirt quotes attributes by ' and escapes all of < > & ' " (libvirt 11.3 src/util/virbuffer.c
 * virBufferEscapeString()); only what is in <metadata> it has libxml2 write, which quotes by " (src/conf/domain_conf.c
 * virDomainDefFormatInternalSetRootName()).
 */
#include <string.h>

#include "fixes/apply/domain_edit_private.h"

bool igd_domain_is_blank(const xmlNode *node)
{
	const char *text = (const char *)node->content;

	return node->type == XML_TEXT_NODE && (!text || text[strspn(text, " \t\r\n")] == '\0');
}

unsigned igd_domain_depth(const xmlNode *node)
{
	unsigned depth = 0;

	for (node = node->parent; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		depth++;
	return depth;
}

xmlNode *igd_domain_walk(xmlNode *node, const xmlNode *root)
{
	if (node->type == XML_ELEMENT_NODE && node->children)
		return node->children;
	while (node != root && !node->next)
		node = node->parent;
	return node == root ? NULL : node->next;
}

static bool is_of_metadata(const xmlNode *node)
{
	for (; node && node->type != XML_DOCUMENT_NODE; node = node->parent)
		if (!node->ns && node->name && strcmp((const char *)node->name, "metadata") == 0)
			return true;
	return false;
}

static const char *escape_of(char letter, bool has_quotes)
{
	switch (letter) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '\'':
		return has_quotes ? "&apos;" : NULL;
	case '"':
		return has_quotes ? "&quot;" : NULL;
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

static void write_text(struct igd_text *ret, const xmlChar *content, bool has_quotes)
{
	const char *text = content ? (const char *)content : "", *escape;

	for (; *text; text++) {
		escape = escape_of(*text, has_quotes);
		if (escape)
			igd_text_printf(ret, "%s", escape);
		else
			igd_text_add(ret, text, 1);
	}
}

/* An attribute's line feeds and tabs would come back as blanks. */
static void write_value(struct igd_text *ret, const xmlChar *content)
{
	const char *text = content ? (const char *)content : "", *escape;

	for (; *text; text++) {
		escape = *text == '\n' ? "&#10;" : *text == '\t' ? "&#9;" : escape_of(*text, true);
		if (escape)
			igd_text_printf(ret, "%s", escape);
		else
			igd_text_add(ret, text, 1);
	}
}

static void write_name(struct igd_text *ret, const xmlNs *ns, const xmlChar *name)
{
	if (ns && ns->prefix)
		igd_text_printf(ret, "%s:", (const char *)ns->prefix);
	igd_text_printf(ret, "%s", (const char *)name);
}

static void write_attributes(struct igd_text *ret, const xmlNode *node, char quote)
{
	const xmlAttr *attribute;
	const xmlNode *part;
	const xmlNs *ns;

	for (attribute = node->properties; attribute; attribute = attribute->next) {
		igd_text_add(ret, " ", 1);
		write_name(ret, attribute->ns, attribute->name);
		igd_text_printf(ret, "=%c", quote);
		for (part = attribute->children; part; part = part->next)
			write_value(ret, part->content);
		igd_text_add(ret, &quote, 1);
	}
	for (ns = node->nsDef; ns; ns = ns->next) {
		igd_text_printf(ret, " xmlns%s%s=%c", ns->prefix ? ":" : "",
			ns->prefix ? (const char *)ns->prefix : "", quote);
		write_value(ret, ns->href);
		igd_text_add(ret, &quote, 1);
	}
}

/* Whether an element holds anything: an empty CDATA section is gone when it is read again. */
static bool holds_something(const xmlNode *element)
{
	const xmlNode *node = element->children;

	while (node && (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
		(!node->content || !*node->content))
		node = node->next;
	return node != NULL;
}

static void open_node(struct igd_text *ret, const xmlNode *node)
{
	bool is_metadata = is_of_metadata(node);

	if (node->type == XML_ELEMENT_NODE) {
		igd_text_add(ret, "<", 1);
		write_name(ret, node->ns, node->name);
		write_attributes(ret, node, is_metadata ? '"' : '\'');
		igd_text_printf(ret, holds_something(node) ? ">" : "/>");
	} else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		write_text(ret, node->content, !is_metadata);
	} else if (node->type == XML_COMMENT_NODE) {
		igd_text_printf(ret, "<!--%s-->", node->content ? (const char *)node->content : "");
	} else if (node->type == XML_PI_NODE) {
		igd_text_printf(ret, "<?%s %s?>", (const char *)node->name,
			node->content ? (const char *)node->content : "");
	}
}

static void close_node(struct igd_text *ret, const xmlNode *node)
{
	igd_text_printf(ret, "</");
	write_name(ret, node->ns, node->name);
	igd_text_add(ret, ">", 1);
}

void igd_domain_write(struct igd_text *ret, const xmlNode *root, bool is_bare)
{
	const xmlNode *node = root;

	for (;;) {
		if (!is_bare || !igd_domain_is_blank(node))
			open_node(ret, node);
		if (node->type == XML_ELEMENT_NODE && holds_something(node)) {
			node = node->children;
			continue;
		}
		while (node != root && !node->next) {
			node = node->parent;
			close_node(ret, node);
		}
		if (node == root)
			return;
		node = node->next;
	}
}
