// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_build - `rom --build`: igd-doctor's own option ROM for an iGPU, and a vendor's display driver behind it
 *
 * The file is there whole or not at all: it is written beside its place under another name. What was there before
 * is replaced only if that was asked for.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/rom.h"
#include "facts/firmware/rom.h"
#include "facts/host/igpu.h"
#include "fixes/oprom/pack.h"

/* All ids of a platform on one line. */
static void list_platform(const struct igd_igpu_model *first)
{
	const struct igd_igpu_model *model;
	uint32_t id;

	fprintf(stderr, "  %s:", first->platform);
	for (id = first->device; id <= UINT16_MAX; id++) {
		model = igd_igpu_model((uint16_t)id);
		if (model && strcmp(model->platform, first->platform) == 0)
			fprintf(stderr, " %04" PRIx32, id);
	}
	fputc('\n', stderr);
}

/* Whether no lower id is of the same platform. */
static bool is_first(const struct igd_igpu_model *model)
{
	const struct igd_igpu_model *other;
	uint32_t id;

	for (id = 0; id < model->device; id++) {
		other = igd_igpu_model((uint16_t)id);
		if (other && strcmp(other->platform, model->platform) == 0)
			return false;
	}
	return true;
}

static int refuse_device(uint16_t device)
{
	const struct igd_igpu_model *model;
	uint32_t id;

	if (!device)
		return igd_complain(IGD_EXIT_DATA,
			"no Intel iGPU is here: name the one that the ROM is for with --device");
	igd_complain(IGD_EXIT_DATA, "8086:%04x is no iGPU that the ROM knows; these are:", device);
	for (id = 0; id <= UINT16_MAX; id++) {
		model = igd_igpu_model((uint16_t)id);
		if (model && is_first(model))
			list_platform(model);
	}
	return IGD_EXIT_DATA;
}

static enum igd_exit exit_of(int error)
{
	return error == -ENOTSUP ? IGD_EXIT_UNAVAILABLE : IGD_EXIT_DATA;
}

struct adding {
	struct igd_oprom *oprom;
	struct igd_error error;
	int result;
};

static void add(void *context, const char *name, const uint8_t *bytes, size_t size)
{
	struct adding *adding = context;

	if (adding->result >= 0)
		adding->result =
			igd_oprom_add_file(adding->oprom, name, bytes, size, &adding->error);
}

/* The files that were named with --add. Returns the exit status after naming what went wrong. */
static int add_files(struct igd_oprom *oprom, const struct igd_words *names)
{
	IGD_CLEANUP(igd_rom_report_done) struct igd_rom_report report = { 0 };
	struct adding adding = { .oprom = oprom };
	struct igd_rom_files files = { .take = add, .context = &adding, .report = &report };
	size_t i;

	for (i = 0; i < names->count; i++)
		igd_rom_files_visit(&files, names->words[i]);
	free(files.buffer);
	if (report.failure_count)
		return igd_complain(
			IGD_EXIT_DATA, "%s: %s", report.failures[0].file, report.failures[0].why);
	if (adding.result < 0)
		return igd_complain(IGD_EXIT_DATA, "%s", adding.error.message);
	if (names->count && oprom->count < 2)
		return igd_complain(
			IGD_EXIT_DATA, "%s: there is no option ROM in it", names->words[0]);
	return IGD_EXIT_OK;
}

static int make(const struct igd_options *options, uint16_t device, struct igd_text *ret)
{
	struct igd_oprom oprom = { 0 };
	struct igd_error error = { 0 };
	int r = igd_oprom_add_own(&oprom, &error), status = IGD_EXIT_OK;

	if (r >= 0)
		status = add_files(&oprom, &options->add);
	if (r >= 0 && status == IGD_EXIT_OK)
		r = igd_oprom_add_own_policy(&oprom, &error);
	if (r >= 0 && status == IGD_EXIT_OK)
		r = igd_oprom_pack(&oprom, device, ret, &error);
	igd_oprom_done(&oprom);
	return r < 0 ? igd_complain(exit_of(r), "%s", error.message) : status;
}

/* write(2) until all of it is there. 0, or -errno. */
static int write_all(int fd, const char *bytes, size_t size)
{
	ssize_t done;

	while (size) {
		done = write(fd, bytes, size);
		if (done < 0 && errno != EINTR)
			return -errno;
		bytes += done > 0 ? done : 0;
		size -= done > 0 ? (size_t)done : 0;
	}
	return fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
}

/* As if it had been made with open(2): QEMU, which reads it, is often not the user that made it. */
static void give_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	fchmod(fd, 0666 & ~mask);
}

int igd_rom_put_file(const char *name, const struct igd_text *bytes, bool may_replace)
{
	IGD_AUTOFREE char *beside = igd_printf("%s.XXXXXX", name);
	IGD_AUTOCLOSE int fd = mkostemp(beside, O_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	give_mode(fd);
	r = write_all(fd, bytes->text, bytes->size);
	if (r == 0 && may_replace)
		r = rename(beside, name) < 0 ? -errno : 0;
	else if (r == 0)
		r = link(beside, name) < 0 ? -errno : 0;
	if (r < 0 || !may_replace)
		unlink(beside);
	return r;
}

int igd_rom_build(const struct igd_options *options, uint16_t device)
{
	IGD_AUTOTEXT struct igd_text rom = { 0 };
	int r, status;

	if (!igd_igpu_model(device))
		return refuse_device(device);
	status = make(options, device, &rom);
	if (status != IGD_EXIT_OK)
		return status;
	r = igd_rom_put_file(options->output, &rom, options->is_forced);
	if (r == -EEXIST)
		return igd_complain(IGD_EXIT_DATA, "%s: it is there already (--force replaces it)",
			options->output);
	if (r < 0)
		return igd_complain(r == -EACCES || r == -EPERM || r == -EROFS ? IGD_EXIT_PERMISSION
									       : IGD_EXIT_DATA,
			"%s: %s", options->output, igd_errno_text(-r));
	return IGD_EXIT_OK;
}
