// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * expect - what tests hold the small root folder against
 */
#ifndef IGD_TESTS_MEND_EXPECT_H
#define IGD_TESTS_MEND_EXPECT_H

#include <string.h>

#include "mend/stage.h"
#include "unit/unit.h"

static inline void compare(const char *before, const char *now)
{
	IGD_AUTOFREE char *difference = stage_difference(before, now);

	if (difference)
		fail_msg("%s", difference);
}

static inline void assert_like(const struct stage *stage, const char *before)
{
	IGD_AUTOFREE char *now = stage_picture(stage, true);

	compare(before, now);
}

static inline void assert_says(const struct igd_error *error, const char *text)
{
	if (!strstr(error->message, text))
		fail_msg("\"%s\" does not say \"%s\"", error->message, text);
}

#endif
