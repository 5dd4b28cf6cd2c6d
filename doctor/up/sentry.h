// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry - listens to all that tells of a VM, and names what it hears
 *
 * Four ears: libvirt's events (hand.h), the VM's log of QEMU, the kernel's log, and the firmware's debug log where the VM
 * has one. Each begins with what is new when the sentry is posted. Every line is held against the catalogue of symptoms
 * (facts/log/symptom.h), so that a fault has its name within the second in which it is written.
 *
 * A line may get its weight from a later one: S55 depends on whether S130 follows. Then it comes out once more, FATAL,
 * before the line that made it so: the first fatal event names the cause.
 *
 * Logs can be written faster than anybody reads them. Of lines without a symptom so many come out in a second, of each
 * symptom a few; what is beyond that is counted, and told by one event that stands for all (count).
 */
#ifndef IGD_UP_SENTRY_H
#define IGD_UP_SENTRY_H

#include "up/hand.h"

struct igd_sentry;
struct igd_symptom;
struct igd_symptoms;

enum igd_sentry_ear { IGD_SENTRY_LIBVIRT, IGD_SENTRY_QEMU, IGD_SENTRY_KERNEL, IGD_SENTRY_FIRMWARE };
#define IGD_SENTRY_EAR_COUNT (IGD_SENTRY_FIRMWARE + 1u)

/*
 * What the line is, taken by itself and with what came before. Of libvirt's events, those of a VM that crashed, or
 * failed, and of a guest that panicked are FATAL; symptom is NULL then.
 */
enum igd_sentry_weight {
	IGD_SENTRY_PLAIN, /* no symptom is known of it */
	IGD_SENTRY_HARMLESS,
	IGD_SENTRY_OPEN, /* a symptom that depends on what is not known here */
	IGD_SENTRY_FATAL
};

/* Texts are printable; they belong to the event. */
struct igd_sentry_event {
	double seconds; /* since the sentry was posted */
	enum igd_sentry_ear ear;
	enum igd_sentry_weight weight;
	enum igd_hand_word word; /* LIBVIRT only */
	char *text; /* the line, or the event in words: "the VM has stopped: crashed" */
	const struct igd_symptom *symptom; /* NULL; lives as long as the sentry */
	char *cause, *remedy;		   /* of the symptom, filled in for the line; NULL */
	/* KERNEL: DMA faults of the iGPU come as one event at the first, and then one a second that says how many. */
	size_t count; /* lines that this stands for; 1 */
};
void igd_sentry_event_done(struct igd_sentry_event *event);

struct igd_sentry_options {
	struct igd_hand *hand;	/* borrowed; NULL: libvirt is not heard */
	const char *qemu_log;	/* "/var/log/libvirt/qemu/NAME.log"; need not be there yet; NULL */
	const char *kernel_log; /* NULL: /dev/kmsg */
	const char *firmware_log;	     /* NULL */
	const char *igpu;		     /* whose DMA faults count; NULL: "0000:00:02.0" */
	const struct igd_symptoms *symptoms; /* borrowed; NULL: those that came with the program */
};

/*
 * Posts it. Never NULL; which ears are deaf, and why, igd_sentry_deaf() tells: a kernel log that may not be read is no
 * reason not to listen to the rest.
 */
struct igd_sentry *igd_sentry_post(const struct igd_sentry_options *options);
void igd_sentry_free(struct igd_sentry *sentry);
/* Why an ear hears nothing: an errno; 0: it hears. ENOENT: it was not asked for, or its file is not there yet. */
int igd_sentry_deaf(const struct igd_sentry *sentry, enum igd_sentry_ear ear);

/*
 * The next event, waited for at most timeout_ms; false: none in that time, or an ANSWER of the hand has come, which
 * igd_sentry_answer() gives out. When a VM stops, what it had to say may come some tenths of a second after it.
 */
bool igd_sentry_next(struct igd_sentry *sentry, unsigned timeout_ms, struct igd_sentry_event *ret);
/* An ANSWER that has come meanwhile; false: none. */
bool igd_sentry_answer(struct igd_sentry *sentry, struct igd_hand_message *ret);

/*
 * Holds a text against the catalogue as though the ear had heard it, line by line, and gives the gravest line; false:
 * no line shows a symptom. For what libvirt says of a start that failed, which often has QEMU's own words in it.
 */
bool igd_sentry_name(struct igd_sentry *sentry, enum igd_sentry_ear ear, const char *text,
	struct igd_sentry_event *ret);

/* Another hand in place of one that is lost; NULL: none. The logs are heard all along. */
void igd_sentry_set_hand(struct igd_sentry *sentry, struct igd_hand *hand);

/*
 * Where libvirt has QEMU write of a VM: of the system's or, for a URI that ends in "/session", of the user's. NULL for a
 * name that is none of libvirt's. The caller frees it.
 */
char *igd_sentry_qemu_log(const char *uri, const char *vm);

/* "libvirt", "qemu", "kernel", "firmware"; "plain", "harmless", "open", "fatal" */
const char *igd_sentry_ear_name(enum igd_sentry_ear ear);
const char *igd_sentry_weight_name(enum igd_sentry_weight weight);

#endif
