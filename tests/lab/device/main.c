// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main - igd-device, the lab's graphics device: serves it, or writes what firmware and kernel need beside it
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "bytes.h"
#include "options.h"
#include "registers.h"
#include "server.h"

enum { EXIT_USAGE = 64 };

/* QEMU 10.1 include/hw/i386/intel_iommu.h Q35_HOST_BRIDGE_IOMMU_ADDR */
static const uint64_t qemu_unit = 0xfed90000;

static int complain(const char *what, int r)
{
	fprintf(stderr, "igd-device: %s: %s\n", what, strerror(-r));
	return EXIT_FAILURE;
}

static int list(void)
{
	const struct igd_identity *identity;
	size_t n;

	for (n = 0; (identity = igd_identity_at(n)); n++) {
		const struct igd_layout *layout = identity->layout;
		char bdsm[8] = "none";

		if (layout->bdsm)
			snprintf(bdsm, sizeof(bdsm), "%02x", layout->bdsm);
		printf("%04x rev %02x gen %2u bdsm %-4s mmio %2uM io %d pcie %d  %s\n",
			identity->id, identity->revision, layout->generation, bdsm,
			layout->mmio_size >> 20, layout->has_io, layout->has_pcie, identity->name);
	}
	return EXIT_SUCCESS;
}

static int write_file(const char *path, const uint8_t *bytes, size_t size)
{
	FILE *file = fopen(path, "we");
	size_t written;

	if (!file)
		return complain(path, -errno);
	written = fwrite(bytes, 1, size, file);
	if (fclose(file) || written != size)
		return complain(path, -errno);
	return EXIT_SUCCESS;
}

static int write_opregion(const struct igd_options *options)
{
	size_t size = 0;
	uint8_t *bytes = igd_opregion_make(&options->opregion, &size);
	int status = bytes ? write_file(options->write_opregion, bytes, size)
			   : complain("memory", -ENOMEM);

	free(bytes);
	return status;
}

static int write_dmar(const struct igd_options *options)
{
	uint8_t table[IGD_DMAR_MAX], archive[IGD_CPIO_MAX];
	struct igd_dmar dmar = options->dmar;

	/* a played unit does not remap interrupts, QEMU's does */
	dmar.remaps_interrupts = !dmar.rest;
	if (!dmar.rest)
		dmar.rest = qemu_unit;
	return write_file(options->write_dmar, archive,
		igd_dmar_cpio(archive, table, igd_dmar_write(table, &dmar)));
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int start(
	struct igd_server *server, const struct igd_options *options, const char **ret_what)
{
	struct igd_bar_shape bars[IGD_BARS];
	int r;

	igd_config_igpu(&server->functions[0].config, bars, &options->profile);
	r = igd_function_start(&server->functions[0], bars, ret_what);
	if (r < 0)
		return r;
	igd_function_mirror(&server->functions[0], options->profile.bdsm);
	if (server->generation)
		igd_registers_init(server->functions[0].bars[0].memory, (size_t)bars[0].size,
			server->generation,
			options->profile.bdsm
				? options->profile.bdsm + ((uint64_t)options->gms << 20)
				: 0);
	if (!options->audio)
		return 0;
	server->function_count = 2;
	igd_config_audio(&server->functions[1].config, bars, options->audio_pcie);
	return igd_function_start(&server->functions[1], bars, ret_what);
}

static void describe(struct igd_server *server, const struct igd_options *options)
{
	const struct igd_identity *identity = options->profile.identity;

	server->units[0] = (struct igd_unit){ .name = "graphics",
		.address = options->dmar.graphics,
		.cap = options->drhd_cap,
		.ecap = options->drhd_ecap };
	server->units[1] = (struct igd_unit){ .name = "rest",
		.address = options->dmar.rest,
		.cap = options->rest_cap,
		.ecap = options->rest_ecap };
	server->dma = (struct igd_dma){ .address = options->dma_address,
		.rate = options->dma_rate,
		.count = options->dma_count,
		.write = options->dma_write };
	server->bus = (struct igd_bus){ .memory = &server->memory,
		.dma = &server->dma,
		.log = server->log,
		.bdsm = options->profile.bdsm };
	server->generation = options->ack ? identity->layout->generation : 0;
	server->once = options->once;
	igd_log(server->log, "8086:%04x %s, class %04x, GGC %#x, BDSM %#" PRIx64, identity->id,
		identity->name, options->profile.class_code, options->profile.ggc,
		options->profile.bdsm);
}

static int serve(const struct igd_options *options)
{
	struct igd_log log = { .verbose = options->verbose, .start = igd_now() };
	struct igd_server server = { .function_count = 1, .log = &log };
	const char *what = "signalfd";
	size_t i;
	int r;

	if (options->log) {
		log.file = fopen(options->log, "we");
		if (!log.file)
			return complain(options->log, -errno);
	}
	igd_function_init(&server.functions[0], "graphics", options->socket);
	igd_function_init(&server.functions[1], "audio", options->audio);
	describe(&server, options);
	server.signals = open_signals();
	r = server.signals < 0 ? -errno : start(&server, options, &what);
	if (!r) {
		what = "poll";
		igd_log(&log, "listening, pid %ld", (long)getpid());
		r = igd_server_run(&server);
		igd_log(&log, "end");
	}
	for (i = 0; i < IGD_FUNCTIONS; i++)
		igd_function_done(&server.functions[i]);
	igd_memory_done(&server.memory);
	if (server.signals >= 0)
		close(server.signals);
	if (log.file)
		fclose(log.file);
	return r < 0 ? complain(what, r) : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	char error[IGD_ERROR_MAX];
	struct igd_options options;

	if (!igd_options_parse(&options, argc, argv, error)) {
		fprintf(stderr, "igd-device: %s (see --help)\n", error);
		return EXIT_USAGE;
	}
	if (options.help) {
		fputs(igd_options_help, stdout);
		return EXIT_SUCCESS;
	}
	if (options.list)
		return list();
	if (options.write_opregion)
		return write_opregion(&options);
	if (options.write_dmar)
		return write_dmar(&options);
	return serve(&options);
}
