// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * client - starts igd-device and speaks vfio-user to it, as QEMU would
 */
#include "client.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bytes.h"
#include "tests/unit/unit.h"

enum { WORDS = 24, PATIENCE_MS = 20000, START_STEPS = 2000 };

static int connect_once(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (!connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}

void client_start(struct client *client, const char *const *words)
{
	const char *argv[WORDS] = { IGD_DEVICE, "--socket", client->path };
	size_t i;

	*client = (struct client){ .fd = -1, .got = -1 };
	strcpy(client->folder, "/tmp/igd-device-XXXXXX");
	assert_non_null(mkdtemp(client->folder));
	snprintf(client->path, sizeof(client->path), "%s/igd.sock", client->folder);
	snprintf(client->audio, sizeof(client->audio), "%s/audio.sock", client->folder);
	for (i = 0; words[i]; i++) {
		assert_true(i + 4 < WORDS);
		argv[i + 3] = strcmp(words[i], "AUDIO") != 0 ? words[i] : client->audio;
	}
	client->pid = fork();
	assert_true(client->pid >= 0);
	if (!client->pid) {
		prctl(PR_SET_PDEATHSIG, SIGTERM); /* a test that fails leaves nobody behind */
		execv(argv[0], (char **)(uintptr_t)argv);
		_exit(127);
	}
}

void client_connect(struct client *client, const char *path, bool negotiate)
{
	static const char hello[] = "\0\0\1\0{\"capabilities\":{\"max_msg_fds\":8}}";
	int i;

	for (i = 0; i < START_STEPS && client->fd < 0; i++) {
		client->fd = connect_once(path);
		if (client->fd < 0)
			usleep(10000);
	}
	assert_true(client->fd >= 0);
	client->message = malloc(IGD_MESSAGE_MAX);
	assert_non_null(client->message);
	if (negotiate)
		assert_int_equal(
			client_ask(client, IGD_VERSION_COMMAND, hello, sizeof(hello), -1), 0);
}

void client_leave(struct client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	if (client->got >= 0)
		close(client->got);
	free(client->message);
	client->message = NULL;
	client->fd = client->got = -1;
}

static int wait_status(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int client_end(struct client *client, bool signal)
{
	int status;

	client_leave(client);
	if (signal)
		kill(client->pid, SIGTERM);
	status = wait_status(client->pid);
	assert_int_equal(rmdir(client->folder), 0); /* so the sockets are gone */
	return status;
}

void client_send(
	struct client *client, struct igd_header header, const void *body, size_t size, int fd)
{
	const struct igd_body frame = { body, size, fd };
	uint8_t head[IGD_HEADER];

	if (header.size == IGD_HEADER + size) {
		assert_int_equal(igd_message_send(client->fd, header, &frame), 0);
		return;
	}
	igd_put16(head, header.id);
	igd_put16(head + 2, header.command);
	igd_put32(head + 4, header.size);
	igd_put32(head + 8, header.flags);
	igd_put32(head + 12, header.error);
	assert_int_equal(send(client->fd, head, sizeof(head), MSG_NOSIGNAL), sizeof(head));
	if (size)
		assert_int_equal(send(client->fd, body, size, MSG_NOSIGNAL), size);
}

static bool readable(int fd)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };

	return poll(&poller, 1, PATIENCE_MS) == 1;
}

bool client_take(struct client *client)
{
	struct igd_function receiver = { .client = client->fd, .message = client->message };
	int r = 0;

	if (client->got >= 0)
		close(client->got);
	client->got = -1;
	while (!r) {
		assert_true(readable(client->fd));
		r = igd_message_receive(&receiver, &client->header);
	}
	if (r > 0) {
		client->size = client->header.size - IGD_HEADER;
		assert_true(client->size <= CLIENT_ANSWER);
		memcpy(client->answer, receiver.message + IGD_HEADER, client->size);
		if (receiver.fd_count)
			client->got = receiver.fds[0];
	}
	assert_true(r > 0 || r == -EPIPE || r == -ECONNRESET);
	return r > 0;
}

int client_ask(struct client *client, uint16_t command, const void *body, size_t size, int fd)
{
	static const uint16_t id = 0x5a5a;

	client_send(client, (struct igd_header){ id, command, (uint32_t)(IGD_HEADER + size), 0, 0 },
		body, size, fd);
	if (!client_take(client))
		return -1;
	assert_int_equal(client->header.id, id);
	assert_int_equal(client->header.command, command);
	assert_int_equal(client->header.flags,
		client->header.error ? IGD_TYPE_REPLY | IGD_ERROR : IGD_TYPE_REPLY);
	return (int)client->header.error;
}

uint32_t client_config(struct client *client, uint32_t offset, uint32_t size)
{
	uint8_t body[16];

	igd_put64(body, offset);
	igd_put32(body + 8, 7);
	igd_put32(body + 12, size);
	assert_int_equal(client_ask(client, IGD_REGION_READ, body, sizeof(body), -1), 0);
	assert_int_equal(client->size, 16 + size);
	memset(client->answer + client->size, 0, 4);
	return igd_get32(client->answer + 16);
}

void client_config_write(struct client *client, uint32_t offset, uint32_t value, uint32_t size)
{
	uint8_t body[20];

	igd_put64(body, offset);
	igd_put32(body + 8, 7);
	igd_put32(body + 12, size);
	igd_put32(body + 16, value);
	assert_int_equal(client_ask(client, IGD_REGION_WRITE, body, 16 + size, -1), 0);
	assert_int_equal(client->size, 16);
}

uint64_t client_region(struct client *client, uint32_t index)
{
	uint8_t body[32] = { 0 };

	igd_put32(body, sizeof(body));
	igd_put32(body + 8, index);
	assert_int_equal(client_ask(client, IGD_GET_REGION_INFO, body, sizeof(body), -1), 0);
	assert_int_equal(client->size, 32);
	return igd_get64(client->answer + 16);
}

int client_run(const char *const *words, char *text, size_t size)
{
	const char *argv[WORDS] = { IGD_DEVICE };
	size_t i, have = 0;
	int ends[2];
	ssize_t n = 1;
	pid_t pid;

	for (i = 0; words[i] && i + 2 < WORDS; i++)
		argv[i + 1] = words[i];
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execv(argv[0], (char **)(uintptr_t)argv);
		_exit(127);
	}
	close(ends[1]);
	while (n > 0 && have + 1 < size) {
		n = read(ends[0], text + have, size - 1 - have);
		have += n > 0 ? (size_t)n : 0;
	}
	text[have] = '\0';
	close(ends[0]);
	return wait_status(pid);
}
