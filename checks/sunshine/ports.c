// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine.ports - do Sunshine's TCP ports answer? (S116, S117)
 *
 * Windows' firewall drops what is for a port at which nobody listens, so that a timeout does not tell a firewall from a
 * Sunshine that does not run (stealth mode, Microsoft KB 2586744); what Windows itself says does, if it may be asked.
 * UDP 47998 to 48000 have a socket only while somebody streams: nothing can be told of them from here.
 */
#include "checks/sunshine/area.h"
#include "facts/guest/ports_judge.h"

#define TO_TEST_UDP "UDP %u to %u, by which picture and sound come, only Moonlight can try"

static enum igd_verdict conclude_open(
	struct igd_host *host, const struct igd_tried *it, struct igd_finding *ret)
{
	const char *shut =
		it->stream.ports[IGD_STREAM_WEB].state == IGD_PORT_OPEN
			? ""
			: igd_host_print(host, " (its web UI, %u, does not answer from here)",
				  it->port + 1);

	return igd_pass(ret, it->address->text, "TCP %s are open%s; " TO_TEST_UDP,
		igd_stream_numbers(host, &it->stream, IGD_PORT_OPEN), shut, it->port + 9,
		it->port + 11);
}

static enum igd_verdict conclude_partial(
	struct igd_host *host, const struct igd_tried *it, struct igd_finding *ret)
{
	const struct igd_stream *stream = &it->stream;
	IGD_AUTOTEXT struct igd_text shut = { 0 };
	size_t i;

	for (i = 0; i < IGD_STREAM_PORT_COUNT; i++)
		if (stream->ports[i].state != IGD_PORT_OPEN && i != IGD_STREAM_WEB)
			igd_text_printf(
				&shut, "%s%u", shut.size ? ", " : "", stream->ports[i].number);
	igd_remedy(ret,
		"Let all of TCP %u, %u, %u and UDP %u to %u through: a rule for the program `sunshine.exe` does, a list of "
		"ports often lacks one, and so does a list of forwards.",
		it->port - 5, it->port, it->port + 21, it->port + 9, it->port + 11);
	return igd_fail(ret, it->address->text, "TCP %s open, but not %s",
		igd_stream_numbers(host, stream, IGD_PORT_OPEN), shut.text ? shut.text : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	struct igd_tried it;
	enum igd_verdict verdict = IGD_NA;
	const struct igd_stream *stream = &it.stream;
	bool is_http, is_whole;

	if (!igd_tried_vm(host, ret) || !igd_tried_get(host, ret, &it, &verdict))
		return verdict;
	is_http = stream->ports[IGD_STREAM_HTTP].state == IGD_PORT_OPEN;
	is_whole = is_http && stream->ports[IGD_STREAM_HTTPS].state == IGD_PORT_OPEN &&
		   stream->ports[IGD_STREAM_RTSP].state == IGD_PORT_OPEN;
	if (is_whole)
		return conclude_open(host, &it, ret);
	return igd_stream_count(stream, IGD_PORT_OPEN) ? conclude_partial(host, &it, ret)
						       : igd_ports_shut(host, &it, ret);
}

static const char *const needs[] = { "sunshine.address", "sunshine.route", NULL };
static const char *const references[] = { "https://docs.lizardbyte.dev/projects/sunshine",
	"https://github.com/moonlight-stream/moonlight-docs/wiki/Troubleshooting", NULL };

const struct igd_check igd_check_sunshine_ports = {
	.id = "sunshine.ports",
	.title = "Sunshine's ports answer",
	.why = "Moonlight needs four: HTTP to find it, HTTPS to pair and start, RTSP to agree on a stream, and UDP for the stream "
	       "itself. One that is missing shows as an error of Moonlight's that names none of them.",
	.remedy =
		"See in Windows whether Sunshine runs (service `SunshineService`), and whether its firewall has the two rules "
		"named Sunshine: `add-firewall-rule.bat` in Sunshine's folder `scripts` makes them. `igd-doctor --ask-guest` "
		"has Windows asked which of the two it is.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
