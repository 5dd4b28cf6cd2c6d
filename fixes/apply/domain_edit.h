// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain_edit - a libvirt domain's XML with some elements and attributes changed, and all else as it was
 *
 * Pure: text in, text out. What libvirt wrote comes out as libvirt wrote it, to the byte, but for what is changed: it is
 * written with libvirt's own quotes, escapes and indentation, so that a diff shows the change alone.
 */
#ifndef IGD_FIXES_APPLY_DOMAIN_EDIT_H
#define IGD_FIXES_APPLY_DOMAIN_EDIT_H

#include "core/fix.h"

#define IGD_DOMAIN_MAX_EDITS 256u

/*
 * Makes the edits (of kind IGD_CHANGE_DOMAIN) one after another and adds the new text to ret. At most 1 MiB of XML, 64
 * levels, IGD_DOMAIN_MAX_EDITS edits. -EBADMSG: xml is no domain. -EINVAL: an edit that cannot be made: its place leads
 * nowhere and cannot be made, or its value is no XML. -E2BIG: too large, too deep, too many. reterr says which.
 */
int igd_domain_edit(const struct igd_bytes *xml, const struct igd_change *const *edits,
	size_t count, struct igd_text *ret, struct igd_error *reterr);

#endif
