// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fix - what would mend a finding, as a list of changes
 *
 * A fix is one constant struct and one function that looks at the host and appends changes. It never acts: it runs
 * in its plugin's worker, as checks do, and what it appends are values that say how the host should be. The program
 * merges those of all chosen fixes into one plan, shows it, and carries it out (mend/plan.h, fixes/apply/resolve.h).
 *
 * What is already so is left out by the program, so a fix need not look whether it is. What could not be read while
 * the fix ran makes it decline, with that path and reason.
 */
#ifndef IGD_CORE_FIX_H
#define IGD_CORE_FIX_H

#include "core/host.h"

/* What a mistake of it can cost; the riskier ones are asked for one by one. */
enum igd_risk {
	IGD_RISK_NONE,	 /* nothing that a person would notice */
	IGD_RISK_BOOT,	 /* the next boot may fail, or come up without what it had */
	IGD_RISK_DISPLAY /* the host may lose its picture: the guard looks at these (fixes/guard.h) */
};

struct igd_changes;

struct igd_fix {
	const char *id;	   /* "area.what"; never renamed, never reused */
	const char *title; /* mandatory, imperative: "Switch the IOMMU on at boot" */
	enum igd_risk risk;
	const char *
		risk_text; /* mandatory unless IGD_RISK_NONE: what may happen, and how to get back */
	void (*plan)(struct igd_host *host, struct igd_changes *ret);
};

enum igd_change_kind {
	IGD_CHANGE_ARGUMENT,	/* of the kernel command line, as configured in the boot loader */
	IGD_CHANGE_FILE,	/* a file of our own has this content */
	IGD_CHANGE_LINE,	/* a line of somebody's file reads otherwise */
	IGD_CHANGE_INITRAMFS,	/* the initramfs holds these modules, and is built again */
	IGD_CHANGE_DRIVER,	/* now: a PCI function is with this driver */
	IGD_CHANGE_FRAMEBUFFER, /* now: a platform framebuffer or a console lets go */
	IGD_CHANGE_INSTALL,	/* a file is copied to where it is needed */
	IGD_CHANGE_DOMAIN,	/* an element or attribute of a libvirt domain */
	IGD_CHANGE_SERVICE,	/* now: a service is started again */
	IGD_CHANGE_COMMAND,	/* now: a program is run that has an opposite */
	IGD_CHANGE_MANUAL, /* only a person can do it: what, in words or as a snippet to paste */
	IGD_CHANGE_DECLINE /* the fix cannot help here: why */
};
#define IGD_CHANGE_KIND_COUNT (IGD_CHANGE_DECLINE + 1u)

/* When a change shows. */
enum igd_effect { IGD_EFFECT_NOW, IGD_EFFECT_BOOT, IGD_EFFECT_VM /* the VM's next start */ };
#define IGD_EFFECT_COUNT (IGD_EFFECT_VM + 1u)

enum igd_domain_edit {
	IGD_DOMAIN_SET, /* the attribute that place ends in ("...[1]/@file") is value; made if missing */
	IGD_DOMAIN_TEXT, /* the element's text is value; the last step of place is made if missing */
	IGD_DOMAIN_ADD, /* value, a piece of XML, stands in the element that place names, unless it does already */
	IGD_DOMAIN_REMOVE /* what place names is gone: elements or an attribute */
};
#define IGD_DOMAIN_EDIT_COUNT (IGD_DOMAIN_REMOVE + 1u)

/* A change owns its strings. Which fields count depends on the kind; the others are NULL or 0. */
struct igd_change {
	enum igd_change_kind kind;
	enum igd_effect effect;
	enum igd_domain_edit edit;
	char *subject; /* path, address, domain, service; the argument that goes (ARGUMENT) */
	char *place; /* XPath (DOMAIN); the line as it is (LINE); words of the opposite, a line each (COMMAND) */
	char *value; /* content, line, argument that comes, modules, driver, XML, words of the command, text */
	uint32_t line; /* LINE: which, from 1; 0: behind the last */
	uint32_t mode; /* FILE, INSTALL: 0644 */
	char *owner;   /* FILE, INSTALL: "user:group" by name or number; NULL: root's */
	char *why;     /* a few words for the plan's reader; NULL */
};

/*
 * The following append. Strings are copied. why may be NULL; it is shown beside the change: "the running kernel
 * has no sysfb that listens to it".
 */

/*
 * old NULL: fresh is to be an argument of the kernel command line. fresh NULL: every configured old goes. Both: fresh
 * takes old's place. Arguments are whole words ("intel_iommu=on").
 */
IGD_EXPORT void igd_change_argument(
	struct igd_changes *changes, const char *old, const char *fresh, const char *why);
/*
 * A file of the doctor's own (path: one that no package and no person writes) holds content. A path below
 * /etc/modprobe.d, /etc/modules-load.d and the like counts from the next boot on: IGD_EFFECT_BOOT.
 */
IGD_EXPORT void igd_change_file(struct igd_changes *changes, const char *path, const char *content,
	enum igd_effect effect, const char *why);
/*
 * In somebody's file: its line of that number, which reads old, becomes fresh; NULL: it goes. Number 0 and old NULL:
 * fresh is added behind the last. Several edits of one file count its lines as they were. The rest stays as it is, to the byte.
 */
IGD_EXPORT void igd_change_line(struct igd_changes *changes, const char *path,
	const struct igd_change *line, const char *why);
/*
 * The initramfs that boots holds these modules (in the order in which they are to be loaded, separated by blanks) and
 * what /etc/modprobe.d says of them. "" or NULL: it is only built again.
 */
IGD_EXPORT void igd_change_initramfs(
	struct igd_changes *changes, const char *modules, const char *why);
/* Now, until the next boot: the function (0000:00:02.0) is with driver; NULL: with none. */
IGD_EXPORT void igd_change_driver(
	struct igd_changes *changes, const char *address, const char *driver, const char *why);
/*
 * Now, until the next boot: the device below path lets go of its driver ("/sys/bus/platform/devices/efi-framebuffer.0"), or
 * a virtual console of the screen ("/sys/class/vtconsole/vtcon1").
 */
IGD_EXPORT void igd_change_framebuffer(
	struct igd_changes *changes, const char *path, const char *why);
/*
 * The file from is copied to path with this mode; owner as in struct igd_change. from may be IGD_CHANGE_OWN_ROM, which
 * no path is: igd-doctor's own option ROM for this host's iGPU, as `igd-doctor rom --build` makes it. Where there is none
 * for the iGPU, the fix declines.
 */
#define IGD_CHANGE_OWN_ROM "igd-doctor:own-rom"
IGD_EXPORT void igd_change_install(struct igd_changes *changes, const char *from, const char *path,
	uint32_t mode, const char *owner);
/*
 * The inactive XML of a libvirt domain. place is an XPath 1.0 expression from the root on ("/domain/devices/hostdev[2]/rom/@file";
 * the namespace of <qemu:commandline> is "qemu"). value as enum igd_domain_edit says.
 */
IGD_EXPORT void igd_change_domain(struct igd_changes *changes, const char *domain,
	enum igd_domain_edit edit, const char *place, const char *value);
/* A service is started again by the init in use ("libvirtd"). */
IGD_EXPORT void igd_change_service(
	struct igd_changes *changes, const char *service, const char *why);
/* A program with its arguments, NULL at the end, and its opposite (NULL: it needs none). The first word is a bare name. */
IGD_EXPORT void igd_change_command(struct igd_changes *changes, const char *const *words,
	const char *const *opposite, const char *why);
/* What only a person can do. snippet (NULL: none) is what to paste, and into what. */
IGD_EXPORT void igd_change_manual(
	struct igd_changes *changes, const char *what, const char *snippet);
/* The fix cannot help on this host. */
IGD_EXPORT IGD_FORMAT(2, 3) void igd_change_decline(
	struct igd_changes *changes, const char *format, ...);

/* The list itself, for the program and its tests. Zero-initialised is empty. */
struct igd_changes {
	struct igd_change *items;
	size_t count;
};
IGD_EXPORT void igd_changes_done(struct igd_changes *changes);

#endif
