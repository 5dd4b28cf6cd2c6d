// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fw_cfg - the files that QEMU has for firmware (QEMU 11.0 docs/specs/fw_cfg.rst), by the traditional ports
 */
#ifndef IGD_FIXES_OPROM_FW_CFG_H
#define IGD_FIXES_OPROM_FW_CFG_H

#include <stdbool.h>
#include <stdint.h>

/* Whether there is such an interface at all. */
bool igd_fw_cfg_is_there(void);

/* Finds a file and leaves the interface at its beginning. Returns false without it. */
bool igd_fw_cfg_open(const char *name, uint32_t *ret_size);

/* The next bytes of the file that was opened. */
void igd_fw_cfg_read(void *ret, uint64_t size);

#endif
