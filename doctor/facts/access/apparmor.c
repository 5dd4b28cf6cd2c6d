// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * apparmor - what libvirt's AppArmor profile lets every VM read
 *
 * A VM's profile includes the abstraction and the files below; virt-aa-helper adds what the domain's XML names,
 * but neither <rom file=...> nor qemu:commandline (libvirt 11.3 src/security/virt-aa-helper.c).
 */
#include "facts/access/apparmor.h"

#include <stdlib.h>
#include <string.h>

#include "facts/access/reach.h"

#define ENABLED "/sys/module/apparmor/parameters/enabled"
#define DROP_INS IGD_APPARMOR_QEMU ".d"
/* How often a letter is compared, and how many patterns one with braces stands for, before it is given up. */
#define MAX_STEPS 20000u
#define MAX_PATTERNS 256u

/* The end of "{...}" or "[...]" from its opening on; NULL if it is not closed. Braces nest. */
static const char *closing(const char *pattern)
{
	char open = *pattern, close = open == '{' ? '}' : ']';
	unsigned depth = 0;

	for (; *pattern; pattern++) {
		if (*pattern == '\\' && pattern[1])
			pattern++;
		else if (*pattern == open)
			depth++;
		else if (*pattern == close && --depth == 0)
			return pattern;
	}
	return NULL;
}

static bool is_in_class(const char *from, const char *end, char letter)
{
	bool is_inverted = *from == '^' && from < end, is_in = false;

	for (from += is_inverted; from < end; from++) {
		if (from + 2 < end && from[1] == '-') {
			is_in |= letter >= from[0] && letter <= from[2];
			from += 2;
		} else {
			is_in |= letter == *from;
		}
	}
	return is_in != is_inverted;
}

/* Whether the pattern, which does not begin with a star, takes this letter; it is moved on. */
static bool take_letter(const char **pattern, char letter)
{
	const char *at = *pattern, *end = *at == '[' ? closing(at) : at;

	if (!letter || !*at || !end || (letter == '/' && (*at == '[' || *at == '?')))
		return false;
	at += *at == '\\' && at[1];
	if (*end == ']' && end > at) {
		if (!is_in_class(at + 1, end, letter))
			return false;
		at = end;
	} else if (**pattern != '?' && *at != letter) {
		return false;
	}
	*pattern = at + 1;
	return true;
}

/* Where to go on if what follows a star does not match: the star takes one letter more. */
struct star {
	const char *pattern, *path;
};

/* A pattern without braces. The last of either star is all that has to be tried again. */
static bool match_plain(const char *pattern, const char *path, unsigned *steps)
{
	struct star star = { NULL, NULL }, deep = { NULL, NULL };

	for (; *pattern || *path; (*steps)++) {
		if (*steps >= MAX_STEPS)
			return false;
		if (pattern[0] == '*' && pattern[1] == '*') {
			pattern += 2;
			deep = (struct star){ pattern, path };
			star.pattern = NULL;
		} else if (*pattern == '*') {
			star = (struct star){ ++pattern, path };
		} else if (take_letter(&pattern, *path)) {
			path++;
		} else if (star.pattern && *star.path && *star.path != '/') {
			pattern = star.pattern;
			path = ++star.path;
		} else if (deep.pattern && *deep.path) {
			pattern = deep.pattern;
			path = ++deep.path;
			star.pattern = NULL;
		} else {
			return false;
		}
	}
	return true;
}

static const char *first_brace(const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '{' && closing(pattern))
			return pattern;
		pattern += *pattern == '\\' && pattern[1];
	}
	return NULL;
}

struct patterns {
	char *texts[MAX_PATTERNS];
	size_t count;
};

static void add_pattern(struct patterns *patterns, char *text)
{
	if (patterns->count < MAX_PATTERNS)
		patterns->texts[patterns->count++] = text;
	else
		free(text);
}

/* The end of the alternative that begins there: a comma or the closing brace of its own. */
static const char *alternative_end(const char *at, const char *end)
{
	unsigned depth = 0;

	for (; at < end && (depth || *at != ','); at++) {
		depth += *at == '{';
		depth -= depth && *at == '}';
	}
	return at;
}

/* One pattern for each alternative of the braces that begin there. */
static void add_alternatives(struct patterns *patterns, const char *pattern, const char *brace)
{
	const char *end = closing(brace), *from, *to;

	for (from = brace + 1; from <= end; from = to + 1) {
		to = alternative_end(from, end);
		add_pattern(patterns, igd_printf("%.*s%.*s%s", (int)(brace - pattern), pattern,
					      (int)(to - from), from, end + 1));
	}
}

bool igd_apparmor_match(const char *pattern, const char *path)
{
	struct patterns patterns = { { NULL }, 0 };
	const char *brace;
	bool matches = false;
	unsigned steps = 0;
	size_t i;

	if (strstr(pattern, "@{") || strlen(pattern) >= 1024)
		return false;
	add_pattern(&patterns, igd_strdup(pattern));
	for (i = 0; i < patterns.count; i++) {
		brace = matches ? NULL : first_brace(patterns.texts[i]);
		if (brace)
			add_alternatives(&patterns, patterns.texts[i], brace);
		else
			matches = matches || match_plain(patterns.texts[i], path, &steps);
		free(patterns.texts[i]);
	}
	return matches;
}

/* The pattern of a rule, without quotes, and behind it the permissions; the caller frees it. NULL for no rule. */
static char *take_pattern(const char *line, size_t length, const char **ret_permissions)
{
	const char *end = line + length;
	bool is_quoted = line < end && *line == '"';
	const char *close;

	line += is_quoted;
	if (line >= end || (*line != '/' && *line != '@'))
		return NULL;
	for (close = line; close < end; close++) {
		if (*close == (is_quoted ? '"' : ' ') || (!is_quoted && *close == '\t'))
			break;
	}
	*ret_permissions = close + is_quoted;
	return close < end ? igd_strndup(line, (size_t)(close - line)) : NULL;
}

static bool skip_word(const char **line, const char *end, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(end - *line) <= length || strncmp(*line, word, length) != 0 ||
		!strchr(" \t", (*line)[length]))
		return false;
	*line += length;
	*line += strspn(*line, " \t");
	return true;
}

/* With ** for each variable; the caller frees it. */
static char *without_variables(const char *pattern)
{
	struct igd_text text = { 0 };
	const char *at, *end;

	igd_text_add(&text, "", 0);
	for (at = strstr(pattern, "@{"); at; at = strstr(pattern, "@{")) {
		igd_text_printf(&text, "%.*s**", (int)(at - pattern), pattern);
		end = strchr(at, '}');
		pattern = end ? end + 1 : "";
	}
	igd_text_add(&text, pattern, strlen(pattern));
	return text.text;
}

/* What is asked of the rules. */
struct wish {
	const char *path;
	char permission;
};

static void judge_line(const char *line, const char *end, const struct wish *wish,
	struct igd_apparmor_answer *answer)
{
	IGD_AUTOFREE char *pattern = NULL, *widest = NULL;
	const char *permissions = NULL;
	bool is_denied, is_owners;

	line += strspn(line, " \t");
	is_denied = skip_word(&line, end, "deny");
	skip_word(&line, end, "audit");
	is_owners = skip_word(&line, end, "owner");
	skip_word(&line, end, "file");
	if (line >= end)
		return;
	pattern = take_pattern(line, (size_t)(end - line), &permissions);
	if (!pattern || !memchr(permissions, wish->permission, (size_t)(end - permissions)))
		return;
	widest = without_variables(pattern);
	if (!igd_apparmor_match(widest, wish->path))
		return;
	if (is_owners || strcmp(widest, pattern) != 0)
		answer->may_be_allowed |= !is_denied;
	else
		*(is_denied ? &answer->is_denied : &answer->is_allowed) = true;
}

void igd_apparmor_judge_for(
	const char *rules, const char *path, char permission, struct igd_apparmor_answer *answer)
{
	struct wish wish = { path, permission };
	size_t length;

	for (; *rules; rules += length, rules += *rules == '\n') {
		length = strcspn(rules, "\n");
		judge_line(rules, rules + strcspn(rules, "#\n"), &wish, answer);
	}
}

void igd_apparmor_judge(const char *rules, const char *path, struct igd_apparmor_answer *answer)
{
	igd_apparmor_judge_for(rules, path, 'r', answer);
}

static void ask_file(struct igd_host *host, const char *file, const struct wish *wish,
	struct igd_apparmor_answer *answer)
{
	const char *rules = igd_host_text(host, file);
	struct igd_apparmor_answer here = { 0 };

	if (!rules)
		return;
	igd_apparmor_judge_for(rules, wish->path, wish->permission, &here);
	if (here.is_allowed && !here.is_denied)
		igd_host_cite(host, file, "lets VMs %s %s",
			wish->permission == 'w' ? "write" : "read", wish->path);
	answer->is_allowed |= here.is_allowed;
	answer->is_denied |= here.is_denied;
	answer->may_be_allowed |= here.may_be_allowed;
}

static bool is_used(struct igd_host *host)
{
	const char *enabled = igd_host_line(host, ENABLED), *driver;

	if (!enabled || *enabled != 'Y' || !igd_host_has(host, IGD_APPARMOR_QEMU))
		return false;
	driver = igd_qemu_conf(host, "security_driver");
	return !driver || strcmp(driver, "none") != 0;
}

static enum igd_apparmor ask_all(struct igd_host *host, const struct wish *wish)
{
	static const char *const files[] = { IGD_APPARMOR_QEMU,
		"/etc/apparmor.d/local/abstractions/libvirt-qemu",
		"/etc/apparmor.d/libvirt/TEMPLATE.qemu" };
	const char *const *names;
	struct igd_apparmor_answer answer = { 0 };
	size_t i;

	if (!is_used(host))
		return IGD_APPARMOR_OFF;
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		ask_file(host, files[i], wish, &answer);
	names = igd_host_list(host, DROP_INS);
	for (i = 0; names && names[i]; i++)
		ask_file(host, igd_host_print(host, DROP_INS "/%s", names[i]), wish, &answer);
	if (answer.is_denied)
		return IGD_APPARMOR_REFUSES;
	if (answer.is_allowed)
		return IGD_APPARMOR_ALLOWS;
	return answer.may_be_allowed ? IGD_APPARMOR_UNDECIDED : IGD_APPARMOR_REFUSES;
}

enum igd_apparmor igd_apparmor_qemu(struct igd_host *host, const char *path)
{
	return ask_all(host, &(struct wish){ path, 'r' });
}

enum igd_apparmor igd_apparmor_qemu_to_write(struct igd_host *host, const char *path)
{
	enum igd_apparmor reading = ask_all(host, &(struct wish){ path, 'r' });

	return reading == IGD_APPARMOR_ALLOWS ? ask_all(host, &(struct wish){ path, 'w' })
					      : reading;
}
