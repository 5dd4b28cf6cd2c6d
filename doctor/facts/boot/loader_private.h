// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_private - a family of boot loaders as a row, and what the rows share
 */
#ifndef IGD_FACTS_BOOT_LOADER_PRIVATE_H
#define IGD_FACTS_BOOT_LOADER_PRIVATE_H

#include "facts/boot/loader.h"
#include "facts/boot/loader_text.h"

/* How the running command line looks: what the loader itself put in. */
enum igd_loader_style {
	IGD_STYLE_PLAIN = 1,	  /* nothing */
	IGD_STYLE_BOOT_IMAGE = 2, /* "BOOT_IMAGE=", as GRUB and syslinux do */
	IGD_STYLE_EFI_INITRD =
		4, /* "initrd=\path" with backslashes, as for the kernel's own EFI stub */
	IGD_STYLE_ANY = 7
};

struct igd_loader_family {
	const char *name;
	const char *info;	  /* how its LoaderInfo variable begins; NULL: it sets none */
	const char *const *boots; /* in the lower-case path that firmware boots; NULL at the end */
	const char *const *signs; /* files of an installed one; NULL at the end; may be NULL */
	unsigned styles;	  /* enum igd_loader_style */
	bool is_certain;	  /* a sign and the style are proof: no other one is asked for */
	/* Fills in what to edit. */
	void (*locate)(struct igd_host *host, struct igd_loader *loader);
	/* The command that applies an edit; may be NULL. */
	const char *(*command)(struct igd_host *host, const struct igd_loader *loader);
	/* Collects what is configured. */
	void (*read)(struct igd_host *host, const struct igd_loader *loader,
		struct igd_loader_config *config);
};

extern const struct igd_loader_family igd_loader_grub, igd_loader_proxmox_grub,
	igd_loader_proxmox_efi, igd_loader_systemd_boot, igd_loader_uki, igd_loader_refind,
	igd_loader_limine, igd_loader_efistub, igd_loader_ostree, igd_loader_zfsbootmenu,
	igd_loader_nixos, igd_loader_guix, igd_loader_extlinux, igd_loader_syslinux,
	igd_loader_kernelstub;

/* Adds the arguments of a piece of command line that stands at path:line. */
void igd_loader_add(struct igd_loader_config *config, struct igd_loader_argument where,
	const char *text, size_t size);
/* Says that not all can be told. Only the first such place is kept. */
void igd_loader_blind(struct igd_loader_config *config, const char *where, const char *why);

/* A whole file as the command line; lines that begin with '#' are none of it. */
void igd_loader_add_file(struct igd_host *host, struct igd_loader_config *config, const char *path);
/* All values of that key (see igd_loader_line()) in a file; false where there is none. */
bool igd_loader_add_lines(struct igd_host *host, struct igd_loader_config *config,
	const struct igd_loader_argument *where, const char *key);
/* A shell variable's arguments, each with the assignment that first gave it. False where it is not set. */
struct igd_shell;
bool igd_loader_add_variable(struct igd_host *host, struct igd_loader_config *config,
	const struct igd_shell *shell, const char *name);
/* Reads a file, and those of a directory that end in suffix, in order, as a shell would source them. */
void igd_loader_source(struct igd_host *host, struct igd_shell *shell, const char *path);
void igd_loader_source_all(
	struct igd_host *host, struct igd_shell *shell, const char *directory, const char *suffix);
/* The first of these paths that exists; NULL for none. */
const char *igd_loader_first(struct igd_host *host, const char *const *paths);

/* A variable of the boot loader interface ("LoaderInfo"), as text; NULL if absent or malformed. */
const char *igd_loader_interface(struct igd_host *host, const char *name);
#define IGD_EFIVARS "/sys/firmware/efi/efivars/"
#define IGD_LOADER_GUID "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
/*
 * The path of what firmware booted ("\efi\debian\shimx64.efi"), lower case; NULL if that is not known.
 * ret_arguments (may be NULL): what the boot entry passes to it, "" for nothing. ret_path: its variable.
 */
const char *igd_loader_booted(
	struct igd_host *host, const char **ret_arguments, const char **ret_path);

#endif
