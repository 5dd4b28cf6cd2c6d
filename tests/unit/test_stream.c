// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_stream - what a Sunshine answers, as a stand-in says it, and what that sees of who asks
 *
 * not under valgrind: it waits for deadlines
 */
#include "core/host_private.h"
#include "tests/unit/stream_wanted.h"

static const struct wanted well_wanted[] = {
	{ .options = "",
		.in_serverinfo = "<ServerCodecModeSupport>769</ServerCodecModeSupport>",
		.in_https = UNKNOWN_CLIENT,
		.in_web = LOCALE },
	{ .options = "--curve",
		.address = "::1",
		.in_serverinfo = "<LocalIP>127.0.0.1</LocalIP>",
		.in_https = UNKNOWN_CLIENT,
		.in_web = LOCALE },
	{ .options = "--curve --no-display",
		.in_serverinfo = "<MaxLumaPixelsHEVC>0</MaxLumaPixelsHEVC>",
		.in_https = UNKNOWN_CLIENT },
	{ .options = "--curve --software",
		.in_serverinfo = "<ServerCodecModeSupport>262145<",
		.in_https = UNKNOWN_CLIENT },
	{ .options = "--curve --codecs 0x30301 --hostname GAMES",
		.in_serverinfo = "<ServerCodecModeSupport>197377<",
		.in_https = UNKNOWN_CLIENT },
	{ .options = "--curve --busy", .in_serverinfo = "SUNSHINE_SERVER_BUSY" },
	{ .options = "--curve --busy --family apollo", .in_serverinfo = "SUNSHINE_SERVER_FREE" },
	{ .options = "--curve --local-ip 192.168.122.9",
		.in_serverinfo = "<LocalIP>192.168.122.9<" },
	{ .options = "--curve --web-status 403", .in_https = UNKNOWN_CLIENT, .in_web = "403\n" },
	{ .options = "--curve --http slow --web slow --delay 300",
		.in_serverinfo = "<hostname>STANDIN<",
		.in_https = UNKNOWN_CLIENT,
		.in_web = LOCALE },
	/* A port that cannot be one is not believed. */
	{ .options = "--curve --https-port 99999",
		.in_serverinfo = "<HttpsPort>99999<",
		.in_https = UNKNOWN_CLIENT },
	{ .options = "--curve --https-port 22", .in_https = UNKNOWN_CLIENT },
	/* A server that takes no certificate that it does not know. */
	{ .options = "--curve --https strict",
		.in_serverinfo = "<hostname>",
		.https = EPROTO,
		.in_error = "certificate" },
};

static void test_well(void **state)
{
	(void)state;
	expect_all(well_wanted, sizeof(well_wanted) / sizeof(*well_wanted), LONG_MS);
}

static const struct wanted paired_wanted[] = {
	/* It listens for a while before it says anything, and then it is told what it asks for. */
	{ .options = "--curve --paired",
		.in_serverinfo = "<PairStatus>0</PairStatus>",
		.in_https = "<PairStatus>1</PairStatus>",
		.in_web = LOCALE },
};

static void test_paired(void **state)
{
	(void)state;
	expect_all(paired_wanted, 1, 9000);
}

/* What serverinfo says of the HTTPS port is believed, as Moonlight believes it. */
static void test_elsewhere(void **state)
{
	struct igd_live_stream stream = { .patience_ms = LONG_MS };
	struct standin other = standin_start(LOCAL, "--curve"), standin;
	IGD_AUTOFREE char *options = NULL, *told = NULL, *line = NULL, *ports = NULL, *seen = NULL,
			  *also = NULL;
	int error;

	(void)state;
	standin_wait(&other);
	options = igd_printf("--curve --https-port %u --close https", other.port - 5);
	standin = standin_start(LOCAL, options);
	standin_wait(&standin);
	told = stream_read(&stream, &standin, "https", &error);
	assert_non_null(strstr(told, UNKNOWN_CLIENT));
	ports = stream_read(&stream, &standin, "ports", &error);
	line = igd_printf("https %u open\n", other.port - 5);
	assert_non_null(strstr(ports, line));
	igd_live_stream_done(&stream);
	seen = standin_end(&other);
	assert_non_null(strstr(seen, "https: connected"));
	also = standin_end(&standin);
	assert_null(strstr(also, "https: connected"));
}

/* One connection to each port, one request where one belongs, and never a word to RTSP. */
static void test_what_is_seen(void **state)
{
	struct igd_live_stream stream = { .patience_ms = LONG_MS };
	struct standin standin = standin_start(LOCAL, "");
	const char *services[] = { "https: connected\n", "http: connected\n", "web: connected\n",
		"rtsp: connected\n" };
	IGD_AUTOFREE char *told = NULL, *seen = NULL;
	int error;
	size_t i;

	(void)state;
	standin_wait(&standin);
	told = stream_read(&stream, &standin, "ports", &error);
	assert_int_equal(strncmp(told, "https ", 6), 0);
	igd_live_stream_done(&stream);
	seen = standin_end(&standin);
	for (i = 0; i < 4; i++) {
		const char *first = strstr(seen, services[i]);

		/* "http: connected" is not in "https: connected" */
		assert_non_null(first);
		assert_null(strstr(first + 1, services[i]));
	}
	assert_non_null(strstr(seen, "http: GET /serverinfo?uniqueid=0123456789ABCDEF&uuid="));
	assert_non_null(strstr(seen, "web: GET /api/configLocale HTTP/1.1\n"));
	assert_non_null(strstr(seen, ", a client's certificate\n"));
	assert_non_null(strstr(seen, ", no client's certificate\n"));
	assert_null(strstr(seen, "https: GET"));
	expect_manners(seen);
}

/* The way of a check: a host that is live is asked, recorded, and the recording says the same. */
static void test_recorded(void **state)
{
	struct standin standin = standin_start(LOCAL, "--curve --close web");
	struct igd_source *source = igd_source_live();
	struct igd_host *live = igd_host_new(source), *replay;
	IGD_AUTOFREE char *base = NULL, *info = NULL, *web = NULL, *errors = NULL, *text = NULL,
			  *title = NULL;
	struct igd_error error = { 0 };
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	source->stream = igd_zalloc(sizeof(*source->stream));
	source->stream->patience_ms = LONG_MS;
	standin_wait(&standin);
	base = igd_printf(IGD_STREAM_DIR "/" LOCAL "/%u", standin.port);
	info = igd_printf("%s/serverinfo", base);
	web = igd_printf("%s/web", base);
	errors = igd_printf("%s/error", base);
	assert_non_null(strstr(igd_host_text(live, info), "<hostname>STANDIN<"));
	assert_null(igd_host_text(live, web));
	assert_int_equal(igd_host_error(live, web), ECONNREFUSED);
	assert_string_equal(igd_host_text(live, errors), "web: Connection refused\n");
	free(standin_end(&standin));
	assert_non_null(file);
	assert_int_equal(igd_host_record(live, file), 0);
	fclose(file);
	replay = igd_host_new(igd_source_tree_text(text, size, "recording", &error));
	title = igd_strdup(igd_host_text(live, info));
	assert_string_equal(igd_host_text(replay, info), title);
	assert_null(igd_host_text(replay, web));
	assert_int_equal(igd_host_error(replay, web), ECONNREFUSED);
	assert_string_equal(igd_host_text(replay, errors), "web: Connection refused\n");
	igd_host_free(replay);
	igd_host_free(live);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_well),
		cmocka_unit_test(test_paired),
		cmocka_unit_test(test_elsewhere),
		cmocka_unit_test(test_what_is_seen),
		cmocka_unit_test(test_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
