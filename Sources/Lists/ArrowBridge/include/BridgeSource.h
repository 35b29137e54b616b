// Bytes that lie elsewhere than in a local file, for the readers of parquet and of text.
#ifndef ARROW_BRIDGE_SOURCE_H
#define ARROW_BRIDGE_SOURCE_H

#include "BridgeError.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A reader copies it and calls `release` once, when nothing reads any more. The functions may be called by several
/// threads.
typedef struct arrow_bridge_source {
    /// Given to each function.
    void *context;
    /// Bytes of all.
    int64_t size;
    /// Fills `out` with `count` bytes from `offset` on, fewer at the end alone; returns how many, -1 for an error, which is
    /// set then.
    int64_t (*read_at)(void *context, int64_t offset, int64_t count, void *out, arrow_bridge_error *error);
    void (*release)(void *context);
    /// Says that these bytes will be read soon: a source may ask for all of them at once. NULL: it does not care.
    void (*will_need)(void *context, const int64_t *offsets, const int64_t *counts, int64_t ranges);
} arrow_bridge_source;

/// Sets an error from a source's `read_at`; `detail` is copied.
void arrow_bridge_error_set(arrow_bridge_error *error, int32_t category, const char *detail);

#ifdef __cplusplus
}
#endif
#endif
