// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * answers - what a helper asks for first, as a list that owns its strings
 */
#include "reports/answers.h"

#include <stdlib.h>

void igd_answers_add(
	struct igd_answers *answers, const char *command, const char *text, const char *missing)
{
	answers->items = igd_regrow(answers->items, answers->count + 1, sizeof(*answers->items));
	answers->items[answers->count++] = (struct igd_answered){ igd_strdup(command),
		text ? igd_strdup(text) : NULL, missing ? igd_strdup(missing) : NULL };
}

void igd_answers_done(struct igd_answers *answers)
{
	while (answers->count) {
		struct igd_answered *last = &answers->items[--answers->count];

		free(last->command);
		free(last->text);
		free(last->missing);
	}
	free(answers->items);
	answers->items = NULL;
}
