// Files that are written to object stores.
#ifndef ARROW_BRIDGE_UPLOADS_H
#define ARROW_BRIDGE_UPLOADS_H

#include "BridgeStores.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A file on its way to a store. Readers see it whole, or what was there before; used by one thread at a time.
///
/// S3: parts of 10 MiB, at most 10,000 of them; a file that fits into one part is one request. A failed part is sent again.
typedef struct arrow_bridge_upload arrow_bridge_upload;

/// `path` is `BUCKET/KEY`. End it with `finish` or `abort`: each frees it.
arrow_bridge_upload *arrow_bridge_upload_open(
    arrow_bridge_store *store, const char *path, arrow_bridge_error *error);
/// Sends the bytes, or keeps those that do not fill a part: 10 MiB at most.
bool arrow_bridge_upload_write(
    arrow_bridge_upload *upload, const void *bytes, int64_t count, arrow_bridge_error *error);
/// Makes the file visible. Whether it is, if this fails, only the store can say: its answer may have been lost.
bool arrow_bridge_upload_finish(arrow_bridge_upload *upload, arrow_bridge_error *error);
/// Gives the file up, asking the store once to forget its parts. A dropped process leaves them to the next start.
void arrow_bridge_upload_abort(arrow_bridge_upload *upload);

/// One file, `BUCKET/KEY`; one that is not there is no error.
bool arrow_bridge_store_remove(arrow_bridge_store *store, const char *path, arrow_bridge_error *error);

#ifdef __cplusplus
}
#endif
#endif
