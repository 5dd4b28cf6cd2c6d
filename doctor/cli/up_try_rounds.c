// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_try_rounds - the tournament: one ROM after the other, until one works or it makes no sense to go on
 *
 * A round costs minutes of a person's machine. So what would be the same with every ROM ends it at once: a host that
 * is not fit, a VM that does not start, a guest that nobody can ask. A ROM's own failing does not.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/up_try.h"

#define TEXT_LIMIT 600

/*
 * A guest whose agent has not answered with so many ROMs has none, most likely. One is not enough: with a wrong ROM a
 * guest may hang before its services start.
 */
#define MOST_SILENT 2u

struct rounds {
	struct igd_tries *tries;
	const struct igd_try_ops *ops;
	bool has_answered; /* the agent, with any of them */
	size_t silent;	   /* with how many it has not */
	char *start;	   /* how the start of the one before has failed; NULL: it has not */
	int status;	   /* of a run that could not be begun; 0 */
};

static char *printable(const char *text)
{
	return text ? igd_printable(text, strlen(text), TEXT_LIMIT) : NULL;
}

static void replace(char **text, char *fresh)
{
	free(*text);
	*text = fresh;
}

static bool has_come_to(const struct igd_up_result *result, enum igd_up_stage stage)
{
	return result->stage > stage ||
	       (result->stage == stage && result->states[stage] != IGD_UP_BEGUN);
}

static bool is_ok(const struct igd_up_result *result, enum igd_up_stage stage)
{
	return has_come_to(result, stage) && result->states[stage] == IGD_UP_OK;
}

static bool has_problem(const struct igd_up_result *result)
{
	return result->has_code && result->problem_code;
}

static enum igd_try_outcome outcome_of(const struct igd_up_result *result)
{
	if (result->is_interrupted)
		return IGD_TRY_INTERRUPTED;
	if (has_problem(result))
		return IGD_TRY_FAILED;
	if (result->is_done && is_ok(result, IGD_UP_DRIVER))
		return IGD_TRY_WORKS;
	return result->is_done ? IGD_TRY_UNTOLD : IGD_TRY_FAILED;
}

/* What is said of it: what stopped the run, else what its last stage has said. */
static const char *words_of(const struct igd_up_result *result)
{
	const char *text = result->texts[result->stage];

	if (result->is_interrupted)
		return "interrupted";
	if (result->what)
		return result->what;
	if (text)
		return text;
	return result->is_done ? "" : "the run could not begin, or has not said why it ended";
}

static void take(struct igd_try *rom, const struct igd_up_result *result, double seconds)
{
	rom->outcome = outcome_of(result);
	rom->stage = result->stage;
	rom->has_code = result->has_code;
	rom->code = result->problem_code;
	rom->seconds = seconds;
	replace(&rom->why, printable(words_of(result)));
	replace(&rom->id, printable(result->id));
	replace(&rom->remedy, printable(result->remedy));
	replace(&rom->driver_version, printable(result->driver_version));
}

/* It is over. Texts are copied; NULL for what there is not. */
static bool end(struct rounds *rounds, enum igd_tries_end how, const char *why, const char *remedy)
{
	rounds->tries->end = how;
	replace(&rounds->tries->why, printable(why));
	replace(&rounds->tries->remedy, printable(remedy));
	return true;
}

/* What is wrong before the VM starts is not the ROM's doing, unless a check of ROMs says so. */
static bool is_of_host(struct rounds *rounds, const struct igd_try *rom)
{
	bool is_again =
		rom->stage == IGD_UP_START && rounds->start && strcmp(rounds->start, rom->why) == 0;

	if (rom->outcome != IGD_TRY_FAILED || rom->stage > IGD_UP_START)
		return false;
	if (rom->id && igd_starts_with(rom->id, "rom."))
		return false;
	return rom->stage < IGD_UP_START || is_again;
}

#define SILENT                                                                                     \
	"the guest's agent has not answered with any ROM so far, so that nobody can tell how the " \
	"guest's display driver is"
#define MUTE "the guest's agent answers, but does not tell how the guest's display driver is"
#define INSTALL                                                                                              \
	"Install the QEMU guest agent in the guest (Windows: virtio-win-guest-tools), start the VM once as " \
	"it is, and see to it that `igd-doctor check --ask-guest --only guest` can ask it; then try again."

/* Whether it can be told at all how the guest is. */
static bool is_blind(
	struct rounds *rounds, const struct igd_try *rom, const struct igd_up_result *result)
{
	bool is_silent = has_come_to(result, IGD_UP_AGENT) && !is_ok(result, IGD_UP_AGENT);

	rounds->has_answered |= is_ok(result, IGD_UP_AGENT) || result->has_code;
	rounds->silent += is_silent;
	if (rom->outcome == IGD_TRY_UNTOLD && rounds->has_answered)
		return end(rounds, IGD_TRIES_CANNOT_TELL, *rom->why ? rom->why : MUTE,
			rom->remedy ? rom->remedy : INSTALL);
	return !rounds->has_answered && rounds->silent >= MOST_SILENT &&
	       end(rounds, IGD_TRIES_CANNOT_TELL, SILENT, INSTALL);
}

static bool keep(struct rounds *rounds, const struct igd_try *rom)
{
	struct igd_up_result result = { 0 };

	rounds->tries->winner = rom;
	rounds->status = rounds->ops->keep(rounds->ops->context, rom, &result);
	if (result.is_left_changed)
		end(rounds, IGD_TRIES_STUCK, result.left, NULL);
	else if (rounds->status)
		end(rounds, result.is_interrupted ? IGD_TRIES_INTERRUPTED : IGD_TRIES_NOT_KEPT,
			words_of(&result), result.remedy);
	else
		end(rounds, IGD_TRIES_WON, NULL, NULL);
	igd_up_result_done(&result);
	return true;
}

/* Whether it is over with this one. */
static bool judge(
	struct rounds *rounds, const struct igd_try *rom, const struct igd_up_result *result)
{
	if (result->is_left_changed)
		return end(rounds, IGD_TRIES_STUCK, result->left, NULL);
	if (rom->outcome == IGD_TRY_INTERRUPTED)
		return end(rounds, IGD_TRIES_INTERRUPTED, NULL, NULL);
	if (rom->outcome == IGD_TRY_WORKS)
		return keep(rounds, rom);
	if (is_of_host(rounds, rom))
		return end(rounds, IGD_TRIES_HOST, rom->why, rom->remedy);
	replace(&rounds->start, rom->outcome == IGD_TRY_FAILED && rom->stage == IGD_UP_START
					? igd_strdup(rom->why)
					: NULL);
	return is_blind(rounds, rom, result);
}

static bool try_one(struct rounds *rounds, struct igd_try *rom)
{
	const struct igd_try_ops *ops = rounds->ops;
	struct igd_up_result result = { 0 };
	double began;
	bool is_over;

	if (ops->is_interrupted(ops->context))
		return end(rounds, IGD_TRIES_INTERRUPTED, NULL, NULL);
	rounds->tries->tried++;
	ops->tell(ops->context, rounds->tries, rom);
	began = ops->now(ops->context);
	ops->attempt(ops->context, rom, &result);
	take(rom, &result, ops->now(ops->context) - began);
	ops->tell(ops->context, rounds->tries, rom);
	is_over = judge(rounds, rom, &result);
	igd_up_result_done(&result);
	return is_over;
}

#define NOT_THE_ROM                                                                                \
	"All of them end alike, so the ROM is most likely not what is missing: look at what "      \
	"`igd-doctor check` says of the OpRegion, of stolen memory (gms) and of the VM's recipe."

/* Whether several, and all of them, have failed in the same way. */
static bool are_alike(const struct igd_tries *tries)
{
	size_t i;

	for (i = 1; i < tries->tried; i++) {
		if (tries->items[i].stage != tries->items[0].stage ||
			tries->items[i].has_code != tries->items[0].has_code ||
			tries->items[i].code != tries->items[0].code)
			return false;
	}
	return tries->tried > 1;
}

static int status_of(const struct rounds *rounds)
{
	switch (rounds->tries->end) {
	case IGD_TRIES_WON:
		return IGD_EXIT_OK;
	case IGD_TRIES_LOST:
	case IGD_TRIES_HOST:
		return IGD_EXIT_BLOCKED;
	case IGD_TRIES_CANNOT_TELL:
		return IGD_EXIT_UNKNOWN;
	case IGD_TRIES_NOT_KEPT:
	case IGD_TRIES_STUCK:
		return IGD_EXIT_FAILED;
	case IGD_TRIES_INTERRUPTED:
		return IGD_EXIT_INTERRUPTED;
	case IGD_TRIES_NOTHING:
		break;
	}
	return IGD_EXIT_DATA;
}

int igd_tries_run(struct igd_tries *tries, const struct igd_try_ops *ops)
{
	struct rounds rounds = { .tries = tries, .ops = ops };
	double began = ops->now(ops->context);
	size_t i;

	tries->end = tries->to_try ? IGD_TRIES_LOST : IGD_TRIES_NOTHING;
	for (i = 0; i < tries->to_try && !try_one(&rounds, &tries->items[i]); i++)
		;
	if (tries->end == IGD_TRIES_LOST && are_alike(tries))
		end(&rounds, IGD_TRIES_LOST, NULL, NOT_THE_ROM);
	tries->seconds = ops->now(ops->context) - began;
	free(rounds.start);
	return status_of(&rounds);
}
