// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_shmem - the shared memory's headers as the guest writes them; the first byte says how much is its end
 *
 * What is read is written as a recording's text, which has to be read back as the same.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/shmem/shmem_frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const struct igd_frames_header *header)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_frames_header back;

	igd_frames_write(header, &text);
	/* States of seven digits and more are no states. */
	if (header->state > 99999999 || header->error > 99999999)
		return;
	if (!igd_frames_read(text.text, &back) || back.content != header->content ||
		back.lgmp != header->lgmp || back.kvmfr != header->kvmfr ||
		strcmp(back.release, header->release) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_frames_header header;
	size_t head;
	char *text;

	if (!size)
		return 0;
	head = (size - 1) * data[0] / 255;
	igd_frames_parse(data + 1, head, data + 1 + head, size - 1 - head, &header);
	check_round_trip(&header);
	text = igd_strndup((const char *)data, size);
	igd_frames_read(text, &header);
	free(text);
	return 0;
}
