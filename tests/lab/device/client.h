// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * client - starts igd-device and speaks vfio-user to it, as QEMU would
 */
#ifndef IGD_LAB_CLIENT_H
#define IGD_LAB_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "message.h"

enum { CLIENT_ANSWER = 4096 };

struct client {
	char folder[32], path[64], audio[64];
	pid_t pid;
	int fd;		  /* the connection; -1: none */
	uint8_t *message; /* what is received through it */

	/* the last answer */
	struct igd_header header;
	uint8_t answer[CLIENT_ANSWER];
	size_t size; /* of its body */
	int got;     /* the descriptor that came with it; -1: none */
};

/* Starts the program with --socket and these words (NULL-terminated), "AUDIO" standing for a second socket. */
void client_start(struct client *client, const char *const *words);

/* Connects to this path; negotiates unless told otherwise. */
void client_connect(struct client *client, const char *path, bool negotiate);

/* Ends the connection. */
void client_leave(struct client *client);

/* Ends the program by SIGTERM (unless it has ended by itself) and returns its exit status; 128 + a signal. */
int client_end(struct client *client, bool signal);

/* Sends a request with a descriptor (-1: none) and takes the answer. The error number in it; -1: hung up. */
int client_ask(struct client *client, uint16_t command, const void *body, size_t size, int fd);

/* Sends a frame as it is. */
void client_send(
	struct client *client, struct igd_header header, const void *body, size_t size, int fd);

/* Takes a message. False: the other side has hung up. */
bool client_take(struct client *client);

/* Reads and writes configuration space. */
uint32_t client_config(struct client *client, uint32_t offset, uint32_t size);
void client_config_write(struct client *client, uint32_t offset, uint32_t value, uint32_t size);

/* The size of a region; its descriptor is in client->got. */
uint64_t client_region(struct client *client, uint32_t index);

/* Runs the program to its end with its output in text (cut to size); its exit status. */
int client_run(const char *const *words, char *text, size_t size);

#endif
