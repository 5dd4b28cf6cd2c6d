// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - the main() of a fuzz target that is built without libFuzzer
 *
 * usage: fuzz_NAME FILE|DIRECTORY...
 *
 * Gives the target every file once. A directory without a file is a fault: a target needs seeds.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay_file(const char *path)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char piece[4096];
	size_t got;
	FILE *file = fopen(path, "re");

	if (!file)
		return false;
	igd_text_add(&text, "", 0);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	fclose(file);
	LLVMFuzzerTestOneInput((const uint8_t *)text.text, text.size);
	return true;
}

static int is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int replay_directory(const char *path)
{
	struct dirent **entries = NULL;
	int i, done = 0, count = scandir(path, &entries, is_seed, alphasort);

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *seed = igd_printf("%s/%s", path, entries[i]->d_name);

		done += replay_file(seed) ? 1 : 0;
		free(entries[i]);
	}
	free(entries);
	return count < 0 ? (int)replay_file(path) : done;
}

int main(int argc, char **argv)
{
	bool is_short = argc < 2;
	int i, done;

	for (i = 1; i < argc; i++) {
		done = replay_directory(argv[i]);
		printf("%s: %d inputs\n", argv[i], done);
		is_short |= done == 0;
	}
	return is_short ? EXIT_FAILURE : EXIT_SUCCESS;
}
