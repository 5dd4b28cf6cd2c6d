// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * xml_document - XML of strangers, as a document that can be walked through
 */
#ifndef IGD_FACTS_VM_XML_DOCUMENT_PRIVATE_H
#define IGD_FACTS_VM_XML_DOCUMENT_PRIVATE_H

#include <libxml/tree.h>

#include "core/util.h"

/*
 * The document, which the caller frees by xmlFreeDoc(); it has a root. libxml2 without network or entities; at most
 * IGD_VM_MAX_TEXT bytes, 64 levels, 4096 children and 256 attributes of an element. NULL, with line and reason in
 * reterr (EBADMSG), where it is none; kind is what it should have been, for the words ("libvirt domain").
 */
xmlDoc *igd_xml_read(const char *text, size_t size, const char *kind, struct igd_error *reterr);

#endif
