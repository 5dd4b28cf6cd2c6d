// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * advice - the directives of remedies, filled in for one host
 */
#include "facts/host/advice.h"

#include <stddef.h>

const char *igd_advice_expand(struct igd_host *host, const char *directive)
{
	(void)host;
	(void)directive;
	return NULL;
}
