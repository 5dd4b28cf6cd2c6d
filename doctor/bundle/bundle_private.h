// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bundle_private - how a bundle's members are listed; for doctor/bundle only
 */
#ifndef IGD_BUNDLE_PRIVATE_H
#define IGD_BUNDLE_PRIVATE_H

#include "bundle/bundle.h"

/* All members in order, manifest.json first. What the items point to is the listing's or the bundle's. */
struct igd_listing {
	struct igd_bundle_member *items;
	size_t count, room;
	char **memory; /* names and contents that were made for it */
	size_t memory_count;
};

void igd_listing_fill(const struct igd_bundle *bundle, struct igd_listing *ret);
void igd_listing_done(struct igd_listing *listing);

/* The text of manifest.json for the members from the second on; the caller frees it. */
IGD_MALLOC char *igd_manifest_text(
	const struct igd_bundle *bundle, const struct igd_listing *listing);

#endif
