// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * message - vfio-user's frame: a header of 16 bytes, a body, descriptors beside it
 */
#include "message.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "bytes.h"

enum { SEND_PATIENCE_MS = 5000 };

/* Keeps the descriptors that fit and closes the others: the client is told max_msg_fds. */
static void take_fds(struct igd_function *function, struct msghdr *msg)
{
	struct cmsghdr *control;

	for (control = CMSG_FIRSTHDR(msg); control; control = CMSG_NXTHDR(msg, control)) {
		size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		size_t i;

		if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
			continue;
		for (i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(control) + i * sizeof(fd), sizeof(fd));
			if (function->fd_count < IGD_MESSAGE_FDS)
				function->fds[function->fd_count++] = fd;
			else
				close(fd);
		}
	}
}

/* Reads until the message has so many bytes. 1, 0 and -errno as igd_message_receive(). */
static int fill(struct igd_function *function, size_t size)
{
	while (function->have < size) {
		union {
			char bytes[CMSG_SPACE(IGD_MESSAGE_FDS * sizeof(int))];
			struct cmsghdr align;
		} control;
		struct iovec part = { function->message + function->have, size - function->have };
		struct msghdr msg = { .msg_iov = &part,
			.msg_iovlen = 1,
			.msg_control = control.bytes,
			.msg_controllen = sizeof(control.bytes) };
		ssize_t n = recvmsg(function->client, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return 0;
		if (n < 0)
			return -errno;
		take_fds(function, &msg);
		if (!n)
			return -EPIPE;
		function->have += (size_t)n;
	}
	return 1;
}

int igd_message_receive(struct igd_function *function, struct igd_header *ret)
{
	const uint8_t *bytes = function->message;
	int r;

	r = fill(function, IGD_HEADER);
	if (r <= 0)
		return r;
	*ret = (struct igd_header){ igd_get16(bytes), igd_get16(bytes + 2), igd_get32(bytes + 4),
		igd_get32(bytes + 8), igd_get32(bytes + 12) };
	if (ret->size < IGD_HEADER || ret->size > IGD_MESSAGE_MAX)
		return -EBADMSG;
	r = fill(function, ret->size);
	if (r > 0)
		function->have = 0;
	return r;
}

static int wait_writable(int client)
{
	struct pollfd fd = { .fd = client, .events = POLLOUT };
	int r = poll(&fd, 1, SEND_PATIENCE_MS);

	if (r < 0)
		return errno == EINTR ? 0 : -errno;
	return r ? 0 : -ETIMEDOUT;
}

static void attach(struct msghdr *msg, void *control, size_t size, int fd)
{
	struct cmsghdr *header;

	msg->msg_control = control;
	msg->msg_controllen = size;
	header = CMSG_FIRSTHDR(msg);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
}

/* What one sendmsg() takes of a frame of which so much is sent already; -EAGAIN: the client has to read first. */
static ssize_t send_some(
	int client, uint8_t head[IGD_HEADER], const struct igd_body *body, size_t sent)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { { 0 } };
	size_t skip = sent > IGD_HEADER ? sent - IGD_HEADER : 0;
	struct iovec parts[2] = {
		{ head + (sent - skip), IGD_HEADER - (sent - skip) },
		{ body->size ? (uint8_t *)(uintptr_t)body->data + skip : NULL, body->size - skip },
	};
	struct msghdr msg = { .msg_iov = parts, .msg_iovlen = body->size ? 2 : 1 };
	ssize_t n;

	if (!sent && body->fd >= 0)
		attach(&msg, control.bytes, sizeof(control.bytes), body->fd);
	n = sendmsg(client, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0)
		return errno == EINTR ? -EAGAIN : -errno;
	return n;
}

int igd_message_send(int client, struct igd_header header, const struct igd_body *body)
{
	uint8_t head[IGD_HEADER];
	size_t size = IGD_HEADER + body->size, sent = 0;

	igd_put16(head, header.id);
	igd_put16(head + 2, header.command);
	igd_put32(head + 4, (uint32_t)size);
	igd_put32(head + 8, header.flags);
	igd_put32(head + 12, header.error);
	while (sent < size) {
		ssize_t n = send_some(client, head, body, sent);

		if (n == -EAGAIN)
			n = wait_writable(client);
		if (n < 0)
			return (int)n;
		sent += (size_t)n;
	}
	return 0;
}
