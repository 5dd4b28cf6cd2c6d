// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_libvirt_ask - in a child: libvirt's client library, by its public functions, read-only
 *
 * It is found when it is needed (libvirt.so.0 since 0.1, no function newer than 0.9.13), so that the program runs where
 * it is not installed. Nothing is asked of a person: there are no callbacks for a password, no terminal, no display.
 */
#include <dlfcn.h>
#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/host.h"
#include "core/query.h"
#include "core/source_live_libvirt.h"

/* The functions that are used, each with the type of its prototype. */
struct library {
	__typeof__(virSetErrorFunc) *set_error_func;
	__typeof__(virGetLastError) *get_last_error;
	__typeof__(virConnectOpenReadOnly) *open_read_only;
	__typeof__(virConnectGetURI) *get_uri;
	__typeof__(virConnectGetLibVersion) *get_lib_version;
	__typeof__(virConnectGetVersion) *get_version;
	__typeof__(virConnectGetCapabilities) *get_capabilities;
	__typeof__(virConnectListAllDomains) *list_all_domains;
	__typeof__(virDomainGetName) *get_name;
	__typeof__(virDomainIsActive) *is_active;
	__typeof__(virDomainGetXMLDesc) *get_xml;
};

static const struct {
	const char *name;
	size_t at;
} symbols[] = {
	{ "virSetErrorFunc", offsetof(struct library, set_error_func) },
	{ "virGetLastError", offsetof(struct library, get_last_error) },
	{ "virConnectOpenReadOnly", offsetof(struct library, open_read_only) },
	{ "virConnectGetURI", offsetof(struct library, get_uri) },
	{ "virConnectGetLibVersion", offsetof(struct library, get_lib_version) },
	{ "virConnectGetVersion", offsetof(struct library, get_version) },
	{ "virConnectGetCapabilities", offsetof(struct library, get_capabilities) },
	{ "virConnectListAllDomains", offsetof(struct library, list_all_domains) },
	{ "virDomainGetName", offsetof(struct library, get_name) },
	{ "virDomainIsActive", offsetof(struct library, is_active) },
	{ "virDomainGetXMLDesc", offsetof(struct library, get_xml) },
};

struct teller {
	struct library library;
	virConnectPtr connection;
	FILE *out;
	size_t told, max_all; /* bytes of XML */
};

static bool load(struct library *library, const char *name)
{
	void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL), *symbol;
	size_t i;

	for (i = 0; handle && i < sizeof(symbols) / sizeof(*symbols); i++) {
		symbol = dlsym(handle, symbols[i].name);
		if (!symbol)
			return false;
		memcpy((char *)library + symbols[i].at, &symbol, sizeof(symbol));
	}
	return handle != NULL;
}

static void say(const struct teller *teller, const char *name, enum igd_node_type type, int error,
	const char *text)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_LIBVIRT_DIR "/%s", name);
	struct igd_node node = { .path = path, .type = type, .error = error };

	node.bytes = (char *)(uintptr_t)text;
	node.size = text ? strlen(text) : 0;
	igd_tree_write_node(teller->out, &node);
}

/*
 * An errno of host.h. A call to the system that failed has the errno in int1 (libvirt src/util/virerror.c
 * virReportSystemErrorFull(), which is all of how a socket says that nobody listens).
 */
static int told(const virError *error)
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
		break;
	default:
		return EIO;
	}
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

static void say_failure(const struct teller *teller)
{
	const virError *error = teller->library.get_last_error();
	int number = told(error);
	IGD_AUTOFREE char *text = igd_printf("%.*s\n", (int)IGD_LIBVIRT_MAX_WORDS,
		error && error->message ? error->message : "no reason was told");

	say(teller, "connection", number == ENOENT ? IGD_NODE_ABSENT : IGD_NODE_ERROR, number,
		NULL);
	say(teller, "error", IGD_NODE_FILE, 0, text);
}

/* 11003000 is 11.3.0 (libvirt.h: 1,000,000 * major + 1,000 * minor + release). */
static void add_version(struct igd_text *text, const char *name, int result, unsigned long version)
{
	if (result == 0 && version)
		igd_text_printf(text, "%s %lu.%lu.%lu\n", name, version / 1000000,
			version / 1000 % 1000, version % 1000);
}

/*
 * The emulator of a new VM, out of <guest><arch name='x86_64'><emulator>. (The domain capabilities are shorter, but since
 * CVE-2019-10167 nobody may ask for them who may only read.)
 */
static void add_emulator(const struct teller *teller, struct igd_text *text)
{
	static const char open[] = "<emulator>";
	IGD_AUTOFREE char *xml = teller->library.get_capabilities(teller->connection);
	const char *arch = xml ? strstr(xml, "<arch name='x86_64'>") : NULL;
	const char *path = arch ? strstr(arch, open) : NULL;
	size_t length;

	path = path ? path + sizeof(open) - 1 : "";
	length = strcspn(path, "<&\n");
	if (*path == '/' && path[length] == '<')
		igd_text_printf(text, "emulator %.*s\n", (int)length, path);
}

static void say_connection(const struct teller *teller, int domains)
{
	const struct library *library = &teller->library;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOFREE char *uri = library->get_uri(teller->connection);
	unsigned long version = 0;
	int result;

	if (uri && !strchr(uri, '\n'))
		igd_text_printf(&text, "uri %s\n", uri);
	result = library->get_lib_version(teller->connection, &version);
	add_version(&text, "libvirt", result, version);
	version = 0;
	result = library->get_version(teller->connection, &version);
	add_version(&text, "qemu", result, version);
	add_emulator(teller, &text);
	if (domains > IGD_LIBVIRT_MAX_DOMAINS)
		igd_text_printf(&text, "left-out %d\n", domains - IGD_LIBVIRT_MAX_DOMAINS);
	igd_text_add(&text, "", 0);
	say(teller, "connection", IGD_NODE_FILE, 0, text.text);
}

/* Neither needs more than to be allowed to read; passwords of displays would need VIR_DOMAIN_XML_SECURE. */
static void say_xml(struct teller *teller, virDomainPtr domain, const char *place, const char *name,
	unsigned flags)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", place, name);
	IGD_AUTOFREE char *xml = teller->library.get_xml(domain, flags);
	size_t size = xml ? strlen(xml) : 0;

	if (!xml) {
		say(teller, path, IGD_NODE_ABSENT, 0, NULL); /* it is gone */
		return;
	}
	teller->told += size;
	if (size > IGD_LIBVIRT_MAX_XML || teller->told > teller->max_all)
		say(teller, path, IGD_NODE_ERROR, EFBIG, NULL);
	else
		say(teller, path, IGD_NODE_FILE, 0, xml);
}

static void say_domain(struct teller *teller, virDomainPtr domain, struct igd_text *list)
{
	const char *name = teller->library.get_name(domain);
	IGD_AUTOFREE char *place = name && *name ? igd_path_encode("domain", name) : NULL;
	bool is_running = teller->library.is_active(domain) == 1;

	if (!place || strlen(place) > IGD_TREE_MAX_PATH / 2)
		return;
	igd_text_printf(list, "%s %s\n", is_running ? "running" : "off", igd_basename(place));
	say_xml(teller, domain, place, "inactive.xml", VIR_DOMAIN_XML_INACTIVE);
	if (is_running)
		say_xml(teller, domain, place, "live.xml", 0);
}

static void say_domains(struct teller *teller, const virDomainPtr *domains, int count)
{
	IGD_AUTOTEXT struct igd_text list = { 0 };
	int i;

	igd_text_add(&list, "", 0);
	for (i = 0; i < count && i < IGD_LIBVIRT_MAX_DOMAINS; i++)
		say_domain(teller, domains[i], &list);
	say(teller, "domains", IGD_NODE_FILE, 0, list.text);
}

/* What a person has set to look at libvirt's own workings would have it write, or load, something else. */
static void set_environment(void)
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

static void ignore(void *context, virErrorPtr error)
{
	(void)context;
	(void)error;
}

static void ask(struct teller *teller, const char *uri)
{
	static const struct itimerval patience = { .it_value = {
							   0, IGD_LIBVIRT_EXTRAS_MS * 1000L } };
	virDomainPtr *domains = NULL;
	int count = -1;

	teller->library.set_error_func(NULL, ignore);
	teller->connection = teller->library.open_read_only(uri);
	if (teller->connection)
		count = teller->library.list_all_domains(teller->connection, &domains, 0);
	if (count < 0) {
		say_failure(teller);
		return;
	}
	say_domains(teller, domains, count);
	fflush(teller->out);
	/* To tell these a daemon may have to run QEMU, for seconds: that is not worth waiting for. It ends this process. */
	setitimer(ITIMER_REAL, &patience, NULL);
	say_connection(teller, count);
}

int igd_libvirt_tell(void *context, int out)
{
	const struct igd_libvirt_order *order = context;
	struct teller teller = { .out = fdopen(out, "w"), .max_all = order->max_all };

	if (!teller.out)
		return EXIT_FAILURE;
	igd_child_keep_only(out, false);
	set_environment();
	fputs(IGD_TREE_MAGIC "\n", teller.out);
	if (load(&teller.library, order->library))
		ask(&teller, order->uri);
	else
		say(&teller, "connection", IGD_NODE_ERROR, ENOPKG, NULL);
	return fflush(teller.out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
