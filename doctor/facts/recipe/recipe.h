// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe - the two ways of giving a VM an iGPU that are known to work, and how far a VM is from each
 *
 * `legacy`: i440fx, 00:02.0, no other display, the platform's own ROM with a display driver; the picture is there from
 * power-on. `upt`: any machine, 00:02.0, the OpRegion, a ROM that only sets the iGPU up; another display may stand
 * beside it. Each is a table of rows (recipe_rows.c); most "Code 43" threads are a mix of the two. Sources: LongQT-sea/intel-igpu-passthru
 * README and #31, QEMU 11.0 docs/igd-assign.txt.
 */
#ifndef IGD_FACTS_RECIPE_RECIPE_H
#define IGD_FACTS_RECIPE_RECIPE_H

#include "core/check.h"
#include "facts/host/igpu.h"
#include "facts/qemu/qemu_matrix.h"
#include "facts/vm/view.h"

enum igd_recipe { IGD_RECIPE_UPT, IGD_RECIPE_LEGACY };
#define IGD_RECIPES 2

/* "upt", "legacy". */
IGD_EXPORT const char *igd_recipe_name(enum igd_recipe recipe);

enum igd_rule_state {
	IGD_RULE_VOID, /* does not concern this VM */
	IGD_RULE_MET,
	IGD_RULE_BROKEN,
	IGD_RULE_OPEN /* cannot be told */
};

/* What a VM is compared under. */
struct igd_recipe_case {
	const struct igd_vm *vm;
	const struct igd_vm_hostdev *hostdev; /* the iGPU in it */
	const struct igd_igpu *igpu;	      /* of the host */
	/* The QEMU that runs it, as far as it is known; both may be NULL. */
	const struct igd_qemu_version *version;
	const struct igd_qemu_properties *properties;
	/* The row of the matrix that a rule is being tested under; set by igd_recipe_compare(). */
	const struct igd_qemu_row *row;
};

/* How a deviation is mended: a property set or dropped, or a text for each origin (libvirt, Proxmox, QEMU). */
enum igd_mend_kind { IGD_MEND_TEXT, IGD_MEND_SET, IGD_MEND_DROP };
struct igd_mend {
	enum igd_mend_kind kind;
	const char *name, *value; /* SET, DROP */
	const char *type;	  /* SET: libvirt's: "bool", "string", "unsigned" */
	const char *text[3];	  /* TEXT, by enum igd_vm_origin */
};

/* One row: what a recipe requires or forbids. */
struct igd_recipe_rule {
	const char *id;	  /* "machine"; once in a recipe */
	unsigned recipes; /* IGD_RULE_FOR_UPT | IGD_RULE_FOR_LEGACY */
	unsigned
		weight; /* how much it tells the two apart; the recipe that is missed by less is the nearer */
	enum igd_severity severity; /* of a deviation */
	enum igd_rule_state (*test)(const struct igd_recipe_case *it);
	/* The name that stands in place of "{}" in the texts; NULL for none. */
	const char *(*name)(const struct igd_recipe_case *it);
	const char *broken;	 /* what is found then: "the machine is q35" */
	const char *open;	 /* what cannot be told: "whether ..." */
	const char *consequence; /* what comes of it */
	struct igd_mend mend;
	const char *source;
};
enum { IGD_RULE_FOR_UPT = 1u << IGD_RECIPE_UPT, IGD_RULE_FOR_LEGACY = 1u << IGD_RECIPE_LEGACY };

/* The rows, in the order in which deviations are told; NULL behind the last. */
IGD_EXPORT const struct igd_recipe_rule *igd_recipe_rule(size_t index);

#define IGD_RECIPE_MAX_ROWS 32

/* A row that is not met. Texts are the host's. */
struct igd_deviation {
	const struct igd_recipe_rule *rule;
	bool is_open; /* it cannot be told; what is "whether ..." */
	const char *what, *consequence;
	const char *mend; /* an imperative clause for the VM's origin */
};

/* Whether this host, with this QEMU, can have a recipe. */
struct igd_recipe_chance {
	enum igd_vm_answer answer;
	const char *why;  /* NO, UNKNOWN: the reason, a clause; the host's memory */
	const char *mend; /* NO: what to do about it, an imperative clause */
	bool is_of_qemu;  /* it is QEMU that decides, for which the recipe has a row as well */
};

struct igd_recipe_fit {
	unsigned met, missed; /* weights */
	size_t broken, open;  /* deviations of either kind */
	struct igd_deviation deviations[IGD_RECIPE_MAX_ROWS];
	size_t count;
	enum igd_severity severity; /* the worst of what is broken */
	struct igd_recipe_chance chance;
};

struct igd_recipe_comparison {
	struct igd_recipe_fit fits[IGD_RECIPES];
	enum igd_recipe nearest;
	bool is_tie;	 /* missed by the same weight */
	const char *why; /* what decided */
	/* The one to go for: the nearest, unless this host cannot have it and can have the other. */
	enum igd_recipe advised;
	bool is_qemu_known; /* its version */
};

/*
 * Compares. Without a version every row of the matrix is tried, or those that a versioned machine type ("pc-q35-10.1",
 * which no older QEMU has) leaves; where they differ the rule is open. Reads the host only for what it can have.
 */
IGD_EXPORT void igd_recipe_compare(
	struct igd_host *host, const struct igd_recipe_case *it, struct igd_recipe_comparison *ret);

/* The VM in view; NULL if there is none, if it has not been given the iGPU, or the iGPU is not in the table. */
IGD_EXPORT const struct igd_recipe_comparison *igd_recipe_get(struct igd_host *host);

/* Whether this host can have the recipe. it->vm is looked at only for the version that its machine type tells. */
IGD_EXPORT struct igd_recipe_chance igd_recipe_chance(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);

/*
 * Whether the guest sees the iGPU at 00:02.0; also where no address is said and it is known what libvirt makes of
 * that (libvirt 11.3 src/qemu/qemu_domain_address.c).
 */
IGD_EXPORT enum igd_vm_answer igd_recipe_is_at_2(
	const struct igd_vm *vm, const struct igd_vm_hostdev *hostdev);

/* The rows of the matrix that this VM's QEMU may be: first and, inclusive, last. All, where nothing is known of it. */
IGD_EXPORT void igd_recipe_rows(const struct igd_recipe_case *it,
	const struct igd_qemu_row **ret_first, const struct igd_qemu_row **ret_last);

/* Whether a guest of this VM is taken for Windows: it is, unless the VM says otherwise. */
IGD_EXPORT bool igd_recipe_is_windows(const struct igd_vm *vm);

#endif
