// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_certificate - in a child: the certificate of a client that nobody knows
 *
 * Without any a Sunshine breaks the handshake off (Sunshine src/nvhttp.cpp after_bind(): verify_fail_if_no_peer_cert);
 * with this one it says that it does not know us, which is all that is wanted. It is made when it is needed and never
 * written down, so it is nobody's identity. Of a curve: a key of RSA would take a hundred times as long to make.
 */
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "core/libvirt_client.h"
#include "core/source_live_stream_impl.h"

#define CURVE "P-256"
#define A_DAY (24L * 60 * 60)

struct crypto {
	__typeof__(EVP_PKEY_Q_keygen) *keygen;
	__typeof__(EVP_sha256) *sha256;
	__typeof__(X509_new) *x509_new;
	__typeof__(X509_set_version) *set_version;
	__typeof__(X509_get_serialNumber) *get_serial;
	__typeof__(ASN1_INTEGER_set) *integer_set;
	__typeof__(X509_getm_notBefore) *not_before;
	__typeof__(X509_getm_notAfter) *not_after;
	__typeof__(X509_gmtime_adj) *gmtime_adj;
	__typeof__(X509_NAME_new) *name_new;
	__typeof__(X509_NAME_add_entry_by_txt) *name_add;
	__typeof__(X509_set_subject_name) *set_subject;
	__typeof__(X509_set_issuer_name) *set_issuer;
	__typeof__(X509_set_pubkey) *set_pubkey;
	__typeof__(X509_sign) *sign;
	__typeof__(BIO_new) *bio_new;
	__typeof__(BIO_s_mem) *bio_s_mem;
	__typeof__(BIO_ctrl) *bio_ctrl;
	__typeof__(PEM_write_bio_X509) *write_x509;
	__typeof__(PEM_write_bio_PrivateKey) *write_key;
};

static const struct igd_library_symbol symbols[] = {
	{ "EVP_PKEY_Q_keygen", offsetof(struct crypto, keygen) },
	{ "EVP_sha256", offsetof(struct crypto, sha256) },
	{ "X509_new", offsetof(struct crypto, x509_new) },
	{ "X509_set_version", offsetof(struct crypto, set_version) },
	{ "X509_get_serialNumber", offsetof(struct crypto, get_serial) },
	{ "ASN1_INTEGER_set", offsetof(struct crypto, integer_set) },
	{ "X509_getm_notBefore", offsetof(struct crypto, not_before) },
	{ "X509_getm_notAfter", offsetof(struct crypto, not_after) },
	{ "X509_gmtime_adj", offsetof(struct crypto, gmtime_adj) },
	{ "X509_NAME_new", offsetof(struct crypto, name_new) },
	{ "X509_NAME_add_entry_by_txt", offsetof(struct crypto, name_add) },
	{ "X509_set_subject_name", offsetof(struct crypto, set_subject) },
	{ "X509_set_issuer_name", offsetof(struct crypto, set_issuer) },
	{ "X509_set_pubkey", offsetof(struct crypto, set_pubkey) },
	{ "X509_sign", offsetof(struct crypto, sign) },
	{ "BIO_new", offsetof(struct crypto, bio_new) },
	{ "BIO_s_mem", offsetof(struct crypto, bio_s_mem) },
	{ "BIO_ctrl", offsetof(struct crypto, bio_ctrl) },
	{ "PEM_write_bio_X509", offsetof(struct crypto, write_x509) },
	{ "PEM_write_bio_PrivateKey", offsetof(struct crypto, write_key) },
};

static bool set_name(const struct crypto *crypto, X509 *certificate)
{
	/* What Moonlight's says (moonlight-qt app/backend/identitymanager.cpp); nobody can be told from it. */
	static const unsigned char common[] = "NVIDIA GameStream Client";
	X509_NAME *name = crypto->name_new();

	return name && crypto->name_add(name, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1 &&
	       crypto->set_subject(certificate, name) == 1 &&
	       crypto->set_issuer(certificate, name) == 1;
}

/* From yesterday, for guests whose clock is late; to the day after tomorrow. */
static bool set_times(const struct crypto *crypto, X509 *certificate)
{
	return crypto->gmtime_adj(crypto->not_before(certificate), -A_DAY) &&
	       crypto->gmtime_adj(crypto->not_after(certificate), 2 * A_DAY);
}

static X509 *make(const struct crypto *crypto, EVP_PKEY *key)
{
	X509 *certificate = key ? crypto->x509_new() : NULL;

	if (!certificate || crypto->set_version(certificate, X509_VERSION_3) != 1 ||
		crypto->integer_set(crypto->get_serial(certificate), 1) != 1 ||
		!set_times(crypto, certificate) || !set_name(crypto, certificate) ||
		crypto->set_pubkey(certificate, key) != 1 ||
		crypto->sign(certificate, key, crypto->sha256()) <= 0)
		return NULL;
	return certificate;
}

/* BIO_get_mem_data() is a macro of this. The process ends before anything of it has to be freed. */
static void fill(const struct crypto *crypto, BIO *bio, struct curl_blob *ret)
{
	char *data = NULL;
	long size = crypto->bio_ctrl(bio, BIO_CTRL_INFO, 0, &data);

	if (size > 0 && data)
		*ret = (struct curl_blob){ data, (size_t)size, CURL_BLOB_COPY };
}

void igd_stream_make_certificate(struct igd_stream_library *library, const char *name)
{
	struct crypto crypto = { 0 };
	EVP_PKEY *key;
	X509 *certificate;
	BIO *text, *secret;

	/* Functions are looked for in what a library depends on, too: so this is libcurl's libcrypto, whatever it is called. */
	if (!igd_library_load(name, symbols, sizeof(symbols) / sizeof(*symbols), &crypto))
		return;
	key = crypto.keygen(NULL, NULL, "EC", CURVE);
	certificate = make(&crypto, key);
	text = crypto.bio_new(crypto.bio_s_mem());
	secret = crypto.bio_new(crypto.bio_s_mem());
	if (!certificate || !text || !secret || crypto.write_x509(text, certificate) != 1 ||
		crypto.write_key(secret, key, NULL, NULL, 0, NULL, NULL) != 1)
		return;
	fill(&crypto, secret, &library->key);
	fill(&crypto, text, &library->certificate);
}
