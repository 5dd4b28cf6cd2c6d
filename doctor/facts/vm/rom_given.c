// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_given - the option ROM that was named with `--rom FILE`
 *
 * The ROM itself is not recorded: what was found in it is, as text (rom_text.h), behind a line with its state.
 */
#include "facts/vm/rom_given.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "facts/firmware/rom_text.h"
#include "facts/host/igpu.h"

#define KEY "given/rom"

static const char *const states[] = {
	[IGD_ROM_NOT_GIVEN] = "state not-given",
	[IGD_ROM_ABSENT] = "state absent",
	[IGD_ROM_EMPTY] = "state empty",
	[IGD_ROM_TOO_LARGE] = "state too-large",
	[IGD_ROM_NOT_A_ROM] = "state not-a-rom",
	[IGD_ROM_READ] = "state read",
};

/* At most limit bytes and one more. 0, or an errno. */
static int drain(int fd, size_t limit, struct igd_text *ret)
{
	char piece[1 << 14];
	ssize_t got;

	while (ret->size <= limit) {
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? errno : 0;
		igd_text_add(ret, piece, (size_t)got);
	}
	return 0;
}

static void describe(const struct igd_text *bytes, struct igd_text *ret)
{
	struct igd_rom rom;
	bool is_rom;

	if (!bytes->size) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_EMPTY]);
		return;
	}
	if (bytes->size > IGD_ROM_MAX_BYTES) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_TOO_LARGE]);
		return;
	}
	is_rom = igd_rom_parse((const uint8_t *)bytes->text, bytes->size, &rom);
	igd_text_printf(ret, "%s\n", states[is_rom ? IGD_ROM_READ : IGD_ROM_NOT_A_ROM]);
	igd_rom_write(&rom, ret);
	igd_rom_done(&rom);
}

static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text bytes = { 0 };
	IGD_AUTOCLOSE int fd = igd_host_open(host, IGD_GIVEN "rom");
	int error;

	(void)context;
	if (fd == -ENOTSUP)
		return ENODATA; /* a recording to which it was given, and that says nothing of it */
	if (fd == -ENOENT) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_ABSENT]);
		return 0;
	}
	error = fd < 0 ? -fd : drain(fd, IGD_ROM_MAX_BYTES, &bytes);
	if (!error)
		describe(&bytes, ret);
	return error;
}

static bool parse(const char *text, struct igd_rom_given *ret)
{
	size_t i, length = strcspn(text, "\n");

	for (i = IGD_ROM_ABSENT; i < sizeof(states) / sizeof(*states); i++) {
		if (strlen(states[i]) == length && strncmp(states[i], text, length) == 0)
			ret->state = (enum igd_rom_state)i;
	}
	if (ret->state == IGD_ROM_READ || ret->state == IGD_ROM_NOT_A_ROM)
		return text[length] && igd_rom_read(text + length + 1, &ret->rom);
	return ret->state != IGD_ROM_NOT_GIVEN;
}

static void read_given(struct igd_host *host, void *ret)
{
	struct igd_rom_given *given = ret;
	const char *text;

	given->path = igd_host_given(host, "rom");
	text = given->path ? igd_host_derive(host, KEY, work, NULL) : NULL;
	if (!text || parse(text, given))
		return;
	given->state = IGD_ROM_NOT_GIVEN;
	igd_host_stick(host, KEY, EBADMSG);
}

static void free_given(void *fact)
{
	igd_rom_done(&((struct igd_rom_given *)fact)->rom);
}

static const struct igd_fact fact = { "given ROM", sizeof(struct igd_rom_given), read_given,
	free_given };

const struct igd_rom_given *igd_rom_given_get(struct igd_host *host)
{
	return igd_host_fact(host, &fact);
}

struct fit_fact {
	bool is_known;
	struct igd_rom_fit fit;
};

static void read_fit(struct igd_host *host, void *ret)
{
	struct fit_fact *judged = ret;
	const struct igd_rom_given *given = igd_rom_given_get(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);

	judged->is_known = given->state == IGD_ROM_READ && igpu;
	if (judged->is_known)
		igd_rom_judge(&given->rom, igpu->device, &judged->fit);
}

static void free_fit(void *judged)
{
	igd_rom_fit_done(&((struct fit_fact *)judged)->fit);
}

static const struct igd_fact fit_fact = { "given ROM's fit", sizeof(struct fit_fact), read_fit,
	free_fit };

const struct igd_rom_fit *igd_rom_given_fit(struct igd_host *host)
{
	const struct fit_fact *judged = igd_host_fact(host, &fit_fact);

	return judged->is_known ? &judged->fit : NULL;
}
