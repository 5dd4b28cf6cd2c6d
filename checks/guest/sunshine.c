// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest.sunshine - does Sunshine run in Windows as a service, and may it be reached?
 *
 * In the order of causes: the service, its process, the ports, the firewall. Apollo and Vibepollo are Sunshine under
 * other names: their service is ApolloService, their program sunshine.exe as well.
 */
#include <strings.h>

#include "checks/guest/area.h"
#include "facts/guest/listening.h"

#define AUTOMATIC "In Windows open services.msc, and set the service to start automatically"

static enum igd_verdict fail_service(const struct igd_windows *windows,
	const struct igd_windows_service *service, struct igd_finding *ret)
{
	if (service) {
		igd_remedy(ret, AUTOMATIC "; then start it.");
		return igd_fail(ret, "Windows", "the service %s does not run (%s, start: %s)",
			service->name, *service->state ? service->state : "not told",
			*service->mode ? service->mode : "not told");
	}
	if (!igd_windows_is_told(windows, IGD_WINDOWS_SERVICES))
		return igd_windows_untold(ret, "it did not say which services it has");
	if (!windows->process_count)
		return igd_fail(
			ret, "Windows", "neither Sunshine nor Apollo is installed as a service");
	igd_remedy(ret, "Close it, and run Sunshine's installer, which makes a service of it.");
	return igd_fail(ret, "Windows",
		"Sunshine runs, but not as a service: it will not start by itself, and cannot capture the lock screen");
}

static enum igd_verdict judge_firewall(struct igd_host *host, const struct igd_windows *windows,
	const char *protocol, struct igd_finding *ret)
{
	enum igd_firewall firewall = igd_sunshine_firewall(windows, protocol);
	const char *words = igd_firewall_words(host, firewall, protocol);

	if (!words)
		return IGD_PASS;
	/* LizardByte/Sunshine src_assets/windows/misc/firewall/add-firewall-rule.bat */
	igd_remedy(ret,
		"In Windows run `add-firewall-rule.bat` in the folder `scripts` of Sunshine as "
		"administrator, and delete rules that block sunshine.exe (wf.msc, Inbound Rules).");
	if (firewall != IGD_FIREWALL_NO_RULE)
		return igd_fail(ret, "Windows", "%s", words);
	/* A rule for its ports by another name was not looked for. */
	igd_severity(ret, IGD_HINT);
	return igd_unknown(ret, "Windows", "%s", words);
}

static enum igd_verdict judge(struct igd_host *host, const struct igd_windows *windows,
	const struct igd_windows_service *service, struct igd_finding *ret)
{
	uint16_t port;
	enum igd_listening listening = igd_sunshine_listening(windows, &port);
	enum igd_verdict verdict;

	if (listening == IGD_LISTENING_LOCALLY)
		igd_remedy(ret, "Take `bind_address` out of sunshine.conf; restart the service.");
	if (listening == IGD_LISTENING_UNTOLD)
		return igd_windows_untold(ret, igd_listening_words(listening));
	if (listening != IGD_LISTENING)
		return igd_fail(ret, "Windows", "%s", igd_listening_words(listening));
	verdict = judge_firewall(host, windows, "TCP", ret);
	if (verdict == IGD_PASS)
		verdict = judge_firewall(host, windows, "UDP", ret);
	if (verdict != IGD_PASS)
		return verdict;
	if (strcasecmp(service->mode, "Auto") == 0)
		return igd_pass(ret, "Windows",
			"the service %s runs, starts by itself, and listens at %u", service->name,
			port);
	igd_severity(ret, IGD_HINT);
	igd_remedy(ret, AUTOMATIC ".");
	return igd_fail(ret, "Windows",
		"the service %s runs, but will not start by itself (start: %s)", service->name,
		*service->mode ? service->mode : "not told");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	enum igd_verdict verdict = IGD_UNKNOWN;
	const struct igd_windows *windows = igd_windows_examine(host, ret, &verdict);
	const struct igd_windows_service *service = windows ? igd_sunshine_service(windows) : NULL;

	if (!windows)
		return verdict;
	if (!service || strcasecmp(service->state, "Running") != 0)
		return fail_service(windows, service, ret);
	return judge(host, windows, service, ret);
}

const struct igd_check igd_check_guest_sunshine = {
	.id = "guest.sunshine",
	.title = "Sunshine runs as a service",
	.why = "As a service it starts with Windows, before anybody logs on, and may capture the lock "
	       "screen. Started by hand it is gone after a restart, and cannot.",
	.remedy =
		"Install Sunshine in Windows with its installer; if it is installed, restart the service "
		"`Sunshine Service` and read C:\\Program Files\\Sunshine\\config\\sunshine.log.",
	.severity = IGD_DEGRADED,
	.run = run,
};
