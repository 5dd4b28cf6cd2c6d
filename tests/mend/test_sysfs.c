// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_sysfs - what is written to sysfs: a kernel that does not come back from it, and one that has done it already
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/pool.h"
#include "mend/expect.h"

/* A pipe that is full and that nobody reads from: whoever writes to it waits, as a driver that does not let go makes one wait. */
static int fill_attribute(const struct stage *stage)
{
	IGD_AUTOFREE char *path = igd_printf("%s/sys/attribute", stage->place);
	static const char piece[1 << 12];
	int fd;

	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	assert_true(fd >= 0);
	while (write(fd, piece, sizeof(piece)) > 0)
		continue;
	assert_int_equal(errno, EAGAIN);
	return fd;
}

static void gives_the_kernel_a_minute(void **state)
{
	struct igd_error error = { 0 };
	struct igd_journal *list;
	struct stage stage;
	size_t count;
	IGD_AUTOFREE char *before = NULL;
	IGD_AUTOCLOSE int fd = -1;
	uint64_t began;

	(void)state;
	stage_init(&stage);
	fd = fill_attribute(&stage);
	stage.act.sysfs_ms = 100;
	before = stage_picture(&stage, true);
	began = igd_now_ms();
	assert_int_equal(stage_run(&stage, &error), -EREMOTEIO);
	assert_in_range(igd_now_ms() - began, 200, 20000); /* there, and back */
	assert_says(&error, "/sys/attribute: the kernel has not come back from this");
	/* All that is in files is as it was; what the kernel makes of the two writes nobody knows. */
	assert_like(&stage, before);
	assert_int_equal(igd_journal_list(&stage.act, &list, &count, &error), 0);
	assert_int_equal(count, 1);
	assert_int_not_equal(list[0].state, IGD_JOURNAL_FAILED);
	igd_journals_done(list, count);
	stage_done(&stage);
}

/* The kernel says that there is no such device: no driver of that name has it. */
static int no_device(void *context, const char *operation, const char *path)
{
	(void)path;
	++*(unsigned *)context;
	return strcmp(operation, "sysfs") == 0 ? ENODEV : 0;
}

/* To be taken back by an unbind, as it is where a VM has the device. */
static void bind_in(struct stage *stage)
{
	size_t i;

	stage_write(stage, "/sys/driver/unbind", "", 0644);
	for (i = 0; i < stage->plan.step_count; i++) {
		struct igd_step *step = &stage->plan.steps[i];

		if (step->kind != IGD_STEP_SYSFS)
			continue;
		free(step->path_undo);
		free(step->value_undo);
		step->path_undo = igd_strdup("/sys/driver/unbind");
		step->value_undo = igd_strdup("0000:00:02.0");
	}
}

/* What the kernel has done since it was waited for in vain is done. */
static void takes_for_done_what_is_so(void **state)
{
	struct igd_error error = { 0 };
	struct stage stage;
	unsigned asked = 0;
	IGD_AUTOFREE char *before = NULL, *link = NULL;

	(void)state;
	stage_init(&stage);
	bind_in(&stage);
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), 0);
	stage.act.fault = no_device;
	stage.act.context = &asked;
	stage_write(&stage, "/sys/driver/0000:00:02.0", "", 0644);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), -ENODEV);
	assert_says(&error, "/sys/driver/unbind: ");
	link = igd_printf("%s/sys/driver/0000:00:02.0", stage.place);
	assert_int_equal(unlink(link), 0);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), 0);
	assert_true(asked > 2);
	assert_like(&stage, before);
	stage_done(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_kernel_a_minute),
		cmocka_unit_test(takes_for_done_what_is_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
