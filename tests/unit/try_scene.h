// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * try_scene - a tournament of option ROMs whose VM is a table of what comes of each
 *
 * With UPDATE_GOLDEN in the environment what is printed is written to tests/reports/try-roms-*.
 */
#ifndef IGD_TESTS_TRY_SCENE_H
#define IGD_TESTS_TRY_SCENE_H

#include <stdlib.h>
#include <string.h>

#include "cli/up_try.h"
#include "specimens/kinds.h"
#include "tests/unit/unit.h"

#define ALDER_LAKE 0x4680
#define FOLDER "/roms/"

static const struct igd_try_target upt = { ALDER_LAKE,
	{ .firmware = IGD_VM_OVMF, .chipset = IGD_VM_Q35, .generation = 12 } };

/* What the run's own file gives the program. */
const char *igd_up_stage_name(enum igd_up_stage stage)
{
	static const char *const names[] = { "preflight", "prepare", "bind", "start", "firmware",
		"agent", "driver", "stream" };

	return names[stage];
}

const char *igd_up_state_name(enum igd_up_state state)
{
	static const char *const names[] = { "begun", "ok", "skipped", "unsure", "failed" };

	return names[state];
}

void igd_up_result_done(struct igd_up_result *result)
{
	size_t i;

	for (i = 0; i < IGD_UP_STAGE_COUNT; i++)
		free(result->texts[i]);
	free(result->id);
	free(result->what);
	free(result->remedy);
	free(result->driver_version);
	free(result->left);
	*result = (struct igd_up_result){ 0 };
}

/* What comes of a run: it ends in this stage, so. */
struct fate {
	enum igd_up_stage stage;
	enum igd_up_state state;
	int code; /* -1: none is told */
	const char *id, *what, *remedy;
	bool is_interrupted;
	const char *left;
};

struct field {
	const struct fate *fates; /* in the order of attempts */
	char tried[512];	  /* "a.rom b.rom " */
	size_t attempts, kept;
	const struct fate *keeping; /* NULL: it is kept */
	size_t signal_after;	    /* a signal comes between two runs; 0: none */
	double clock;
};

static inline double now(void *context)
{
	struct field *field = context;

	return field->clock;
}

static inline bool is_interrupted(void *context)
{
	const struct field *field = context;

	return field->signal_after && field->attempts >= field->signal_after;
}

static inline void meet(const struct fate *fate, struct igd_up_result *ret)
{
	size_t i;

	*ret = (struct igd_up_result){ .stage = fate->stage };
	for (i = 0; i < fate->stage; i++)
		ret->states[i] = IGD_UP_OK;
	ret->states[fate->stage] = fate->state;
	ret->is_done = fate->state != IGD_UP_FAILED && !fate->is_interrupted;
	ret->has_code = fate->code >= 0;
	ret->problem_code = ret->has_code ? (unsigned)fate->code : 0;
	ret->driver_version = ret->has_code ? igd_strdup("32.0.101.6078") : NULL;
	ret->id = fate->id ? igd_strdup(fate->id) : NULL;
	ret->what = fate->what ? igd_strdup(fate->what) : NULL;
	ret->remedy = fate->remedy ? igd_strdup(fate->remedy) : NULL;
	ret->is_interrupted = fate->is_interrupted;
	ret->is_left_changed = fate->left;
	ret->left = fate->left ? igd_strdup(fate->left) : NULL;
}

static inline void attempt(void *context, const struct igd_try *rom, struct igd_up_result *ret)
{
	struct field *field = context;
	size_t length = strlen(field->tried);

	snprintf(field->tried + length, sizeof(field->tried) - length, "%s ", rom->name);
	field->clock += 84.2;
	meet(&field->fates[field->attempts++], ret);
}

static inline int keep(void *context, const struct igd_try *rom, struct igd_up_result *ret)
{
	struct field *field = context;

	(void)rom;
	field->kept++;
	if (field->keeping) {
		meet(field->keeping, ret);
		return IGD_EXIT_FAILED;
	}
	return IGD_EXIT_OK;
}

static inline void tell(void *context, const struct igd_tries *tries, const struct igd_try *rom)
{
	(void)context;
	assert_true(rom >= tries->items && rom < tries->items + tries->to_try);
	assert_true(tries->tried > 0 && tries->tried <= tries->to_try);
}

static inline int play(struct igd_tries *tries, struct field *field)
{
	const struct igd_try_ops ops = { .context = field,
		.now = now,
		.is_interrupted = is_interrupted,
		.attempt = attempt,
		.keep = keep,
		.tell = tell };

	igd_tries_rank(tries);
	return igd_tries_run(tries, &ops);
}

static inline void add_bytes(
	struct igd_tries *tries, const char *name, const void *bytes, size_t size)
{
	IGD_AUTOFREE char *path = igd_printf(FOLDER "%s", name);

	igd_tries_add(
		tries, path, igd_starts_with(name, "own"), &(struct igd_bytes){ bytes, size });
}

/* A ROM of specimens: "assignment", "assignment,policy,gop"; version makes it differ from others of the kind. */
static inline void add(
	struct igd_tries *tries, const char *name, const char *kinds, const char *version)
{
	struct specimen_options options = { .version = version };
	IGD_AUTOFREE char *copy = igd_strdup(kinds);
	struct specimen rom = { 0 };
	char *kind, *rest = copy;

	while ((kind = strsep(&rest, ",")) != NULL) {
		options.is_more = rest != NULL;
		assert_true(specimen_add_kind(&rom, kind, &options));
	}
	add_bytes(tries, name, rom.bytes, rom.size);
	specimen_done(&rom);
}

static inline void add_three(struct igd_tries *tries)
{
	tries->target = upt;
	add(tries, "c.rom", "assignment", "3");
	add(tries, "a.rom", "assignment", "1");
	add(tries, "b.rom", "assignment", "2");
}

static inline const struct igd_try *find(const struct igd_tries *tries, const char *name)
{
	size_t i = 0;

	while (i < tries->count && strcmp(tries->items[i].name, name) != 0)
		i++;
	if (i == tries->count)
		fail_msg("%s is not among them", name);
	return &tries->items[i];
}

#define CODE_43                                                                                    \
	{                                                                                          \
		.stage = IGD_UP_DRIVER, .state = IGD_UP_FAILED, .code = 43,                        \
		.id = "guest.display-driver",                                                      \
		.what = "Windows has stopped the iGPU's driver: Code 43"                           \
	}
#define WELL                                                                                       \
	{                                                                                          \
		.stage = IGD_UP_DRIVER, .state = IGD_UP_OK, .code = 0                              \
	}
#define MUTE                                                                                       \
	{                                                                                          \
		.stage = IGD_UP_AGENT, .state = IGD_UP_FAILED, .code = -1, .id = "guest.agent",    \
		.what = "nobody in the guest listens at its channel"                               \
	}
#define CRASH                                                                                      \
	{                                                                                          \
		.stage = IGD_UP_FIRMWARE, .state = IGD_UP_FAILED, .code = -1, .id = "S55",         \
		.what = "the VM has stopped: crashed"                                              \
	}

static inline struct igd_report_style style(void)
{
	return (struct igd_report_style){ .version = "0.0.0", .width = 80, .has_utf8 = true };
}

/* All that is printed in the end, against tests/reports/try-roms-NAME. */
static inline void compare(const char *name, const char *is)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_SOURCE_DIR "/tests/reports/try-roms-%s", name);
	char should[16384] = "";
	FILE *file = fopen(path, getenv("UPDATE_GOLDEN") ? "we" : "re");
	size_t got;

	assert_non_null(file);
	if (getenv("UPDATE_GOLDEN")) {
		assert_true(fputs(is, file) >= 0);
	} else {
		got = fread(should, 1, sizeof(should) - 1, file);
		should[got] = '\0';
		assert_string_equal(is, should);
	}
	fclose(file);
}

static inline void expect_text(const struct igd_tries *tries, const char *name)
{
	const struct igd_report_style plain = style();
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	igd_tries_print_order(tries, "win11", &plain, out);
	igd_tries_print(tries, &plain, out);
	fclose(out);
	compare(name, text);
	free(text);
}

#endif
