// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_shape_name - what people have named: accounts in paths, files below their homes, mail, and tokens
 */
#include <ctype.h>
#include <string.h>

#include "bundle/redact_private.h"

static bool give(struct igd_shape *ret, unsigned kind, const char *text, size_t size)
{
	if (!size || size >= sizeof(ret->text))
		return false;
	memcpy(ret->text, text, size);
	ret->text[size] = '\0';
	ret->kind = kind;
	ret->skip = 0;
	ret->size = size;
	return true;
}

static bool ends_path(char letter)
{
	return !letter || (unsigned char)letter < ' ' || strchr(" \"'<>|,;:()`*?&=", letter);
}

static bool is_slash(char letter)
{
	return letter == '/' || letter == '\\';
}

/* Where the part of a path that begins here ends. Windows' names may hold blanks; so may those of a known path. */
static size_t part_end(const struct igd_walk *walk, size_t at, bool is_windows)
{
	const char *in = walk->in;
	size_t start = at, end;

	while (at < walk->size && !is_slash(in[at]) &&
		(!ends_path(in[at]) || (walk->place & IGD_PLACE_PATH && in[at] == ' ')))
		at++;
	end = at;
	while (is_windows && end < walk->size && end - start < 32 &&
		(in[end] == ' ' || !ends_path(in[end])) && in[end] != '\\')
		end++;
	return is_windows && end < walk->size && in[end] == '\\' && end - start < 32 ? end : at;
}

static size_t path_end(const struct igd_walk *walk, size_t at)
{
	while (at < walk->size &&
		(!ends_path(walk->in[at]) || (walk->place & IGD_PLACE_PATH && walk->in[at] == ' ')))
		at++;
	return at;
}

/* "pool", "win11.qcow2", "IDV-Gen12.rom": says what it is; the rest of somebody's path says who. */
static bool part_of_home(struct igd_walk *walk, struct igd_shape *ret)
{
	const char *in = walk->in + walk->at, *dot;
	size_t size = part_end(walk, walk->at, false) - walk->at;

	if (!size || igd_name_is_common(in, size))
		return false;
	dot = memrchr(in, '.', size);
	if (dot && dot > in && (size_t)(in + size - dot) <= 7)
		size = (size_t)(dot - in);
	return !igd_name_is_common(in, size) && size > 2 && give(ret, IGD_PRIVATE_PATH, in, size);
}

static bool is_behind_home(const struct igd_walk *walk, bool *ret_is_windows)
{
	static const char *const homes[] = { "/home/", "/Users/", "/media/", "/homes/" };
	size_t i;

	*ret_is_windows = igd_text_ends(walk->in, walk->at, "\\Users\\") ||
			  igd_text_ends(walk->in, walk->at, "\\\\Users\\\\") ||
			  igd_text_ends(walk->in, walk->at, ":/Users/");
	for (i = 0; i < sizeof(homes) / sizeof(*homes) && !*ret_is_windows; i++) {
		if (igd_text_ends(walk->in, walk->at, homes[i]))
			return true;
	}
	return *ret_is_windows;
}

bool igd_shape_path(struct igd_walk *walk, struct igd_shape *ret)
{
	const char *in = walk->in + walk->at;
	bool is_windows;
	size_t size;

	if (walk->at < walk->personal_end)
		return part_of_home(walk, ret);
	if (is_behind_home(walk, &is_windows)) {
		size = part_end(walk, walk->at, is_windows) - walk->at;
		walk->personal_end = path_end(walk, walk->at + size);
		while (size && in[size - 1] == '.')
			size--;
		return !igd_user_is_of_system(in, size) && give(ret, IGD_PRIVATE_USER, in, size);
	}
	if (igd_text_ends(walk->in, walk->at, "/by-id/"))
		return igd_shape_disk(walk, ret);
	if (igd_text_ends(walk->in, walk->at, "/mnt/") ||
		igd_text_ends(walk->in, walk->at, "/by-label/") ||
		igd_text_ends(walk->in, walk->at, "/by-partlabel/"))
		return part_of_home(walk, ret);
	return false;
}

static bool is_of_mail(char letter)
{
	return isalnum((unsigned char)letter) || (letter && strchr("._%+-", letter));
}

/* "getty@tty1.service" is a unit of systemd's, "1920x1080@60.0" a mode. */
static bool is_domain(const char *domain, size_t size)
{
	static const char *const units[] = { "service", "socket", "target", "slice", "mount",
		"timer", "path", "device", "scope", "swap", "conf", "automount" };
	const char *dot = memrchr(domain, '.', size), *end = domain + size, *at;
	size_t i;

	if (!dot || dot == domain || end - dot < 3)
		return false;
	for (at = dot + 1; at < end; at++) {
		if (!isalpha((unsigned char)*at))
			return false;
	}
	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strlen(units[i]) == (size_t)(end - dot - 1) &&
			memcmp(units[i], dot + 1, strlen(units[i])) == 0)
			return false;
	}
	return !igd_domain_is_public(domain, size);
}

bool igd_shape_mail(const struct igd_walk *walk, struct igd_shape *ret)
{
	const char *in = walk->in + walk->at;
	size_t room = walk->size - walk->at, local = 0, size;

	while (local < room && local < 64 && is_of_mail(in[local]))
		local++;
	if (!local || local == room || in[local] != '@')
		return false;
	for (size = local + 1;
		size < room && size < 250 &&
		(isalnum((unsigned char)in[size]) || in[size] == '-' || in[size] == '.');)
		size++;
	while (in[size - 1] == '.' || in[size - 1] == '-')
		size--;
	if (size <= local + 3 || !is_domain(in + local + 1, size - local - 1))
		return false;
	return give(ret, IGD_PRIVATE_MAIL, in, size);
}

static size_t run_of(const char *in, size_t size, const char *others)
{
	size_t length = 0;

	while (length < size &&
		(isalnum((unsigned char)in[length]) || (in[length] && strchr(others, in[length]))))
		length++;
	return length;
}

/* "eyJ...", two dots: a JSON Web Token (RFC 7519) */
static bool is_jwt(const char *in, size_t length)
{
	const char *dot = memchr(in, '.', length);

	return igd_starts_with(in, "eyJ") && dot && length > 30 &&
	       memchr(dot + 1, '.', length - (size_t)(dot + 1 - in));
}

bool igd_shape_token(const struct igd_walk *walk, struct igd_shape *ret)
{
	/* What GitHub, GitLab, Slack, AWS, Google, OpenAI, npm and Hugging Face put before theirs */
	static const char *const heads[] = { "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
		"glpat-", "xoxb-", "xoxp-", "xoxa-", "AKIA", "ASIA", "AIza", "sk-", "npm_", "hf_",
		"ya29." };
	const char *in = walk->in + walk->at;
	size_t room = walk->size - walk->at, length, i;

	if (room < 16 || !strchr("gxAsnhye", *in))
		return false;
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		if (strncmp(in, heads[i], strlen(heads[i])) != 0)
			continue;
		length = run_of(in, room, "_-");
		return length >= 20 && length < IGD_MAX_VALUE &&
		       give(ret, IGD_PRIVATE_SECRET, in, length);
	}
	length = *in == 'e' ? run_of(in, room, "_-.") : 0;
	if (!length || !is_jwt(in, length))
		return false;
	/* One that is too long for a value is replaced where it stands. */
	give(ret, IGD_PRIVATE_SECRET, in, length < IGD_MAX_VALUE ? length : IGD_MAX_VALUE - 1);
	ret->size = length;
	return true;
}

bool igd_shape_find(struct igd_walk *walk, struct igd_shape *ret)
{
	char letter = walk->in[walk->at];
	char before = walk->at ? walk->in[walk->at - 1] : '\0';

	if (before == '/' || before == '\\') {
		if (igd_shape_path(walk, ret))
			return true;
	}
	if (walk->has_at && igd_shape_mail(walk, ret))
		return true;
	if (isdigit((unsigned char)letter) && igd_shape_ipv4(walk, ret))
		return true;
	return igd_shape_number(walk, ret) || igd_shape_token(walk, ret);
}
