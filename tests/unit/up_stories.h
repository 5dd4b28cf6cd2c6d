// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_stories - each stage of `up`, and each way in which it can end
 */
#ifndef IGD_TESTS_UP_STORIES_H
#define IGD_TESTS_UP_STORIES_H

#include <errno.h>

#include "tests/unit/up_scene.h"

#define GOOD(id, what)                                                                             \
	{                                                                                          \
		id, IGD_PASS, IGD_BLOCKER, what, NULL                                              \
	}
#define BAD(id, what, fix)                                                                         \
	{                                                                                          \
		id, IGD_FAIL, IGD_BLOCKER, what, fix                                               \
	}
#define POOR(id, what, fix)                                                                        \
	{                                                                                          \
		id, IGD_FAIL, IGD_DEGRADED, what, fix                                              \
	}
#define VAGUE(id, what)                                                                            \
	{                                                                                          \
		id, IGD_UNKNOWN, IGD_BLOCKER, what, NULL                                           \
	}
#define END                                                                                        \
	{                                                                                          \
		NULL, IGD_PASS, IGD_HINT, NULL, NULL                                               \
	}

/* What a guest that is well says. */
static const struct row agent_well[] = { GOOD("guest.agent", "version 8.2.0, Windows 11 Pro"),
	END };
static const struct row agent_silent[] = { POOR("guest.agent", "nobody listens", NULL), END };
static const struct row agent_vague[] = { VAGUE("guest.agent", "libvirt does not answer"), END };
static const struct row driver_well[] = { GOOD("guest.display-driver", "32.0.101.7076 runs"), END };
static const struct row driver_43[] = { BAD("guest.display-driver", "Code 43", NULL), END };
static const struct row driver_vague[] = { VAGUE("guest.display-driver", "guest-exec is forbidden"),
	END };
static const struct row stream_well[] = { GOOD("sunshine.address", "192.168.122.57"),
	GOOD("sunshine.route", "virbr0"), GOOD("sunshine.ports", "all open"),
	GOOD("sunshine.server", "Sunshine, HEVC"), END };
static const struct row stream_503[] = { GOOD("sunshine.ports", "all open"),
	BAD("sunshine.server", "no encoder", NULL), END };
static const struct row stream_macvtap[] = { BAD("sunshine.route", "macvtap", NULL),
	GOOD("sunshine.server", "-"), END };
static const struct row stream_closed[] = { BAD("sunshine.ports", "47989 refused", NULL),
	GOOD("sunshine.server", "-"), END };
static const struct row stream_vague[] = { VAGUE("sunshine.server", "libcurl is not installed"),
	END };

#define AGENT_WELL .agent = { agent_well }
#define DRIVER_WELL .driver = { driver_well }
#define STREAM_WELL .stream = { stream_well }
#define WELL AGENT_WELL, DRIVER_WELL, STREAM_WELL

/* What the host and the VM are like. */
static const struct row no_opregion[] = { BAD("opregion.host", "absent", NULL), END };
static const struct row no_iommu[] = { BAD("iommu.enabled", "off", "kernel-cmdline.iommu"), END };
static const struct row efifb[] = {
	BAD("efifb.released", "efifb holds it", "framebuffer.release-now"), END
};
static const struct row next_boot[] = { BAD("driver.claimed", "nobody", "modprobe.vfio"), END };
static const struct row unknown[] = { VAGUE("opregion.host", "only root is told"),
	VAGUE("iommu.group", "unreadable"), END };
static const struct row wrong_rom[] = { BAD("rom.fits", "it is for 8086:3e92", NULL), END };
static const struct row off_recipe[] = { BAD("vm.recipe", "nearest to upt, but", "domain.recipe"),
	POOR("vm.display", "std", "domain.recipe"), BAD("rom.present", "no ROM", "rom.install"),
	END };
static const struct row half_mended[] = { BAD("rom.present", "no ROM", "rom.install"), END };
static const struct row managed[] = { POOR("vm.managed", "managed='yes'", "domain.recipe"), END };
static const struct row bound_late[] = { BAD("driver.bound", "i915 has it", "driver.bind-now"),
	END };
static const struct row bound_well[] = { GOOD("driver.bound", "vfio-pci"), END };
static const struct row busy[] = { BAD("driver.bound", "i915 has it", "driver.bind-now"),
	POOR("driver.free", "Xorg (812)", NULL), END };

/* What is heard. */
static char s130_id[] = "S130", *fatal_with[] = { s130_id, NULL };
static char s55_id[] = "S55", s55_title[] = "placed where the IOMMU cannot map it",
	    s55_cause[] = "Too many address bits.", s55_remedy[] = "<maxphysaddr limit='39'/>",
	    s130_title[] = "ended because memory could not be mapped",
	    s130_cause[] = "The line before.", s239_id[] = "S239",
	    s239_title[] = "The option ROM has set up the iGPU", s6_id[] = "S6",
	    s6_title[] = "The kernel refuses the IOMMU", s6_remedy[] = "Mend it so.";
static const struct igd_symptom s55 = { .id = s55_id,
	.title = s55_title,
	.cause = s55_cause,
	.remedy = s55_remedy,
	.fatal_with = fatal_with };
static const struct igd_symptom s130 = {
	.id = s130_id, .title = s130_title, .cause = s130_cause, .remedy = s55_remedy
};
static const struct igd_symptom s239 = {
	.id = s239_id, .title = s239_title, .cause = s130_cause, .remedy = s55_remedy
};
static const struct igd_symptom s6 = {
	.id = s6_id, .title = s6_title, .cause = s130_cause, .remedy = s6_remedy
};
#define QEMU_LINE(after, weight, text, symptom)                                                    \
	{                                                                                          \
		after, IGD_SENTRY_QEMU, weight, IGD_HAND_ANSWER, text, symptom                     \
	}
#define LIBVIRT(after, word, text)                                                                 \
	{                                                                                          \
		after, IGD_SENTRY_LIBVIRT, IGD_SENTRY_PLAIN, word, text, NULL                      \
	}
#define OF_FIRMWARE(after, text, symptom)                                                          \
	{                                                                                          \
		after, IGD_SENTRY_FIRMWARE, IGD_SENTRY_HARMLESS, IGD_HAND_ANSWER, text, symptom    \
	}
#define NO_MORE                                                                                    \
	{                                                                                          \
		0, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, IGD_HAND_ANSWER, NULL, NULL                  \
	}

static const struct happening dies_in_firmware[] = { QEMU_LINE(1800, IGD_SENTRY_OPEN,
							     "vfio_dma_map(0x3f) = -22", &s55),
	QEMU_LINE(1801, IGD_SENTRY_FATAL, "vfio: DMA mapping failed", &s130), NO_MORE };
static const struct happening dies_and_then_says[] = { LIBVIRT(1500, IGD_HAND_STOPPED,
							       "the VM has stopped: crashed"),
	QEMU_LINE(1800, IGD_SENTRY_FATAL, "vfio: DMA mapping failed", &s130), NO_MORE };
static const struct happening dies_silently[] = {
	LIBVIRT(1500, IGD_HAND_STOPPED, "the VM has stopped: failed"), NO_MORE
};
static const struct happening dies_late[] = {
	QEMU_LINE(9000, IGD_SENTRY_FATAL, "vfio: DMA mapping failed", &s130), NO_MORE
};
static const struct happening shuts_down_late[] = {
	LIBVIRT(20000, IGD_HAND_STOPPED, "the VM has stopped: shutdown"), NO_MORE
};
static const struct happening explained_late[] = {
	QEMU_LINE(200, IGD_SENTRY_FATAL, "vfio: failed to set iommu", &s6), NO_MORE
};
static const struct happening rom_says[] = { OF_FIRMWARE(3500, "igdrom: all is set up", &s239),
	NO_MORE };
static const struct happening firmware_boots[] = { OF_FIRMWARE(
							   3500, "SecCoreStartupWithStack", NULL),
	OF_FIRMWARE(12000, "[Bds]Booting Windows Boot Manager", NULL), NO_MORE };
static const struct happening firmware_chats[] = {
	OF_FIRMWARE(3500, "SecCoreStartupWithStack", NULL), NO_MORE
};
static const struct happening agent_comes[] = { LIBVIRT(8000, IGD_HAND_AGENT_UP, "agent"),
	NO_MORE };
static const struct happening dies_at_once[] = {
	LIBVIRT(0, IGD_HAND_STOPPED, "the VM has stopped: crashed"), NO_MORE
};
static const struct happening ends_at_once[] = {
	LIBVIRT(0, IGD_HAND_STOPPED, "the VM has stopped: shutdown"), NO_MORE
};
static const struct happening is_lost[] = { LIBVIRT(900, IGD_HAND_LOST, "libvirt is gone"),
	NO_MORE };
static const struct happening is_paused[] = {
	LIBVIRT(6000, IGD_HAND_PAUSED, "the VM is paused: ioerror"), NO_MORE
};

/* clang-format off */
static const struct {
	const char *name;
	struct story story;
} stories[] = {
	{ "all is well", { WELL } },
	{ "all is well, and the driver is the last that is wanted", { WELL, .last = IGD_UP_DRIVER } },
	{ "a trial that goes well", { WELL, .host = off_recipe, .how = TRYING, .last = IGD_UP_DRIVER } },
	{ "the definition is mended", { WELL, .host = off_recipe } },
	{ "a ROM is given", { WELL, .how = WITH_ROM } },
	{ "a ROM is given, and does not get there", { .how = WITH_ROM, .loses_rom = true } },
	{ "a ROM is given, and the fix declines", { .how = WITH_ROM, .mends_nothing = true, .mend_why = "rom.install: no" } },
	{ "the VM runs already", { WELL, .is_running = true, .host = no_opregion } },
	{ "the VM runs already, and is to be tried", { WELL, .is_running = true, .how = TRYING } },
	{ "the VM runs already, and is to be given a ROM", { WELL, .is_running = true, .how = WITH_ROM } },

	{ "preflight: the host cannot be examined", { .examine_status = IGD_EXIT_INTERNAL } },
	{ "preflight: there is no VM", { .why_none = "101 is not libvirt's" } },
	{ "preflight: libvirt refuses", { .open_error = EACCES } },
	{ "preflight: libvirt is gone", { .open_error = ECONNREFUSED } },
	{ "preflight: no fix", { .host = no_opregion } },
	{ "preflight: nobody can be asked", { .host = efifb } },
	{ "preflight: a fix that needs a boot", { .host = no_iommu, .can_ask = true, .mend = IGD_UP_MEND_BOOT } },
	{ "preflight: mended", { WELL, .host = efifb, .can_ask = true } },
	{ "preflight: mended without asking", { WELL, .host = efifb, .how = AGREED } },
	{ "preflight: mended, and the start fails", { WELL, .host = efifb, .start = { EIO, "no", 0 }, .how = AGREED } },
	{ "preflight: mended in vain", { .host = efifb, .host_mended = efifb, .can_ask = true } },
	{ "preflight: the person says no", { .host = efifb, .can_ask = true, .mend = IGD_UP_MEND_REFUSED, .mend_why = "you said no" } },
	{ "preflight: only root can", { .host = efifb, .can_ask = true, .mend = IGD_UP_MEND_REFUSED, .mend_status = IGD_EXIT_PERMISSION } },
	{ "preflight: the next boot is another matter", { WELL, .host = next_boot } },
	{ "preflight: it is not where nothing has it", { .host = next_boot, .is_unbound = true } },
	{ "preflight: what is unknown is named", { WELL, .host = unknown } },
	{ "preflight: interrupted", { .signal_at = "begin preflight" } },

	{ "prepare: another recipe is wished", { .unlike = "nearer to legacy" } },
	{ "prepare: the wrong ROM", { .host = wrong_rom } },
	{ "prepare: nothing a plan could change", { .host = off_recipe, .mends_nothing = true, .mend_why = "domain.recipe: no" } },
	{ "prepare: nothing that must be changed", { WELL, .host = managed, .mends_nothing = true } },
	{ "prepare: nobody can be asked", { .host = off_recipe, .mend = IGD_UP_MEND_REFUSED, .mend_why = "there is nobody to ask", .mend_status = IGD_EXIT_USAGE } },
	{ "prepare: a step fails", { .host = off_recipe, .mend = IGD_UP_MEND_FAILED, .mend_status = IGD_EXIT_FAILED } },
	{ "prepare: a step fails, and cannot be taken back", { .host = off_recipe, .mend = IGD_UP_MEND_LEFT, .mend_status = IGD_EXIT_FAILED, .undo_error = ESTALE } },
	{ "prepare: a step fails, and can be taken back only then", { .host = off_recipe, .mend = IGD_UP_MEND_LEFT, .mend_status = IGD_EXIT_FAILED } },
	{ "prepare: it did not turn", { .host = off_recipe, .host_mended = half_mended } },
	{ "prepare: it did not turn, and is restored", { .host = off_recipe, .host_mended = half_mended, .how = RESTORING } },
	{ "prepare: interrupted within", { .host = off_recipe, .mend = IGD_UP_MEND_INTERRUPTED, .signal_at = "mend domain.recipe,rom.install" } },
	{ "prepare: interrupted after", { .host = off_recipe, .signal_at = "mend domain.recipe,rom.install", .how = RESTORING } },

	{ "bind: now", { WELL, .is_unbound = true, .host = bound_late, .host_mended = bound_well } },
	{ "bind: libvirt does it", { WELL, .is_unbound = true, .is_managed = true } },
	{ "bind: somebody has it open", { .is_unbound = true, .host = busy } },
	{ "bind: somebody has it open, libvirt would hang", { .is_unbound = true, .is_managed = true, .host = busy } },
	{ "bind: the last way in", { .is_unbound = true, .guard = "no other display" } },
	{ "bind: the last way in, agreed to", { WELL, .is_unbound = true, .is_managed = true, .guard = "no other display", .how = HEADLESS } },
	{ "bind: the fix declines", { .is_unbound = true, .host = bound_late, .mends_nothing = true, .mend_why = "driver.bind-now: no group" } },
	{ "bind: it did not turn", { .is_unbound = true, .host = bound_late, .host_mended = bound_late } },
	{ "bind: interrupted", { .is_unbound = true, .host = bound_late, .host_mended = bound_well, .signal_at = "mend driver.bind-now" } },

	{ "start: the network is inactive", { .start = { EIO, "network 'default' is not active", 0 } } },
	{ "start: the network is started", { WELL, .network = "default", .can_ask = true, .says_yes = true } },
	{ "start: the network is started, and the VM dies", { .network = "default", .can_ask = true, .says_yes = true, .happenings = dies_in_firmware } },
	{ "start: libvirt's own words", { .start = { EIO, "Cannot access storage file '/x.qcow2'", 0 } } },
	{ "start: QEMU says why", { .start = { EIO, "internal error", 0 }, .happenings = explained_late } },
	{ "start: somebody else was first", { .start = { EINVAL, "domain is already running", 0 } } },
	{ "start: somebody else was first, with the driver taken", { .is_unbound = true, .host = bound_late, .host_mended = bound_well, .start = { EINVAL, "domain is already running", 0 } } },
	{ "start: somebody else was first, and shuts it down", { .is_unbound = true, .host = bound_late, .host_mended = bound_well, .start = { EINVAL, "domain is already running", 0 }, .happenings = ends_at_once } },
	{ "start: libvirt hangs", { .start = { ETIMEDOUT, "", 60000 } } },
	{ "start: dies in firmware", { .happenings = dies_in_firmware } },
	{ "start: dies, then says why", { .happenings = dies_and_then_says } },
	{ "start: dies silently", { .happenings = dies_silently } },
	{ "start: dies, with the driver to give back", { .is_unbound = true, .host = bound_late, .host_mended = bound_well, .happenings = dies_in_firmware } },
	{ "start: dies, with all to give back", { .is_unbound = true, .host = off_recipe, .host_mended = bound_well, .happenings = dies_in_firmware, .how = RESTORING } },
	{ "start: dies, and the person restores", { .host = off_recipe, .can_ask = true, .says_yes = true, .happenings = dies_in_firmware } },
	{ "start: it is paused", { .state = "paused starting" } },
	{ "start: libvirt is lost", { .happenings = is_lost } },
	{ "start: interrupted", { .signal_at = "start" } },
	{ "start: interrupted, and only then begun", { .signal_at = "start", .starts_late = true, .start = { 0, "", 5000 } } },
	{ "start: dies before it is answered", { .start = { 0, "", 8000 }, .starts_late = true, .happenings = dies_at_once } },
	{ "start: interrupted while the network starts", { .network = "default", .can_ask = true, .says_yes = true, .network_ms = 8000, .signal_at = "network-start default" } },
	{ "start: interrupted, with the driver", { .is_unbound = true, .host = bound_late, .host_mended = bound_well, .signal_at = "start" } },

	{ "firmware: the ROM has done its work", { WELL, .firmware_log = "/var/log/ovmf.log", .happenings = rom_says } },
	{ "firmware: it boots", { WELL, .firmware_log = "/var/log/ovmf.log", .happenings = firmware_boots } },
	{ "firmware: it says nothing of its end", { WELL, .firmware_log = "/var/log/ovmf.log", .happenings = firmware_chats } },
	{ "firmware: it says nothing", { WELL, .firmware_log = "/var/log/ovmf.log" } },
	{ "firmware: the agent is there", { WELL, .firmware_log = "/var/log/ovmf.log", .happenings = agent_comes } },
	{ "firmware: the VM ends", { .firmware_log = "/var/log/ovmf.log", .happenings = dies_late } },
	{ "firmware: interrupted", { .firmware_log = "/var/log/ovmf.log", .signal_ms = 7000 } },

	{ "agent: after a while", { DRIVER_WELL, STREAM_WELL, .agent = { agent_silent, agent_silent, agent_silent, agent_well } } },
	{ "agent: it comes, and is asked at once", { DRIVER_WELL, STREAM_WELL, .agent = { agent_silent, agent_silent, agent_silent, agent_silent, agent_well }, .happenings = agent_comes } },
	{ "agent: silent", { .agent = { agent_silent } } },
	{ "agent: it cannot be told", { DRIVER_WELL, STREAM_WELL, .agent = { agent_vague } } },
	{ "agent: no channel", { WELL, .has_no_agent = true } },
	{ "agent: it is not looked at", { DRIVER_WELL, STREAM_WELL, .agent = { stream_well } } },
	{ "agent: the checks give no answer", { WELL, .view_is_void = true } },
	{ "agent: the checks hang", { WELL, .view_ms = 1000000 } },
	{ "agent: the VM ends while it is asked", { .agent = { agent_silent }, .view_ms = 20000, .happenings = dies_late } },
	{ "agent: the VM shuts down", { .agent = { agent_silent }, .happenings = shuts_down_late } },
	{ "agent: the VM is paused", { .agent = { agent_silent }, .happenings = is_paused } },
	{ "agent: interrupted", { .agent = { agent_silent }, .signal_ms = 60000 } },
	{ "agent: interrupted while it is asked", { .agent = { agent_silent }, .view_ms = 20000, .signal_ms = 60000, .how = KEEPING } },

	{ "driver: Code 43", { AGENT_WELL, STREAM_WELL, .driver = { driver_43 }, .code = 43 } },
	{ "driver: Code 43, kept", { AGENT_WELL, STREAM_WELL, .driver = { driver_43 }, .code = 43, .how = KEEPING } },
	{ "driver: Code 43, and it does not shut down", { AGENT_WELL, STREAM_WELL, .driver = { driver_43 }, .code = 43, .is_stubborn = true } },
	{ "driver: Code 43, and it cannot be ended", { AGENT_WELL, STREAM_WELL, .driver = { driver_43 }, .code = 43, .is_stubborn = true, .is_immortal = true } },
	{ "driver: Code 43 of a trial", { AGENT_WELL, STREAM_WELL, .host = off_recipe, .driver = { driver_43 }, .code = 43, .how = TRYING, .last = IGD_UP_DRIVER } },
	{ "driver: it cannot be told", { AGENT_WELL, STREAM_WELL, .driver = { driver_vague } } },
	{ "driver: interrupted", { AGENT_WELL, STREAM_WELL, .driver = { driver_vague }, .signal_at = "begin driver" } },

	{ "stream: after a while", { AGENT_WELL, DRIVER_WELL, .stream = { stream_closed, stream_503, stream_well } } },
	{ "stream: no encoder", { AGENT_WELL, DRIVER_WELL, .stream = { stream_503 } } },
	{ "stream: a port is closed", { AGENT_WELL, DRIVER_WELL, .stream = { stream_closed } } },
	{ "stream: macvtap", { AGENT_WELL, DRIVER_WELL, .stream = { stream_macvtap } } },
	{ "stream: it cannot be told", { AGENT_WELL, DRIVER_WELL, .stream = { stream_vague } } },
	{ "stream: interrupted", { WELL, .signal_at = "begin stream" } },

	{ "back: the journal cannot be undone", { .is_unbound = true, .host = bound_late, .host_mended = bound_well, .happenings = dies_in_firmware, .undo_error = ESTALE } },
	{ "back: the driver does not come back", { .is_unbound = true, .is_managed = true, .happenings = dies_in_firmware, .keeps_driver = true } },
	{ "back: libvirt does not answer any more", { .is_undead = true } },
	{ "back: it runs on, and keeps the driver", { AGENT_WELL, STREAM_WELL, .is_unbound = true, .host = bound_late, .host_mended = bound_well, .driver = { driver_43 }, .code = 43, .how = KEEPING } },
};
/* clang-format on */

#endif
