// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact - what must not be published is found where it is defined, and replaced wherever it stands
 *
 * A filter that looks at one file misses the same value in the next. So there are three passes: learn() reads every node
 * for definitions (DMI, interfaces, libvirt XML, host and user names, UUIDs, serial numbers, addresses, tokens) and
 * know() takes those that only the running machine tells; settle() gives each value its pseudonym; replace() writes
 * every node anew, names included, in every spelling (colons or none, either case, percent-encoded, base64, UTF-16,
 * raw bytes, inside a path). survivor() looks through what was made, and knows nothing of how it was made.
 *
 * Pseudonyms keep the structure that diagnosis needs: a MAC stays a MAC of the same kind (who administers it; of a
 * hypervisor's range or not), addresses of one subnet stay in one subnet, a UUID stays a UUID, and values of one
 * kind keep their order, so that what was sorted stays sorted. The same evidence gives the same pseudonyms.
 */
#ifndef IGD_BUNDLE_REDACT_H
#define IGD_BUNDLE_REDACT_H

#include <stdio.h>

#include "core/tree.h"

enum igd_private {
	IGD_PRIVATE_MAC,
	IGD_PRIVATE_IPV4,
	IGD_PRIVATE_IPV6,
	IGD_PRIVATE_UUID,
	IGD_PRIVATE_SERIAL,	/* of a machine, board, disk, USB device or monitor */
	IGD_PRIVATE_MACHINE_ID, /* 32 hexadecimal digits */
	IGD_PRIVATE_HOST,
	IGD_PRIVATE_DOMAIN_NAME, /* of the network: "example.org" */
	IGD_PRIVATE_USER,
	IGD_PRIVATE_VM,
	IGD_PRIVATE_MAIL,
	IGD_PRIVATE_SECRET, /* passwords, tokens and keys; all become one word */
	IGD_PRIVATE_PATH,   /* the part of a path that a person named */
	IGD_PRIVATE_COUNT
};

/* "MAC addresses" ...: what a person is told of the kind. */
const char *igd_private_name(enum igd_private kind);

struct igd_redactor;

IGD_MALLOC struct igd_redactor *igd_redactor_new(void);
void igd_redactor_free(struct igd_redactor *redactor);

/* Whether a node is left out altogether, whatever it holds (MSDM, keys, credentials, shell histories). */
bool igd_redactor_refuses(const struct igd_node *node);
/* Why, for a person ("it holds keys"); NULL for one that is not left out. Static. */
const char *igd_redactor_refusal(const struct igd_node *node);
/* First pass: what the node defines. */
void igd_redactor_learn(struct igd_redactor *redactor, const struct igd_node *node);
/* A value that no node need define. NULL, empty and too common to mean anything ("To be filled by O.E.M."): nothing. */
void igd_redactor_know(struct igd_redactor *redactor, enum igd_private kind, const char *value);
/* Gives pseudonyms. Nothing can be learned after it. */
void igd_redactor_settle(struct igd_redactor *redactor);

/* Second pass: the node without what was learned. Its strings are the caller's. */
void igd_redactor_replace(
	struct igd_redactor *redactor, const struct igd_node *node, struct igd_node *ret);

/* How many values of a kind were replaced somewhere, and how many places that were. */
struct igd_redactor_count {
	size_t values, places;
};
struct igd_redactor_count igd_redactor_count(
	const struct igd_redactor *redactor, enum igd_private kind);

/* A value that stands in what was made: where, and of which kind. The value itself is not repeated. */
struct igd_survivor {
	enum igd_private kind;
	size_t offset, size;
	char spelling[32]; /* "as it is", "base64", "UTF-16" ... */
};

/* Third pass: whether one of the originals stands in the bytes, in any spelling. */
bool igd_redactor_survivor(const struct igd_redactor *redactor, const void *bytes, size_t size,
	struct igd_survivor *ret);
/*
 * The same of sentences that were made from nothing but what replace() has returned. A name of letters alone is none of the
 * machine's there, but a word of the program's: a VM called "passthrough" would be found in its advice.
 */
bool igd_redactor_survivor_in_prose(const struct igd_redactor *redactor, const char *text,
	size_t size, struct igd_survivor *ret);

/* What was replaced by what, as JSON (igd-doctor.map/1); for the person alone. */
void igd_redactor_write_map(const struct igd_redactor *redactor, FILE *out);

#endif
