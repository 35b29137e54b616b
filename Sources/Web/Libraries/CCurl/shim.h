#ifndef IMG2SHARDS_CCURL_SHIM_H
#define IMG2SHARDS_CCURL_SHIM_H

// The type-checking macros of curl.h hide the plain functions that are wrapped here.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// curl_easy_setopt, curl_easy_getinfo, curl_multi_setopt and curl_share_setopt are variadic and cannot be
// called from Swift: one wrapper for each kind of argument.
static inline CURLcode fetching_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode fetching_easy_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode fetching_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode fetching_easy_set_data_callback(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode fetching_easy_set_seek(CURL *easy, curl_seek_callback value) {
    return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, value);
}
static inline CURLcode fetching_easy_set_progress(CURL *easy, curl_xferinfo_callback value) {
    return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, value);
}
static inline CURLcode fetching_easy_set_open_socket(CURL *easy, curl_opensocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}
static inline CURLcode fetching_easy_set_close_socket(CURL *easy, curl_closesocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
}
static inline CURLcode fetching_easy_set_before_request(CURL *easy, curl_prereq_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}
static inline CURLcode fetching_easy_set_debug(CURL *easy, curl_debug_callback value) {
    return curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, value);
}
static inline CURLcode fetching_easy_set_resolver_start(CURL *easy, curl_resolver_start_callback value) {
    return curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, value);
}
static inline CURLcode fetching_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode fetching_easy_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLMcode fetching_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode fetching_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode fetching_multi_set_socket_callback(CURLM *multi, curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}
static inline CURLMcode fetching_multi_set_timer_callback(CURLM *multi, curl_multi_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}
static inline CURLSHcode fetching_share_set_long(CURLSH *share, CURLSHoption option, long value) {
    return curl_share_setopt(share, option, value);
}

// Of OpenSSL, which libcurl4-openssl is built on; its own header is not wanted for two functions.
extern int SSL_has_pending(const void *ssl);
extern void SSL_get0_alpn_selected(const void *ssl, const unsigned char **name, unsigned int *length);

// OpenSSL's side of the transfer's connection, to be asked for while it has one; NULL without TLS.
static inline const void *fetching_easy_ssl(CURL *easy) {
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == NULL) return NULL;
    return session->backend == CURLSSLBACKEND_OPENSSL ? session->internals : NULL;
}

// Whether TLS holds bytes that it has taken from the socket and given to nobody.
static inline int fetching_easy_has_decrypted(CURL *easy) {
    const void *ssl = fetching_easy_ssl(easy);
    return ssl != NULL && SSL_has_pending(ssl);
}

// Whether client and server have agreed on HTTP/2.
static inline int fetching_easy_agreed_on_http2(CURL *easy) {
    const void *ssl = fetching_easy_ssl(easy);
    const unsigned char *name = NULL;
    unsigned int length = 0;
    if (ssl != NULL) SSL_get0_alpn_selected(ssl, &name, &length);
    return length == 2 && name[0] == 'h' && name[1] == '2';
}

extern int CRYPTO_get_ex_new_index(int kind, long number, void *pointer, void *make, void *copy, void *drop);
extern int SSL_CTX_set_ex_data(void *context, int index, void *value);
extern void *SSL_CTX_get_ex_data(const void *context, int index);
extern void SSL_CTX_set_verify(void *context, int mode, int (*callback)(int, void *));
extern void *SSL_get_SSL_CTX(const void *ssl);
extern int SSL_get_ex_data_X509_STORE_CTX_idx(void);
extern void *X509_STORE_CTX_get_ex_data(const void *store, int index);
extern int X509_STORE_CTX_get_error_depth(const void *store);

static int fetching_depth_index = -1;

// Notes at which certificate of a chain its verification failed, and changes nothing.
static inline int fetching_note_depth(int isRight, void *store) {
    if (!isRight) {
        const void *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
        int32_t *depth = ssl ? (int32_t *)SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), fetching_depth_index) : NULL;
        if (depth != NULL) *depth = X509_STORE_CTX_get_error_depth(store);
    }
    return isRight;
}

static inline CURLcode fetching_prepare_tls(CURL *easy, void *context, void *depth) {
    (void)easy;
    if (SSL_CTX_set_ex_data(context, fetching_depth_index, depth)) SSL_CTX_set_verify(context, 1, fetching_note_depth);
    return CURLE_OK;
}

// Has libcurl write into `depth`, with every handshake of the transfer, which certificate was not believed: 0 is the
// server's own. Called once before any thread of transfers, too, with NULL.
static inline CURLcode fetching_easy_note_depth(CURL *easy, int32_t *depth) {
    if (fetching_depth_index < 0) fetching_depth_index = CRYPTO_get_ex_new_index(1, 0, NULL, NULL, NULL, NULL);
    if (easy == NULL || fetching_depth_index < 0) return CURLE_OK;
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, depth);
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, fetching_prepare_tls);
}

// The result is in a union, which Swift reads only through raw memory.
static inline CURLcode fetching_message_result(const CURLMsg *message) {
    return message->data.result;
}

// CURL_GLOBAL_DEFAULT and the like are macros over shifts of unlike types.
static inline CURLcode fetching_global_init(void) {
    return curl_global_init(CURL_GLOBAL_ALL);
}

#endif
