// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry_tail - a log that is read as it grows
 *
 * It may not be there yet, be moved away for a new one (virtlogd does, at 2 MiB), or be emptied (QEMU does, to the file
 * behind a debugcon). Where it grows faster than it is read, the reader leaps to its end, and says how much it left out.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/pool.h"
#include "up/sentry_private.h"

/* What is read of one log before the others have their turn. */
#define MAX_TURN ((size_t)1 << 20)
#define PIECE ((size_t)1 << 16)
/* A reader that is so far behind leaps to so far before the end. */
#define MAX_BEHIND ((uint64_t)16 << 20)
#define LEAP_TO ((uint64_t)1 << 20)
/* A line without its end is taken as it is when nothing follows for so long. */
#define PATIENCE_MS 1000u
/* Linux kernel/printk/internal.h PRINTK_MESSAGE_MAX; a shorter read is refused. */
#define RECORD 4096
/* Records that are read before the others have their turn. */
#define MAX_RECORDS 1024

static void forget_line(struct igd_tail *tail)
{
	igd_text_done(&tail->line);
	tail->clean = (struct igd_log_clean){ 0 };
}

/* Opens what stands at the path now. */
static void open_file(struct igd_tail *tail)
{
	struct stat status = { 0 };

	igd_close_at(&tail->fd);
	tail->fd = open(tail->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	tail->error = tail->fd < 0 || fstat(tail->fd, &status) < 0 ? errno : 0;
	if (!tail->error && !S_ISREG(status.st_mode) && !S_ISCHR(status.st_mode))
		tail->error = EINVAL;
	forget_line(tail);
	tail->at = 0;
	if (tail->error) {
		igd_close_at(&tail->fd);
		tail->fd = -1;
		return;
	}
	tail->is_kmsg = S_ISCHR(status.st_mode);
	tail->device = status.st_dev;
	tail->inode = status.st_ino;
}

void igd_tail_open(struct igd_tail *tail, const char *path)
{
	off_t end;

	*tail = (struct igd_tail){
		.path = path ? igd_strdup(path) : NULL, .fd = -1, .error = ENOENT
	};
	if (!path)
		return;
	open_file(tail);
	end = tail->fd < 0 ? 0 : lseek(tail->fd, 0, SEEK_END);
	if (end > 0)
		tail->at = (uint64_t)end;
	/* What stands here is no beginning, where a byte order mark could be. */
	if (end > 0)
		tail->clean.seen = 2;
}

void igd_tail_done(struct igd_tail *tail)
{
	igd_close_at(&tail->fd);
	igd_text_done(&tail->line);
	free(tail->path);
}

static void end_line(struct igd_tail *tail, const struct igd_tail_taker *taker)
{
	size_t size = tail->line.size;

	while (size && tail->line.text[size - 1] == '\r')
		size--;
	if (size)
		taker->take(taker->context, tail->line.text, size, -1.0);
	tail->line.size = 0;
}

static void take_piece(
	struct igd_tail *tail, const char *bytes, size_t size, const struct igd_tail_taker *taker)
{
	const char *end = bytes + size, *stop;
	size_t room, piece;

	for (; bytes < end; bytes = stop + 1) {
		stop = memchr(bytes, '\n', (size_t)(end - bytes));
		piece = (size_t)((stop ? stop : end) - bytes);
		room = IGD_SENTRY_MAX_LINE - tail->line.size;
		igd_text_add(&tail->line, bytes, piece < room ? piece : room);
		if (!stop)
			break;
		end_line(tail, taker);
	}
}

/* The file as it is now: another one, or emptied, or far ahead. */
static void catch_up(struct igd_tail *tail, uint64_t size)
{
	if (size < tail->at) {
		tail->at = 0;
		forget_line(tail);
	}
	if (size - tail->at <= MAX_BEHIND)
		return;
	tail->left_out += size - LEAP_TO - tail->at;
	tail->at = size - LEAP_TO;
	forget_line(tail);
	tail->clean.seen = 2;
}

static bool read_file(struct igd_tail *tail, const struct igd_tail_taker *taker)
{
	IGD_AUTOFREE char *piece = igd_zalloc(PIECE);
	IGD_AUTOFREE char *cleaned = igd_zalloc(PIECE + 1);
	struct stat status;
	size_t total = 0;
	ssize_t got = 1;

	if (fstat(tail->fd, &status) < 0)
		return false;
	catch_up(tail, (uint64_t)status.st_size);
	for (; total < MAX_TURN && got > 0; total += (size_t)got) {
		got = pread(tail->fd, piece, PIECE, (off_t)tail->at);
		if (got <= 0)
			break;
		tail->at += (uint64_t)got;
		tail->grown = igd_now_ms();
		take_piece(tail, cleaned, igd_log_clean(&tail->clean, piece, (size_t)got, cleaned),
			taker);
	}
	if (tail->line.size && igd_now_ms() - tail->grown >= PATIENCE_MS)
		end_line(tail, taker);
	return total >= MAX_TURN;
}

/* "6,342,1234567,-;text", and lines of names and values behind it (Linux Documentation/ABI/testing/dev-kmsg). */
static void take_record(const char *record, size_t size, const struct igd_tail_taker *taker)
{
	const char *text = memchr(record, ';', size);
	const char *end = record + size;
	unsigned long long microseconds;
	const char *stop;

	if (!text || sscanf(record, "%*u,%*u,%18llu", &microseconds) != 1)
		return;
	text++;
	stop = memchr(text, '\n', (size_t)(end - text));
	stop = stop ? stop : end;
	if (stop > text)
		taker->take(
			taker->context, text, (size_t)(stop - text), (double)microseconds / 1e6);
}

/* EPIPE: the ring has gone round, and records that were not read are gone. */
static bool read_records(struct igd_tail *tail, const struct igd_tail_taker *taker)
{
	char record[RECORD * 2 + 1];
	ssize_t got;
	int count;

	for (count = 0; count < MAX_RECORDS; count++) {
		got = read(tail->fd, record, sizeof(record) - 1);
		if (got > 0) {
			record[got] = '\0';
			take_record(record, (size_t)got, taker);
		} else if (got < 0 && errno == EPIPE) {
			tail->left_out++;
		} else if (got == 0 || errno != EINTR) {
			return false;
		}
	}
	return true;
}

bool igd_tail_read(struct igd_tail *tail, const struct igd_tail_taker *taker)
{
	struct stat status;
	bool is_other;

	if (!tail->path)
		return false;
	if (tail->fd >= 0 && tail->is_kmsg)
		return read_records(tail, taker);
	if (tail->fd >= 0 && read_file(tail, taker))
		return true;
	/* Another one has taken its place: what the old one had to say has been read. */
	is_other = stat(tail->path, &status) == 0 &&
		   (tail->fd < 0 || tail->device != status.st_dev || tail->inode != status.st_ino);
	if (!is_other)
		return false;
	if (tail->line.size)
		end_line(tail, taker);
	open_file(tail);
	return tail->fd >= 0 && read_file(tail, taker);
}
