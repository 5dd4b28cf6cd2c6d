// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest_scene - a guest that is asked through libraries that are false (fake_libvirt_guest.c)
 */
#ifndef IGD_TESTS_UNIT_GUEST_SCENE_H
#define IGD_TESTS_UNIT_GUEST_SCENE_H

#include <stdlib.h>

#include "core/host.h"
#include "core/source_live_guest.h"
#include "tests/unit/unit.h"

struct asked {
	struct igd_live_guest guest;
	struct igd_answer answer;
	char *uri;
};

static inline struct asked fake(const char *word)
{
	return (struct asked){ .guest = { .library = IGD_FAKE_LIBVIRT,
				       .qemu_library = IGD_FAKE_LIBVIRT },
		.uri = igd_printf("fake:///%s", word) };
}

static inline void done(struct asked *asked)
{
	igd_live_guest_done(&asked->guest);
	igd_answer_done(&asked->answer);
	free(asked->uri);
	*asked = (struct asked){ 0 };
}

/* What is answered to reading a path below IGD_GUEST_DIR; "" for an error, which is asked->answer's. */
static inline const char *ask_path(struct asked *asked, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_GUEST_DIR "/%s", name);
	struct igd_question question = { IGD_ASK_READ, path, 2u << 20 };

	igd_answer_done(&asked->answer);
	igd_source_live_guest(&asked->guest, asked->uri, &question, &asked->answer);
	return asked->answer.bytes ? asked->answer.bytes : "";
}

static inline const char *ask(struct asked *asked, const char *file)
{
	IGD_AUTOFREE char *name = igd_printf("my%%20vm/%s", file);

	return ask_path(asked, name);
}

static inline int error_of(struct asked *asked, const char *file)
{
	ask(asked, file);
	return asked->answer.error;
}

/* The same for all files. */
static inline void expect_error(struct asked *asked, const char *word, int error)
{
	static const char *const files[] = { "info", "os", "interfaces", "windows" };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (error_of(asked, files[i]) != error)
			fail_msg("%s, %s: %d", word, files[i], asked->answer.error);
	}
}

#endif
