// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_private - the rooms of the redactor
 *
 *     redact           what redact.h offers, put together
 *     redact_refuse    what is left out altogether
 *     redact_words     words that name nobody, values that mean nothing
 *     redact_values    the table of what was found
 *     redact_pseudonym what stands for it
 *     redact_context   where words begin, and where one is meant as a name
 *     redact_file      where one in a path is a VM's
 *     redact_shape*    what is private by its looks, wherever it stands
 *     redact_key       what is private by the key before it: "serial=", "password:"
 *     redact_learn*    what is private by where it is defined
 *     redact_needle    what was found, looked for in all its spellings, which are redact_spelling's
 *     redact_walk      one pass through a text that does all of it
 *     redact_view      the same for what is encoded: percent, base64, UTF-16
 *     redact_binary    the same for what is no text: EDID, PCI configuration space
 *     redact_survivor  the closing scan; shares nothing with redact_walk and redact_needle
 *     redact_map       the map
 */
#ifndef IGD_BUNDLE_REDACT_PRIVATE_H
#define IGD_BUNDLE_REDACT_PRIVATE_H

#include "bundle/redact.h"
#include "core/util.h"

/* A value that looked private and was looked at and left, such as a version of four numbers; never replaced. */
#define IGD_LEFT ((unsigned)IGD_PRIVATE_COUNT)

/* The longest value that is taken for one: a line of a poem is no password. */
#define IGD_MAX_VALUE 256u

struct igd_value {
	unsigned kind; /* enum igd_private or IGD_LEFT */
	/* MAC "52:54:00:ab:cd:ef"; UUID and machine id in lower case; IPv6 as inet_ntop() has it; else as it was found */
	char *original;
	size_t size;
	char *pseudonym; /* NULL until it is settled */
	bool is_common;	 /* a word that stands in many places: only where it is defined */
	size_t places;
};

struct igd_ordinal {
	uint64_t scope, key, number;
};

/* Gives numbers within a scope, from 1 on, in the order in which they are asked for. */
struct igd_ordinals {
	struct igd_ordinal *list;
	size_t count;
};

struct igd_spelleds;
struct igd_survey;

struct igd_redactor {
	struct igd_value *values;
	size_t count;
	uint32_t *slots; /* hash table: index + 1 of values */
	size_t slot_count;
	struct igd_ordinals ordinals;
	uint64_t text_numbers[IGD_PRIVATE_COUNT];
	int text_width[IGD_PRIVATE_COUNT];
	struct igd_spelleds *needles; /* since settle() */
	struct igd_survey *survey;    /* since settle() */
	bool is_settled;
};

/* redact_words */

/* A word of kernels, hypervisors, distributions and of daily use: it names nobody. Case does not count. */
bool igd_word_is_common(const char *word, size_t size);
/* Whether a name consists of such words and of numbers alone: "win11", "ubuntu-24.04". */
bool igd_name_is_common(const char *name, size_t size);
/* "To be filled by O.E.M.", "None", "0123456789": no value at all. */
bool igd_value_is_filler(const char *text, size_t size);
/* An account that every machine has: "root", "libvirt-qemu". */
bool igd_user_is_of_system(const char *name, size_t size);
/* Domains of projects and makers, whose addresses are published: "lists.debian.org". */
bool igd_domain_is_public(const char *domain, size_t size);
/* UUIDs that are the same everywhere: of EFI, partition types, zeros. Lower case, 36 letters. */
bool igd_uuid_is_known(const char *uuid);

/* redact_values */

/* Position in values plus 1; 0 for none. The text must be canonical. */
size_t igd_value_find(
	const struct igd_redactor *redactor, unsigned kind, const char *text, size_t size);
/* The same, added if it is new (settled at once if the redactor is); 0 where it is not worth it. */
size_t igd_value_add(struct igd_redactor *redactor, unsigned kind, const char *text, size_t size);
void igd_values_done(struct igd_redactor *redactor);

/* redact_pseudonym_address: of an address as redact_values has it; the caller frees it. */
char *igd_pseudonym_mac(struct igd_redactor *redactor, const char *original);
char *igd_pseudonym_ipv4(struct igd_redactor *redactor, const char *original);
char *igd_pseudonym_ipv6(struct igd_redactor *redactor, const char *original);

/* redact_pseudonym */
void igd_pseudonym_give(struct igd_redactor *redactor, size_t index);
/* Orders the values and gives each its pseudonym. */
void igd_pseudonyms_settle(struct igd_redactor *redactor);
/* Adds a value's pseudonym as the matched text has it: its separators, its case. */
void igd_pseudonym_write(
	const struct igd_value *value, const char *matched, size_t size, struct igd_text *ret);

/* What is known of where a text stands. */
enum igd_place {
	IGD_PLACE_PATH = 1u << 0,     /* the whole text is a path */
	IGD_PLACE_ACCOUNTS = 1u << 1, /* /etc/passwd, /etc/group */
	IGD_PLACE_HOST = 1u << 2,     /* the whole text is a host's name */
	IGD_PLACE_VM = 1u << 3,	      /* the whole text is a VM's name */
	IGD_PLACE_VALUE = 1u << 4,    /* the whole text is a serial number or an identity */
	IGD_PLACE_DOMAINS = 1u << 5,  /* libvirt's list of VMs */
	IGD_PLACE_GUEST = 1u << 6,    /* the definition of a VM by Proxmox VE */
	IGD_PLACE_VERSION = 1u << 7,  /* the whole text is a version */
};
unsigned igd_place_of(const char *path);

/* One text on its way. */
struct igd_walk {
	struct igd_redactor *redactor;
	const char *in;
	size_t size, at;
	struct igd_text *out; /* NULL: only learns */
	size_t copied;	      /* up to where in went to out */
	unsigned place, depth;
	bool is_binary; /* lengths must not change */
	bool has_percent, has_nul, has_at, has_firewall, has_escape;
	size_t percent_end, base64_end;	 /* up to where such a run was looked at */
	size_t personal_end;		 /* up to where a path below somebody's home goes */
	size_t secret_start, secret_end; /* a value whose key was seen */
	size_t changes;
};

/* redact_walk: learns, or adds the redacted text to out. How many places were changed. */
size_t igd_walk_text(
	const struct igd_walk *like, const char *in, size_t size, struct igd_text *out);
/* Replaces in[at..at+size) by the value. For redact_view and redact_binary. */
void igd_walk_emit(struct igd_walk *walk, size_t size, const char *text, size_t text_size);
/* The same by a value's pseudonym; counts. */
void igd_walk_replace(struct igd_walk *walk, size_t size, size_t index);

/* redact_shape: a value by its looks at walk->at, which is the beginning of a word. */
struct igd_shape {
	unsigned kind;
	size_t skip,
		size; /* from walk->at on: what belongs to it but stays, and what is replaced */
	char text[IGD_MAX_VALUE]; /* canonical */
};
bool igd_shape_find(struct igd_walk *walk, struct igd_shape *ret);
bool igd_shape_number(struct igd_walk *walk, struct igd_shape *ret); /* MAC, UUID, IPv6 ... */
bool igd_shape_ipv4(struct igd_walk *walk, struct igd_shape *ret);
bool igd_shape_path(
	struct igd_walk *walk, struct igd_shape *ret); /* walk->at is behind a '/' or '\\' */
bool igd_shape_disk(const struct igd_walk *walk, struct igd_shape *ret); /* behind "/by-id/" */
bool igd_shape_mail(const struct igd_walk *walk, struct igd_shape *ret);
bool igd_shape_token(const struct igd_walk *walk, struct igd_shape *ret); /* of GitHub, AWS ... */
/* Of QEMU and others who make virtual machines; "52:54:00" in lower case. */
bool igd_mac_is_virtual(const char *mac);

/* redact_key: walk->at is '=' or ':' ; what stands behind it may be private by its key. */
void igd_key_look(struct igd_walk *walk);

/* redact_context */
/* A letter or digit of ASCII. */
bool igd_is_word(char letter);
/* Whether a word begins here: what stands before is no letter, or ends an escape ("%2F", "\n", "\x20"). */
bool igd_word_begins(const char *in, size_t at);
bool igd_text_ends(const char *in, size_t at, const char *suffix);
/* Whether a common word stands here as what the kind says. */
bool igd_context_defines(const struct igd_walk *walk, unsigned kind, size_t size);

/* redact_file: whether the word of that size at walk->at is what a VM's file is called by. */
bool igd_file_is_of_vm(const struct igd_walk *walk, size_t size);

/* redact_view: an encoded run that begins at walk->at and holds something private; true if it was dealt with. */
bool igd_view_look(struct igd_walk *walk);

/* redact_binary: learns from, or changes in place, what has a form of its own. */
void igd_binary_learn(struct igd_redactor *redactor, const char *path, const char *in, size_t size);
void igd_binary_replace(const char *path, const char *original, char *bytes, size_t size);
bool igd_is_binary(const char *path, const char *bytes, size_t size);

/* redact_learn */
void igd_learn_file(struct igd_redactor *redactor, const char *path, const char *text, size_t size);
void igd_learn_domain(struct igd_redactor *redactor, const char *text, size_t size);
/* "my%20vm" */
void igd_learn_vm_encoded(struct igd_redactor *redactor, const char *name, size_t size);
void igd_learn_words(struct igd_redactor *redactor, const char *text, size_t size);

/* redact_needle */
struct igd_spelleds *igd_spelleds_new(struct igd_redactor *redactor);
void igd_spelleds_free(struct igd_spelleds *needles);
/* A value that came after settle(). */
void igd_spelleds_add(struct igd_redactor *redactor, size_t index);
/* Whether there is one that begins with these two bytes, or it could be. */
bool igd_spelleds_may_begin(const struct igd_spelleds *needles, const char *bytes);
/* The longest needle at walk->at; replaces it. */
bool igd_spelleds_look(struct igd_walk *walk);

/* redact_survivor */
struct igd_survey *igd_survey_new(void);
void igd_survey_free(struct igd_survey *survey);
/* An address, a UUID or a mail address that is no pseudonym. */
bool igd_survey_looks(const struct igd_redactor *redactor, const char *bytes, size_t size,
	struct igd_survivor *ret);

#endif
