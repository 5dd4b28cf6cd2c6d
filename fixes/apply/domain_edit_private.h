// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain_edit_private - what the files of domain_edit share
 */
#ifndef IGD_FIXES_APPLY_DOMAIN_EDIT_PRIVATE_H
#define IGD_FIXES_APPLY_DOMAIN_EDIT_PRIVATE_H

#include <libxml/tree.h>
#include <libxml/xpath.h>

#include "core/util.h"

/* The namespace of <qemu:override> and <qemu:commandline> (libvirt 11.3 docs/drvqemu.rst). */
#define IGD_DOMAIN_QEMU "http://libvirt.org/schemas/domain/qemu/1.0"
#define IGD_DOMAIN_MAX_DEPTH 64u

/* domain_write.c: an element with all that is in it, as libvirt writes it; is_bare: without white space between elements. */
void igd_domain_write(struct igd_text *ret, const xmlNode *root, bool is_bare);
/* Whether it is a text of white space alone. */
bool igd_domain_is_blank(const xmlNode *node);
/* The node behind this one in the order of the text, NULL behind the last below root. */
xmlNode *igd_domain_walk(xmlNode *node, const xmlNode *root);
/* How many elements it stands in. */
unsigned igd_domain_depth(const xmlNode *node);

/* domain_place.c: what an XPath names. The caller frees the object; NULL with a reason. */
xmlXPathObject *igd_domain_find(
	xmlXPathContext *context, const char *place, struct igd_error *reterr);
/*
 * The elements that place names; where there are none, it is made, as far as its steps are names with nothing but
 * [@attribute='value'] behind them. The caller frees the object; NULL with a reason.
 */
xmlXPathObject *igd_domain_make(
	xmlXPathContext *context, const char *place, struct igd_error *reterr);
/* Puts a new element behind the last in parent, on a line of its own where its neighbours have one. */
void igd_domain_append(xmlNode *parent, xmlNode *node);
/* The namespace of that prefix ("qemu", or "" for none), declared at the root if it is not yet. False: it cannot be. */
bool igd_domain_namespace(xmlDoc *document, const char *prefix, xmlNs **ret);

#endif
