// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox - for vm_parse: whether a text is a configuration of Proxmox VE
 */
#ifndef IGD_FACTS_VM_VM_PROXMOX_H
#define IGD_FACTS_VM_VM_PROXMOX_H

#include <stdbool.h>
#include <stddef.h>

/* Lines with the keys of a VM (proxmox/qemu-server src/PVE/QemuServer.pm $confdesc). */
bool igd_vm_is_proxmox(const char *text, size_t size);
/* The same of a container's (proxmox/pve-container src/PVE/LXC/Config.pm $confdesc). */
bool igd_vm_is_container(const char *text, size_t size);

#endif
