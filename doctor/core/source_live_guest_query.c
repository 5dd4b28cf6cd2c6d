// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest_query - in a child: PowerShell in the guest, started through its agent, and what it printed
 *
 * The agent cannot end what it started, and keeps its output until it is fetched: so it is asked to the end, as far as
 * there is time. (QEMU qga/qapi-schema.json guest-exec, guest-exec-status)
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/source_live_guest.h"

#define PAUSE_MS 300

/* Where Windows has it, as long as it stands on C:; by its name alone it is looked for. */
static const char *const programs[] = {
	"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "powershell.exe"
};

/* An errno of what the agent told of a program, and the words for it. */
static int fail(int error, char **ret_words, const char *words)
{
	free(*ret_words);
	*ret_words = igd_strdup(words);
	return error;
}

static cJSON *exec_arguments(const char *program)
{
	static const char *const options[] = { "-NoLogo", "-NoProfile", "-NonInteractive",
		"-ExecutionPolicy", "Bypass", "-EncodedCommand" };
	IGD_AUTOFREE char *script = igd_guest_script();
	cJSON *arguments = cJSON_CreateObject(), *list;
	size_t i;

	cJSON_AddStringToObject(arguments, "path", program);
	list = cJSON_AddArrayToObject(arguments, "arg");
	for (i = 0; i < sizeof(options) / sizeof(*options); i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(options[i]));
	cJSON_AddItemToArray(list, cJSON_CreateString(script));
	cJSON_AddTrueToObject(arguments, "capture-output");
	return arguments;
}

/* Takes the reply's error over, if it has one. */
static int take_error(struct igd_guest_reply *reply, char **ret_words)
{
	int error = reply->error;

	if (error) {
		free(*ret_words);
		*ret_words = IGD_TAKE_PTR(reply->words);
	}
	return error;
}

static int start(struct igd_guest_line *line, double *ret_pid, char **ret_words)
{
	struct igd_guest_reply reply = { 0 };
	const cJSON *pid;
	int error = EIO;
	size_t i;

	for (i = 0; error == EIO && i < sizeof(programs) / sizeof(*programs); i++) {
		igd_guest_reply_done(&reply);
		reply = igd_guest_command(
			line, "guest-exec", exec_arguments(programs[i]), IGD_GUEST_MAX_ANSWER);
		error = take_error(&reply, ret_words);
	}
	pid = cJSON_GetObjectItemCaseSensitive(reply.answer, "pid");
	if (!error && !cJSON_IsNumber(pid))
		error = fail(EBADMSG, ret_words, "guest-exec told no number of a process");
	if (!error)
		*ret_pid = pid->valuedouble;
	igd_guest_reply_done(&reply);
	return error;
}

/* Until it has ended; then *ret is the agent's answer. */
static int wait_for(
	struct igd_guest_line *line, double pid, struct igd_guest_reply *ret, char **ret_words)
{
	static const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	cJSON *arguments;
	int error;

	for (;;) {
		arguments = cJSON_CreateObject();
		cJSON_AddNumberToObject(arguments, "pid", pid);
		*ret = igd_guest_command(line, "guest-exec-status", arguments, IGD_GUEST_MAX_REPLY);
		error = take_error(ret, ret_words);
		if (error || cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(ret->answer, "exited")))
			return error;
		igd_guest_reply_done(ret);
		if (igd_guest_time_left(line) < 1000 + PAUSE_MS)
			return fail(ETIMEDOUT, ret_words,
				"PowerShell in the guest did not end in time");
		nanosleep(&pause, NULL);
	}
}

/* Takes base64 apart; false for what is none. Line feeds and blanks in it do not count. */
static bool decode(const char *text, size_t size, struct igd_text *ret)
{
	struct base64_decode_ctx context;
	size_t room = BASE64_DECODE_LENGTH(size), got = room;
	IGD_AUTOFREE uint8_t *bytes = igd_zalloc(room + 1);

	base64_decode_init(&context);
	if (!base64_decode_update(&context, &got, bytes, size, text) ||
		!base64_decode_final(&context))
		return false;
	igd_text_add(ret, bytes, got);
	return true;
}

static int take_output(const cJSON *status, struct igd_text *ret, char **ret_words)
{
	const char *data =
		cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(status, "out-data"));
	const cJSON *code = cJSON_GetObjectItemCaseSensitive(status, "exitcode");
	IGD_AUTOTEXT struct igd_text printed = { 0 };

	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(status, "out-truncated")))
		return fail(EFBIG, ret_words, "PowerShell in the guest printed too much");
	if (cJSON_IsNumber(code) && code->valuedouble != 0) {
		*ret_words = igd_printf(
			"PowerShell in the guest ended with the status %.0f", code->valuedouble);
		return EIO;
	}
	if (!data || !*data)
		return fail(EBADMSG, ret_words, "PowerShell in the guest printed nothing");
	if (!decode(data, strlen(data), &printed) || !decode(printed.text, printed.size, ret))
		return fail(EBADMSG, ret_words,
			"what PowerShell in the guest printed is not what the query prints");
	return ret->size > IGD_GUEST_MAX_ANSWER
		       ? fail(EFBIG, ret_words, "PowerShell in the guest printed too much")
		       : 0;
}

static bool is_object(const struct igd_text *text)
{
	cJSON *json = cJSON_ParseWithLength(text->text, text->size);
	bool is_object = cJSON_IsObject(json) && !memchr(text->text, '\0', text->size);

	cJSON_Delete(json);
	return is_object;
}

int igd_guest_query(struct igd_guest_line *line, struct igd_text *ret, char **ret_words)
{
	struct igd_guest_reply status = { 0 };
	double pid = 0;
	int error = start(line, &pid, ret_words);

	if (!error)
		error = wait_for(line, pid, &status, ret_words);
	if (!error)
		error = take_output(status.answer, ret, ret_words);
	if (!error && !is_object(ret))
		error = fail(EBADMSG, ret_words, "what the query printed is damaged");
	igd_guest_reply_done(&status);
	return error;
}
