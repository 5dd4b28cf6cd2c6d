// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_archive - an archive from a stranger
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/source_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every name of the root, and what lies under it; no name may lead out. */
static void ask_around(struct igd_source *source)
{
	struct igd_question question = { IGD_ASK_LIST, "/", 1000 };
	IGD_AUTOANSWER struct igd_answer names = { 0 };
	const char *name;

	igd_source_answer(source, &question, &names);
	for (name = names.bytes; name && name < names.bytes + names.size;
		name += strlen(name) + 1) {
		IGD_AUTOFREE char *path = igd_printf("/%s", name);
		IGD_AUTOANSWER struct igd_answer answer = { 0 };

		if (strchr(name, '/') || strcmp(name, "..") == 0)
			abort();
		question = (struct igd_question){ IGD_ASK_READ, path, 1000 };
		igd_source_answer(source, &question, &answer);
	}
	question = (struct igd_question){ IGD_ASK_PCI, "/sys/bus/pci/devices", 0 };
	igd_answer_done(&names);
	igd_source_answer(source, &question, &names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOCLOSE int fd = size <= 1 << 16 ? memfd_create("fuzz", MFD_CLOEXEC) : -1;
	struct igd_error error = { 0 };
	struct igd_source *source;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		return 0;
	lseek(fd, 0, SEEK_SET);
	source = igd_source_archive(fd, "fuzz", &error);
	if (source)
		ask_around(source);
	else if (!error.code || !*error.message)
		abort();
	igd_source_free(source);
	return 0;
}
