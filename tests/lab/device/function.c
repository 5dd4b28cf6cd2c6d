// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * function - a PCI function: configuration space, BARs, and the connection through which QEMU uses it
 */
#include "function.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "bytes.h"
#include "message.h"

enum {
	PAGE = 4096,
	MMIO_GGC = 0x108040,
	MMIO_BDSM = 0x1080c0,
};

void igd_function_init(struct igd_function *function, const char *name, const char *path)
{
	size_t i;

	*function =
		(struct igd_function){ .name = name, .path = path, .listener = -1, .client = -1 };
	for (i = 0; i < IGD_BARS; i++)
		function->bars[i].fd = -1;
}

/* Whole pages, as mappings are. */
static size_t mapped_size(const struct igd_bar *bar)
{
	return bar->shape.size < PAGE ? PAGE : (size_t)bar->shape.size;
}

static int make_bar(struct igd_bar *bar, const struct igd_bar_shape *shape)
{
	void *memory;

	bar->shape = *shape;
	if (!shape->size)
		return 0;
	bar->fd = memfd_create("igd-bar", MFD_CLOEXEC);
	if (bar->fd < 0 || ftruncate(bar->fd, (off_t)mapped_size(bar)) < 0)
		return -errno;
	memory = mmap(NULL, mapped_size(bar), PROT_READ | PROT_WRITE, MAP_SHARED, bar->fd, 0);
	if (memory == MAP_FAILED)
		return -errno;
	bar->memory = memory;
	return 0;
}

static int open_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}

/* A socket at which nobody listens any more is in the way of bind(); anything else that is there stays. */
static int clear_way(const char *path, const struct sockaddr_un *address)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) < 0 || !S_ISSOCK(st.st_mode))
		return 0;
	fd = open_socket();
	if (fd < 0)
		return fd;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 &&
		errno == ECONNREFUSED)
		unlink(path);
	close(fd);
	return 0;
}

static int make_listener(struct igd_function *function)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, r;

	if (strlen(function->path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, function->path, strlen(function->path) + 1);
	r = clear_way(function->path, &address);
	if (r < 0)
		return r;
	fd = open_socket();
	if (fd < 0)
		return fd;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 1) < 0) {
		r = -errno;
		close(fd);
		return r;
	}
	function->listener = fd;
	return 0;
}

int igd_function_start(struct igd_function *function, const struct igd_bar_shape bars[IGD_BARS],
	const char **ret_what)
{
	size_t i;
	int r;

	*ret_what = "a BAR's memory (memfd_create)";
	function->initial = function->config;
	function->message = malloc(IGD_MESSAGE_MAX);
	if (!function->message)
		return -ENOMEM;
	for (i = 0; i < IGD_BARS; i++) {
		r = make_bar(&function->bars[i], &bars[i]);
		if (r < 0)
			return r;
	}
	*ret_what = function->path;
	return make_listener(function);
}

void igd_function_accept(struct igd_function *function)
{
	int fd = accept4(function->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return;
	if (function->client >= 0)
		close(fd);
	else
		function->client = fd;
}

void igd_function_close_fds(struct igd_function *function)
{
	while (function->fd_count)
		close(function->fds[--function->fd_count]);
}

void igd_function_disconnect(struct igd_function *function)
{
	if (function->client >= 0)
		close(function->client);
	function->client = -1;
	function->negotiated = false;
	function->have = 0;
	igd_function_close_fds(function);
	function->config = function->initial;
}

void igd_function_reset(struct igd_function *function)
{
	igd_config_reset(&function->config);
}

void igd_function_mirror(struct igd_function *function, uint64_t bdsm)
{
	const struct igd_config *config = &function->config;
	uint8_t *mmio = function->bars[0].memory;

	if (!mmio || function->bars[0].shape.size <= MMIO_BDSM)
		return;
	igd_put32(mmio + MMIO_GGC, igd_get16(&config->value[IGD_CONFIG_GGC]));
	if (config->bdsm == 0x5c)
		bdsm = igd_get32(&config->value[0x5c]);
	else if (config->bdsm)
		bdsm = igd_get64(&config->value[config->bdsm]);
	igd_put64(mmio + MMIO_BDSM, bdsm);
}

void igd_function_done(struct igd_function *function)
{
	size_t i;

	if (function->client >= 0)
		close(function->client);
	igd_function_close_fds(function);
	if (function->listener >= 0) {
		close(function->listener);
		unlink(function->path);
	}
	for (i = 0; i < IGD_BARS; i++) {
		if (function->bars[i].memory)
			munmap(function->bars[i].memory, mapped_size(&function->bars[i]));
		if (function->bars[i].fd >= 0)
			close(function->bars[i].fd);
	}
	free(function->message);
	igd_function_init(function, function->name, function->path);
}
