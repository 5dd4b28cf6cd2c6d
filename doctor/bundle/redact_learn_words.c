// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_learn_words - command lines: QEMU's, whatever parts their words, and the kernel's
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

static bool parts(char letter)
{
	return !letter || isspace((unsigned char)letter) || strchr("\"'", letter);
}

/* "guest=NAME,debug-threads=on", "NAME"; a comma within a name is doubled */
static void learn_name(struct igd_redactor *redactor, const char *text, size_t size)
{
	IGD_AUTOTEXT struct igd_text name = { 0 };
	size_t i;

	if (size > 6 && strncmp(text, "guest=", 6) == 0) {
		text += 6;
		size -= 6;
	}
	for (i = 0; i < size; i++) {
		if (text[i] == ',' && (i + 1 >= size || text[++i] != ','))
			break;
		igd_text_add(&name, text + i, 1);
	}
	if (name.size && *name.text != '$' && *name.text != '-')
		igd_value_add(redactor, IGD_PRIVATE_VM, name.text, name.size);
}

/* The word that follows the option at in[at]. A name in quotation marks may have blanks. */
static void learn_behind(struct igd_redactor *redactor, const char *in, size_t size, size_t at)
{
	char quote = '\0';
	size_t start;

	while (at < size && parts(in[at])) {
		quote = in[at] == '"' || in[at] == '\'' ? in[at] : quote;
		at++;
	}
	for (start = at; at < size &&
			 (quote ? in[at] && in[at] != quote && in[at] != '\n' : !parts(in[at]));)
		at++;
	learn_name(redactor, in + start, at - start);
}

static bool is_of_qemu(const char *text, size_t size)
{
	return memmem(text, size, "qemu", 4) || memmem(text, size, "-machine", 8) ||
	       memmem(text, size, "/kvm", 4);
}

static void learn_names(struct igd_redactor *redactor, const char *text, size_t size)
{
	const char *at = text, *end = text + size;

	while ((at = memmem(at, (size_t)(end - at), "-name", 5))) {
		at += 5;
		if (at < end && parts(*at) && (size_t)(at - text) > 5 &&
			(parts(at[-6]) || at[-6] == '-'))
			learn_behind(redactor, text, size, (size_t)(at - text));
	}
}

/* ip=CLIENT:SERVER:GATEWAY:NETMASK:HOSTNAME:DEVICE (Linux Documentation/admin-guide/nfs/nfsroot.rst) */
static void learn_ip(struct igd_redactor *redactor, const char *text, size_t size)
{
	const char *at = text, *end = text + size, *field;
	size_t colons;

	while ((at = memmem(at, (size_t)(end - at), "ip=", 3))) {
		at += 3;
		for (field = at, colons = 0; field < end && colons < 4 && !parts(*field); field++)
			colons += *field == ':';
		for (at = field; at < end && (igd_is_word(*at) || *at == '-' || *at == '.');)
			at++;
		if (colons == 4 && at < end && *at == ':')
			igd_value_add(redactor, IGD_PRIVATE_HOST, field, (size_t)(at - field));
	}
}

/* "Linux version 6.12.9 (NAME@HOST) (gcc ...": who built the kernel, which may be whoever runs it */
static void learn_banner(struct igd_redactor *redactor, const char *text, size_t size)
{
	const char *banner = memmem(text, size, "Linux version ", 14), *end = text + size;
	const char *open, *at, *close;

	open = banner ? memchr(banner, '(', (size_t)(end - banner)) : NULL;
	at = open ? memchr(open, '@', (size_t)(end - open)) : NULL;
	close = open ? memchr(open, ')', (size_t)(end - open)) : NULL;
	if (!at || !close || at > close || close - banner > 256 ||
		memchr(at, '.', (size_t)(close - at)) || memchr(open, ' ', (size_t)(close - open)))
		return;
	/* What a distribution's own builders are called says nothing of this machine, nor what theirs is called. */
	if (igd_name_is_common(open + 1, (size_t)(at - open - 1)) ||
		igd_user_is_of_system(open + 1, (size_t)(at - open - 1)))
		return;
	igd_value_add(redactor, IGD_PRIVATE_USER, open + 1, (size_t)(at - open - 1));
	igd_value_add(redactor, IGD_PRIVATE_HOST, at + 1, (size_t)(close - at - 1));
}

void igd_learn_words(struct igd_redactor *redactor, const char *text, size_t size)
{
	if (is_of_qemu(text, size))
		learn_names(redactor, text, size);
	learn_ip(redactor, text, size);
	learn_banner(redactor, text, size);
}

void igd_learn_vm_encoded(struct igd_redactor *redactor, const char *name, size_t size)
{
	IGD_AUTOTEXT struct igd_text plain = { 0 };
	char digits[3] = "", letter;
	size_t i;

	for (i = 0; i < size; i++) {
		letter = name[i];
		if (letter == '%' && i + 2 < size && isxdigit((unsigned char)name[i + 1]) &&
			isxdigit((unsigned char)name[i + 2])) {
			memcpy(digits, name + i + 1, 2);
			letter = (char)strtol(digits, NULL, 16);
			i += 2;
		}
		igd_text_add(&plain, &letter, 1);
	}
	if (plain.size)
		igd_value_add(redactor, IGD_PRIVATE_VM, plain.text, plain.size);
}
