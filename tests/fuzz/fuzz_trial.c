// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_trial - what a trial reads of others: grub.cfg, mountinfo and command lines
 *
 * The text up to its first line is a command line; the rest is a grub.cfg, and a mountinfo. What is found must lie
 * within the text, and a command line that was made for a trial must stay as it is when it is made again.
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/trial_private.h"
#include "fixes/apply/trial_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool is_so)
{
	if (!is_so)
		abort();
}

static void expect_within(struct igd_piece part, struct igd_piece all)
{
	expect(part.text >= all.text && part.size <= all.size &&
		(size_t)(part.text - all.text) <= all.size - part.size);
}

static void read_menus(struct igd_piece config, struct igd_piece cmdline)
{
	struct igd_piece rest = config, line;
	struct igd_menu_entry entry;
	size_t before = rest.size;

	while (igd_menu_next(&rest, &entry)) {
		expect_within(entry.head, config);
		expect_within(entry.body, config);
		if (igd_menu_line(&entry, "linux", &line))
			expect_within(line, entry.body);
		expect(rest.size < before);
		before = rest.size;
	}
	if (igd_menu_find(config, cmdline, &entry))
		expect(igd_menu_line(&entry, "linux", &line));
}

static void make_cmdline(struct igd_piece line)
{
	char fresh[] = "a=$'b", old[] = "ro";
	const struct igd_change changes[] = { { .value = fresh }, { .subject = old } };
	const struct igd_wish wishes[] = { { &changes[0], 0 }, { &changes[1], 0 } };
	const struct igd_trial_request request = { .arguments = wishes, .argument_count = 2 };
	const struct igd_trial trial = { .request = &request, .marker = IGD_TRIAL_MARKER "1" };
	IGD_AUTOTEXT struct igd_text once = { 0 }, twice = { 0 };

	igd_trial_cmdline(&trial, line.text, line.size, true, &once);
	igd_trial_cmdline(&trial, once.text, once.size, true, &twice);
	expect(twice.size >= once.size - strlen(trial.marker));
	expect(strstr(twice.text, trial.marker) || memchr(line.text, '\0', line.size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = igd_zalloc(size + 1);
	struct igd_piece rest = { text, size }, line;
	struct igd_mount mount;

	if (size)
		memcpy(text, data, size);
	if (igd_line_next(&rest, &line)) {
		make_cmdline(line);
		read_menus(rest, line);
		igd_mount_find(rest, "/boot/grub", &mount);
	}
	free(text);
	return 0;
}
