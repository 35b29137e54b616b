// Object stores: what lies in them, and their files by ranges.
#ifndef ARROW_BRIDGE_STORES_H
#define ARROW_BRIDGE_STORES_H

#include "BridgeError.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What a store speaks.
enum {
    ARROW_BRIDGE_STORE_S3 = 0,
    ARROW_BRIDGE_STORE_GOOGLE = 1,
    ARROW_BRIDGE_STORE_AZURE = 2,
    ARROW_BRIDGE_STORE_HADOOP = 3,
};

/// How requests to Azure are signed; the other stores' clients look for credentials themselves.
enum {
    /// As Azure's own tools find it: environment, workload identity, managed identity, `az login`.
    ARROW_BRIDGE_CREDENTIAL_USUAL = 0,
    ARROW_BRIDGE_CREDENTIAL_NONE = 1,
    ARROW_BRIDGE_CREDENTIAL_ACCOUNT_KEY = 2,
    ARROW_BRIDGE_CREDENTIAL_SHARED_ACCESS_SIGNATURE = 3,
};

/// A store. Used by several threads.
typedef struct arrow_bridge_store arrow_bridge_store;

/// How a store is reached. Texts may be empty, and are never NULL.
typedef struct arrow_bridge_store_options {
    /// One of the numbers above.
    int32_t kind;
    /// Azure's storage account, or Hadoop's user.
    const char *account;
    /// How requests to Azure are signed.
    int32_t credential;
    /// What they are signed with: never in a message.
    const char *secret;
    /// `HOST:PORT`; empty: the vendor's. Azure: also what follows the account, `.core.windows.net`. Hadoop: its NameNode, or
    /// `default`.
    const char *endpoint;
    /// `http` or `https`.
    const char *scheme;
    /// Empty: as the environment or the profile says; else that of `bucket`, which AWS is asked for.
    const char *region;
    const char *bucket;
    /// A PEM file of certificate authorities; empty: those that Arrow was built with.
    const char *ca_file;
    /// Whether the bucket is part of the host's name. AWS is always asked so.
    bool virtual_addressing;
    /// Whether requests are sent without a signature. Else credentials come from the vendor's usual chain.
    bool anonymous;
    /// An attempt fails after so long without a byte.
    double timeout_seconds;
    /// For how long a failed request is sent again; 0: for some 11 s.
    double patience_seconds;
} arrow_bridge_store_options;

/// Credentials are looked for; no store is asked, but AWS for a region, and Hadoop.
///
/// Arrow's library for S3 is opened with the first such store. It is not linked: it has 17 MB, and only these stores need it.
/// A process that opened it has to end by `_exit`: in `exit` the library's destructors meet a thread of its client.
arrow_bridge_store *arrow_bridge_store_open(const arrow_bridge_store_options *options, arrow_bridge_error *error);
void arrow_bridge_store_free(arrow_bridge_store *store);

/// What requests of one's own to a store of the S3 family are signed with, as its chain of credentials has it now.
typedef struct arrow_bridge_store_access arrow_bridge_store_access;

/// `UNSUPPORTED` for stores of other families.
arrow_bridge_store_access *arrow_bridge_store_access_open(arrow_bridge_store *store, arrow_bridge_error *error);
void arrow_bridge_store_access_free(arrow_bridge_store_access *access);
/// Lent until it is freed; the key is empty for anonymous access, the token where there is none.
const char *arrow_bridge_store_access_region(const arrow_bridge_store_access *access);
const char *arrow_bridge_store_access_key(const arrow_bridge_store_access *access);
const char *arrow_bridge_store_access_secret(const arrow_bridge_store_access *access);
const char *arrow_bridge_store_access_token(const arrow_bridge_store_access *access);

/// The files and folders directly in a folder.
typedef struct arrow_bridge_listing arrow_bridge_listing;

/// `path` is `BUCKET` or `BUCKET/FOLDER`, without a slash at its end. `NOT_FOUND` if nothing is there.
///
/// Without `finds_folders` Google's folders may be missing: to find them, all files below are listed.
arrow_bridge_listing *arrow_bridge_store_list(
    arrow_bridge_store *store, const char *path, bool finds_folders, arrow_bridge_error *error);
void arrow_bridge_listing_free(arrow_bridge_listing *listing);
int64_t arrow_bridge_listing_count(const arrow_bridge_listing *listing);
/// Without the folder; lent until the listing is freed.
const char *arrow_bridge_listing_name(const arrow_bridge_listing *listing, int64_t place);
bool arrow_bridge_listing_is_folder(const arrow_bridge_listing *listing, int64_t place);
/// In bytes; 0 for a folder.
int64_t arrow_bridge_listing_size(const arrow_bridge_listing *listing, int64_t place);
/// Seconds since 1970 when it was last written; 0 if the store does not say.
int64_t arrow_bridge_listing_changed(const arrow_bridge_listing *listing, int64_t place);

/// A file as it was when it was opened.
typedef struct arrow_bridge_stored_file arrow_bridge_stored_file;

/// One request. `path` is `BUCKET/KEY`. `NOT_FOUND` if there is no such file.
arrow_bridge_stored_file *arrow_bridge_stored_file_open(
    arrow_bridge_store *store, const char *path, arrow_bridge_error *error);
void arrow_bridge_stored_file_free(arrow_bridge_stored_file *file);
int64_t arrow_bridge_stored_file_size(const arrow_bridge_stored_file *file);
/// What changes when the file is written again: its ETag or generation, or if there is none when it was written; lent.
const char *arrow_bridge_stored_file_version(const arrow_bridge_stored_file *file);
/// One request. Fewer bytes than `count` at the end of the file alone; -1 for an error.
int64_t arrow_bridge_stored_file_read(
    arrow_bridge_stored_file *file, int64_t offset, int64_t count, void *out, arrow_bridge_error *error);

#ifdef __cplusplus
}
#endif
#endif
