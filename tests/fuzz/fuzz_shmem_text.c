// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_shmem_text - texts of the host about the shared memory: qemu.conf, udev's rules, limits, accounts
 */
#include <stdlib.h>
#include <string.h>

#include "facts/shmem/memlock.h"
#include "facts/shmem/shmem_access.h"
#include "facts/shmem/shmem_acl.h"
#include "facts/shmem/shmem_kvmfr.h"
#include "facts/vm/smbios.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	struct igd_mode mode = { .type = 'c', .mode = 0660, .gid = 36 };
	struct igd_kvmfr_rule rule = { 0 };
	const char *missing;
	uint64_t number;
	unsigned index;
	bool has;

	igd_device_acl_parse(text, "/dev/kvmfr0", &missing);
	igd_kvmfr_rule_parse("/etc/udev/rules.d/70-kvmfr.rules", text, &rule);
	igd_kvmfr_rule_is_late(&rule);
	igd_kvmfr_static_size(text, size ? data[0] % 12 : 0, &number);
	igd_memlock_parse_limits(text, &number);
	igd_memlock_parse_status(text, &has);
	igd_shmem_people(text, text, &mode);
	igd_shmem_is_kvmfr(text, &index);
	igd_smbios_is_date(text);
	igd_smbios_same_maker(text, text + strcspn(text, "\n"));
	return 0;
}
