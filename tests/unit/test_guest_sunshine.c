// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guest_sunshine - what a Sunshine says of itself, its ports, and what Windows says of it
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/guest/stream.h"
#include "facts/guest/sunshine.h"
#include "facts/guest/sunshine_guest.h"
#include "tests/unit/unit.h"

static struct igd_serverinfo read_info(const char *text)
{
	struct igd_serverinfo info = { 0 };
	struct igd_error error = { 0 };

	if (igd_serverinfo_parse(text, strlen(text), &info, &error) < 0)
		fail_msg("%s", error.message);
	return info;
}

static void test_serverinfo(void **state)
{
	struct igd_serverinfo info = read_info(
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root status_code=\"200\"><hostname>A&#10;B</hostname>"
		"<appversion>7.1.431.-1</appversion><HttpsPort>47984</HttpsPort>"
		"<MaxLumaPixelsHEVC>1869449984</MaxLumaPixelsHEVC><LocalIP>::ffff:1.2.3.4</LocalIP>"
		"<ServerCodecModeSupport>769</ServerCodecModeSupport><state>SUNSHINE_SERVER_BUSY</state></root>");

	(void)state;
	assert_int_equal(info.status, 200);
	assert_string_equal(info.hostname, "A B");
	assert_true(info.is_sunshine);
	assert_true(info.is_busy);
	assert_int_equal(info.https_port, 47984);
	assert_int_equal(info.codecs, 0x301);
	assert_int_equal(info.hevc_pixels, 1869449984);
	assert_string_equal(info.local_ip, "::ffff:1.2.3.4");
	assert_string_equal(info.message, "");
	info = read_info("<root status_code='401' status_message='no &lt;you&gt;'/>");
	assert_int_equal(info.status, 401);
	assert_string_equal(info.message, "no <you>");
	assert_false(info.is_sunshine || info.is_busy || info.has_codecs || info.https_port);
}

/* What has the wrong form is left out, what is long is cut, and what is said twice counts once. */
static void test_odd(void **state)
{
	IGD_AUTOFREE char *name = igd_printf("%0*d", 5000, 7);
	IGD_AUTOFREE char *text = igd_printf(
		"<root status_code='2147483648'><hostname>%s</hostname><appversion>7.1.431.0</appversion>"
		"<HttpsPort>70000</HttpsPort><LocalIP>host</LocalIP><ServerCodecModeSupport>-1</ServerCodecModeSupport>"
		"<state>FREE</state><state>SUNSHINE_SERVER_BUSY</state></root>",
		name);
	struct igd_serverinfo info = read_info(text);

	(void)state;
	assert_int_equal(info.status, 0);
	assert_true(strlen(info.hostname) < sizeof(info.hostname));
	assert_false(info.is_sunshine || info.is_busy || info.has_codecs);
	assert_int_equal(info.https_port, 0);
	assert_string_equal(info.local_ip, "");
	info = read_info(
		"<root status_code='200'><appversion>99999999999.1.1.-1</appversion></root>");
	assert_false(info.is_sunshine);
	info = read_info("<root status_code='200'><hostname><b>x</b>y</hostname></root>");
	assert_string_equal(info.hostname, "y");
}

static void test_none(void **state)
{
	static const char *const texts[] = {
		"", "GET / HTTP/1.1", "<root/>", "<html status_code='200'/>",
		"<root status_code='200'>", "<x:root xmlns:x='y' status_code='200'/>",
		"<!DOCTYPE r [<!ENTITY a 'b'>]><root status_code='200'/>",
		"<?xml version='1.0'?><!-- --><!DOCTYPE r SYSTEM 'file:///etc/passwd'><root status_code='200'/>"
	};
	struct igd_serverinfo info = { .status = 7 };
	struct igd_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		error.message[0] = '\0';
		assert_int_equal(
			igd_serverinfo_parse(texts[i], strlen(texts[i]), &info, &error), -EBADMSG);
		assert_true(*error.message != '\0');
		assert_int_equal(info.status, 7);
	}
	assert_int_equal(
		igd_serverinfo_parse("<root status_code='200'/>\0", 26, &info, &error), -EBADMSG);
}

static void test_encoders(void **state)
{
	static const struct {
		bool has_codecs;
		uint32_t codecs;
		uint64_t pixels;
		enum igd_encoder encoder;
	} cases[] = {
		{ false, 0, 0, IGD_ENCODER_UNTOLD },
		{ true, 0x1, 0, IGD_ENCODER_NONE },
		{ true, 0x1, 1869449984, IGD_ENCODER_UNTOLD },
		{ true, 0x40001, 0, IGD_ENCODER_SOFTWARE },
		{ true, 0x301, 1869449984, IGD_ENCODER_HARDWARE },
		{ true, 0x10001, 0, IGD_ENCODER_HARDWARE },
		{ true, 0, 0, IGD_ENCODER_UNTOLD },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_serverinfo info = { .has_codecs = cases[i].has_codecs,
			.codecs = cases[i].codecs,
			.hevc_pixels = cases[i].pixels };

		assert_int_equal(igd_serverinfo_encoder(&info), cases[i].encoder);
	}
}

static void test_web(void **state)
{
	(void)state;
	assert_int_equal(igd_web_status("200\n{}", 6), 200);
	assert_int_equal(igd_web_status("307", 3), 307);
	assert_int_equal(igd_web_status("2000\n", 5), 0);
	assert_int_equal(igd_web_status("20", 2), 0);
	assert_int_equal(igd_web_status("abc\n", 4), 0);
}

static void test_ports(void **state)
{
	struct igd_stream stream = { .error = 0 };

	(void)state;
	igd_stream_parse(
		"https 47984 open\nhttp 47989 refused\nweb 47990 error-ENETUNREACH\nrtsp 48010 denied\n"
		"http 70000 open\nhttp 1 perhaps\nother 1 open\n\n",
		&stream);
	assert_int_equal(stream.ports[IGD_STREAM_HTTPS].state, IGD_PORT_OPEN);
	assert_int_equal(stream.ports[IGD_STREAM_HTTPS].number, 47984);
	assert_int_equal(stream.ports[IGD_STREAM_HTTP].state, IGD_PORT_REFUSED);
	assert_int_equal(stream.ports[IGD_STREAM_HTTP].number, 47989);
	assert_int_equal(stream.ports[IGD_STREAM_WEB].state, IGD_PORT_FAILED);
	assert_int_equal(stream.ports[IGD_STREAM_WEB].error, ENETUNREACH);
	assert_int_equal(stream.ports[IGD_STREAM_RTSP].state, IGD_PORT_DENIED);
	assert_int_equal(igd_stream_count(&stream, IGD_PORT_UNTOLD), 0);
}

static void test_lines(void **state)
{
	const char *at =
		"52:54:00:ab:00:16 10.0.0.5 lease\n\nx\na b c d\n52:54:00:ab:00:16 10.0.0.6 agent\n"
		"52:54:00:ab:00:16 10.0.0.7 arp";
	struct igd_address_line line;

	(void)state;
	assert_true(igd_address_line(&at, &line));
	assert_string_equal(line.mac, "52:54:00:ab:00:16");
	assert_string_equal(line.address, "10.0.0.5");
	assert_true(line.is_lease);
	assert_true(igd_address_line(&at, &line));
	assert_string_equal(line.address, "10.0.0.7");
	assert_false(line.is_lease);
	assert_false(igd_address_line(&at, &line));
}

/* What Windows says of its Sunshine, from nothing to all well. */
static void test_windows(void **state)
{
	struct igd_windows_service service = { .name = "SunshineService", .state = "Stopped" };
	struct igd_windows_port ports[] = { { "0.0.0.0", 57984, false },
		{ "0.0.0.0", 57989, false }, { "0.0.0.0", 58010, false } };
	struct igd_windows_network networks[] = { { "Ethernet", "DomainAuthenticated" },
		{ "vEthernet", "Public" } };
	struct igd_windows_process process = { .pid = 4 };
	struct igd_windows_profile profiles[] = { { "Domain", true, true },
		{ "Public", true, true } };
	struct igd_windows_rule rule = {
		.is_on = true, .allows = true, .profiles = "Private, Domain", .protocol = "TCP"
	};
	struct igd_windows windows = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_ABSENT);
	windows.failed = 1u << IGD_WINDOWS_SERVICES;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_UNTOLD);
	windows.services = &service;
	windows.service_count = 1;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_STOPPED);
	assert_string_equal(igd_sunshine_guest_judge(&windows).name, "SunshineService");
	strcpy(service.state, "Running");
	windows.processes = &process;
	windows.process_count = 1;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_NOT_LISTENING);
	windows.failed = 1u << IGD_WINDOWS_PORTS;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_UNTOLD);
	windows.ports = ports;
	windows.port_count = 3;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_LISTENING);
	assert_int_equal(igd_sunshine_guest_judge(&windows).port, 57989);
	windows.networks = networks;
	windows.network_count = 1;
	windows.profiles = profiles;
	windows.profile_count = 2;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_BLOCKED);
	assert_string_equal(igd_sunshine_guest_judge(&windows).category, "DomainAuthenticated");
	windows.failed = 1u << IGD_WINDOWS_RULES;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_LISTENING);
	windows.failed = 0;
	windows.rules = &rule;
	windows.rule_count = 1;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_LISTENING);
	rule.is_on = false;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_BLOCKED);
	windows.network_count = 2;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_BLOCKED);
	/* One that is open will do. */
	profiles[0].is_on = false;
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_LISTENING);
	for (i = 0; i < 3; i++)
		strcpy(ports[i].address, "127.0.0.1");
	assert_int_equal(igd_sunshine_guest_judge(&windows).state, IGD_SUNSHINE_NOT_LISTENING);
	assert_int_equal(igd_sunshine_guest_judge(&windows).listening, IGD_LISTENING_LOCALLY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_serverinfo),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_encoders),
		cmocka_unit_test(test_web),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_windows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
