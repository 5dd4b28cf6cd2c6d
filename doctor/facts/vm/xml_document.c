// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * xml_document - XML of strangers, as a document that can be walked through
 *
 * libxml2 gets a text whose size, encoding and beginning have been looked at: a document type is where entities come
 * from, so one that has any is refused before it is parsed. What it then builds is measured before it is read.
 */
#include <errno.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

#include "facts/vm/vm.h"
#include "facts/vm/xml_document_private.h"

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

static int check_text(const char *text, size_t size, const char *kind, struct igd_error *reterr)
{
	if (size > IGD_VM_MAX_TEXT)
		return igd_error_set(
			reterr, EBADMSG, "it is larger than %zu KiB", IGD_VM_MAX_TEXT >> 10);
	if (memchr(text, '\0', size))
		return igd_error_set(reterr, EBADMSG, "it is no XML in UTF-8: it has a zero byte");
	if (has_document_type(text, text + size))
		return igd_error_set(reterr, EBADMSG,
			"it has a document type (<!DOCTYPE ...>), which no %s has", kind);
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

xmlDoc *igd_xml_read(const char *text, size_t size, const char *kind, struct igd_error *reterr)
{
	xmlDoc *document = NULL;
	int r = check_text(text, size, kind, reterr);

	if (r == 0)
		document = read_document(text, size, reterr);
	if (!document)
		return NULL;
	r = document->intSubset ? igd_error_set(reterr, EBADMSG, "it has a document type")
				: measure(xmlDocGetRootElement(document), reterr);
	if (r == 0)
		return document;
	xmlFreeDoc(document);
	return NULL;
}
