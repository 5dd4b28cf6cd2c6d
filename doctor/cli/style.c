// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * style - how a report is to look on what it is written to
 */
#include "cli/style.h"

#include <errno.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const words[] = {
	[IGD_COLOR_AUTO] = "auto",
	[IGD_COLOR_ALWAYS] = "always",
	[IGD_COLOR_NEVER] = "never",
};

int igd_color_mode(const char *word, enum igd_color_mode *ret)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i], word) == 0) {
			*ret = (enum igd_color_mode)i;
			return 0;
		}
	}
	return -EINVAL;
}

/* The value of a variable; "" where it is not set. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static bool wants_color(FILE *out, enum igd_color_mode mode)
{
	if (mode != IGD_COLOR_AUTO)
		return mode == IGD_COLOR_ALWAYS;
	return isatty(fileno(out)) && !*variable("NO_COLOR") && *variable("TERM") &&
	       strcmp(variable("TERM"), "dumb") != 0;
}

static bool speaks_utf8(void)
{
	const char *codeset = nl_langinfo(CODESET);

	return (strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "UTF8") == 0) &&
	       strcmp(variable("TERM"), "linux") != 0;
}

static unsigned clamp(uint64_t width)
{
	if (width < IGD_REPORT_MIN_WIDTH)
		return IGD_REPORT_MIN_WIDTH;
	return width > IGD_REPORT_MAX_WIDTH ? IGD_REPORT_MAX_WIDTH : (unsigned)width;
}

static unsigned width_of(FILE *out)
{
	struct winsize size = { 0 };
	uint64_t width;

	if (igd_parse_u64(variable("COLUMNS"), 10, &width) == 0 && width)
		return clamp(width);
	if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col)
		return clamp(size.ws_col);
	return IGD_REPORT_WIDTH;
}

struct igd_report_style igd_report_style_for(FILE *out, enum igd_color_mode mode)
{
	return (struct igd_report_style){
		.version = IGD_VERSION,
		.width = width_of(out),
		.has_color = wants_color(out, mode),
		.has_utf8 = speaks_utf8(),
		.is_root = geteuid() == 0,
	};
}
