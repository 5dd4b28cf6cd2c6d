// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * serial - one named port of a virtio console, as libvirt makes it for the QEMU guest agent
 *
 * VIRTIO 1.2 section 5.3: a device with many ports tells by control messages which there are, and each has two queues.
 */
#ifndef LAB_ANSWERER_SERIAL_H
#define LAB_ANSWERER_SERIAL_H

#include "machine.h"

/* Finds the device and says that a driver is here. false: there is none. */
bool serial_init(void);
/* Takes what has come on the control queue. */
void serial_poll(void);
/* The port of this name is there, and its other end, too. */
bool serial_is_there(const char *name);
/* Opens or closes our end of it, which the other end hears of. */
void serial_open(const char *name, bool is_open);
/* Bytes that have come on it; the next call makes them invalid. 0: none. */
size_t serial_read(const char **ret);
/* Waits until the other end has taken all. */
void serial_write(const char *text, size_t size);

#endif
