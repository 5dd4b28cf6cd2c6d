// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libvirt_client - what all who load libvirt's client library in a child have in common
 */
#include "core/libvirt_client.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool igd_library_load(
	const char *name, const struct igd_library_symbol *symbols, size_t count, void *ret)
{
	void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), *symbol;
	size_t i;

	for (i = 0; handle && i < count; i++) {
		symbol = dlsym(handle, symbols[i].name);
		if (!symbol)
			return false;
		memcpy((char *)ret + symbols[i].at, &symbol, sizeof(symbol));
	}
	return handle != NULL;
}

void igd_libvirt_clean_environment(void)
{
	static const char *const unwanted[] = { "LIBVIRT_DEBUG", "LIBVIRT_LOG_FILTERS",
		"LIBVIRT_LOG_OUTPUTS", "LIBVIRT_DRIVER_DIR", "LIBVIRT_DEFAULT_URI",
		"LIBVIRT_AUTH_FILE", "LIBVIRT_GNUTLS_DEBUG", "SSH_ASKPASS", "DISPLAY",
		"WAYLAND_DISPLAY" };
	size_t i;

	for (i = 0; i < sizeof(unwanted) / sizeof(*unwanted); i++)
		unsetenv(unwanted[i]);
	/* libvirt src/remote/remote_driver.c: else a session's daemon is started that is not there. */
	setenv("LIBVIRT_AUTOSTART", "0", 1);
}

void igd_libvirt_ignore(void *context, virErrorPtr error)
{
	(void)context;
	(void)error;
}

/*
 * A call to the system that failed has the errno in int1 (libvirt src/util/virerror.c virReportSystemErrorFull(), which
 * is all of how a socket says that nobody listens).
 */
static int of_system(const virError *error)
{
	switch (error->int1) {
	case ENOENT:
	case ECONNREFUSED:
	case EACCES:
	case EPERM:
	case ETIMEDOUT:
		return error->int1;
	default:
		return EIO;
	}
}

int igd_libvirt_errno(const virError *error)
{
	if (!error)
		return EIO;
	switch (error->code) {
	case VIR_ERR_AUTH_FAILED:
	case VIR_ERR_AUTH_CANCELLED:
	case VIR_ERR_AUTH_UNAVAILABLE:
	case VIR_ERR_ACCESS_DENIED:
	case VIR_ERR_OPERATION_DENIED:
		return EACCES;
	case VIR_ERR_SYSTEM_ERROR:
		return of_system(error);
	default:
		return EIO;
	}
}
