// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_libvirt_true - the true client library: its own test driver, and daemons that are dead or never answer
 *
 * not under valgrind: it waits for deadlines, and loads libraries that are slow there
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/given.h"
#include "core/host_private.h"
#include "core/pool.h"
#include "core/source_live_libvirt.h"
#include "tests/unit/unit.h"

static struct igd_host *recorded(const char *text)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static const char *const paths[] = { IGD_LIBVIRT_DIR "/connection", IGD_LIBVIRT_DIR "/domains",
	IGD_LIBVIRT_DIR "/domain/test/live.xml", IGD_LIBVIRT_DIR "/domain/test/inactive.xml",
	IGD_LIBVIRT_DIR "/networks", IGD_LIBVIRT_DIR "/network/default.xml",
	IGD_LIBVIRT_DIR "/domain/test/addresses" };

/* libvirt's own test driver, which needs no daemon; and the same from the recording. */
static void test_recorded(void **state)
{
	struct igd_host *host = igd_host_new(igd_source_live()), *replayed;
	IGD_AUTOFREE char *text = NULL;
	struct igd_error error;
	size_t i, size = 0;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(
		igd_source_give(igd_host_source(host), "connect", "test:///default", &error), 0);
	assert_string_equal(igd_host_text(host, paths[1]), "running test\n");
	assert_non_null(strstr(igd_host_text(host, paths[0]), "uri test:///default\n"));
	assert_non_null(strstr(igd_host_text(host, paths[2]), "<domain type='test' id='1'>"));
	assert_non_null(strstr(igd_host_text(host, paths[3]), "<domain type='test'>"));
	assert_string_equal(igd_host_text(host, paths[4]), "active default\n");
	assert_non_null(strstr(igd_host_text(host, paths[5]), "<name>default</name>"));
	assert_non_null(strstr(igd_host_text(host, paths[6]), " lease\n"));
	assert_int_equal(igd_host_record(host, file), 0);
	fclose(file);
	replayed = recorded(text);
	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		assert_string_equal(
			igd_host_text(replayed, paths[i]), igd_host_text(host, paths[i]));
	igd_host_free(replayed);
	igd_host_free(host);
}

/* What is given beside a recording is asked, whatever the recording holds. */
static void test_beside_a_recording(void **state)
{
	struct igd_host *host =
		recorded(IGD_TREE_MAGIC " recorded\n"
					"f " IGD_LIBVIRT_DIR "/domains off\\x20old\\n\n");
	struct igd_error error;

	(void)state;
	assert_int_equal(
		igd_source_give(igd_host_source(host), "connect", "test:///default", &error), 0);
	assert_string_equal(igd_host_given(host, "connect"), "test:///default");
	assert_string_equal(igd_host_text(host, paths[1]), "running test\n");
	assert_int_equal(igd_host_open(host, IGD_GIVEN "connect"), -ENOTSUP);
	igd_host_free(host);
	host = recorded(IGD_TREE_MAGIC " recorded\nf " IGD_LIBVIRT_DIR "/domains off\\x20old\\n\n");
	assert_string_equal(igd_host_text(host, paths[1]), "off old\n");
	assert_null(igd_host_text(host, paths[0]));
	assert_int_equal(igd_host_error(host, paths[0]), ENODATA);
	igd_host_free(host);
}

static void test_refused_uris(void **state)
{
	static const char *const uris[] = { "qemu:///embed?root=/tmp/x", "qemu:///system\nx" };
	struct igd_source *source = igd_source_live();
	struct igd_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(uris) / sizeof(*uris); i++)
		assert_int_equal(igd_source_give(source, "connect", uris[i], &error), -EINVAL);
	igd_source_free(source);
}

/* A socket at path; it listens if it is to. */
static int make_socket(const char *path, bool listens)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	if (listens)
		assert_int_equal(listen(fd, 4), 0);
	return fd;
}

/* What a daemon at this socket makes of a connection; its own words are of the socket if it is told why. */
static int connect_to(const char *path, bool has_words)
{
	IGD_AUTOFREE char *uri = igd_printf("qemu+unix:///system?socket=%s", path);
	struct igd_host *host = igd_host_new(igd_source_live());
	struct igd_question question = { IGD_ASK_READ, IGD_LIBVIRT_DIR "/connection", 100 };
	struct igd_error error;
	const char *words;
	int result;

	assert_int_equal(igd_source_give(igd_host_source(host), "connect", uri, &error), 0);
	igd_source_prepare(igd_host_source(host));
	result = igd_host_ask(host, &question)->error;
	words = igd_host_text(host, IGD_LIBVIRT_DIR "/error");
	assert_non_null(words);
	if (has_words)
		assert_non_null(strstr(words, path));
	igd_host_free(host);
	return result;
}

static void test_daemons(void **state)
{
	char root[] = "/tmp/igd-test-libvirt.XXXXXX";
	IGD_AUTOFREE char *path = NULL;
	uint64_t before;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(root));
	path = igd_printf("%s/sock", root);
	assert_int_equal(connect_to(path, true), ENOENT);
	fd = make_socket(path, false);
	assert_int_equal(connect_to(path, true), ECONNREFUSED);
	close(fd);
	unlink(path);
	fd = make_socket(path, true);
	before = igd_now_ms();
	assert_int_equal(connect_to(path, false), ETIMEDOUT);
	assert_in_range(igd_now_ms() - before, IGD_LIBVIRT_TIMEOUT_MS, IGD_LIBVIRT_TIMEOUT_MS * 2);
	close(fd);
	unlink(path);
	rmdir(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded),
		cmocka_unit_test(test_beside_a_recording),
		cmocka_unit_test(test_refused_uris),
		cmocka_unit_test(test_daemons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
