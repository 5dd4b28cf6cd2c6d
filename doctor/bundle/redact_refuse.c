// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_refuse - what is left out altogether, whatever it holds
 *
 * By the path, which may be part of another one: the key of a derived answer, percent-encoded, or a member of an
 * archive.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact_private.h"

static const struct {
	const char *part; /* of the path, with all its '/'; at its end where it ends in '$' */
	const char *reason;
} refused[] = {
	{ "/acpi/tables/MSDM", "it holds the Windows product key" },
	{ "/acpi/tables/data/MSDM", "it holds the Windows product key" },
	{ "/acpi/tables/SLIC", "it holds a Windows licence" },
	{ "/MSDM$", "it holds the Windows product key" },
	{ "/SLIC$", "it holds a Windows licence" },
	{ "/msdm.bin$", "it holds the Windows product key" },
	{ "/etc/shadow", "it holds passwords" },
	{ "/etc/gshadow", "it holds passwords" },
	{ "/etc/security/opasswd", "it holds passwords" },
	{ "/.ssh/", "it holds keys" },
	{ "/ssh_host_", "it holds keys" },
	{ "/.gnupg/", "it holds keys" },
	{ "/keyrings/", "it holds keys" },
	{ "/etc/pve/priv", "it holds keys" },
	{ "/etc/wireguard", "it holds keys" },
	{ "/etc/openvpn", "it holds keys" },
	{ "/etc/ssl/private", "it holds keys" },
	{ "/etc/pki/tls/private", "it holds keys" },
	{ "/var/lib/sbctl/keys", "it holds keys" },
	{ "/usr/share/secureboot/keys", "it holds keys" },
	{ "/id_rsa", "it is a key" },
	{ "/id_ed25519", "it is a key" },
	{ "/id_ecdsa", "it is a key" },
	{ "/id_dsa", "it is a key" },
	{ ".pem$", "it may be a key" },
	{ ".key$", "it is a key" },
	{ ".priv$", "it is a key" },
	{ ".p12$", "it is a key" },
	{ ".pfx$", "it is a key" },
	{ ".keytab$", "it is a key" },
	{ "/.password-store/", "it holds passwords" },
	{ "/.netrc$", "it holds passwords" },
	{ "/.pgpass$", "it holds passwords" },
	{ "/.my.cnf$", "it holds passwords" },
	{ "/.aws/", "it holds credentials" },
	{ "/.kube/", "it holds credentials" },
	{ "/.docker/config.json", "it holds credentials" },
	{ "/.git-credentials", "it holds credentials" },
	{ "/credentials.json", "it holds credentials" },
	{ "/sunshine_state.json", "it holds Sunshine's credentials" },
	{ "/sunshine/credentials", "it holds Sunshine's credentials" },
	{ "/sunshine/cakey", "it holds Sunshine's credentials" },
	{ "/sunshine/cacert", "it holds Sunshine's credentials" },
	{ "/libvirt/secrets", "it holds passwords" },
	{ "/libvirt/passwd.db", "it holds passwords" },
	{ "/system-connections", "it holds passwords of networks" },
	{ "/wpa_supplicant", "it holds passwords of networks" },
	{ "/var/lib/iwd", "it holds passwords of networks" },
	{ "/etc/ppp/chap-secrets", "it holds passwords" },
	{ "/etc/ppp/pap-secrets", "it holds passwords" },
	{ "/.mozilla/", "it is what somebody browsed" },
	{ "_history$", "it is what somebody typed" },
	{ "/.lesshst$", "it is what somebody typed" },
	{ "/.viminfo$", "it is what somebody typed" },
	{ "/environ$", "it may hold passwords" },
	{ "/proc/kcore", "it is all of memory" },
	{ "/var/log/journal", "it is more than anybody needs" },
};

static bool holds(const char *path, const char *part)
{
	size_t length = strlen(part);
	const char *end = path + strlen(path);

	if (part[length - 1] != '$')
		return strcasestr(path, part);
	length--;
	return (size_t)(end - path) >= length && strncasecmp(end - length, part, length) == 0;
}

/* "%2F" to "/", so that a path within a name is read as one. In place. */
static void decode(char *path)
{
	char digits[3] = "", *to = path;

	for (; *path; path++) {
		*to = *path;
		if (*path == '%' && isxdigit((unsigned char)path[1]) &&
			isxdigit((unsigned char)path[2])) {
			memcpy(digits, path + 1, 2);
			*to = (char)strtol(digits, NULL, 16);
			path += 2;
		}
		to += *to != '\0';
	}
	*to = '\0';
}

const char *igd_redactor_refusal(const struct igd_node *node)
{
	IGD_AUTOFREE char *path = igd_strdup(node->path);
	size_t i;

	decode(path);
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		if (holds(path, refused[i].part))
			return refused[i].reason;
	}
	return NULL;
}

bool igd_redactor_refuses(const struct igd_node *node)
{
	return igd_redactor_refusal(node) != NULL;
}
