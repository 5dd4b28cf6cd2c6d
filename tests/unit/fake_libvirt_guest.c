// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fake_libvirt_guest - libvirt's client libraries as test_guest wants them: what they do is said by the URI
 * "fake:///WORD", which is a case of tests/standin/agent (IGD_AGENT_CASES/WORD) or one of those below
 *
 * Both libraries in one, built against the headers of the true ones. What an agent answers comes back as libvirt hands it
 * on: an error of the agent's is one of libvirt's (src/qemu/qemu_agent.c qemuAgentCheckError()).
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/attr.h"

#define MAX_LINE ((size_t)256 << 10)

struct _virDomain {
	int number;
};

struct _virConnect {
	char word[64];
};

static struct _virConnect connection;
static struct _virDomain machine;
static virError last;
static char message[1024];
static unsigned asked;
static unsigned orders;
static int started;

static int is(const char *word)
{
	return strcmp(connection.word, word) == 0;
}

static void *fail(int code, int number, const char *text)
{
	snprintf(message, sizeof(message), "%s", text);
	last.code = code;
	last.int1 = number;
	last.message = message;
	return NULL;
}

IGD_EXPORT void virSetErrorFunc(void *data, virErrorFunc handler)
{
	(void)data;
	(void)handler;
}

IGD_EXPORT virErrorPtr virGetLastError(void)
{
	return is("wordless") ? NULL : &last;
}

IGD_EXPORT virConnectPtr virConnectOpen(const char *name)
{
	snprintf(connection.word, sizeof(connection.word), "%s", strrchr(name, '/') + 1);
	if (is("hang"))
		pause();
	if (is("slow-door"))
		sleep(2);
	if (is("crash"))
		raise(SIGSEGV);
	if (is("refused"))
		return fail(VIR_ERR_AUTH_FAILED, 0, "authentication failed");
	if (is("dead"))
		return fail(VIR_ERR_SYSTEM_ERROR, EPIPE, "broken pipe");
	if (is("no-socket"))
		return fail(VIR_ERR_SYSTEM_ERROR, ENOENT, "no such socket");
	if (is("far"))
		return fail(VIR_ERR_SYSTEM_ERROR, ETIMEDOUT, "connection timed out");
	return &connection;
}

IGD_EXPORT virDomainPtr virDomainLookupByName(virConnectPtr conn, const char *name)
{
	(void)conn;
	if (strcmp(name, "my vm") != 0)
		return fail(VIR_ERR_NO_DOMAIN, 0, "Domain not found");
	return &machine;
}

static const struct {
	const char *word;
	int state;
} states[] = {
	{ "off", VIR_DOMAIN_SHUTOFF },
	{ "crashed", VIR_DOMAIN_CRASHED },
	{ "paused", VIR_DOMAIN_PAUSED },
	{ "asleep", VIR_DOMAIN_PMSUSPENDED },
	{ "dying", VIR_DOMAIN_SHUTDOWN },
};

/* Whoever asks libvirt something loses what it said of the last error. */
IGD_EXPORT int virDomainGetState(virDomainPtr domain, int *state, int *reason, unsigned int flags)
{
	size_t i;

	(void)domain;
	if (flags)
		abort();
	message[0] = '\0';
	*reason = 0;
	*state = VIR_DOMAIN_RUNNING;
	if (is("stateless"))
		return -1;
	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (is(states[i].word))
			*state = states[i].state;
	}
	if (is("paused-meanwhile") && orders)
		*state = VIR_DOMAIN_PAUSED;
	return 0;
}

static char *large(void)
{
	size_t size = (size_t)1 << 20;
	char *text = malloc(size + 64);

	if (!text)
		return NULL;
	strcpy(text, "{\"return\":{\"version\":\"");
	memset(text + strlen(text), 'x', size);
	strcpy(text + strlen("{\"return\":{\"version\":\"") + size, "\"}}");
	return text;
}

/* What no agent's answers bring about. */
static const struct {
	const char *word;
	int code;
	const char *text;
} failures[] = {
	{ "off-meanwhile", VIR_ERR_OPERATION_INVALID, "domain is not running" },
	{ "dying", VIR_ERR_OPERATION_INVALID, "domain is not running" },
	{ "paused-meanwhile", VIR_ERR_OPERATION_INVALID, "domain is not running" },
	{ "closed", VIR_ERR_INTERNAL_ERROR, "client socket is closed" },
	{ "no-channel", VIR_ERR_ARGUMENT_UNSUPPORTED, "QEMU guest agent is not configured" },
	{ "disconnected", VIR_ERR_AGENT_UNRESPONSIVE,
		"Guest agent is not responding: QEMU guest agent is not connected" },
	{ "translated", VIR_ERR_AGENT_UNRESPONSIVE,
		"Gastagent antwortet nicht: QEMU-Gastagent ist nicht verbunden" },
	{ "late", VIR_ERR_AGENT_UNRESPONSIVE, "Gastagent antwortet nicht" },
	{ "command-late", 112, "Zeit des Gastagenten abgelaufen" },
	{ "ailing", VIR_ERR_AGENT_UNRESPONSIVE,
		"Guest agent is not responding: QEMU guest agent is not available due to an error" },
	{ "denied", VIR_ERR_ACCESS_DENIED, "access denied" },
	{ "read-only", VIR_ERR_OPERATION_DENIED, "read only access prevents it" },
	{ "locked", VIR_ERR_OPERATION_TIMEOUT, "cannot acquire state change lock" },
	{ "unsynced", VIR_ERR_AGENT_UNSYNCED, "guest agent replied with wrong id" },
	{ "strange", VIR_ERR_INTERNAL_ERROR, "an\nerror\x1b[31m" },
};

/* The agent's answer to a command, as a case has it: the one that is due, or the last. NULL: none, so it is unknown. */
static char *look_up(FILE *file, const char *command, unsigned due)
{
	size_t length = strlen(command), room = 0;
	char *line = NULL, *found = NULL;
	unsigned count = 0;
	ssize_t size;

	while (count <= due && (size = getline(&line, &room, file)) > 0) {
		if (strncmp(line, command, length) != 0 || line[length] != ' ')
			continue;
		line[strcspn(line, "\n")] = '\0';
		free(found);
		found = strdup(line + length + 1);
		count++;
	}
	free(line);
	return found;
}

static char *hand_on(const char *command, char *answer)
{
	cJSON *reply = answer ? cJSON_Parse(answer) : NULL;
	const char *words = cJSON_GetStringValue(
		cJSON_GetObjectItem(cJSON_GetObjectItem(reply, "error"), "desc"));
	char text[512];

	if (answer && strcmp(answer, "-") == 0) {
		fail(VIR_ERR_AGENT_UNRESPONSIVE, 0,
			"Guest agent is not responding: guest agent didn't respond to synchronization "
			"within '5' seconds");
	} else if (!answer || words) {
		snprintf(text, sizeof(text),
			"internal error: unable to execute QEMU agent command '%s': %s", command,
			words ? words : "The command has not been found");
		fail(VIR_ERR_INTERNAL_ERROR, 0, text);
	} else {
		cJSON_Delete(reply);
		return answer;
	}
	cJSON_Delete(reply);
	free(answer);
	return NULL;
}

static char *replay(const char *command)
{
	char path[512], *answer;
	FILE *file;

	snprintf(path, sizeof(path), IGD_AGENT_CASES "/%s", connection.word);
	file = fopen(path, "re");
	if (!file)
		return fail(VIR_ERR_INTERNAL_ERROR, 0, path);
	/* It is started once. */
	if (strcmp(command, "guest-exec") == 0 && started)
		abort();
	answer = look_up(file, command, strcmp(command, "guest-exec-status") == 0 ? asked++ : 0);
	fclose(file);
	answer = hand_on(command, answer);
	started = started || (answer && strcmp(command, "guest-exec") == 0);
	return answer;
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt-qemu.h calls it so
IGD_EXPORT char *virDomainQemuAgentCommand(
	virDomainPtr domain, const char *cmd, int timeout, unsigned int flags)
{
	cJSON *order = cJSON_Parse(cmd);
	const char *command = cJSON_GetStringValue(cJSON_GetObjectItem(order, "execute"));
	char *answer = NULL;
	size_t i;

	(void)domain;
	if (!command || timeout < 1 || timeout > 5 || flags)
		abort();
	orders++;
	if (is("late") || is("closed"))
		sleep((unsigned)timeout);
	if (is("held") || (is("held-later") && orders > 1))
		pause();
	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		if (is(failures[i].word)) {
			cJSON_Delete(order);
			return fail(failures[i].code, 0, failures[i].text);
		}
	}
	if (is("large"))
		answer = large();
	else if (is("held-later"))
		answer = strdup("{\"return\":{}}");
	else if (is("junk"))
		answer = strdup("[1");
	else if (is("no-return"))
		answer = strdup("{\"event\":7}");
	else
		answer = replay(command);
	cJSON_Delete(order);
	return answer;
}
