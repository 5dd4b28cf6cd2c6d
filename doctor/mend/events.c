// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * events - the status of a journal: a line for each thing that happened, and what follows from them
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mend/work_private.h"

char *igd_percent(const char *text)
{
	struct igd_text out = { 0 };

	igd_text_add(&out, "", 0);
	for (; *text; text++) {
		if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f || *text == '%')
			igd_text_printf(&out, "%%%02x", (unsigned)(unsigned char)*text);
		else
			igd_text_add(&out, text, 1);
	}
	return out.text;
}

char *igd_unpercent(const char *text)
{
	char *out = igd_zalloc(strlen(text) + 1), *to = out;

	for (; *text; text++) {
		char digits[3] = { text[0] == '%' ? text[1] : '\0', 0, 0 };
		uint64_t value;

		digits[1] = digits[0] ? text[2] : '\0';
		if (digits[1] && igd_parse_u64(digits, 16, &value) == 0 && value) {
			*to++ = (char)value;
			text += 2;
		} else {
			*to++ = *text;
		}
	}
	return out;
}

void igd_events_done(struct igd_work *work)
{
	size_t i;

	for (i = 0; i < work->event_count; i++) {
		free(work->events[i].word);
		free(work->events[i].text);
	}
	free(work->events);
	work->events = NULL;
	work->event_count = 0;
}

static bool has_step(const char *word)
{
	static const char *const words[] = { "doing", "done", "output", "failed", "undone",
		"barrier" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i], word) == 0)
			return true;
	}
	return false;
}

/* Cuts the next word off; "" where there is none. */
static char *cut(char **rest)
{
	char *word = *rest, *blank = strchr(word, ' ');

	if (blank)
		*blank = '\0';
	*rest = blank ? blank + 1 : word + strlen(word);
	return word;
}

static void parse_line(struct igd_work *work, char *line)
{
	struct igd_event event = { .step = IGD_NO_STEP };
	const char *seconds = cut(&line), *word = cut(&line);
	uint64_t step;

	if (igd_parse_u64(seconds, 10, &event.seconds) || !*word)
		return;
	if (has_step(word)) {
		if (igd_parse_u64(cut(&line), 10, &step) || step >= work->plan->step_count)
			return;
		event.step = (size_t)step;
	}
	event.word = igd_strdup(word);
	event.text = igd_strdup(line);
	work->events = igd_regrow(work->events, work->event_count + 1, sizeof(*work->events));
	work->events[work->event_count++] = event;
}

void igd_events_parse(struct igd_work *work, const char *text, size_t size)
{
	const char *end;

	while (size && (end = memchr(text, '\n', size))) {
		IGD_AUTOFREE char *line = igd_strndup(text, (size_t)(end - text));

		parse_line(work, line);
		size -= (size_t)(end + 1 - text);
		text = end + 1;
	}
}

int igd_work_note(struct igd_work *work, const char *format, ...)
{
	IGD_AUTOFREE char *path = igd_work_path(work, "status");
	IGD_AUTOFREE char *lines = NULL;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	off_t before = lseek(work->status, 0, SEEK_END);
	char *line, *end;
	va_list args;
	int ret;

	va_start(args, format);
	lines = igd_vprintf(format, args);
	va_end(args);
	for (line = lines; line; line = end ? end + 1 : NULL) {
		end = strchr(line, '\n');
		if (end)
			*end = '\0';
		igd_text_printf(&text, "%lld %s\n", (long long)time(NULL), line);
	}
	ret = igd_act_append(work->act, work->status, path, text.text, text.size);
	/* What could not be written as a whole is not there. */
	if (ret && before >= 0 && ftruncate(work->status, before) < 0)
		return -errno;
	if (!ret)
		igd_events_parse(work, text.text, text.size);
	return ret;
}

bool igd_work_has(const struct igd_work *work, const char *word, size_t step)
{
	size_t i;

	for (i = 0; i < work->event_count; i++) {
		const struct igd_event *event = &work->events[i];

		if (strcmp(event->word, word) == 0 && event->step == step)
			return true;
	}
	return false;
}

const struct igd_event *igd_work_last(const struct igd_work *work, const char *word)
{
	const struct igd_event *last = NULL;
	size_t i;

	for (i = 0; i < work->event_count; i++) {
		if (strcmp(work->events[i].word, word) == 0)
			last = &work->events[i];
	}
	return last;
}

static enum igd_journal_state taken_back(const struct igd_work *work)
{
	const struct igd_event *undoing = igd_work_last(work, "undoing");

	if (undoing && strcmp(undoing->text, "failed") == 0)
		return IGD_JOURNAL_FAILED;
	if (undoing && strcmp(undoing->text, "trial") == 0)
		return IGD_JOURNAL_TRIAL_FAILED;
	return IGD_JOURNAL_UNDONE;
}

enum igd_journal_state igd_work_state(const struct igd_work *work)
{
	static const struct {
		const char *word;
		enum igd_journal_state state;
	} states[] = { { "barrier", IGD_JOURNAL_WAITING }, { "finished", IGD_JOURNAL_FINISHED },
		{ "undoing", IGD_JOURNAL_UNDOING }, { "held", IGD_JOURNAL_FINISHED },
		{ "restored", IGD_JOURNAL_UNDONE }, { "resumed", IGD_JOURNAL_BEGUN },
		{ "doing", IGD_JOURNAL_BEGUN } };
	enum igd_journal_state state = IGD_JOURNAL_BEGUN;
	size_t i, j;

	for (i = 0; i < work->event_count; i++) {
		const char *word = work->events[i].word;

		for (j = 0; j < sizeof(states) / sizeof(*states); j++) {
			if (strcmp(word, states[j].word) == 0)
				state = states[j].state;
		}
		if (strcmp(word, "taken-back") == 0)
			state = taken_back(work);
	}
	return state;
}

bool igd_work_began(const struct igd_work *work, size_t step)
{
	return igd_work_has(work, "doing", step);
}

bool igd_work_is_half(const struct igd_work *work, size_t step)
{
	return igd_work_began(work, step) && !igd_work_has(work, "done", step);
}

void igd_boot_id(const struct igd_act *act, char ret[IGD_BOOT_SIZE])
{
	IGD_AUTOCLOSE int fd = igd_act_find(act, "/proc/sys/kernel/random/boot_id", O_RDONLY);
	ssize_t size = fd < 0 ? 0 : igd_read(fd, ret, IGD_BOOT_SIZE - 1);

	ret[size > 0 ? size : 0] = '\0';
	ret[strcspn(ret, "\n ")] = '\0';
	if (!*ret)
		memcpy(ret, "-", 2);
}

bool igd_work_same_boot(const struct igd_work *work, size_t step)
{
	char now[IGD_BOOT_SIZE];
	const char *then = "";
	size_t i;

	igd_boot_id(work->act, now);
	for (i = 0; i < work->event_count; i++) {
		const struct igd_event *event = &work->events[i];

		if (strcmp(event->word, "begun") == 0 || strcmp(event->word, "resumed") == 0 ||
			(strcmp(event->word, "barrier") == 0 && step == event->step))
			then = event->text;
		if (strcmp(event->word, "doing") == 0 && event->step == step)
			break;
	}
	return strcmp(then, now) == 0;
}
