// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tls - the stand-in's certificate, its handshakes, and what is sent over a connection, plain or not
 *
 * A stand-in for Sunshine; nothing of Sunshine's is in it.
 */
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/standin/sunshine/standin.h"

static void fail(const char *what)
{
	fprintf(stderr, "standin: %s\n", what);
	exit(EXIT_FAILURE);
}

/* Signed by itself, for twenty years, as Sunshine's (src/crypto.cpp gen_creds()). */
static void add_certificate(SSL_CTX *context, EVP_PKEY *key)
{
	X509 *certificate = X509_new();
	X509_NAME *name = X509_NAME_new();
	static const unsigned char common[] = "Stand-in for a Sunshine Gamestream Host";

	if (!key || !certificate || !name)
		fail("no certificate");
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 20L * 365 * 24 * 60 * 60);
	X509_set_subject_name(certificate, name);
	X509_set_issuer_name(certificate, name);
	X509_set_pubkey(certificate, key);
	if (!X509_sign(certificate, key, EVP_sha256()) ||
		SSL_CTX_use_certificate(context, certificate) != 1 ||
		SSL_CTX_use_PrivateKey(context, key) != 1)
		fail("no certificate");
	X509_NAME_free(name);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

SSL_CTX *tls_new(const struct options *options)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	if (!context || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1)
		fail("no TLS");
	/* Sunshine's is of RSA with 2048 bits. */
	add_certificate(context, options->has_curve ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048));
	return context;
}

/* "To respond with an error message, a connection must be established" (src/nvhttp.cpp after_bind()). */
static int take_any(int verified, X509_STORE_CTX *store)
{
	(void)verified;
	(void)store;
	return 1;
}

static int take_none(int verified, X509_STORE_CTX *store)
{
	(void)verified;
	X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
	return 0;
}

bool tls_accept(struct line *line, SSL_CTX *context, bool wants_certificate)
{
	bool is_strict = line->options->behaviours[line->service] == STRICT;
	X509 *peer;

	line->ssl = SSL_new(context);
	if (!line->ssl || SSL_set_fd(line->ssl, line->fd) != 1)
		fail("no TLS");
	if (wants_certificate)
		SSL_set_verify(line->ssl,
			SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT | SSL_VERIFY_CLIENT_ONCE,
			is_strict ? take_none : take_any);
	if (SSL_accept(line->ssl) != 1) {
		report(line, "no handshake");
		SSL_free(line->ssl);
		line->ssl = NULL;
		return false;
	}
	peer = SSL_get1_peer_certificate(line->ssl);
	report(line, "%s, %s", SSL_get_version(line->ssl),
		peer ? "a client's certificate" : "no client's certificate");
	X509_free(peer);
	return true;
}

bool line_send(const struct line *line, const void *bytes, size_t size)
{
	const char *from = bytes;
	size_t done = 0, now;
	ssize_t sent;

	while (done < size) {
		if (line->ssl) {
			if (SSL_write_ex(line->ssl, from + done, size - done, &now) != 1)
				return false;
		} else {
			sent = send(line->fd, from + done, size - done, MSG_NOSIGNAL);
			if (sent <= 0)
				return false;
			now = (size_t)sent;
		}
		done += now;
	}
	return true;
}

bool line_print(const struct line *line, const char *text)
{
	return line_send(line, text, strlen(text));
}

long line_receive(const struct line *line, char *ret, size_t size)
{
	size_t got;

	if (!line->ssl)
		return recv(line->fd, ret, size, 0);
	return SSL_read_ex(line->ssl, ret, size, &got) == 1 ? (long)got : 0;
}

void line_close(struct line *line)
{
	if (line->ssl) {
		SSL_shutdown(line->ssl);
		SSL_free(line->ssl);
		line->ssl = NULL;
	}
	close(line->fd);
	line->fd = -1;
}

void line_reset(struct line *line)
{
	static const struct linger now = { 1, 0 };

	setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	SSL_free(line->ssl);
	line->ssl = NULL;
	close(line->fd);
	line->fd = -1;
}
