// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_plugin_slow - an answer that takes longer than a worker may: nobody is lost for it
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/runner.h"
#include "tests/unit/unit.h"

#define TIMEOUT_MS 700u
#define SLOW_S 2

static const char *specimens, *plugins;

/* A host where "/slow" takes its time. */
struct slow_source {
	struct igd_source source, *host;
};

static void slow_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	static const struct timespec pause = { SLOW_S, 0 };

	if (strcmp(question->path, "/slow") == 0) {
		nanosleep(&pause, NULL);
		*ret = (struct igd_answer){ .bytes = igd_strdup("told late"), .size = 9 };
		return;
	}
	igd_source_answer(((struct slow_source *)source)->host, question, ret);
}

static int slow_open(struct igd_source *source, const char *path)
{
	return igd_source_open(((struct slow_source *)source)->host, path);
}

static void slow_free(struct igd_source *source)
{
	igd_source_free(((struct slow_source *)source)->host);
	free(source);
}

static struct igd_host *new_host(void)
{
	static const char text[] = "igd-doctor.tree/1\n"
				   "f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"
				   "f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
				   "f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n";
	static const struct igd_source_ops ops = { slow_answer, slow_open, slow_free };
	struct slow_source *slow = igd_zalloc(sizeof(*slow));

	slow->source.ops = &ops;
	slow->host = igd_source_tree_text(text, strlen(text), "test", NULL);
	return igd_host_new(&slow->source);
}

/* While the program waits for an answer, no worker is late: neither who asked, nor who had no part in it. */
static void test_slow_answer(void **state)
{
	IGD_CLEANUP(igd_plugins_done) struct igd_plugin_set set = { 0 };
	IGD_AUTOFREE char *directory = igd_printf("%s/asks", specimens);
	IGD_CLEANUP(igd_exam_done) struct igd_exam exam = { 0 };
	struct igd_run_options options = { .timeout_ms = TIMEOUT_MS };
	const struct igd_finding *finding;
	struct igd_host *host = new_host();
	size_t i;

	(void)state;
	assert_int_equal(igd_plugins_add(&set, plugins, NULL), 0);
	assert_int_equal(igd_plugins_add(&set, directory, NULL), 0);
	igd_plugins_sort(&set);
	assert_int_equal(igd_run(host, &set, &options, &exam, NULL), 0);
	igd_host_free(host);
	finding = igd_exam_find(&exam, "specimen.check");
	assert_non_null(finding);
	assert_int_equal(finding->verdict, IGD_PASS);
	assert_string_equal(finding->what, "told late");
	assert_true(exam.count > 50);
	for (i = 0; i < exam.count; i++) {
		if (exam.findings[i].reason == IGD_REASON_TIMEOUT)
			fail_msg("%s: %s", exam.findings[i].id, exam.findings[i].what);
	}
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_slow_answer) };

	if (argc != 3) {
		fprintf(stderr, "usage: test-plugin-slow SPECIMENS PLUGINS\n");
		return 2;
	}
	specimens = argv[1];
	plugins = argv[2];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
