// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spare - what is done at once is left out where a boot comes that does it better
 */
#include "fixes/apply/spare.h"

#include <string.h>

static bool is_named(const char *const *named, const char *id)
{
	while (named && *named && strcmp(*named, id) != 0)
		named++;
	return named && *named;
}

/* Whether all that it wants is over with the next boot: such fixes say so by their names. */
static bool is_passing(const struct igd_proposal *proposal)
{
	return igd_ends_with(proposal->id, "-now");
}

void igd_resolve_sparing(struct igd_host *host, const struct igd_proposals *proposals,
	const char *const *named, const struct igd_resolve_options *options, struct igd_plan *ret)
{
	IGD_AUTOFREE struct igd_proposal *lasting =
		igd_zalloc((proposals->count + 1) * sizeof(*lasting));
	size_t i, count = 0;

	for (i = 0; i < proposals->count; i++) {
		if (is_named(named, proposals->items[i].id) || !is_passing(&proposals->items[i]))
			lasting[count++] = proposals->items[i];
	}
	igd_resolve(host, lasting, count, options, ret);
	if (count == proposals->count || igd_plan_needs_boot(ret))
		return;
	igd_plan_done(ret);
	*ret = (struct igd_plan){ 0 };
	igd_resolve(host, proposals->items, proposals->count, options, ret);
}
