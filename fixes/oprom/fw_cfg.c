// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fw_cfg - the files that QEMU has for firmware
 */
#include "fixes/oprom/fw_cfg.h"

#include "fixes/oprom/port.h"

#define SELECT 0x510u
#define DATA 0x511u
#define SIGNATURE 0x0000u
#define DIRECTORY 0x0019u
/* QEMU 11.0 include/standard-headers/linux/qemu_fw_cfg.h: FW_CFG_FILE_FIRST, FW_CFG_ENTRY_MASK */
#define MOST_FILES (0x4000u - 0x20u)
#define NAME_SIZE 56

/* struct fw_cfg_file; the numbers are big-endian */
struct file {
	uint8_t size[4], select[2], reserved[2];
	char name[NAME_SIZE];
};

static uint32_t big(const uint8_t *bytes, unsigned size)
{
	uint32_t ret = 0;

	while (size-- > 0)
		ret = ret << 8 | *bytes++;
	return ret;
}

static bool is_same(const char *name, const char *other)
{
	unsigned i = 0;

	while (i < NAME_SIZE - 1 && name[i] && name[i] == other[i])
		i++;
	return name[i] == other[i];
}

void igd_fw_cfg_read(void *ret, uint64_t size)
{
	igd_port_read_many(DATA, ret, size);
}

bool igd_fw_cfg_is_there(void)
{
	char signature[4];

	igd_port_write16(SELECT, SIGNATURE);
	igd_fw_cfg_read(signature, sizeof(signature));
	return signature[0] == 'Q' && signature[1] == 'E' && signature[2] == 'M' &&
	       signature[3] == 'U';
}

bool igd_fw_cfg_open(const char *name, uint32_t *ret_size)
{
	uint8_t count[4];
	uint32_t left;
	struct file file;

	igd_port_write16(SELECT, DIRECTORY);
	igd_fw_cfg_read(count, sizeof(count));
	left = big(count, sizeof(count));
	if (left > MOST_FILES)
		return false;
	for (; left; left--) {
		igd_fw_cfg_read(&file, sizeof(file));
		if (!is_same(file.name, name))
			continue;
		igd_port_write16(SELECT, (uint16_t)big(file.select, sizeof(file.select)));
		*ret_size = big(file.size, sizeof(file.size));
		return true;
	}
	return false;
}
