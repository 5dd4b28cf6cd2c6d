// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_last_run - the last run out of a log, and that text read again
 */
#include <stdlib.h>
#include <string.h>

#include "facts/log/last_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void round_trip(const char *bytes, size_t size, bool is_whole, enum igd_run_form form)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_run run;

	igd_run_extract(bytes, size, is_whole, form, &text);
	/* It is a text, no longer than what it was made of but for its first line, and it can be read. */
	if (strlen(text.text) != text.size || text.size > size + 16 ||
		!igd_run_parse(text.text, &run))
		abort();
	if (form == IGD_RUN_ALONE && is_whole && run.size != size)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	struct igd_run run;

	round_trip((const char *)data, size, true, IGD_RUN_OF_LIBVIRT);
	round_trip((const char *)data, size, false, IGD_RUN_OF_LIBVIRT);
	round_trip((const char *)data, size, true, IGD_RUN_ALONE);
	round_trip((const char *)data, size, false, IGD_RUN_ALONE);
	if (igd_run_parse(text, &run) && run.text[run.size])
		abort();
	return 0;
}
