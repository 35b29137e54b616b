// Arrow's streams of batches, as programs write them to each other: the columns first, then rows to the end.
#ifndef ARROW_BRIDGE_STREAMS_H
#define ARROW_BRIDGE_STREAMS_H

#include "BridgeBatch.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Used by one thread at a time.
typedef struct arrow_bridge_stream arrow_bridge_stream;

/// Reads the columns. The descriptor stays the caller's, and open until the stream is freed; it need not be seekable.
/// A batch that needs more memory than `most_bytes`, also unpacked, is an error.
arrow_bridge_stream *arrow_bridge_stream_open(int descriptor, int64_t most_bytes, arrow_bridge_error *error);
void arrow_bridge_stream_free(arrow_bridge_stream *stream);
/// A batch of no rows with the stream's columns.
arrow_bridge_batch *arrow_bridge_stream_empty(const arrow_bridge_stream *stream, arrow_bridge_error *error);
/// The next batch as it is, checked; NULL with no error set at the end. Batches may outlive the stream.
arrow_bridge_batch *arrow_bridge_stream_next(arrow_bridge_stream *stream, arrow_bridge_error *error);
/// One column alone in plain types, as a reader of files gives it: dictionaries are their values, bytes are text.
arrow_bridge_batch *arrow_bridge_batch_plain(
    const arrow_bridge_batch *batch, int64_t column, arrow_bridge_error *error);

/// Used by one thread at a time. Freed before it is closed, it leaves a stream without an end.
typedef struct arrow_bridge_stream_writer arrow_bridge_stream_writer;

/// Writes the batch's columns; its rows are not written. The descriptor stays the caller's.
arrow_bridge_stream_writer *arrow_bridge_stream_writer_open(
    int descriptor, const arrow_bridge_batch *columns, arrow_bridge_error *error);
/// The batch is out when this returns.
bool arrow_bridge_stream_writer_write(
    arrow_bridge_stream_writer *writer, const arrow_bridge_batch *batch, arrow_bridge_error *error);
/// Writes the end; the writer is then only to be freed.
bool arrow_bridge_stream_writer_close(arrow_bridge_stream_writer *writer, arrow_bridge_error *error);
void arrow_bridge_stream_writer_free(arrow_bridge_stream_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
