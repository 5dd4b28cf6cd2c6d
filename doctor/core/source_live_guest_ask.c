// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest_ask - in a child: a guest's agent, through libvirt's client libraries
 *
 * libvirt gives an agent's command only to a connection that may write (src/libvirt-qemu.c virDomainQemuAgentCommand()),
 * and marks the VM as tainted for it, for as long as it runs (src/qemu/qemu_driver.c qemuDomainQemuAgentCommand()). What
 * is asked changes nothing in the guest. What it answers has been taken apart and put together again by libvirt, so it
 * is JSON; nothing else about it is certain.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "core/libvirt_client.h"
#include "core/pool.h"
#include "core/source_live_guest.h"
#include "core/source_live_guest_errno.h"

/* What ends so shortly before the time is up, or after it, took all of it. */
#define LATE_MS 200u

/* The functions that are used, each with the type of its prototype. */
struct library {
	__typeof__(virSetErrorFunc) *set_error_func;
	__typeof__(virGetLastError) *get_last_error;
	__typeof__(virConnectOpen) *open;
	__typeof__(virDomainLookupByName) *lookup;
	__typeof__(virDomainGetState) *get_state;
};

static const struct igd_library_symbol symbols[] = {
	{ "virSetErrorFunc", offsetof(struct library, set_error_func) },
	{ "virGetLastError", offsetof(struct library, get_last_error) },
	{ "virConnectOpen", offsetof(struct library, open) },
	{ "virDomainLookupByName", offsetof(struct library, lookup) },
	{ "virDomainGetState", offsetof(struct library, get_state) },
};

struct qemu_library {
	__typeof__(virDomainQemuAgentCommand) *command;
};

static const struct igd_library_symbol qemu_symbols[] = {
	{ "virDomainQemuAgentCommand", offsetof(struct qemu_library, command) },
};

struct igd_guest_line {
	struct library library;
	struct qemu_library qemu;
	virDomainPtr domain;
	const struct igd_guest_order *order;
	uint64_t end;  /* when it gives up, of igd_now_ms() */
	bool is_heard; /* the agent has answered something */
	FILE *out;
	struct igd_text words; /* of errors */
};

static void say(
	struct igd_guest_line *line, const char *file, int error, const char *text, size_t size)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", line->order->place, file);
	struct igd_node node = { .path = path,
		.type = !error		  ? IGD_NODE_FILE
			: error == ENOENT ? IGD_NODE_ABSENT
					  : IGD_NODE_ERROR,
		.error = error };

	node.bytes = (char *)(uintptr_t)text;
	node.size = size;
	igd_tree_write_node(line->out, &node);
}

static void say_failure(struct igd_guest_line *line, const char *file, int error, const char *words)
{
	IGD_AUTOFREE char *shown =
		words ? igd_printable(words, strlen(words), IGD_GUEST_MAX_WORDS) : NULL;

	say(line, file, error, NULL, 0);
	if (shown)
		igd_text_printf(&line->words, "%s: %s\n", file, shown);
}

unsigned igd_guest_time_left(const struct igd_guest_line *line)
{
	uint64_t now = igd_now_ms();

	return now < line->end ? (unsigned)(line->end - now) : 0;
}

/* What a VM's state has against asking its guest; 0: nothing, or it is not told. */
static int state_error(const struct igd_guest_line *line)
{
	int state = VIR_DOMAIN_NOSTATE, reason;

	if (line->library.get_state(line->domain, &state, &reason, 0) < 0)
		return 0;
	switch (state) {
	case VIR_DOMAIN_PAUSED:
		return EINTR;
	case VIR_DOMAIN_PMSUSPENDED:
		return EHOSTDOWN;
	case VIR_DOMAIN_SHUTOFF:
	case VIR_DOMAIN_CRASHED:
		return ENOENT;
	default:
		return 0;
	}
}

/*
 * To libvirt a VM that is paused does not run (src/qemu/qemu_domain.c qemuDomainAgentAvailable()). Its words are copied
 * first: the next call takes them away.
 */
static struct igd_guest_reply refused(const struct igd_guest_line *line, bool is_late)
{
	const virError *error = line->library.get_last_error();
	struct igd_guest_reply reply = { .error = igd_guest_errno(error, is_late),
		.words = igd_strdup(
			error && error->message ? error->message : "no reason was told") };
	int state = reply.error == ENOENT && line->domain ? state_error(line) : 0;

	reply.error = state ? state : reply.error;
	return reply;
}

static char *order_text(const char *command, cJSON *arguments)
{
	cJSON *order = cJSON_CreateObject();
	char *text;

	cJSON_AddStringToObject(order, "execute", command);
	if (arguments)
		cJSON_AddItemToObject(order, "arguments", arguments);
	text = cJSON_PrintUnformatted(order);
	cJSON_Delete(order);
	if (!text)
		_Exit(IGD_EXIT_MEMORY);
	return text;
}

/* {"return": ...} */
static struct igd_guest_reply take_apart(const char *text, size_t limit)
{
	size_t size = strlen(text);
	cJSON *reply = size <= limit ? cJSON_ParseWithLength(text, size) : NULL;
	struct igd_guest_reply ret = { .error = size <= limit ? EBADMSG : EFBIG,
		.answer = cJSON_DetachItemFromObjectCaseSensitive(reply, "return") };

	cJSON_Delete(reply);
	if (ret.answer)
		ret.error = 0;
	else
		ret.words = igd_strdup(
			size <= limit ? "the answer is no agent's" : "the answer is too large");
	return ret;
}

/* Tells for good how far it came, for the case that it comes no further. */
static void say_progress(struct igd_guest_line *line, const char *file)
{
	say(line, file, 0, "", 0);
	fflush(line->out);
}

/* Whether it is the agent that says so. */
static void note_heard(struct igd_guest_line *line, int error)
{
	bool is_of_agent = !error || error == EOPNOTSUPP || error == EBADMSG || error == EFBIG;

	if (line->is_heard || !is_of_agent)
		return;
	line->is_heard = true;
	say_progress(line, IGD_GUEST_HEARD);
}

struct igd_guest_reply igd_guest_command(
	struct igd_guest_line *line, const char *command, cJSON *arguments, size_t limit)
{
	IGD_AUTOFREE char *order = order_text(command, arguments);
	unsigned left = igd_guest_time_left(line) / 1000;
	unsigned patience = left < IGD_GUEST_COMMAND_S ? left : IGD_GUEST_COMMAND_S;
	uint64_t late = igd_now_ms() + (uint64_t)patience * 1000 - LATE_MS;
	struct igd_guest_reply reply;
	char *text;

	if (!patience)
		return (struct igd_guest_reply){ .error = line->is_heard ? ETIMEDOUT : ETIME,
			.words = igd_strdup("no answer in time") };
	text = line->qemu.command(line->domain, order, (int)patience, 0);
	reply = text ? take_apart(text, limit) : refused(line, igd_now_ms() >= late);
	free(text);
	note_heard(line, reply.error);
	return reply;
}

void igd_guest_reply_done(struct igd_guest_reply *reply)
{
	cJSON_Delete(reply->answer);
	free(reply->words);
	*reply = (struct igd_guest_reply){ 0 };
}

/* Whether another command has a chance after one that ended so. */
static bool is_final(int error)
{
	return error && error != EOPNOTSUPP && error != EBADMSG && error != EFBIG && error != EIO;
}

/* Whether the agent's list says that it does not allow programs to be started. */
static bool forbids_exec(const cJSON *info)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(info, "supported_commands"), *each;
	const char *name;

	if (!cJSON_IsArray(list))
		return false;
	for (each = list->child; each; each = each->next) {
		name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(each, "name"));
		if (name && strcmp(name, "guest-exec") == 0)
			return cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(each, "enabled"));
	}
	return true;
}

static bool is_windows(const cJSON *os)
{
	const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(os, "id"));

	return id && strcmp(id, "mswindows") == 0;
}

static void say_reply(
	struct igd_guest_line *line, const char *file, const struct igd_guest_reply *reply)
{
	char *text = reply->answer ? cJSON_PrintUnformatted(reply->answer) : NULL;

	if (text)
		say(line, file, 0, text, strlen(text));
	else
		say_failure(line, file, reply->error ? reply->error : EBADMSG, reply->words);
	cJSON_free(text);
	fflush(line->out);
}

/* What is known of the query without making it; nothing is said if it has to be made. */
static void say_no_query(struct igd_guest_line *line, const struct igd_guest_reply *info,
	const struct igd_guest_reply *os)
{
	if (os->error)
		say_failure(line, "windows", os->error, "what system it is was not told");
	else if (!is_windows(os->answer))
		say(line, "windows", ENOENT, NULL, 0);
	else if (info->answer && forbids_exec(info->answer))
		say_failure(line, "windows", EOPNOTSUPP,
			"the agent does not allow programs to be started (guest-exec)");
}

static void ask_quick(struct igd_guest_line *line)
{
	static const struct {
		const char *file, *command;
	} rows[] = { { "info", "guest-info" }, { "os", "guest-get-osinfo" },
		{ "interfaces", "guest-network-get-interfaces" } };
	struct igd_guest_reply replies[3] = { 0 };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (i && is_final(replies[i - 1].error))
			replies[i].error = replies[i - 1].error;
		else
			replies[i] = igd_guest_command(
				line, rows[i].command, NULL, IGD_GUEST_MAX_ANSWER);
		say_reply(line, rows[i].file, &replies[i]);
	}
	say_no_query(line, &replies[0], &replies[1]);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		igd_guest_reply_done(&replies[i]);
}

static void ask_windows(struct igd_guest_line *line)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOFREE char *words = NULL;
	int error = igd_guest_query(line, &text, &words);

	if (error)
		say_failure(line, "windows", error, words);
	else
		say(line, "windows", 0, text.text, text.size);
}

/* The same for all that is wanted. */
static void say_all(struct igd_guest_line *line, int error, const char *words)
{
	static const char *const quick[] = { "info", "os", "interfaces" };
	size_t i;

	for (i = 0; i < sizeof(quick) / sizeof(*quick) && !line->order->wants_windows; i++)
		say_failure(line, quick[i], error, i ? NULL : words);
	say_failure(line, "windows", error, line->order->wants_windows ? words : NULL);
}

/* Whether libvirt has left too little time to be sure of an agent that does not answer in it. */
static bool is_too_late(const struct igd_guest_line *line)
{
	unsigned left = igd_guest_time_left(line);

	return left < IGD_GUEST_COMMAND_S * 1000u && left < line->order->timeout_ms / 2;
}

static void ask_domain(struct igd_guest_line *line)
{
	int error = state_error(line);

	if (error) {
		say_all(line, error,
			error == ENOENT	 ? "it does not run"
			: error == EINTR ? "it is paused"
					 : "it sleeps");
		return;
	}
	if (is_too_late(line)) {
		say_all(line, ETIME, "the connection to it took too long");
		return;
	}
	say_progress(line, IGD_GUEST_REACHED);
	if (line->order->wants_windows)
		ask_windows(line);
	else
		ask_quick(line);
}

static void ask(struct igd_guest_line *line)
{
	virConnectPtr connection;
	struct igd_guest_reply failure;

	line->library.set_error_func(NULL, igd_libvirt_ignore);
	connection = line->library.open(line->order->uri);
	if (connection)
		line->domain = line->library.lookup(connection, line->order->name);
	if (line->domain) {
		ask_domain(line);
		return;
	}
	failure = refused(line, false);
	say_all(line, failure.error, failure.words);
	igd_guest_reply_done(&failure);
}

int igd_guest_tell(void *context, int out)
{
	const struct igd_guest_order *order = context;
	unsigned lead = order->timeout_ms / 2 < IGD_GUEST_LEAD_MS ? order->timeout_ms / 2
								  : IGD_GUEST_LEAD_MS;
	struct igd_guest_line line = { .order = order,
		.end = igd_now_ms() + order->timeout_ms - lead,
		.out = fdopen(out, "w") };

	if (!line.out)
		return EXIT_FAILURE;
	igd_child_keep_only(out, false);
	igd_libvirt_clean_environment();
	fputs(IGD_TREE_MAGIC "\n", line.out);
	if (igd_library_load(
		    order->library, symbols, sizeof(symbols) / sizeof(*symbols), &line.library) &&
		igd_library_load(order->qemu_library, qemu_symbols,
			sizeof(qemu_symbols) / sizeof(*qemu_symbols), &line.qemu))
		ask(&line);
	else
		say_all(&line, ENOPKG, NULL);
	if (line.words.size)
		say(&line, "error", 0, line.words.text, line.words.size);
	return fflush(line.out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
