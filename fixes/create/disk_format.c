// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * disk_format - what kind of image a disk that is there already is
 *
 * What is none of the formats of others is raw. A VM that is given one of those as raw writes over its headers, and nothing opens
 * the image any more: so it is refused, with the command that makes a qcow2 of it.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixes/create/create_private.h"

/* QEMU docs/interop/qcow2.txt: the magic is "QFI\xfb", with the version behind it in big endian; version 1 is the format "qcow". */
#define QCOW "QFI\xfb"
#define HEAD 72u
/* A VHD has its footer in its last sector; a fixed one has it there alone (QEMU 11.0 block/vpc.c). */
#define FOOTER 512

/* QEMU 11.0 block/vmdk.c vmdk_probe(), vhdx.c, vpc.c, vdi.c, qed.h, parallels.c, qcow.c; format: as qemu-img calls it. */
static const struct foreign {
	const char *magic;
	unsigned short size, offset;
	const char *format, *what;
} foreign[] = {
	{ "KDMV", 4, 0, "vmdk", "an image of VMware's (VMDK)" },
	{ "COWD", 4, 0, "vmdk", "an image of VMware's (VMDK)" },
	{ "# Disk DescriptorFile", 21, 0, "vmdk", "the descriptor of an image of VMware's (VMDK)" },
	{ "vhdxfile", 8, 0, "vhdx", "an image of Hyper-V's (VHDX)" },
	{ "conectix", 8, 0, "vpc", "an image of Virtual PC's or Hyper-V's (VHD)" },
	{ "<<< ", 4, 0, "vdi", "an image of VirtualBox's (VDI)" },
	{ "\x7f\x10\xda\xbe", 4, 64, "vdi", "an image of VirtualBox's (VDI)" },
	{ "QED\0", 4, 0, "qed", "an image in QEMU's older format QED" },
	{ "WithoutFreeSpace", 16, 0, "parallels", "an image of Parallels'" },
	{ "WithouFreSpacExt", 16, 0, "parallels", "an image of Parallels'" },
	{ QCOW "\0\0\0\1", 8, 0, "qcow", "an image in QEMU's older format qcow" },
};

struct sample {
	char head[HEAD], footer[8];
	size_t size; /* of head */
	bool is_read;
};

static void read_file(int fd, struct sample *ret)
{
	struct stat status;
	ssize_t size = igd_read(fd, ret->head, sizeof(ret->head));

	ret->is_read = size >= 0;
	ret->size = size > 0 ? (size_t)size : 0;
	if (fstat(fd, &status) == 0 && status.st_size >= FOOTER &&
		pread(fd, ret->footer, sizeof(ret->footer), status.st_size - FOOTER) < 0)
		memset(ret->footer, 0, sizeof(ret->footer));
}

static struct sample take_sample(struct igd_host *host, const char *path)
{
	IGD_AUTOCLOSE int fd = igd_host_open(host, path);
	const struct igd_bytes *bytes =
		fd == -ENOTSUP ? igd_host_bytes(host, path, IGD_VM_MAX_TEXT) : NULL;
	struct sample ret = { 0 };

	igd_host_forgive(host, path);
	if (fd >= 0)
		read_file(fd, &ret);
	if (bytes) {
		ret.is_read = true;
		ret.size = bytes->size < HEAD ? bytes->size : HEAD;
		memcpy(ret.head, bytes->data, ret.size);
	}
	return ret;
}

static const struct foreign *recognize(const struct sample *sample)
{
	size_t i;

	for (i = 0; i < sizeof(foreign) / sizeof(*foreign); i++) {
		const struct foreign *row = &foreign[i];

		if ((size_t)row->offset + row->size <= sample->size &&
			memcmp(sample->head + row->offset, row->magic, row->size) == 0)
			return row;
		if (strcmp(row->format, "vpc") == 0 &&
			memcmp(sample->footer, row->magic, row->size) == 0)
			return row;
	}
	return NULL;
}

int igd_create_disk_format(struct igd_create *create, struct igd_error *reterr)
{
	struct sample sample = take_sample(create->host, create->disk);
	const struct foreign *row = recognize(&sample);

	if (row)
		return igd_error_set(reterr, ENOTSUP,
			"--disk: %s is %s, and a VM that takes it for a raw disk destroys it. Make a disk of it first: `qemu-img "
			"convert -p -f %s -O qcow2 OLD NEW.qcow2`, and give that one",
			create->disk, row->what, row->format);
	create->disk_format =
		sample.size >= 4 && memcmp(sample.head, QCOW, 4) == 0 ? "qcow2" : "raw";
	if (sample.is_read && !sample.size)
		return igd_error_set(reterr, ENOTSUP,
			"--disk: %s is an empty file: remove it, and a disk is made there",
			create->disk);
	if (!sample.is_read) {
		create->disk_format = igd_ends_with(create->disk, ".qcow2") ? "qcow2" : "raw";
		igd_create_note(create,
			"%s could not be read: that it is %s is only taken from its name.",
			create->disk, create->disk_format);
	}
	return 0;
}
