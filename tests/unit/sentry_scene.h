// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry_scene - a sentry at logs that are written while it listens
 */
#ifndef IGD_TESTS_SENTRY_SCENE_H
#define IGD_TESTS_SENTRY_SCENE_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/pool.h"
#include "facts/log/symptom.h"
#include "tests/unit/unit.h"
#include "up/sentry.h"

#define NAMED_MS 2000u
#define NOT_VIABLE                                                                                 \
	"qemu-system-x86_64: -device vfio-pci: vfio 0000:00:02.0: group 1 is not viable\n"
#define CANNOT_MAP                                                                                 \
	"qemu-system-x86_64: vfio_container_dma_map(0x5581, 0x380000000000, 0x4000000, "           \
	"0x7f) = -22 (Invalid argument)\n"
#define UNABLE "qemu: hardware error: vfio: DMA mapping failed, unable to continue\n"

struct post {
	char folder[64];
	char *qemu, *kernel, *firmware;
	struct igd_hand *hand;
	struct igd_sentry *sentry;
};

static inline void write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static inline void prepare(struct post *post)
{
	*post = (struct post){ .folder = "/tmp/igd-test-sentry.XXXXXX" };
	assert_non_null(mkdtemp(post->folder));
	post->qemu = igd_printf("%s/win11.log", post->folder);
	post->kernel = igd_printf("%s/kmsg", post->folder);
	post->firmware = igd_printf("%s/ovmf.log", post->folder);
}

static inline void begin(struct post *post)
{
	struct igd_sentry_options options = { .hand = post->hand,
		.qemu_log = post->qemu,
		.kernel_log = post->kernel,
		.firmware_log = post->firmware };

	post->sentry = igd_sentry_post(&options);
	assert_non_null(post->sentry);
}

static inline void done(struct post *post)
{
	IGD_AUTOFREE char *old = igd_printf("%s.0", post->qemu);

	igd_sentry_free(post->sentry);
	igd_hand_free(post->hand);
	unlink(post->qemu);
	unlink(old);
	unlink(post->kernel);
	unlink(post->firmware);
	rmdir(post->folder);
	free(post->qemu);
	free(post->kernel);
	free(post->firmware);
}

static inline void expect(struct post *post, enum igd_sentry_ear ear, enum igd_sentry_weight weight,
	const char *id, const char *part)
{
	struct igd_sentry_event event = { 0 };

	assert_true(igd_sentry_next(post->sentry, NAMED_MS, &event));
	assert_string_equal(igd_sentry_ear_name(event.ear), igd_sentry_ear_name(ear));
	assert_non_null(strstr(event.text, part));
	assert_string_equal(event.symptom ? event.symptom->id : "-", id ? id : "-");
	assert_string_equal(igd_sentry_weight_name(event.weight), igd_sentry_weight_name(weight));
	assert_true(!id || (event.cause && event.remedy));
	assert_int_equal(event.count, 1);
	igd_sentry_event_done(&event);
}

static inline void expect_count(struct post *post, size_t count, enum igd_sentry_weight weight)
{
	struct igd_sentry_event event = { 0 };

	assert_true(igd_sentry_next(post->sentry, NAMED_MS, &event));
	assert_int_equal(event.count, count);
	assert_string_equal(igd_sentry_weight_name(event.weight), igd_sentry_weight_name(weight));
	igd_sentry_event_done(&event);
}

static inline void expect_nothing(struct post *post)
{
	struct igd_sentry_event event = { 0 };

	assert_false(igd_sentry_next(post->sentry, 300, &event));
}

#endif
