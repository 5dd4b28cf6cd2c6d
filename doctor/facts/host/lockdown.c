// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lockdown - what the kernel refuses even to root, and why
 */
#include "facts/host/lockdown.h"

#include <errno.h>
#include <string.h>

/* Four bytes of attributes, then 1 for on (UEFI 2.10, 3.3; Linux fs/efivarfs/file.c efivarfs_file_read()). */
#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

/* "none [integrity] confidentiality": the one in brackets holds (Linux security/lockdown/lockdown.c). */
const char *igd_lockdown_mode(struct igd_host *host)
{
	const char *line = igd_host_line(host, IGD_LOCKDOWN), *open, *close;

	if (!line)
		return NULL;
	open = strchr(line, '[');
	close = open ? strchr(open, ']') : NULL;
	if (!close) {
		igd_host_stick(host, IGD_LOCKDOWN, EBADMSG);
		return NULL;
	}
	return igd_host_print(host, "%.*s", (int)(close - open - 1), open + 1);
}

bool igd_has_module_signatures(struct igd_host *host)
{
	const char *enforce = igd_host_line(host, IGD_SIG_ENFORCE);

	return enforce && *enforce == 'Y';
}

bool igd_is_secure_boot(struct igd_host *host)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, SECURE_BOOT, 64);
	bool is_on = bytes && bytes->size >= 5 && bytes->data[4] == 1;

	igd_host_forgive(host, SECURE_BOOT);
	if (is_on)
		igd_host_cite(host, SECURE_BOOT, "1 (on)");
	return is_on;
}
