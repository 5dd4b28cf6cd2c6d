// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree_text - the text form of a recorded host, read and written
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/tree.h"

struct reader {
	struct igd_tree *tree;
	const char *name;
	const char *text, *end;	 /* the whole */
	const char *line, *stop; /* the current line, without its newline */
	unsigned number;
	struct igd_error *reterr;
};

static int complain(const struct reader *reader, const char *what)
{
	return igd_error_set(reader->reterr, EBADMSG, "%s:%u: %s (at byte %zu)", reader->name,
		reader->number ? reader->number : 1, what, (size_t)(reader->line - reader->text));
}

static bool next_line(struct reader *reader)
{
	const char *start = reader->text;

	if (reader->stop == reader->end)
		return false;
	if (reader->number)
		start = reader->stop + 1;
	if (start == reader->end)
		return false;
	reader->line = start;
	reader->stop = memchr(start, '\n', (size_t)(reader->end - start));
	if (!reader->stop)
		reader->stop = reader->end;
	reader->number++;
	return true;
}

static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit = (char)tolower((unsigned char)digit);
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Adds one escape's byte; returns how many characters it took, 0 for one that is none. "\c" is left alone. */
static size_t unescape_one(const char *in, const char *end, struct igd_text *out)
{
	static const char names[] = "nt\\r", values[] = "\n\t\\\r";
	const char *name;
	unsigned char byte;

	if (end - in < 2)
		return 0;
	name = memchr(names, in[1], sizeof(names) - 1);
	if (name) {
		igd_text_add(out, &values[name - names], 1);
		return 2;
	}
	if (in[1] != 'x' || end - in < 4 || hex_digit(in[2]) < 0 || hex_digit(in[3]) < 0)
		return 0;
	byte = (unsigned char)(hex_digit(in[2]) * 16 + hex_digit(in[3]));
	igd_text_add(out, &byte, 1);
	return 4;
}

static bool unescape(const char *in, const char *end, struct igd_text *out)
{
	size_t taken;

	for (; in < end; in += taken) {
		taken = 1;
		if (*in == '\\')
			taken = unescape_one(in, end, out);
		else
			igd_text_add(out, in, 1);
		if (!taken)
			return false;
	}
	return true;
}

/* Whether the line ends in "\c", and not in an escaped backslash and a c. */
static bool ends_open(const char *in, const char *end)
{
	size_t backslashes = 0;

	if (end - in < 2 || end[-1] != 'c')
		return false;
	for (end -= 2; end >= in && *end == '\\'; end--)
		backslashes++;
	return backslashes % 2 == 1;
}

/* The lines that begin with '|' behind "f PATH". */
static int read_block(struct reader *reader, struct igd_text *out)
{
	bool is_open = true;
	const char *end;

	while (reader->end - reader->stop > 1 && reader->stop[1] == '|' && next_line(reader)) {
		if (!is_open)
			return complain(
				reader, "a line follows the one that ends the file with \\c");
		end = reader->stop;
		if (ends_open(reader->line + 1, end)) {
			is_open = false;
			end -= 2;
		}
		if (!unescape(reader->line + 1, end, out))
			return complain(reader, "no escape of this format follows the backslash");
		if (is_open)
			igd_text_add(out, "\n", 1);
	}
	return 0;
}

static int read_hex(struct reader *reader, const char *in, struct igd_text *out)
{
	unsigned char byte;

	igd_text_add(out, "", 0);
	for (; in < reader->stop; in += 2) {
		if (reader->stop - in < 2 || hex_digit(in[0]) < 0 || hex_digit(in[1]) < 0)
			return complain(reader, "hexadecimal digits expected, two for each byte");
		byte = (unsigned char)(hex_digit(in[0]) * 16 + hex_digit(in[1]));
		igd_text_add(out, &byte, 1);
	}
	return 0;
}

static int read_errno(struct reader *reader, const char *in, struct igd_node *node)
{
	IGD_AUTOFREE char *name = igd_strndup(in, (size_t)(reader->stop - in));

	if (strlen(name) == (size_t)(reader->stop - in))
		node->error = igd_errno_number(name);
	return node->error ? 0 : complain(reader, "the name of an error (such as EACCES) expected");
}

static int read_name_kind(struct reader *reader, const char *in, struct igd_node *node)
{
	node->kind = IGD_OTHER;
	if (in == reader->stop)
		return 0;
	if (reader->stop - in != 1 || !memchr("dfc", *in, 3))
		return complain(reader, "d, f or c expected behind the path");
	node->kind = *in == 'd' ? IGD_DIRECTORY : *in == 'f' ? IGD_FILE : IGD_DEVICE;
	return 0;
}

static int read_link(struct reader *reader, const char *in, struct igd_text *content)
{
	if (!unescape(in, reader->stop, content) || !content->size)
		return complain(reader, "a target expected behind the path");
	if (memchr(content->text, '\0', content->size))
		return complain(reader, "a NUL in a link's target");
	return 0;
}

static int read_content(struct reader *reader, char letter, const char *in, struct igd_node *node)
{
	IGD_AUTOTEXT struct igd_text content = { 0 };
	int r = 0;

	switch (letter) {
	case 'f':
		igd_text_add(&content, "", 0);
		if (in == reader->stop)
			r = read_block(reader, &content);
		else if (!unescape(in + 1, reader->stop, &content))
			r = complain(reader, "no escape of this format follows the backslash");
		break;
	case 'x':
		node->type = IGD_NODE_FILE;
		r = read_hex(reader, in + (in < reader->stop), &content);
		break;
	case 'l':
		r = read_link(reader, in + (in < reader->stop), &content);
		break;
	case 'e':
	case 'u':
		r = read_errno(reader, in + (in < reader->stop), node);
		break;
	case 'n':
		r = read_name_kind(reader, in + (in < reader->stop), node);
		break;
	default:
		if (in != reader->stop)
			r = complain(reader, "nothing is expected behind the path");
	}
	if (r == 0 && content.text) {
		node->size = content.size;
		node->bytes = IGD_TAKE_PTR(content.text);
	}
	return r;
}

static int read_node(struct reader *reader)
{
	struct igd_node node = { 0 };
	IGD_AUTOTEXT struct igd_text path = { 0 };
	const char *start, *end;
	int r;

	if (reader->stop - reader->line < 3 || reader->line[1] != ' ' ||
		!memchr("dflceunax", reader->line[0], 9))
		return complain(reader, "one of d f x l c e u n a, a blank and a path expected");
	node.type = (enum igd_node_type)reader->line[0];
	start = reader->line + 2;
	end = memchr(start, ' ', (size_t)(reader->stop - start));
	if (!end)
		end = reader->stop;
	if (!unescape(start, end, &path) || !path.size || memchr(path.text, '\0', path.size))
		return complain(reader, "an absolute path expected");
	r = read_content(reader, reader->line[0], end, &node);
	if (r == 0) {
		node.path = IGD_TAKE_PTR(path.text);
		r = igd_tree_add(reader->tree, &node);
		if (r < 0)
			r = complain(reader, igd_tree_refusal(r));
	}
	free(node.path);
	free(node.bytes);
	return r;
}

int igd_tree_parse(struct igd_tree *tree, const char *text, size_t size, const char *name,
	struct igd_error *reterr)
{
	struct reader reader = { tree, name, text, text + size, text, text, 0, reterr };
	size_t magic = strlen(IGD_TREE_MAGIC), length;
	int r = 0;

	if (size > IGD_TREE_MAX_BYTES)
		return igd_error_set(
			reterr, EFBIG, "%s: larger than %u MiB", name, IGD_TREE_MAX_BYTES >> 20);
	if (!next_line(&reader))
		return complain(&reader, "empty: no recording");
	length = (size_t)(reader.stop - reader.line);
	if (length < magic || memcmp(text, IGD_TREE_MAGIC, magic) != 0)
		return complain(
			&reader, "no recording: the first line is not \"" IGD_TREE_MAGIC "\"");
	if (length == magic + 9 && memcmp(text + magic, " recorded", 9) == 0)
		tree->is_recording = true;
	else if (length != magic)
		return complain(&reader, "nothing or \"recorded\" expected behind " IGD_TREE_MAGIC);
	while (r == 0 && next_line(&reader)) {
		if (reader.line < reader.stop && *reader.line != '#')
			r = read_node(&reader);
	}
	return r;
}

static void write_escaped(FILE *file, const char *bytes, size_t size, bool is_path)
{
	size_t i, length;

	for (i = 0; i < size; i += length) {
		length = igd_utf8_length((const unsigned char *)bytes + i, size - i);
		if (length == 1 && (unsigned char)bytes[i] >= 0x20 && bytes[i] != 0x7f &&
			bytes[i] != '\\' && !(is_path && bytes[i] == ' ')) {
			fputc(bytes[i], file);
		} else if (length > 1) {
			fwrite(bytes + i, 1, length, file);
		} else if (bytes[i] == '\\' || bytes[i] == '\n' || bytes[i] == '\t') {
			fputs(bytes[i] == '\\' ? "\\\\" : bytes[i] == '\n' ? "\\n" : "\\t", file);
			length = 1;
		} else {
			fprintf(file, "\\x%02x", (unsigned char)bytes[i]);
			length = 1;
		}
	}
}

/* Bytes that a person cannot read are better read as hexadecimal. */
static bool is_binary(const struct igd_node *node)
{
	size_t i, odd = 0, length;

	for (i = 0; i < node->size; i += length) {
		length = igd_utf8_length((const unsigned char *)node->bytes + i, node->size - i);
		if (!length || (length == 1 && iscntrl((unsigned char)node->bytes[i]) &&
				       !isspace((unsigned char)node->bytes[i])))
			odd++;
		length = length ? length : 1;
	}
	return odd * 8 > node->size;
}

static void write_hex(FILE *file, const struct igd_node *node)
{
	size_t i;

	for (i = 0; i < node->size; i++)
		fprintf(file, "%02x", (unsigned char)node->bytes[i]);
}

static void write_block(FILE *file, const struct igd_node *node)
{
	const char *at = node->bytes, *end = at + node->size, *newline;

	while (at < end) {
		newline = memchr(at, '\n', (size_t)(end - at));
		fputs("\n|", file);
		write_escaped(file, at, (size_t)((newline ? newline : end) - at), false);
		if (!newline)
			fputs("\\c", file);
		at = newline ? newline + 1 : end;
	}
}

/* What stands behind the path of a file. */
static void write_content(FILE *file, const struct igd_node *node)
{
	const char *newline = node->size ? memchr(node->bytes, '\n', node->size) : NULL;

	if (!node->size)
		return;
	if (newline && newline + 1 < node->bytes + node->size && !is_binary(node)) {
		write_block(file, node);
		return;
	}
	fputc(' ', file);
	if (is_binary(node))
		write_hex(file, node);
	else
		write_escaped(file, node->bytes, node->size, false);
}

static char kind_letter(enum igd_kind kind)
{
	switch (kind) {
	case IGD_DIRECTORY:
		return 'd';
	case IGD_FILE:
		return 'f';
	case IGD_DEVICE:
		return 'c';
	case IGD_ABSENT:
	case IGD_OTHER:
		break;
	}
	return '\0';
}

void igd_tree_write_node(FILE *file, const struct igd_node *node)
{
	bool is_file = node->type == IGD_NODE_FILE;

	fputc(is_file && is_binary(node) ? 'x' : (int)node->type, file);
	fputc(' ', file);
	write_escaped(file, node->path, strlen(node->path), true);
	if (is_file) {
		write_content(file, node);
	} else if (node->type == IGD_NODE_LINK) {
		fputc(' ', file);
		write_escaped(file, node->bytes, node->size, false);
	} else if (node->type == IGD_NODE_ERROR || node->type == IGD_NODE_UNKNOWN) {
		fprintf(file, " %s", igd_errno_name(node->error));
	} else if (node->type == IGD_NODE_NAME && kind_letter(node->kind)) {
		fprintf(file, " %c", kind_letter(node->kind));
	}
	fputc('\n', file);
}
